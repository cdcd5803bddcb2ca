/** Microsoft's own sample queries. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { FetchOrganization } from "../testing/fetch";

const folder = join(__dirname, "../../../shared/vectors/fetchxml");
const available = existsSync(folder) || process.env["CI"] !== undefined;
const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".xml")) : [];

(available ? describe : describe.skip)("Microsoft's sample query", () => {
  let organization: FetchOrganization;
  beforeAll(() => {
    organization = new FetchOrganization();
  });
  afterAll(() => organization.close());

  it("files are there", () => {
    expect(files.length).toBeGreaterThan(20);
  });

  test.each(files)("%s runs", (file) => {
    const fetchXml = readFileSync(join(folder, file), "utf8");
    const { value } = organization.fetch(fetchXml, { annotations: true });
    // Groups there are always; rows only where the seed has such names.
    if (/aggregate='true'/.test(fetchXml)) {
      const aliases = [...fetchXml.matchAll(/alias='(\w+)'/g)].map(([, alias]) => alias);
      expect(value.length).toBeGreaterThan(0);
      for (const row of value) {
        expect(aliases).toEqual(expect.arrayContaining(Object.keys(row).filter((key) => !key.includes("@"))));
      }
    } else expect(value).toBeInstanceOf(Array);
  });
});
