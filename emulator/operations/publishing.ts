import { checkPublishXml } from "../definitions/changes";
import { defineAction } from "./operation";

/** Changes apply at once, so there is nothing left to publish; the XML must be well-formed and name what exists. */
export const publishXml = defineAction({
  name: "PublishXml",
  parameters: { ParameterXml: "Edm.String" },
  run: ({ store }, { ParameterXml }) => {
    checkPublishXml(store.catalog, ParameterXml);
    return undefined;
  },
});

export const publishAllXml = defineAction({ name: "PublishAllXml", parameters: {}, run: () => undefined });
