import { compare, withBench } from "./bench";
import { type Table, times } from "./table";

const rowCount = 100_000;

function fetchXml(inside: string, options = "") {
  return `accounts?fetchXml=${encodeURIComponent(`<fetch ${options}>${inside}</fetch>`)}`;
}

const queries: [string, string][] = [
  ["one row by alternate key", "accounts(accountnumber='A-1001')?$select=name"],
  ["first 50 rows", "accounts?$select=name&$top=50"],
  ["first 50 rows, with a contact each", "accounts?$select=name&$top=50&$expand=primarycontactid($select=fullname)"],
  ["filter: eq on a name", "accounts?$select=name&$filter=name eq 'Fourth Coffee'&$top=50"],
  ["filter: contains, nothing found", "accounts?$select=name&$filter=contains(name,'nowhere to be found')"],
  ["order by revenue, first 50", "accounts?$select=name&$orderby=revenue desc&$top=50"],
  ["count", "accounts/$count"],
  // An aggregate covers at most 50,000 rows, in the emulator and in the service.
  [
    "aggregate: average revenue of 40,000",
    "accounts?$apply=filter(numberofemployees le 10000)/aggregate(revenue with average as average)",
  ],
  ["FetchXML: first 50 rows", fetchXml(`<entity name="account"><attribute name="name"/></entity>`, 'count="50"')],
  [
    "FetchXML: average by industry of 40,000",
    fetchXml(
      `<entity name="account"><attribute name="numberofemployees" aggregate="avg" alias="a"/><attribute name="industrycode" groupby="true" alias="i"/><filter><condition attribute="numberofemployees" operator="le" value="10000"/></filter></entity>`,
      'aggregate="true"',
    ),
  ],
];

/** Shows which queries are fast enough for tests against the emulator. */
export function emulatorQueries(): Promise<Table> {
  return withBench(rowCount, async ({ emulator, headers }) => {
    const run = async (query: string): Promise<void> => {
      const response = await fetch(`${emulator.url}/api/data/v9.2/${query}`, { headers });
      const text = await response.text();
      if (!response.ok) throw new Error(`${query}: ${text}`);
    };
    const costs = await compare(
      queries.map(
        ([, query]) =>
          () =>
            run(query),
      ),
      { rounds: 5, perRound: 5 },
    );
    const [byKey] = costs;
    return {
      question: `What do the emulator's queries cost, among ${rowCount.toLocaleString("en-US")} accounts?`,
      columns: ["Query", "time", "ms"],
      rows: costs.map(({ ms }, index) => [queries[index]?.[0] ?? "", times(ms / (byKey?.ms ?? ms)), ms.toFixed(1)]),
    };
  });
}
