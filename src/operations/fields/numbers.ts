/** Numbers within the ranges of their column types ("Types of columns", Microsoft Learn). Pure. */
import { ExactNumber } from "../../client";
import type { EnteredValue } from "./field";
import { parseDecimal, parseInteger } from "./scalars";

const integers: Readonly<Record<string, [bigint, bigint]>> = {
  Integer: [-2_147_483_648n, 2_147_483_647n],
  BigInt: [-9_223_372_036_854_775_808n, 9_223_372_036_854_775_807n],
};

export function convertWholeNumber({ column, value, reject }: EnteredValue): number | ExactNumber {
  const integer = parseInteger(value) ?? reject("a whole number such as 42");
  const [least, largest] = integers[column.type] ?? [integer, integer];
  if (integer < least || integer > largest) return reject(`a whole number between ${least} and ${largest}`);
  const number = Number(integer);
  return Number.isSafeInteger(number) ? number : new ExactNumber(String(integer));
}

const decimals: Readonly<Record<string, number>> = {
  Decimal: 100_000_000_000,
  Double: 100_000_000_000,
  Money: 922_337_203_685_477,
};

export function convertDecimal({ column, value, reject }: EnteredValue): number | ExactNumber {
  const number =
    parseDecimal(value) ?? reject("a number such as 1234.56, without thousands separators or a currency sign");
  const largest = decimals[column.type] ?? Infinity;
  const size = Math.abs(typeof number === "number" ? number : Number(number.text));
  return Math.trunc(size) <= largest ? number : reject(`a number between -${largest} and ${largest}`);
}
