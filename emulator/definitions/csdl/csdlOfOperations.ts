/** Functions and actions, their responses and the types only they use, as `$metadata` declares them. */
import { collectionOf, parametersOf, type OperationDeclaration, type Parameter } from "../../metadata/operation";
import { operationComplexTypes, operationEnums } from "./operationTypes";
import { element } from "./xml";

export function operationsSchema(operations: readonly OperationDeclaration[]): {
  definitions: string[];
  imports: string[];
} {
  return {
    definitions: [
      ...operations.map(operation),
      ...operations.flatMap(({ name, response }) => (response ? [complexType(`${name}Response`, response)] : [])),
      ...Object.entries(operationComplexTypes).map(([name, members]) => complexType(name, members)),
      ...Object.entries(operationEnums).map(([name, members]) => enumType(name, members)),
    ],
    // Only unbound operations stand on their own in the container (CSDL, section 13.5 and 13.6).
    imports: operations.filter(({ boundTo }) => boundTo === undefined).map(operationImport),
  };
}

/** As in [Actions]: the first parameter of a bound operation is the row or the collection. */
function operation(declaration: OperationDeclaration): string {
  const { name, boundTo, response } = declaration;
  return element(elementName(declaration), { Name: name, IsBound: boundTo === undefined ? undefined : true }, [
    ...(boundTo === undefined ? [] : [bindingParameter(boundTo)]),
    ...parametersOf(declaration).map(parameter),
    ...(response ? [element("ReturnType", { Type: `mscrm.${name}Response`, Nullable: false })] : []),
  ]);
}

function bindingParameter(type: string): string {
  const name = collectionOf(type).isCollection ? "entityset" : "entity";
  return element("Parameter", { Name: name, Type: type, Nullable: false });
}

function parameter({ name, itemType, isCollection, isOptional }: Parameter): string {
  return element("Parameter", {
    Name: name,
    Type: isCollection ? `Collection(${itemType})` : itemType,
    Nullable: isOptional ? undefined : false,
  });
}

function operationImport(declaration: OperationDeclaration): string {
  const kind = elementName(declaration);
  return element(`${kind}Import`, { Name: declaration.name, [kind]: `mscrm.${declaration.name}` });
}

function elementName({ kind }: OperationDeclaration): "Function" | "Action" {
  return kind === "function" ? "Function" : "Action";
}

function complexType(name: string, members: Readonly<Record<string, string>>): string {
  return element(
    "ComplexType",
    { Name: name },
    Object.entries(members).map(([member, type]) => element("Property", { Name: member, Type: type })),
  );
}

/** Members count from 0 in the order written. */
function enumType(name: string, members: readonly string[]): string {
  return element(
    "EnumType",
    { Name: name },
    members.map((member, value) => element("Member", { Name: member, Value: value })),
  );
}
