import { cleanedInput } from "../../inputs/cleanedInput";
import { optionalText } from "../../inputs/clean/text";

export const webhookKey = cleanedInput({
  label: "Webhook Authentication Key",
  type: "password",
  required: false,
  placeholder: "Enter webhook authentication key",
  comments:
    "The key that the webhook's registration in Dynamics sends: the value of its webhook key, HTTP header or query string. A request without it ends with an error, and no step runs. When empty, every request is accepted.",
  example: "A1b2C3-exampleWebhookKey",
  clean: optionalText,
});
