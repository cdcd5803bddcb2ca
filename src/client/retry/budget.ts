/**
 * Retries cost, successes pay back: in an outage the budget runs dry, and requests fail at once instead of multiplying
 * the traffic. The SDKs of the large clouds have a similar retry quota. Pure.
 */
export interface RetryBudget {
  /** In units of one retry. */
  left(): number;
  spend(cost: number): void;
  /** After a success: pays back the cost of its retries, and a little more. */
  earn(cost: number): void;
}

const budgetCapacity = 100;
const successBonus = 0.2;

export function createBudget(): RetryBudget {
  let left = budgetCapacity;
  return {
    left: () => left,
    spend: (cost) => {
      left -= cost;
    },
    earn: (cost) => {
      left = Math.min(budgetCapacity, left + cost + successBonus);
    },
  };
}
