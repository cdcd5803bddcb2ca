interface Amount {
  atMs: number;
  amount: number;
}

/** Amounts that have left the window are kept up to this many, so that not each one moves the array. */
const dropInBlocksOf = 1_024;

/** The sum of what was added during the last `windowMs`. Times must not go back. */
export class SlidingSum {
  private amounts: Amount[] = [];
  /** Index of the first amount inside the window. */
  private first = 0;
  private sum = 0;

  constructor(private readonly windowMs: number) {}

  add(atMs: number, amount: number): void {
    this.amounts.push({ atMs, amount });
    this.sum += amount;
  }

  total(nowMs: number): number {
    for (;;) {
      const oldest = this.amounts[this.first];
      if (oldest === undefined || oldest.atMs > nowMs - this.windowMs) break;
      this.sum -= oldest.amount;
      this.first += 1;
    }
    if (this.first >= dropInBlocksOf || this.first === this.amounts.length) {
      this.amounts = this.amounts.slice(this.first);
      this.first = 0;
    }
    // Fractions of milliseconds do not add up exactly.
    if (this.amounts.length === 0) this.sum = 0;
    return this.sum;
  }

  /** When the total falls below `limit`, if nothing is added. */
  belowAtMs(limit: number, nowMs: number): number {
    let left = this.total(nowMs);
    let freedAtMs = nowMs;
    for (let index = this.first; left >= limit; index += 1) {
      const leaving = this.amounts[index];
      if (leaving === undefined) break;
      left -= leaving.amount;
      freedAtMs = leaving.atMs + this.windowMs;
    }
    return freedAtMs;
  }
}
