const { readdirSync, readFileSync, existsSync } = require("node:fs");
const path = require("node:path");

/**
 * Puts the notices of all packages in the bundle into one file: name, version, license and the license's text, which MIT
 * and Apache-2.0 ask to be passed on with every copy. It is the file that the bundle's first line leads to; what the
 * minimizer has put there, the comments of single files that are to be kept, stands at its end.
 *
 * A package without a license fails the build, so that none is shipped unseen. The file depends on the packages alone:
 * neither on time nor on where they are.
 */
class NoticesPlugin {
  /** @param {{ filename: string }} options The file among the assets. */
  constructor({ filename }) {
    this.filename = filename;
  }

  apply({ webpack, hooks }) {
    const { Compilation, WebpackError, sources } = webpack;
    hooks.thisCompilation.tap("NoticesPlugin", (compilation) => {
      // The last stage, because the minimizer writes its part of the file before it.
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
      // Modules that were joined into one stand inside it.
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
    // A package.json without a version only says how the files beside it are to be read.
    if (existsSync(manifest) && readManifest(folder).version !== undefined) return folder;
  }
  return undefined;
}

const readManifest = (folder) => JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));

/** @throws Error for a package that names no license, or one whose text is nowhere to be found. */
function noticeOf(folder) {
  const { name, version, license, author } = readManifest(folder);
  const text =
    licenseText(folder) ?? (license === "MIT" ? mit(author?.name ?? author ?? `the authors of ${name}`) : "");
  const said = license ?? (text.includes(permission) ? "MIT" : undefined);
  if (said === undefined || text === "") throw new Error(`No text of a license is found for ${name} ${version}.`);
  return { name, version, license: said, text };
}

/** All files that speak of rights; else the README's chapter, if it holds the text itself. */
function licenseText(folder) {
  const files = readdirSync(folder).sort();
  const texts = files.filter((file) => /^(licen[cs]e|copying|notice)\b/i.test(file)).map((file) => read(folder, file));
  if (texts.length > 0) return texts.join("\n\n");
  const readme = files.find((file) => /^readme\b/i.test(file));
  const [, behindHeading] = readme ? read(folder, readme).split(/^(?:#+ *licen[cs]e *|licen[cs]e *\n-+ *)$/im) : [];
  // Up to the next heading, or to the addresses of links.
  const chapter = behindHeading?.split(/^(?:#|\[|.+\n[-=]{3,}$)/m)[0].trim();
  return chapter?.includes(permission) ? entitiesDecoded(chapter) : undefined;
}

const permission = "Permission is hereby granted, free of charge";

const read = (folder, file) => readFileSync(path.join(folder, file), "utf8").replaceAll("\r\n", "\n").trim();

const entitiesDecoded = (text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

/** For a package that says it is under the MIT license and brings no text along (https://spdx.org/licenses/MIT). */
const mit = (holder) => `Copyright (c) ${holder}

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation
files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy,
modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software
is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE,
ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;

const rule = "-".repeat(80);

function notices(packages, comments) {
  const heading = ({ name, version }) => `${name} ${version}`;
  // By code units: sorting must not depend on the language of the machine.
  packages.sort((left, right) => (heading(left) < heading(right) ? -1 : 1));
  const parts = [
    "index.js contains the packages listed here, each under its own license.",
    ...packages.map((each) => `${heading(each)}\nLicense: ${each.license}\n\n${each.text}`),
    ...(comments === undefined ? [] : [`Notices within single files\n\n${comments.trim()}`]),
  ];
  return `${parts.join(`\n\n${rule}\n\n`)}\n`;
}

module.exports = { NoticesPlugin };
