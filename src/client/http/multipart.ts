import FormData from "form-data";
import { defined } from "../defined";

/** A field of a form; with a file name, a file. */
export interface MultipartPart {
  name: string;
  content: string | Buffer;
  fileName?: string | undefined;
  contentType?: string | undefined;
}

/** The complete body: every part is in memory already, and a repeat must send the same bytes. */
export function multipartBody(parts: MultipartPart[]): { body: Buffer; headers: Record<string, string> } {
  const form = new FormData();
  for (const { name, content, fileName, contentType } of parts) {
    form.append(name, content, defined({ filename: fileName || undefined, contentType: contentType || undefined }));
  }
  return { body: form.getBuffer(), headers: form.getHeaders() };
}
