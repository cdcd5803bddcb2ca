import { stepKey } from "./stepKey";

// Names and references of prismatic-io/examples, and a few of the characters that people type.
test.each([
  ["Get Entity", "getEntity"],
  ["[CRM] Query Entities", "crmQueryEntities"],
  ["Loop Over Items 2", "loopOverItems2"],
  ["GET Request", "getRequest"],
  ["Raw GraphQL Request", "rawGraphqlRequest"],
  ["Get a Queue's URL", "getAQueueSUrl"],
  ["Webhook/Subscriptions Trigger", "webhookSubscriptionsTrigger"],
  ["Get Current Date/Time", "getCurrentDateTime"],
  ["Add # of Jira issues + STARTAT value", "addOfJiraIssuesStartatValue"],
  ["Create SNS Topic for S3 Event Notification", "createSnsTopicForS3EventNotification"],
  ["Agent: Create PDF Analysis Expert", "agentCreatePdfAnalysisExpert"],
  ["  trailing - ", "trailing"],
  ["?", ""],
])("a step named %p is referred to as %p", (name, key) => {
  expect(stepKey(name)).toBe(key);
});
