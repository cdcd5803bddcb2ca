/** For the tests of FetchXML: the seed organization, asked with FetchXML as with a URL. */
import { ServiceError } from "../errors/serviceError";
import type { Caller } from "../query";
import { TestOrganization, type Asked, type CollectionBody } from "./organization";
import { queryFetchXml } from "../fetchXml";

export interface FetchBody extends CollectionBody {
  "@odata.context": string;
  "@odata.count"?: number;
  "@Microsoft.Dynamics.CRM.fetchxmlpagingcookie"?: string;
  "@Microsoft.Dynamics.CRM.morerecords"?: boolean;
}

export interface Refusal {
  status: number;
  code: string;
  message: string;
}

export class FetchOrganization extends TestOrganization {
  /** The answer for the entity set of the table that the query names, or for another one. */
  fetchText(fetchXml: string, { annotations = false, withCount = false, set, caller }: FetchAsked = {}): string {
    const [, table = ""] = /<entity[^>]* name\s*=\s*['"]([^'"]*)['"]/.exec(fetchXml) ?? [];
    const includes = (name: string) => (Array.isArray(annotations) ? annotations.includes(name) : annotations);
    const context = caller ? { ...this.context, caller } : this.context;
    const target = this.table(set ?? this.store.catalog.table(table)?.entitySetName ?? "accounts");
    return queryFetchXml(context, {
      table: target,
      fetchXml,
      preferences: { includesAnnotation: includes },
      withCount,
    });
  }

  fetch(fetchXml: string, asked: FetchAsked = {}): FetchBody {
    return JSON.parse(this.fetchText(fetchXml, asked)) as FetchBody;
  }

  /** The primary keys of the rows of a table that fulfil a condition, given as XML, in order of the text. */
  fulfilling(table: string, filter: string, asked: FetchAsked = {}): string[] {
    const key = this.store.catalog.table(table)?.primaryIdColumn ?? "";
    const xml = `<fetch><entity name="${table}"><attribute name="${key}"/><filter>${filter}</filter></entity></fetch>`;
    return this.fetch(xml, asked)
      .value.map((row) => String(row[key]))
      .sort();
  }

  fetchRefusal(fetchXml: string, asked: FetchAsked = {}): Refusal {
    try {
      this.fetchText(fetchXml, asked);
    } catch (error) {
      if (error instanceof ServiceError) return { status: error.status, code: error.code, message: error.message };
      throw error;
    }
    throw new Error(`Not refused: ${fetchXml}`);
  }
}

export interface FetchAsked extends Pick<Asked, "annotations"> {
  withCount?: boolean;
  /** The entity set of the request. */
  set?: string;
  caller?: Caller;
}

/** `<condition attribute=".." operator=".." />` with none, one or many values. */
export function condition(attribute: string, operator: string, ...values: (string | number)[]): string {
  const escaped = values.map((value) =>
    String(value).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;"),
  );
  const [only] = escaped;
  const head = `<condition attribute="${attribute}" operator="${operator}"`;
  if (only === undefined) return `${head}/>`;
  if (escaped.length === 1) return `${head} value="${only}"/>`;
  return `${head}>${escaped.map((value) => `<value>${value}</value>`).join("")}</condition>`;
}
