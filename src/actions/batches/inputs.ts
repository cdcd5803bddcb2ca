import { cleanedInput, textInput } from "../../inputs/cleanedInput";
import { jsonValue } from "../../inputs/clean/json";
import { oneOf } from "../../inputs/clean/text";

const exampleActions = [
  {
    collection: "msevtmgt_events",
    action: "create",
    returnRepresentation: true,
    data: { msevtmgt_name: "Test Event 1", msevtmgt_eventtype: "100000002" },
  },
  {
    collection: "msevtmgt_events",
    action: "update",
    key: "00000000-0000-0000-0000-000000000002",
    returnRepresentation: true,
    data: { msevtmgt_name: "Test Event 2", msevtmgt_eventtype: "100000002" },
  },
  {
    collection: "msevtmgt_events",
    action: "delete",
    key: "00000000-0000-0000-0000-000000000002",
  },
];

export const batchActions = cleanedInput({
  label: "Batch Actions",
  type: "code",
  language: "json",
  required: true,
  default: JSON.stringify(exampleActions, null, 2),
  placeholder: "Enter batch actions",
  comments:
    "A list of up to 1,000 create, update, upsert or delete actions to perform. Each action must have a 'collection' and an 'action'. Create, update and upsert actions must also have 'data' and can include a boolean 'returnRepresentation' which determines if the full record should be returned. Update, upsert and delete actions must also have an entity 'key': a GUID or an alternate key. Later actions refer to an action with a 'contentId' as '$' and that id, in a key or in an @odata.bind.",
  example: JSON.stringify([{ collection: "accounts", action: "create", data: { name: "Contoso" } }]),
  clean: jsonValue,
});

const failureModes = ["allOrNothing", "stopAtFirstError", "continueOnError"] as const;
const failureLabels = {
  allOrNothing: "All or nothing",
  stopAtFirstError: "Stop at the first error",
  continueOnError: "Continue on error",
};
/** A reference may also give the text that the designer shows. */
const failureAliases = new Map(failureModes.map((mode) => [failureLabels[mode].toLowerCase(), mode]));

export const failureHandling = textInput({
  label: "Failure Handling",
  required: false,
  default: "allOrNothing",
  model: failureModes.map((mode) => ({ label: failureLabels[mode], value: mode })),
  placeholder: "Select failure handling",
  comments:
    "Controls what happens when an action fails: all actions are rolled back, the remaining ones are skipped, or the remaining ones still run. In the last two modes the result has one outcome per action, and more than 1,000 actions are allowed.",
  example: "continueOnError",
  clean: (label) => oneOf(label, failureModes, "allOrNothing", failureAliases),
});
