import { dynamicsWebhookTrigger } from "./dynamicsWebhookTrigger/trigger";
import { pollChangesTrigger } from "./pollChangesTrigger/trigger";

/** The property names are the keys that deployed integrations refer to: never rename one. */
export const triggers = { dynamicsWebhookTrigger, pollChangesTrigger };
