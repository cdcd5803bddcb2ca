/** Edits of source text that keep everything else as it is. The result still has to be formatted. */
import ts from "typescript";

function parse(source: string): ts.SourceFile {
  return ts.createSourceFile("source.ts", source, ts.ScriptTarget.Latest, true);
}

/** Imports are sorted by module; the first one may follow a comment on the file. */
export function addImport(source: string, name: string, module: string): string {
  const imports = parse(source).statements.filter(ts.isImportDeclaration);
  const line = `import { ${name} } from "${module}";`;
  const next = imports.find(({ moduleSpecifier }) => (moduleSpecifier as ts.StringLiteral).text > module);
  if (next) return insert(source, next.getStart(), `${line}\n`);
  const last = imports.at(-1);
  return last ? insert(source, last.getEnd(), `\n${line}`) : `${line}\n${source}`;
}

/** Adds a member to the last object that the file exports, before the first one whose name comes later. */
export function addMember(source: string, name: string, member: string): string {
  const object = exportedObject(source);
  const next = object.properties.find((property) => memberName(property) > name);
  if (next) return insert(source, next.getStart(), `${member},\n`);
  const last = object.properties.at(-1);
  return last ? insert(source, last.getEnd(), `,\n${member}`) : insert(source, object.getStart() + 1, `${member},`);
}

/** Adds a member to the last object that the file exports, after all others. */
export function appendMember(source: string, member: string): string {
  const object = exportedObject(source);
  const end = object.properties.at(-1)?.getEnd() ?? object.getStart() + 1;
  return insert(source, end, `${object.properties.length > 0 ? "," : ""}\n${member}`);
}

function exportedObject(source: string): ts.ObjectLiteralExpression {
  const objects = parse(source)
    .statements.filter(ts.isVariableStatement)
    .flatMap(({ declarationList }) => declarationList.declarations.map(({ initializer }) => initializer))
    .filter((initializer) => initializer !== undefined && ts.isObjectLiteralExpression(initializer));
  const object = objects.at(-1);
  if (!object) throw new Error("The source exports no object to add a member to.");
  return object;
}

function memberName(property: ts.ObjectLiteralElementLike): string {
  return ts.isSpreadAssignment(property) ? property.expression.getText() : (property.name?.getText() ?? "");
}

function insert(source: string, position: number, text: string): string {
  return source.slice(0, position) + text + source.slice(position);
}
