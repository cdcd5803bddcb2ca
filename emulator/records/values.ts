import { errors } from "../errors/catalog";
import { ServiceError, notEmulated } from "../errors/serviceError";
import type { Choice, Column, Table } from "../metadata/model";
import type { SqlValue } from "../organization/store/database";
import { storedDate, storedDateTime } from "./dates";
import { payloadError, wrongLiteral } from "./writeErrors";

/** At most this many values in one multi-select column ("Create and edit a multi-select choices column"). */
const maxSelectedChoices = 150;

/** Stored decimals of money, independent of the currency's precision (SQL Server's `money`). */
const moneyDecimals = 4;

/**
 * One value of a JSON body as its column stores it. `null` clears any column. Which JSON types a column takes is
 * ODataLib's rule (Edm type against JSON node), the value's range is Dataverse's.
 *
 * @throws ServiceError 400 with the code Dataverse has for the defect.
 */
export function storedValue(table: Table, column: Column, value: unknown, choices: () => Choice[]): SqlValue {
  if (value === null) return null;
  if (typeof value === "object") throw notPrimitive(value);
  switch (column.type) {
    case "String":
    case "Memo":
    case "EntityName":
      return storedText(table, column, value);
    case "Integer":
      return inNumberRange(table, column, storedInteger(value));
    case "BigInt":
      return storedNumber(value, "Edm.Int64");
    case "Decimal":
      return inNumberRange(table, column, rounded(storedNumber(value, "Edm.Decimal"), column.precision ?? 10));
    case "Double":
      return inNumberRange(table, column, storedNumber(value, "Edm.Double"));
    case "Money":
      return inNumberRange(table, column, rounded(storedNumber(value, "Edm.Decimal"), moneyDecimals));
    case "Boolean":
      return storedBoolean(value);
    case "Picklist":
    case "State":
      return storedChoice(table, column, storedInteger(value), choices());
    case "Status":
      // The check that the value exists for the row's state uses both columns (0x80048408).
      return storedInteger(value);
    case "MultiSelectPicklist":
      return storedChoices(table, column, value, choices());
    case "DateTime":
      return column.dateTimeBehavior === "DateOnly" ? storedDate(value) : storedDateTime(value);
    case "Uniqueidentifier":
      return storedGuid(value);
    case "Image":
      return storedImage(value);
    case "File":
      throw notEmulated(`writing the file column '${column.logicalName}'`);
    case "Lookup":
    case "Customer":
    case "Owner":
    case "PartyList":
    case "ManagedProperty":
    case "Virtual":
      throw payloadError(`The property '${column.logicalName}' cannot be written as a plain value.`);
  }
}

const guidPattern = /^\{?([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\}?$/i;

/** Lower case without braces; .NET's parser takes the braced form too. */
export function storedGuid(value: unknown): string {
  const guid = typeof value === "string" ? guidPattern.exec(value.trim())?.[1] : undefined;
  if (guid === undefined) throw wrongLiteral(value, "Edm.Guid");
  return guid.toLowerCase();
}

function notPrimitive(value: object): ServiceError {
  const node = Array.isArray(value) ? "StartArray" : "StartObject";
  return payloadError(
    `An unexpected '${node}' node was found when reading from the JSON reader. A 'PrimitiveValue' node was expected.`,
  );
}

function storedText(table: Table, column: Column, value: unknown): string {
  if (typeof value !== "string") throw wrongLiteral(value, "Edm.String");
  if (column.maxLength !== undefined && value.length > column.maxLength) {
    throw new ServiceError(
      errors.StringLengthTooLong,
      `A validation error occurred. The length of the '${column.logicalName}' attribute of the '${table.logicalName}' entity exceeded the maximum allowed length of '${column.maxLength}'.`,
    );
  }
  return value;
}

/** Edm.Int32 takes quoted digits too: published low-code flows send choices that way. */
function storedInteger(value: unknown): number {
  const number = typeof value === "string" && /^[+-]?\d+$/.test(value) ? Number(value) : value;
  if (typeof number !== "number" || !Number.isInteger(number) || number !== (number | 0)) {
    throw wrongLiteral(value, "Edm.Int32");
  }
  return number;
}

/** Decimal, double and 64-bit numbers must be JSON numbers unless the request says `IEEE754Compatible=true`. */
function storedNumber(value: unknown, edmType: string): number {
  if (typeof value === "number" && (edmType !== "Edm.Int64" || Number.isInteger(value))) return value;
  if (typeof value === "string") {
    throw payloadError(
      `Cannot convert a value to target type '${edmType}' because of conflict between input format string/number and parameter 'IEEE754Compatible' false/true.`,
    );
  }
  throw wrongLiteral(value, edmType);
}

function storedBoolean(value: unknown): number {
  const text = typeof value === "string" ? value.toLowerCase() : undefined;
  if (value === true || text === "true") return 1;
  if (value === false || text === "false") return 0;
  throw wrongLiteral(value, "Edm.Boolean");
}

/** Rounded half away from zero on the decimal text, so that 1.005 becomes 1.01 and not 1. */
export function rounded(value: number, decimals: number): number {
  if (!Number.isFinite(value) || /e/i.test(String(value))) return value;
  return Math.sign(value) * Number(`${Math.round(Number(`${Math.abs(value)}e${decimals}`))}e-${decimals}`);
}

function inNumberRange(table: Table, column: Column, value: number): number {
  const { minValue = -Infinity, maxValue = Infinity } = column;
  if (value >= minValue && value <= maxValue) return value;
  throw new ServiceError(
    errors.DecimalValueOutOfRange,
    `A validation error occurred. The value ${value} of '${column.logicalName}' on record of type '${table.logicalName}' is outside the valid range. Accepted Values: ${minValue} to ${maxValue}`,
  );
}

function storedChoice(table: Table, column: Column, value: number, choices: Choice[]): number {
  if (choices.some((choice) => choice.value === value)) return value;
  throw new ServiceError(
    errors.PicklistValueOutOfRange,
    `A validation error occurred. The value ${value} of '${column.logicalName}' on record of type '${table.logicalName}' is outside the valid range. Accepted Values: ${choices.map((choice) => choice.value).join(",")}`,
  );
}

/** `"1,9"`; blanks are accepted, the stored order is ascending. */
function storedChoices(table: Table, column: Column, value: unknown, choices: Choice[]): string | null {
  if (typeof value !== "string") throw wrongLiteral(value, "Edm.String");
  if (value.trim() === "") return null;
  const numbers = value.split(",").map((part) => storedChoice(table, column, storedInteger(part.trim()), choices));
  if (numbers.length > maxSelectedChoices) {
    throw new ServiceError(
      errors.PicklistValueOutOfRange,
      `A validation error occurred. '${column.logicalName}' takes at most ${maxSelectedChoices} values.`,
    );
  }
  return [...new Set(numbers)].sort((a, b) => a - b).join(",");
}

function storedImage(value: unknown): Uint8Array {
  const isBase64 = typeof value === "string" && value.length % 4 === 0 && /^[A-Za-z0-9+/_-]*={0,2}$/.test(value);
  if (!isBase64) throw wrongLiteral(value, "Edm.Binary");
  return Buffer.from(value, "base64");
}
