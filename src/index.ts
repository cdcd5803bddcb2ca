import { component } from "@prismatic-io/spectral";
import { actions } from "./actions";
import { connections } from "./connections";
import { dataSources } from "./dataSources";
import { errorHook } from "./platformErrors";
import { triggers } from "./triggers";

export default component({
  key: "ms-dynamics",
  public: false,
  display: {
    label: "Microsoft Dynamics 365",
    description: "Query, create, update or delete Microsoft Dynamics 365 API records.",
    category: "Application Connectors",
    iconPath: "icon.png",
  },
  hooks: { error: errorHook },
  actions,
  triggers,
  dataSources,
  connections,
});
