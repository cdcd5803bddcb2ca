/** For the tests of queries: the seed organization, asked as over HTTP, and its rows as they are stored. */
import { parseQueryOptions } from "../odata";
import { openStore } from "../organization/open";
import type { Store } from "../organization/store/store";
import type { SqlRow } from "../organization/store/database";
import { ServiceError } from "../errors/serviceError";
import type { Caller, Preferences } from "../query/model/context";
import { countRows, queryCollection, queryReferences, queryRow, type QueryContext } from "../query";

export const serviceRoot = "http://127.0.0.1:1/api/data/v9.2/";

/** A Wednesday. */
export const now = new Date("2024-05-15T10:30:00Z");

export interface Asked {
  pageSize?: number;
  annotations?: boolean | string[];
}

export type Json = Record<string, unknown>;

export interface CollectionBody extends Json {
  value: Json[];
  "@odata.nextLink"?: string;
}

export class TestOrganization {
  readonly store: Store;
  readonly context: QueryContext;

  constructor() {
    this.store = openStore({ now: () => now });
    this.context = { store: this.store, serviceRoot, caller: this.callerOf(this.rows("systemuser")[0] ?? {}) };
  }

  callerOf(user: SqlRow): Caller {
    return { userId: String(user["systemuserid"]), businessUnitId: String(user["businessunitid"]), organizationId: "" };
  }

  /** Every row of a table, straight from the database. */
  rows(table: string): SqlRow[] {
    return this.store.database.all(`SELECT * FROM "${table}"`);
  }

  /** `accounts?$select=name`, as a URL has it. */
  text(url: string, asked: Asked = {}, context = this.context): string {
    const [path = "", query = ""] = splitUrl(url);
    const table = this.table(path);
    const request = { table, preferences: preferencesOf(asked), resourcePath: path, rawQuery: query };
    return queryCollection(context, { ...request, options: parseQueryOptions(query) });
  }

  /** `accounts(<id>)/Account_Tasks?...` */
  related(url: string, asked: Asked = {}): CollectionBody {
    const [path = "", query = ""] = splitUrl(url);
    const [, set = "", parentId = "", name = ""] = /^(\w+)\((.*)\)\/(\w+)$/.exec(path) ?? [];
    const parentTable = this.table(set);
    const navigation = this.store.catalog.navigation(parentTable, name);
    if (!navigation || navigation.kind === "single") throw new Error(`No collection ${name}.`);
    const body = queryCollection(this.context, {
      table: navigation.target,
      options: parseQueryOptions(query),
      preferences: preferencesOf(asked),
      relatedTo: { navigation, parentId, parentTable },
      resourcePath: path,
      rawQuery: query,
    });
    return JSON.parse(body) as CollectionBody;
  }

  get(url: string, asked: Asked = {}, context = this.context): CollectionBody {
    return JSON.parse(this.text(url, asked, context)) as CollectionBody;
  }

  /** The primary keys of the rows a filter finds, in order of the text. */
  found(entitySetName: string, filter: string, context = this.context): string[] {
    const { primaryIdColumn } = this.table(entitySetName);
    const url = `${entitySetName}?$select=${primaryIdColumn}&$filter=${encodeURIComponent(filter)}`;
    return this.get(url, {}, context)
      .value.map((row) => String(row[primaryIdColumn]))
      .sort();
  }

  row(path: string, asked: Asked = {}): { body: string; etag: string; version: number } | undefined {
    const [resource = "", query = ""] = splitUrl(path);
    const [, set = "", id = ""] = /^(\w+)\((.*)\)$/.exec(resource) ?? [];
    const options = parseQueryOptions(query);
    return queryRow(this.context, { table: this.table(set), id, options, preferences: preferencesOf(asked) });
  }

  references(url: string, asked: Asked = {}): CollectionBody {
    const [path = "", query = ""] = splitUrl(url);
    const request = { table: this.table(path), preferences: preferencesOf(asked), resourcePath: `${path}/$ref` };
    const body = queryReferences(this.context, { ...request, options: parseQueryOptions(query), rawQuery: query });
    return JSON.parse(body) as CollectionBody;
  }

  count(url: string): number {
    const [path = "", query = ""] = splitUrl(url);
    return countRows(this.context, { table: this.table(path), options: parseQueryOptions(query) });
  }

  /** Follows the links to the end. */
  pages(url: string, asked: Asked = {}): CollectionBody[] {
    const pages: CollectionBody[] = [];
    for (let next: string | undefined = url; next !== undefined;) {
      const page: CollectionBody = this.get(next, asked);
      pages.push(page);
      next = page["@odata.nextLink"]?.slice(serviceRoot.length);
    }
    return pages;
  }

  refusal(url: string): { status: number; code: string; message: string } {
    try {
      this.get(url);
    } catch (error) {
      if (error instanceof ServiceError) return { status: error.status, code: error.code, message: error.message };
      throw error;
    }
    throw new Error(`Not refused: ${url}`);
  }

  table(entitySetName: string) {
    const table = this.store.catalog.tableBySet(entitySetName);
    if (!table) throw new Error(`No entity set ${entitySetName}.`);
    return table;
  }

  close(): void {
    this.store.close();
  }
}

function splitUrl(url: string): string[] {
  const mark = url.indexOf("?");
  return mark < 0 ? [url, ""] : [url.slice(0, mark), url.slice(mark + 1)];
}

function preferencesOf({ pageSize, annotations = false }: Asked): Preferences {
  return {
    ...(pageSize !== undefined && { maxPageSize: pageSize }),
    includesAnnotation: (name) => (Array.isArray(annotations) ? annotations.includes(name) : annotations),
  };
}
