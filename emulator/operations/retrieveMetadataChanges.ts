import { retrieveMetadataChanges as retrieveChanges } from "../definitions/changesSince";
import { defineFunction } from "./operation";

export const retrieveMetadataChanges = defineFunction({
  name: "RetrieveMetadataChanges",
  parameters: {
    Query: "mscrm.EntityQueryExpression?",
    DeletedMetadataFilters: "mscrm.DeletedMetadataFilters?",
    ClientVersionStamp: "Edm.String?",
    AppModuleId: "Edm.Guid?",
    RetrieveAllSettings: "Edm.Boolean?",
  },
  response: {
    EntityMetadata: "Collection(mscrm.ComplexEntityMetadata)",
    ServerVersionStamp: "Edm.String",
    DeletedMetadata: "mscrm.DeletedMetadataCollection",
  },
  run: ({ store }, { Query: query, DeletedMetadataFilters: filters, ClientVersionStamp: stamp }) =>
    retrieveChanges(store, {
      query,
      ...(typeof filters === "string" ? { deletedMetadataFilters: filters } : {}),
      ...(typeof stamp === "string" ? { clientVersionStamp: stamp } : {}),
    }),
});
