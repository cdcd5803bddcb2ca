/** Inputs that choose tables; the action and the data source Get Entities Metadata have the same. */
import { booleanInput, textInput } from "./cleanedInput";
import { labelList } from "./clean/lists";

const defaultSelectedRecordTypes = textInput({
  label: "Default Selected Entity Types",
  collection: "valuelist",
  required: false,
  placeholder: "Enter entity type",
  comments: "The names of the Entity Types to default in a selected state.",
  example: "account",
  dataSource: "tables",
  clean: labelList,
});

const recordTypeFilter = textInput({
  label: "Entity Type Filter",
  collection: "valuelist",
  required: false,
  placeholder: "Enter entity type",
  comments:
    "The names or labels of the Entity Types to include; when empty, all types are included. Matching ignores case.",
  example: "contact",
  dataSource: "tables",
  clean: labelList,
});

const includeAllCustomRecordTypes = booleanInput({
  label: "Include All Custom Entity Types",
  default: true,
  comments: "When true, all Custom Entity Types are included, even those that Entity Type Filter does not name.",
});

const includeOnlyTopLevelRecordTypes = booleanInput({
  label: "Include Only Top Level Record Types",
  default: false,
  comments:
    "When true, only top-level Entity Types are included, meaning those that are not subtypes of other Types, regardless of the other filters.",
});

/** In the order of the designer. */
export const tableSelection = {
  defaultSelectedRecordTypes,
  recordTypeFilter,
  includeAllCustomRecordTypes,
  includeOnlyTopLevelRecordTypes,
};
