import { dataSource } from "@prismatic-io/spectral";
import { connection } from "../inputs/connection";
import { tableSelection } from "../inputs/metadata";
import { listTablesWithFields } from "../operations/metadata/tables";
import { createSession } from "../session";

export const getEntitiesMetaData = dataSource({
  display: {
    label: "Select Entities and Fields",
    description:
      "Select tables and columns of each; the values are MetadataIds of tables and logical names of columns.",
  },
  dataSourceType: "objectSelection",
  inputs: { connection, ...tableSelection },
  perform: async (context, params) => ({
    result: await listTablesWithFields(createSession(context, params.connection), params),
  }),
  examplePayload: {
    result: [
      {
        object: { key: "70816501-edb9-4740-a16c-6a5efbc05d84", label: "Account" },
        defaultSelected: false,
        fields: [{ key: "name", label: "Account Name" }],
      },
    ],
  },
});
