import { invalidODataRequest } from "../errors/rejections";
import { errors } from "../errors/catalog";
import { ServiceError } from "../errors/serviceError";
import { ODataSyntaxError } from "../odata/ast";
import type { WebApiResponse } from "../messages/webApiMessage";
import { json } from "../messages/responses";
import type { Preferences } from "../messages/preferences";

/**
 * Turns what was thrown into the Web API's error response. Text that is not OData is the client's mistake; anything
 * else unexpected is the emulator's own and goes to stderr as well, so that it is found.
 */
export function errorResponse(thrown: unknown, preferences: Preferences): WebApiResponse {
  const error = asServiceError(thrown);
  // The front door refuses without a body the client could read ("Web API error codes": 401).
  if (error.status === 401 && error.code === "") return { status: 401, headers: error.headers };
  const body = { error: { code: error.code, message: error.message, ...details(error, preferences) } };
  return json(JSON.stringify(body), error.headers, error.status);
}

function asServiceError(error: unknown): ServiceError {
  if (error instanceof ServiceError) return error;
  if (error instanceof ODataSyntaxError) return invalidODataRequest(error.message);
  console.error(error);
  return new ServiceError(errors.UnExpected, `An unexpected error occurred: ${String(error)}`);
}

/** [Requests]: the extra detail that comes with annotations. */
function details(error: ServiceError, preferences: Preferences): Record<string, string> {
  const code = error.code.replace(/^0x/i, "");
  const all = {
    "Microsoft.PowerApps.CDS.ErrorDetails.OperationStatus": "0",
    "Microsoft.PowerApps.CDS.ErrorDetails.SubErrorCode": "0",
    "Microsoft.PowerApps.CDS.HelpLink": `http://go.microsoft.com/fwlink/?LinkID=398563&error=Microsoft.Crm.CrmException%3a${code}&client=platform`,
    "Microsoft.PowerApps.CDS.TraceText": `\r\n[${error.message}]\r\n`,
    "Microsoft.PowerApps.CDS.InnerError.Message": error.message,
  };
  return Object.fromEntries(
    Object.entries(all)
      .filter(([name]) => preferences.includesAnnotation(name))
      .map(([name, value]) => [`@${name}`, value]),
  );
}
