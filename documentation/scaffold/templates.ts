/**
 * The texts of a new action. It works at once: it returns the user of the connection and the text of its one input,
 * until its own inputs and operation take their place.
 */
export interface NewAction {
  key: string;
  group: string;
  label: string;
}

/** Names that the action's file declares or imports; an action of the same name would collide. */
export const namesInFile = ["connection", "example", "readAction", "requiredText", "subject", "textInput", "whoAmI"];

export function actionText({ key, label }: NewAction): string {
  return `import { textInput } from "../../inputs/cleanedInput";
import { requiredText } from "../../inputs/clean/text";
import { connection } from "../../inputs/connection";
import { whoAmI } from "../../operations/users";
import { readAction } from "../webApiAction";
import example from "./${key}.example.json";

const subject = textInput({
  label: "Subject",
  required: true,
  placeholder: "Enter subject",
  comments: "The text to return with the user.",
  example: "Contoso",
  clean: (label) => requiredText(label, "for example Contoso"),
});

export const ${key} = readAction({
  label: "${label}",
  description: "Return a text with the user of the connection.",
  inputs: { connection, subject },
  perform: async (client, { subject: text }) => ({ subject: text, ...(await whoAmI(client)) }),
  example,
  output: {
    type: "object",
    properties: {
      subject: { type: "string", description: "The given text." },
      UserId: { type: "string", format: "uuid", description: "The ID of the user." },
    },
    required: ["subject", "UserId"],
    additionalProperties: true,
  },
});
`;
}

export function groupText({ group }: NewAction): string {
  return `export const ${group} = {};\n`;
}

export function casesText({ group }: NewAction): string {
  return `import type { ActionCases } from "./actionCase";

export const ${group}: ActionCases = {};
`;
}

export function caseText({ key }: NewAction): string {
  return `${key}: {
  example: { params: () => ({ subject: "Contoso" }) },
  reliability: [{ requestClass: "read", prepare: () => ({ params: { subject: "Contoso" } }) }],
}`;
}

export function proseText(): string {
  return `Returns a text with the user of the connection.

**Subject** is returned unchanged.

**Result.** The text as \`subject\`, and the IDs of the user, the business unit and the organization.
`;
}

export function testText({ key }: NewAction): string {
  return `import { type Harness, startHarness } from "../harness/startHarness";

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.close());
beforeEach(() => harness.requests());

it("${key} returns the subject and the user with one request", async () => {
  expect(await harness.run("${key}", { subject: "Contoso" })).toMatchObject({ subject: "Contoso" });
  expect(await harness.requests()).toEqual(["GET WhoAmI -> 200"]);
});

it("${key} rejects a missing subject before any request", async () => {
  await expect(harness.run("${key}", {})).rejects.toThrow("Subject: a value is needed");
  expect(await harness.requests()).toEqual([]);
});
`;
}
