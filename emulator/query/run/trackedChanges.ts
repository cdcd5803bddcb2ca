/**
 * Change tracking [ChangeTracking]: a read with `Prefer: odata.track-changes` ends with a delta link, and the link
 * returns the rows created or changed since and the ids of deleted rows.
 *
 *   token      = row version "!" MM/dd/yyyy HH:mm:ss          of the first page of the read
 *   skip token = <cookie pagenumber="2" pagingcookie="<token>,<phase>,<row version>" istracking="True" />
 *
 * The form of the skip token is not documented. Every page returns rows as they are when it is read, in the order of
 * their row versions, so that a row which changes while a read is paged comes again on a later page and in the next
 * delta.
 */
import type { Row } from "../model/rows";
import { errors } from "../../errors/catalog";
import { expiredVersionStamp, invalidODataRequest } from "../../errors/rejections";
import { notEmulated, ServiceError } from "../../errors/serviceError";
import type { Table } from "../../metadata/model";
import type { QueryOptions } from "../../odata/ast";
import { lowerShape } from "../lower/lowerShape";
import type { QueryContext } from "../model/context";
import { column, every } from "../model/model";
import { contextOfRows, contextUrl, RowWriter, wantedAnnotations } from "../payload";
import { Lowering } from "../scope/lowering";
import { withSyntaxErrors } from "../scope/queryErrors";
import type { RowShape } from "../scope/shape";
import type { CollectionRequest } from "./collectionRequest";
import { maxPageSize } from "./paging";
import { fetchRows, outputsOf } from "./rows";

interface Token {
  version: number;
  /** ISO 8601. */
  issuedOn: string;
}

interface Position {
  /** Of the first page of this read. */
  token: Token;
  pageNumber: number;
  /** Rows come before deletes, so that a delete never precedes the creation of its row. */
  phase: "rows" | "deletes";
  after: number;
}

export function isTracked({ options }: Pick<CollectionRequest, "options">, prefer: string | undefined): boolean {
  if (options.deltatoken !== undefined) return true;
  return /(^|,)\s*odata\.track-changes\b/i.test(prefer ?? "") || isTrackedPage(options.skiptoken);
}

/** The body of the response. */
export function queryTracked(context: QueryContext, request: CollectionRequest): string {
  return withSyntaxErrors(() => {
    const { table, options, preferences, relatedTo } = request;
    checkRequest(request);
    if (relatedTo) throw notEmulated("change tracking of a related collection");
    forgetOldDeletes(context);
    const since = options.deltatoken === undefined ? undefined : readToken(context, options.deltatoken);
    const position = isTrackedPage(options.skiptoken)
      ? readPosition(String(options.skiptoken))
      : startOf(context, since);
    const size = Math.min(preferences.maxPageSize ?? maxPageSize, maxPageSize);
    const shape = lowerShape(context.store.catalog, table, options);
    const page = readPage(context, shape, since, position, size);
    return bodyOf(context, request, shape, page);
  });
}

/** `accounts/$count?$deltatoken=...`: changed and deleted rows. */
export function countTracked(context: QueryContext, table: Table, options: QueryOptions): number {
  const since = readToken(context, options.deltatoken ?? "").version;
  const count = (sql: string, parameters: (string | number)[]) =>
    Number(context.store.database.get(sql, parameters)?.["count"] ?? 0);
  const rows = count(`SELECT count(*) AS count FROM "${table.logicalName}" WHERE versionnumber > ?`, [since]);
  return (
    rows +
    count(`SELECT count(*) AS count FROM "#deleted" AS gone WHERE ${deletedSince(table)}`, [table.logicalName, since])
  );
}

function checkRequest({ table, options }: CollectionRequest): void {
  if (!table.changeTracking) {
    const message = `Entity ${table.logicalName} isn't enabled for change tracking.`;
    throw new ServiceError(errors.ChangeTrackingNotEnabledForEntity, message);
  }
  const rejected = (["filter", "orderby", "expand", "top", "apply", "search", "skip"] as const).find(
    (name) => options[name] !== undefined,
  );
  if (rejected) {
    throw invalidODataRequest(`The "$${rejected}" query parameter isn't supported when Change Tracking is enabled.`);
  }
}

