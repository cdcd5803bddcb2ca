import { errors } from "../errors/catalog";
import { invalidODataRequest } from "../errors/rejections";
import { ServiceError } from "../errors/serviceError";

/**
 * The reasons for rejecting a batch. Dataverse reads batches with ODataLib and returns its exceptions as 0x80060888;
 * the texts are ODataLib's (`Microsoft.OData.Core.txt`), because people search for them.
 */
export function unexpectedEnd(): ServiceError {
  return invalidODataRequest("Encountered an unexpected end of input while reading the batch payload.");
}

/** [ClientErrors]: what line ends other than CRLF lead to. */
export function streamNotReadable(): ServiceError {
  return new ServiceError(
    errors.InvalidPayload,
    "Error identified in Payload provided by the user for Entity :'', For more information on this error please follow this help link https://go.microsoft.com/fwlink/?linkid=2195293  ---->  InnerException : System.ArgumentException: Stream was not readable.",
  );
}

/** [Batch]: referencing a Content-ID before it has been declared. */
export function unknownContentId(name: string): ServiceError {
  return invalidODataRequest(`Content-ID Reference: '$${name}' does not exist in the batch context.`);
}
