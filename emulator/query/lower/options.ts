/** Which query options a request may have. */
import { invalidODataRequest } from "../../errors/rejections";
import { notEmulated } from "../../errors/serviceError";
import type { QueryOptions } from "../../odata/ast";

/**
 * `$skip`, `$search`, `$format`, `$compute` and `$levels` are not Dataverse's; FetchXML, views, SQL and delta links are
 * other ways to ask, which must not be taken for a plain query.
 */
export function checkCollectionOptions(options: QueryOptions): void {
  // The service words this one so.
  if (options.skip !== undefined) throw invalidODataRequest("Skip Clause is not supported in CRM");
  for (const name of ["search", "format", "compute", "levels"] as const) {
    if (options[name] !== undefined) throw invalidODataRequest(`The query parameter $${name} is not supported.`);
  }
  if (options.deltatoken !== undefined) throw notEmulated("$deltatoken");
  for (const { name } of options.custom ?? []) {
    if (["fetchXml", "savedQuery", "userQuery", "sql"].includes(name)) throw notEmulated(`the query option '${name}'`);
  }
}

/** One row is neither filtered nor paged ([ODataUrl], "System Query Options"). */
export function checkRowOptions(options: QueryOptions): void {
  checkCollectionOptions(options);
  const { filter, orderby, top, count, apply, skiptoken } = options;
  if ((filter ?? orderby ?? top ?? count ?? apply ?? skiptoken) !== undefined) {
    throw invalidODataRequest(
      "The requested resource is not a collection. Query options $filter, $orderby, $count, $skip, and $top can be " +
        "applied only on collections.",
    );
  }
}
