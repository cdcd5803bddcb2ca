/** Cleaners for what addresses a record and for its fields. */
import { InvalidInputError, parseETag, parseGuid, parseRecordKey, type RecordKey } from "../../client";
import { keyValueList } from "./keyValues";
import { optionalText, requiredText } from "./text";

export function recordKey(label: string) {
  return (value: unknown): RecordKey =>
    parseRecordKey(requiredText(label, "a record's GUID or an alternate key")(value), label);
}

export function optionalGuid(label: string) {
  return (value: unknown): string | undefined => {
    const text = optionalText(label)(value);
    if (text === undefined) return undefined;
    const guid = parseGuid(text);
    if (!guid) {
      throw new InvalidInputError(label, `"${text}" is not a GUID such as 11111111-2222-3333-4444-555555555555.`);
    }
    return guid;
  };
}

export function optionalETag(label: string) {
  return (value: unknown): string | undefined => {
    const text = optionalText(label)(value);
    if (text === undefined) return undefined;
    const etag = parseETag(text);
    if (etag === undefined) throw new InvalidInputError(label, `"${text}" is not an ETag such as W/"5001".`);
    return etag;
  };
}

export function fieldList(label: string) {
  const clean = keyValueList(label);
  return (value: unknown): { column: string; value: unknown }[] =>
    clean(value).map(({ key, value: field }) => ({ column: key, value: field }));
}
