/**
 * Labels of tables, columns and records: the display texts of a definition, and lists that a builder selects from.
 */
export interface LabelDefinition {
  LocalizedLabels?: { Label: string; LanguageCode?: number }[] | null;
  UserLocalizedLabel?: { Label: string } | null;
}

/** Every distinct text, the user's own language first. */
export function labelTexts(label: LabelDefinition | null | undefined): string[] {
  const localized: ({ Label: string } | null)[] = Array.isArray(label?.LocalizedLabels) ? label.LocalizedLabels : [];
  return [...new Set([label?.UserLocalizedLabel?.Label, ...localized.map((each) => each?.Label)].filter(isText))];
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

/** The value that an input takes, and the label to find it by. */
export interface LabeledItem {
  key: string;
  label: string;
}

const collator = new Intl.Collator("en");

export function compareLabels(a: LabeledItem, b: LabeledItem): number {
  return collator.compare(a.label, b.label) || collator.compare(a.key, b.key);
}

export function sortByLabel(items: LabeledItem[]): LabeledItem[] {
  return items.sort(compareLabels);
}

/** Appends the value to labels that several items share. */
export function distinguishLabels(items: LabeledItem[]): LabeledItem[] {
  const counts = new Map<string, number>();
  for (const { label } of items) counts.set(label, (counts.get(label) ?? 0) + 1);
  return items.map(({ key, label }) => ({
    key,
    label: (counts.get(label) ?? 0) > 1 ? labelWithName(label, key) : label,
  }));
}

/** `Account Name (name)`: names alone are cryptic, and labels alone are ambiguous. */
export function labelWithName(label: string | undefined, name: string): string {
  return label === undefined || label === name ? name : `${label} (${name})`;
}
