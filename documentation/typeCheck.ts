import path from "node:path";
import ts from "typescript";
import { root } from "./blocks";

/**
 * Type checks texts as if they were files of the repository, with everything else as it is on disk.
 *
 * @param texts By path from the root.
 * @param paths Names that stand for files, as in a project that depends on this one.
 * @returns One line for each error, which begins with the path.
 */
export function typeErrors(texts: ReadonlyMap<string, string>, paths: ts.MapLike<string[]> = {}): string[] {
  const files = new Map([...texts].map(([file, text]) => [path.join(root, file), text]));
  const configFile = ts.readConfigFile(path.join(root, "tsconfig.json"), (file) => ts.sys.readFile(file));
  const { options } = ts.parseJsonConfigFileContent(configFile.config, ts.sys, root);
  const compilerOptions = { ...options, paths, noEmit: true };
  const host = withFiles(ts.createCompilerHost(compilerOptions), files);
  const program = ts.createProgram([...files.keys()].filter(isModule), compilerOptions, host);
  return [...files.keys()]
    .filter(isModule)
    .flatMap((file) =>
      ts
        .getPreEmitDiagnostics(program, program.getSourceFile(file))
        .map(({ messageText }) => `${path.relative(root, file)}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`),
    );
}

function isModule(file: string): boolean {
  return file.endsWith(".ts");
}

function withFiles(host: ts.CompilerHost, files: ReadonlyMap<string, string>): ts.CompilerHost {
  const textOf = (file: string) => files.get(path.normalize(file));
  const isFolder = (folder: string) =>
    [...files.keys()].some((file) => file.startsWith(`${path.normalize(folder)}${path.sep}`));
  return {
    ...host,
    fileExists: (file) => textOf(file) !== undefined || host.fileExists(file),
    directoryExists: (folder) => isFolder(folder) || (host.directoryExists?.(folder) ?? true),
    readFile: (file) => textOf(file) ?? host.readFile(file),
    getSourceFile: (file, ...rest) => {
      const text = textOf(file);
      if (text === undefined) return host.getSourceFile(file, ...rest);
      // A text without an import is also a module.
      return ts.createSourceFile(file, isModule(file) ? `${text}\nexport {};\n` : text, rest[0]);
    },
  };
}
