/**
 * The formats that `Accept` requests (RFC 9110 section 12.5.1), and how much of OData's control information goes with
 * the data ([ODataJson], section 3.1). There is no Atom: [Requests] knows JSON
 * alone.
 */
import { errors } from "../errors/catalog";
import { ServiceError, notEmulated } from "../errors/serviceError";
import type { WebApiResponse } from "../messages/webApiMessage";
import { jsonContentType } from "../messages/responses";

export type MetadataLevel = "minimal" | "none";

/** The formats of responses: data, `$metadata`, counts and raw values, batches. */
const offeredMediaTypes = [
  "application/json",
  "application/xml",
  "text/plain",
  "multipart/mixed",
  "application/octet-stream",
];

interface MediaRange {
  type: string;
  parameters: ReadonlyMap<string, string>;
}

/** @throws ServiceError 406 when nothing is accepted that could be an answer. */
export function negotiatedMetadata(accept = "*/*"): MetadataLevel {
  const ranges = mediaRanges(accept);
  if (accept.trim() !== "" && !ranges.some(isOffered)) {
    throw new ServiceError(
      errors.NotAcceptable,
      `A supported MIME type could not be found that matches the acceptable MIME types for the request. The supported type(s) '${offeredMediaTypes.join(", ")}' do not match any of the acceptable MIME types '${accept}'.`,
    );
  }
  const level = ranges.find(({ type }) => type === "application/json")?.parameters.get("odata.metadata");
  if (level === "full") throw notEmulated("'odata.metadata=full'");
  return level === "none" ? "none" : "minimal";
}

function mediaRanges(accept: string): MediaRange[] {
  return accept.split(",").flatMap((text) => {
    const [type = "", ...rest] = text.split(";").map((part) => part.trim().toLowerCase());
    const parameters = new Map(
      rest.map((parameter) => {
        const [name = "", value = ""] = parameter.split("=");
        return [name.trim(), value.trim().replace(/^"(.*)"$/, "$1")];
      }),
    );
    return type === "" || Number(parameters.get("q") ?? 1) === 0 ? [] : [{ type, parameters }];
  });
}

function isOffered({ type }: MediaRange): boolean {
  return offeredMediaTypes.some(
    (offered) => type === "*/*" || type === offered || type === offered.replace(/\/.*/, "/*"),
  );
}

/** Every JSON answer begins with its context, and without metadata it begins behind it. */
const context = /^\{"@odata\.context":"(?:[^"\\]|\\.)*",?/;

export function withMetadata(response: WebApiResponse, level: MetadataLevel): WebApiResponse {
  const { headers, body } = response;
  if (level === "minimal" || headers["Content-Type"] !== jsonContentType || typeof body !== "string") return response;
  return {
    ...response,
    headers: { ...headers, "Content-Type": "application/json; odata.metadata=none" },
    body: body.replace(context, "{"),
  };
}
