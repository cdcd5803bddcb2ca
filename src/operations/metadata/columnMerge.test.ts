import { mergeDefinition } from "./columnMerge";

function label(text: string, language: number) {
  return { Label: text, LanguageCode: language };
}

it("keeps the members that the change does not name, at every depth", () => {
  const present = { MaxLength: 100, RequiredLevel: { Value: "None", CanBeChanged: true } };
  expect(mergeDefinition(present, { RequiredLevel: { Value: "Recommended" } })).toEqual({
    MaxLength: 100,
    RequiredLevel: { Value: "Recommended", CanBeChanged: true },
  });
});

it("replaces the labels of the languages in the change, and keeps the other languages", () => {
  const present = { DisplayName: { LocalizedLabels: [label("Balance", 1033), label("Saldo", 1031)] } };
  const changes = { DisplayName: { LocalizedLabels: [label("Amount", 1033)] } };
  expect(mergeDefinition(present, changes)).toEqual({
    DisplayName: { LocalizedLabels: [label("Saldo", 1031), label("Amount", 1033)] },
  });
});

it("drops the members that the service does not accept", () => {
  const present = { "@odata.context": "…", "@odata.etag": "…", "@odata.type": "#Microsoft.Dynamics.CRM.X" };
  expect(mergeDefinition(present, {})).toEqual({ "@odata.type": "#Microsoft.Dynamics.CRM.X" });
});

it("replaces a list and an empty member by the change", () => {
  expect(
    mergeDefinition({ Targets: ["account"], Format: null }, { Targets: ["contact"], Format: { Value: 1 } }),
  ).toEqual({
    Targets: ["contact"],
    Format: { Value: 1 },
  });
});
