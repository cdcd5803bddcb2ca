import { component } from "@prismatic-io/spectral";

/** The least that can be published: what it weighs is what the SDK weighs. */
export default component({
  key: "empty",
  public: false,
  display: { label: "Empty", description: "Does nothing.", iconPath: "icon.png" },
  connections: [],
});