interface TrackedPage {
  rows: Row[];
  deletedIds: string[];
  isDelta: boolean;
  next: Position | undefined;
  token: Token;
}

function readPage(
  context: QueryContext,
  shape: RowShape,
  since: Token | undefined,
  position: Position,
  size: number,
): TrackedPage {
  const isDelta = since !== undefined;
  const { token } = position;
  const rows = position.phase === "rows" ? changedRows(context, shape, position.after, size + 1) : [];
  if (rows.length > size) {
    const shown = rows.slice(0, size);
    const after = Number(shown.at(-1)?.values["versionnumber"]);
    return { rows: shown, deletedIds: [], isDelta, token, next: nextPosition(position, "rows", after) };
  }
  if (!isDelta) return { rows, deletedIds: [], isDelta, token, next: undefined };
  const after = position.phase === "deletes" ? position.after : since.version;
  const room = size - rows.length;
  const deleted = deletedRows(context, shape.table, after, room + 1);
  const shown = deleted.slice(0, room);
  const deletedIds = shown.map(({ id }) => id);
  const reached = shown.at(-1)?.version ?? after;
  const next = deleted.length > room ? nextPosition(position, "deletes", reached) : undefined;
  return { rows, deletedIds, isDelta, token, next };
}

function nextPosition({ token, pageNumber }: Position, phase: Position["phase"], after: number): Position {
  return { token, pageNumber: pageNumber + 1, phase, after };
}

function changedRows(context: QueryContext, shape: RowShape, after: number, limit: number): Row[] {
  const scope = new Lowering(context, undefined).rowsOf(shape.table);
  const version = shape.table.columns.get("versionnumber");
  if (!version) throw notEmulated(`change tracking of ${shape.table.logicalName}, which has no row version`);
  const expression = column(scope.ref(version));
  return fetchRows(context, {
    from: scope,
    joins: scope.joins,
    where: every([{ kind: "compare", operator: "gt", left: expression, right: after }]),
    outputs: outputsOf(shape, scope),
    orderings: [{ expression, descending: false }],
    limit,
  });
}

/** A row that exists again under its id is a changed row only. */
function deletedSince(table: Table): string {
  const exists = `SELECT 1 FROM "${table.logicalName}" AS again WHERE again."${table.primaryIdColumn}" = gone.id`;
  return `gone.tablename = ? AND gone.versionnumber > ? AND NOT EXISTS (${exists})`;
}

function deletedRows(
  context: QueryContext,
  table: Table,
  after: number,
  limit: number,
): { id: string; version: number }[] {
  return context.store.database
    .all(
      `SELECT gone.id AS id, gone.versionnumber AS version FROM "#deleted" AS gone WHERE ${deletedSince(table)}
       ORDER BY gone.versionnumber LIMIT ?`,
      [table.logicalName, after, limit],
    )
    .map(({ id, version }) => ({ id: String(id), version: Number(version) }));
}

function bodyOf(context: QueryContext, request: CollectionRequest, shape: RowShape, page: TrackedPage): string {
  const { entitySetName } = request.table;
  const fragment = contextOfRows(entitySetName, shape) + (page.isDelta ? "/$delta" : "");
  const writer = new RowWriter(context, wantedAnnotations(request.preferences), false);
  writer.prepare(page.rows, shape);
  const rows: string[] = [];
  writer.writeRows(rows, page.rows, shape);
  const deleted = page.deletedIds.map((id) =>
    JSON.stringify({
      "@odata.context": contextUrl(context.serviceRoot, `${entitySetName}/$deletedEntity`),
      id,
      reason: "deleted",
    }),
  );
  const entries = [rows.join("").slice(1, -1), ...deleted].filter((entry) => entry !== "");
  const head = `"@odata.context":${JSON.stringify(contextUrl(context.serviceRoot, fragment))}`;
  return `{${head},${linkOf(context, request, page)},"value":[${entries.join(",")}]}`;
}

