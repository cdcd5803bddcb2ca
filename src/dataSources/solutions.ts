import { dataSource } from "@prismatic-io/spectral";
import { connection } from "../inputs/connection";
import { pickSolutions } from "../operations/pickers/records";
import { createSession } from "../session";

export const solutions = dataSource({
  display: {
    label: "Select Solution",
    description: "Select an unmanaged solution; the value is its unique name.",
  },
  dataSourceType: "picklist",
  inputs: { connection },
  perform: async (context, params) => {
    const client = createSession(context, params.connection);
    return { result: (await pickSolutions(client)).items };
  },
  examplePayload: {
    result: [
      { key: "ContosoCustomizations", label: "Contoso Customizations (ContosoCustomizations)" },
      { key: "Default", label: "Default Solution (Default)" },
    ],
  },
});
