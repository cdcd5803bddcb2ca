/** Columns and literals: what kind of value a column holds, and a literal as the column stores it. */
import type { Column } from "../../metadata/model";
import type { Literal } from "../../odata/ast";
import type { SqlValue } from "../../organization/store/database";
import type { ValueKind } from "../model/model";

interface TypeFacts {
  kind: ValueKind;
  /** As the type is named in messages and in `$metadata`. */
  edmType: string;
}

const types: Record<Column["type"], TypeFacts> = {
  BigInt: { kind: "number", edmType: "Edm.Int64" },
  Boolean: { kind: "boolean", edmType: "Edm.Boolean" },
  Customer: { kind: "guid", edmType: "Edm.Guid" },
  DateTime: { kind: "dateTime", edmType: "Edm.DateTimeOffset" },
  Decimal: { kind: "number", edmType: "Edm.Decimal" },
  Double: { kind: "number", edmType: "Edm.Double" },
  EntityName: { kind: "text", edmType: "Edm.String" },
  File: { kind: "guid", edmType: "Edm.Guid" },
  Image: { kind: "binary", edmType: "Edm.Binary" },
  Integer: { kind: "number", edmType: "Edm.Int32" },
  Lookup: { kind: "guid", edmType: "Edm.Guid" },
  ManagedProperty: { kind: "text", edmType: "Microsoft.Dynamics.CRM.BooleanManagedProperty" },
  Memo: { kind: "text", edmType: "Edm.String" },
  Money: { kind: "number", edmType: "Edm.Decimal" },
  MultiSelectPicklist: { kind: "multiChoice", edmType: "Edm.String" },
  Owner: { kind: "guid", edmType: "Edm.Guid" },
  PartyList: { kind: "text", edmType: "Collection(Microsoft.Dynamics.CRM.activityparty)" },
  Picklist: { kind: "number", edmType: "Edm.Int32" },
  State: { kind: "number", edmType: "Edm.Int32" },
  Status: { kind: "number", edmType: "Edm.Int32" },
  String: { kind: "text", edmType: "Edm.String" },
  Uniqueidentifier: { kind: "guid", edmType: "Edm.Guid" },
  Virtual: { kind: "text", edmType: "Edm.String" },
};

function isDateOnly(column: Column): boolean {
  return column.type === "DateTime" && column.dateTimeBehavior === "DateOnly";
}

export function kindOf(column: Column): ValueKind {
  return isDateOnly(column) ? "date" : types[column.type].kind;
}

export function edmTypeOf(column: Column): string {
  return isDateOnly(column) ? "Edm.Date" : types[column.type].edmType;
}

export function isChoice(column: Column): boolean {
  return column.type === "Picklist" || column.type === "State" || column.type === "Status";
}

/** A literal compared with a column of this kind; `undefined` when OData would find the types incompatible. */
export function storedValue(kind: ValueKind, literal: Exclude<Literal, { type: "null" }>): SqlValue | undefined {
  switch (kind) {
    case "text":
      return literal.type === "string" ? literal.value : undefined;
    case "number":
      return literal.type === "number" ? Number(literal.text) : undefined;
    case "boolean":
      return literal.type === "boolean" ? Number(literal.value) : undefined;
    case "guid":
      // [QueryFilter] also writes the id of a lookup between quotes.
      return literal.type === "guid" || literal.type === "string" ? storedGuid(literal.value) : undefined;
    case "dateTime":
      return literal.type === "dateTimeOffset" || literal.type === "date" ? storedDateTime(literal.text) : undefined;
    case "date":
      return literal.type === "date" ? storedDate(literal.text) : undefined;
    case "multiChoice":
    case "binary":
      return undefined;
  }
}

/** A value that a query function was given as text: `["1","2"]`, `PropertyValue='2023-01-01'`. */
export function storedValueOfText(kind: ValueKind, text: string): SqlValue | undefined {
  switch (kind) {
    case "text":
      return text;
    case "number":
    case "multiChoice":
      return /^[-+]?\d+(\.\d+)?([eE][-+]?\d+)?$/.test(text.trim()) ? Number(text) : undefined;
    case "boolean":
      return { true: 1, false: 0, 1: 1, 0: 0 }[text.trim().toLowerCase()];
    case "guid":
      return storedGuid(text);
    case "dateTime":
      return storedDateTime(text);
    case "date":
      return storedDate(text);
    case "binary":
      return undefined;
  }
}

export function storedGuid(text: string): string | undefined {
  const [, guid] = /^\{?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\}?$/i.exec(text.trim()) ?? [];
  return guid?.toLowerCase();
}

const dateTimePattern =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?(?:(Z)|([+-])(\d\d):(\d\d))?)?$/i;

/** UTC, in whole seconds. Without an offset the value is taken as UTC, a date as its first moment. */
export function storedDateTime(text: string): string | undefined {
  const match = dateTimePattern.exec(text.trim());
  if (!match) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0)) as Six;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || hour > 23 || minute > 59 || second > 59) return undefined;
  const offsetMinutes = (match[8] === "-" ? -1 : 1) * (Number(match[9] ?? 0) * 60 + Number(match[10] ?? 0));
  date.setUTCHours(hour, minute - offsetMinutes, second);
  return date.getUTCFullYear() > 9999 || date.getUTCFullYear() < 1 ? undefined : `${date.toISOString().slice(0, 19)}Z`;
}

type Six = [number, number, number, number, number, number];

/** The date as written; a time behind it does not change the day. */
export function storedDate(text: string): string | undefined {
  return storedDateTime(text.trim().slice(0, 10)) === undefined || storedDateTime(text) === undefined
    ? undefined
    : text.trim().slice(0, 10);
}

export function edmTypeOfLiteral(literal: Exclude<Literal, { type: "null" }>): string {
  switch (literal.type) {
    case "number":
      return edmTypeOfNumber(literal.text);
    case "enum":
      return literal.typeName;
    case "geo":
      return "Edm.Geography";
    case "duration":
      return "Edm.Duration";
    case "boolean":
    case "string":
    case "guid":
    case "date":
    case "dateTimeOffset":
    case "timeOfDay":
    case "binary":
      return `Edm.${literal.type.charAt(0).toUpperCase()}${literal.type.slice(1)}`;
  }
}

function edmTypeOfNumber(text: string): string {
  if (!/^[-+]?\d+$/.test(text)) return /^[-+]?\d+\.\d+$/.test(text) ? "Edm.Decimal" : "Edm.Double";
  return Math.abs(Number(text)) < 2 ** 31 ? "Edm.Int32" : "Edm.Int64";
}