function linkOf(context: QueryContext, { resourcePath, rawQuery }: CollectionRequest, page: TrackedPage): string {
  const parts = rawQuery.split("&").filter((part) => part !== "" && !/^(\$|%24)skiptoken=/i.test(part));
  const query = page.next
    ? [...parts, `$skiptoken=${encodeURIComponent(positionText(page.next))}`]
    : [...parts.filter((part) => !/^(\$|%24)deltatoken=/i.test(part)), `$deltatoken=${encoded(tokenText(page.token))}`];
  const link = `${context.serviceRoot}${resourcePath}?${query.join("&")}`;
  return `"@odata.${page.next ? "nextLink" : "deltaLink"}":${JSON.stringify(link)}`;
}

/** As Dataverse writes it: the exclamation mark encoded too, and hex digits in lower case. */
function encoded(text: string): string {
  return encodeURIComponent(text)
    .replaceAll("!", "%21")
    .replace(/%[0-9A-F]{2}/g, (escape) => escape.toLowerCase());
}

function startOf(context: QueryContext, since: Token | undefined): Position {
  const { store } = context;
  const token = { version: store.currentVersion(), issuedOn: store.now().toISOString() };
  return { token, pageNumber: 1, phase: "rows", after: since?.version ?? -1 };
}

function tokenText({ version, issuedOn }: Token): string {
  const [, year, month, day, time] = /^(\d{4})-(\d\d)-(\d\d)T(\d\d:\d\d:\d\d)/.exec(issuedOn) ?? [];
  return `${version}!${month}/${day}/${year} ${time}`;
}

/**
 * @throws ServiceError 0x80044352 when the token is older than deletes are kept, or of another organization: its
 * version was never given out here.
 */
function readToken(context: QueryContext, text: string): Token {
  const [, version, month, day, year, time] =
    /^(\d{1,15})!(\d\d)\/(\d\d)\/(\d{4}) (\d\d:\d\d:\d\d)$/.exec(text.replaceAll("+", " ")) ?? [];
  const issuedOn = `${year}-${month}-${day}T${time}.000Z`;
  if (version === undefined || Number.isNaN(Date.parse(issuedOn))) {
    throw invalidODataRequest("The delta token in the request URI is not valid.");
  }
  const isOlder = Date.parse(issuedOn) < oldestKeptMs(context);
  if (isOlder || Number(version) > context.store.currentVersion()) throw expiredVersionStamp();
  return { version: Number(version), issuedOn };
}

function oldestKeptMs({ store }: QueryContext): number {
  const row = store.database.get(`SELECT expirechangetrackingindays AS days FROM "organization"`);
  return store.now().getTime() - Number(row?.["days"] ?? 30) * 24 * 60 * 60_000;
}

/** Deletes are kept as long as a token may ask for them. */
function forgetOldDeletes(context: QueryContext): void {
  const oldest = new Date(oldestKeptMs(context)).toISOString().slice(0, 19);
  context.store.database.run(`DELETE FROM "#deleted" WHERE deletedon < ?`, [oldest]);
}

const skipTokenPattern =
  /^<cookie pagenumber="(\d{1,9})" pagingcookie="(\d{1,15})!([^,"]*),(rows|deletes),(-?\d{1,15})" istracking="True" \/>$/;

function isTrackedPage(skiptoken: string | undefined): boolean {
  return skiptoken !== undefined && skipTokenPattern.test(skiptoken);
}

function positionText({ token, pageNumber, phase, after }: Position): string {
  const cookie = `${token.version}!${token.issuedOn},${phase},${after}`;
  return `<cookie pagenumber="${pageNumber}" pagingcookie="${cookie}" istracking="True" />`;
}

function readPosition(text: string): Position {
  const [, pageNumber, version, issuedOn = "", phase, after] = skipTokenPattern.exec(text) ?? [];
  return {
    token: { version: Number(version), issuedOn },
    pageNumber: Number(pageNumber),
    phase: phase === "deletes" ? "deletes" : "rows",
    after: Number(after),
  };
}
