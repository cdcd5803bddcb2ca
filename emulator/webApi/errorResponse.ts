import { DataverseFault } from "../errors/serviceError";
import { ODataSyntaxError } from "../odata/ast";
import type { WebApiResponse } from "../messages/webApiMessage";
import { json } from "./responses";
import type { Preferences } from "./preferences";

/**
 * What was thrown, as the Web API answers it. Text that is no OData is the client's fault; anything else unforeseen is
 * the emulator's own and goes to stderr as well, so that it is found.
 */
export function faultResponse(error: unknown, preferences: Preferences): WebApiResponse {
  const fault = asFault(error);
  // The front door refuses without a body the client could read ("Web API error codes": 401).
  if (fault.status === 401 && fault.code === "") return { status: 401, headers: fault.headers };
  const body = { error: { code: fault.code, message: fault.message, ...details(fault, preferences) } };
  return json(JSON.stringify(body), fault.headers, fault.status);
}

function asFault(error: unknown): DataverseFault {
  if (error instanceof DataverseFault) return error;
  if (error instanceof ODataSyntaxError) return new DataverseFault(400, "0x80060888", error.message);
  console.error(error);
  return new DataverseFault(500, "0x80040216", `An unexpected error occurred: ${String(error)}`);
}

/** "Compose HTTP requests and handle errors": the extra detail that comes with annotations. */
function details(fault: DataverseFault, preferences: Preferences): Record<string, string> {
  const code = fault.code.replace(/^0x/i, "");
  const all = {
    "Microsoft.PowerApps.CDS.ErrorDetails.OperationStatus": "0",
    "Microsoft.PowerApps.CDS.ErrorDetails.SubErrorCode": "0",
    "Microsoft.PowerApps.CDS.HelpLink": `http://go.microsoft.com/fwlink/?LinkID=398563&error=Microsoft.Crm.CrmException%3a${code}&client=platform`,
    "Microsoft.PowerApps.CDS.TraceText": `\r\n[${fault.message}]\r\n`,
    "Microsoft.PowerApps.CDS.InnerError.Message": fault.message,
  };
  return Object.fromEntries(
    Object.entries(all)
      .filter(([name]) => preferences.includesAnnotation(name))
      .map(([name, value]) => [`@${name}`, value]),
  );
}
