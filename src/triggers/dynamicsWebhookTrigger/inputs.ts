import { input } from "@prismatic-io/spectral";
import { optionalText } from "../../inputs/clean/text";

export const webhookKey = input({
  label: "Webhook Authentication Key",
  type: "password",
  required: false,
  placeholder: "Enter webhook authentication key",
  comments:
    "The key that the webhook's registration in Dynamics sends: the value of its webhook key, HTTP header or query string. Requests without it are answered 401 and run nothing. When empty, every request is accepted.",
  example: "A1b2C3-exampleWebhookKey",
  clean: optionalText("Webhook Authentication Key"),
});
