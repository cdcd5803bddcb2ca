/**
 * The name by which other steps refer to a step: its words in camel case, everything but letters and digits between
 * them dropped. Capitals inside a word do not start a new one, and an apostrophe ends a word: "[CRM] Query Entities"
 * is `crmQueryEntities`, "Raw GraphQL Request" `rawGraphqlRequest`, "Get a Queue's URL" `getAQueueSUrl` (as found in
 * the public integrations of prismatic-io/examples).
 */
export function stepKey(name: string): string {
  const words = name.match(/[\p{L}\p{N}]+/gu) ?? [];
  return words
    .map((word) => word.toLowerCase())
    .map((word, index) => (index === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1)))
    .join("");
}
