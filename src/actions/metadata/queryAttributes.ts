import { textInput } from "../../inputs/cleanedInput";
import { filter } from "../../inputs/clean/queries";
import { optionalText } from "../../inputs/clean/text";
import { connection } from "../../inputs/connection";
import { queryColumns } from "../../operations/metadata/columns";
import { readAction } from "../webApiAction";
import { expandPropertyNames, fieldNames, tableId } from "./inputs";
import { column } from "./outputs";
import example from "./queryAttributes.example.json";

const attributeType = textInput({
  label: "Attribute Type",
  placeholder: "Enter attribute type",
  comments:
    "The type of Attribute to query: BigInt, Boolean, Customer, DateTime, Decimal, Double, File, Image, Integer, Lookup, Memo, Money, MultiSelectPicklist, Owner, PartyList, Picklist, State, Status, String, UniqueIdentifier or Virtual. When empty, columns of every type are queried.",
  example: "Picklist",
  clean: optionalText,
});

const filterExpression = textInput({
  label: "Filter Expression",
  required: false,
  placeholder: "Enter filter expression",
  comments:
    "The filter expression that is used for querying columns by properties of their definitions, in OData's syntax.",
  example: "IsCustomAttribute eq true and IsValidForUpdate eq true",
  clean: filter,
});

export const queryAttributes = readAction({
  label: "[CRM] Query Attributes",
  description: "Query for CRM Attributes that satisfy the filter expression.",
  inputs: { connection, entityId: tableId, attributeType, fieldNames, filterExpression, expandPropertyNames },
  perform: (client, params) => queryColumns(client, { ...params, table: params.entityId }),
  example,
  output: {
    type: "object",
    properties: { value: { type: "array", items: column } },
    required: ["value"],
    additionalProperties: true,
  },
});
