import FormData from "form-data";

/** A field of a form, or a file when it has a name. */
export interface MultipartPart {
  name: string;
  content: string | Buffer;
  fileName?: string | undefined;
  contentType?: string | undefined;
}

/** The whole body at once: every part is in memory already, and a repeat must send the same bytes again. */
export function multipartBody(parts: MultipartPart[]): { body: Buffer; headers: Record<string, string> } {
  const form = new FormData();
  for (const { name, content, fileName, contentType } of parts) {
    form.append(name, content, { ...(fileName && { filename: fileName }), ...(contentType && { contentType }) });
  }
  return { body: form.getBuffer(), headers: form.getHeaders() };
}
