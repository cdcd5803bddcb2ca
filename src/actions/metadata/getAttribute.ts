import { textInput } from "../../inputs/cleanedInput";
import { optionalText } from "../../inputs/clean/text";
import { connection } from "../../inputs/connection";
import { getColumn } from "../../operations/metadata/columns";
import { readAction } from "../webApiAction";
import example from "./getAttribute.example.json";
import { expandPropertyNames, fieldNames, tableId } from "./inputs";
import { column } from "./outputs";

const attributeType = textInput({
  label: "Attribute Type",
  placeholder: "Enter attribute",
  comments: "The Attribute to query: its logical name or MetadataId, optionally followed by a slash and its type.",
  example: "industrycode/Picklist",
  dataSource: "attributes",
  clean: optionalText,
});

export const getAttribute = readAction({
  label: "[CRM] Get Attribute",
  description: "Retrieve a single CRM Attribute.",
  inputs: { connection, entityId: tableId, attributeType, fieldNames, expandPropertyNames },
  perform: (client, params) => getColumn(client, { ...params, table: params.entityId }),
  example,
  output: column,
});
