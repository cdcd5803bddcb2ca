const { readdirSync, readFileSync, existsSync } = require("node:fs");
const path = require("node:path");

/**
 * Writes the notices of all bundled packages into one file: name, version, license and the license's text, which MIT, ISC
 * and Apache-2.0 require with every copy. The bundle's first line refers to this file. The comments of single files that
 * the minimizer keeps are at its end.
 *
 * A package without a license fails the build, so that none is shipped unseen. The file depends on the packages only:
 * neither on the time nor on their paths. license-webpack-plugin 4.0.2 cannot replace this: it misses the packages whose
 * modules webpack joins into one, axios among them.
 */
class NoticesPlugin {
  /** @param {{ filename: string }} options The file among the assets. */
  constructor({ filename }) {
    this.filename = filename;
  }

  apply({ webpack, hooks }) {
    const { Compilation, WebpackError, sources } = webpack;
    hooks.thisCompilation.tap("NoticesPlugin", (compilation) => {
      // The last stage: the minimizer writes its part of the file before.
      const stage = { name: "NoticesPlugin", stage: Compilation.PROCESS_ASSETS_STAGE_REPORT };
      compilation.hooks.processAssets.tap(stage, () => {
        try {
          const comments = compilation.getAsset(this.filename)?.source.source().toString();
          const text = notices(packageFolders(compilation).map(noticeOf), comments);
          compilation[comments === undefined ? "emitAsset" : "updateAsset"](this.filename, new sources.RawSource(text));
        } catch (error) {
          compilation.errors.push(new WebpackError(error.message));
        }
      });
    });
  }
}

/** Folders of the packages of which at least one module is in the bundle. */
function packageFolders({ chunks, chunkGraph, compiler }) {
  const folders = new Set();
  for (const chunk of chunks) {
    for (const module of chunkGraph.getChunkModulesIterable(chunk)) {
      // A module that webpack joined of several lists them.
      for (const { resource } of module.modules ?? [module]) {
        const folder = resource === undefined ? undefined : packageFolder(resource);
        if (folder !== undefined && folder !== compiler.context) folders.add(folder);
      }
    }
  }
  return [...folders];
}

/** The nearest folder with a named package around a file below node_modules; undefined for our own files. */
function packageFolder(file) {
  for (
    let folder = path.dirname(file);
    folder.split(path.sep).includes("node_modules");
    folder = path.dirname(folder)
  ) {
    const manifest = path.join(folder, "package.json");
    // A package.json without a version only sets the type of the files in its folder.
    if (existsSync(manifest) && readManifest(folder).version !== undefined) return folder;
  }
  return undefined;
}

const readManifest = (folder) => JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));

/** @throws Error for a package that names no license, or whose license text is not found. */
function noticeOf(folder) {
  const { name, version, license, author } = readManifest(folder);
  const text = licenseText(folder) ?? standardText(license, author?.name ?? author ?? `the authors of ${name}`) ?? "";
  const id = license ?? (text.includes(permission) ? "MIT" : undefined);
  if (id === undefined || text === "") throw new Error(`The license text of ${name} ${version} is not found.`);
  return { name, version, license: id, text };
}

/** The license and notice files; else the README's chapter, if it contains the text itself. */
function licenseText(folder) {
  const files = readdirSync(folder).sort();
  const texts = files.filter((file) => /^(licen[cs]e|copying|notice)\b/i.test(file)).map((file) => read(folder, file));
  if (texts.length > 0) return texts.join("\n\n");
  const readme = files.find((file) => /^readme\b/i.test(file));
  const [, afterHeading] = readme ? read(folder, readme).split(/^(?:#+ *licen[cs]e *|licen[cs]e *\n-+ *)$/im) : [];
  // Up to the next heading or the link definitions.
  const chapter = afterHeading?.split(/^(?:#|\[|.+\n[-=]{3,}$)/m)[0].trim();
  return chapter?.includes(permission) ? entitiesDecoded(chapter) : undefined;
}

const permission = "Permission is hereby granted, free of charge";

const read = (folder, file) => readFileSync(path.join(folder, file), "utf8").replaceAll("\r\n", "\n").trim();

const entitiesDecoded = (text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

/** The text from spdx.org, for a package that only names its license. */
function standardText(license, holder) {
  const file = path.join(__dirname, "licenseTexts", `${license}.txt`);
  return existsSync(file) ? readFileSync(file, "utf8").replace("{holder}", holder).trim() : undefined;
}

const rule = "-".repeat(80);

function notices(packages, comments) {
  const heading = ({ name, version }) => `${name} ${version}`;
  // By code units, so that the order does not depend on the machine's language.
  packages.sort((left, right) => (heading(left) < heading(right) ? -1 : 1));
  const parts = [
    "index.js contains the packages listed here, each under its own license.",
    ...packages.map((each) => `${heading(each)}\nLicense: ${each.license}\n\n${each.text}`),
    ...(comments === undefined ? [] : [`Notices within single files\n\n${comments.trim()}`]),
  ];
  return `${parts.join(`\n\n${rule}\n\n`)}\n`;
}

module.exports = { NoticesPlugin };
