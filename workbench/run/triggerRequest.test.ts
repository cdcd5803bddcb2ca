import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { readTriggerRequest, requestBeside } from "./triggerRequest";

let folder: string;
beforeAll(() => void (folder = mkdtempSync(path.join(tmpdir(), "workbench-"))));
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, text: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
}

test.each([
  ["a.payload.json", '{"body": 1}', { body: '{"body": 1}', contentType: "application/json" }],
  ["a.xml", "<a/>", { body: "<a/>", contentType: "application/xml" }],
  ["a.txt", "a", { body: "a", contentType: "text/plain" }],
  ["a.request.yml", "headers: { kind: x }\nbody: { n: 1 }\n", { headers: { kind: "x" }, body: { n: 1 } }],
  ["a.request.json", '{"queryParameters": {"code": "1"}}', { queryParameters: { code: "1" } }],
])("%s is read as a request", async (name, text, request) => {
  expect(await readTriggerRequest(write(name, text))).toEqual(request);
});

test.each([
  ["bad.request.yml", "header: {}\n", /has an entry "header" .* A request has body, contentType, headers/],
  ["bad.request.json", '{"headers": {"n": 1}}', /"n" must be string/],
  ["bad.request.yaml", "a: [", /is not YAML/],
])("%s is refused with what is wrong in it", async (name, text, message) => {
  await expect(readTriggerRequest(write(name, text))).rejects.toThrow(message);
});

test("a request beside a flow belongs to it", () => {
  const file = write("flow.request.yml", "{}");
  expect(requestBeside(path.join(folder, "flow.yml"))).toBe(file);
  expect(requestBeside(path.join(folder, "other.yml"))).toBeUndefined();
});
