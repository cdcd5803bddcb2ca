/** The functions and actions the emulator offers, as `$metadata` declares them. */
import { element } from "./xml";

interface Operation {
  kind: "Function" | "Action";
  name: string;
  /** Name to type. */
  parameters: Record<string, string>;
  /** Members of `<name>Response`. */
  response: Record<string, string>;
}

const operations: readonly Operation[] = [
  {
    kind: "Function",
    name: "WhoAmI",
    parameters: {},
    response: { BusinessUnitId: "Edm.Guid", UserId: "Edm.Guid", OrganizationId: "Edm.Guid" },
  },
];

export function operationsSchema(): { definitions: string[]; imports: string[] } {
  return {
    definitions: operations.flatMap(({ kind, name, parameters, response }) => [
      element(kind, { Name: name }, [
        ...Object.entries(parameters).map(([parameter, type]) => element("Parameter", { Name: parameter, Type: type })),
        element("ReturnType", { Type: `mscrm.${name}Response`, Nullable: false }),
      ]),
      element(
        "ComplexType",
        { Name: `${name}Response` },
        Object.entries(response).map(([member, type]) => element("Property", { Name: member, Type: type })),
      ),
    ]),
    imports: operations.map(({ kind, name }) => element(`${kind}Import`, { Name: name, [kind]: `mscrm.${name}` })),
  };
}
