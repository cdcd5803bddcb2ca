import { defaultFlowFile, parseOptions, UsageError } from "./options";
import { organizationFrom } from "../commands/target";

test("without flags the first example runs, and stays up", () => {
  expect(parseOptions([])).toEqual({ help: false, once: false, flowFile: defaultFlowFile, configVars: {} });
});

test("every flag is taken, and config variables may hold an equals sign", () => {
  const args = [
    "--once",
    "--flow",
    "a.yml",
    "--flow-name",
    "B",
    "--payload",
    "c.json",
    "--set",
    "K=a=b",
    "--set",
    "L=",
  ];
  expect(parseOptions(args)).toEqual({
    help: false,
    once: true,
    flowFile: "a.yml",
    flowName: "B",
    payloadFile: "c.json",
    configVars: { K: "a=b", L: "" },
  });
});

test.each([[["--onse"]], [["--flow"]], [["flow.yml"]], [["--set", "no value"]], [["--once=1"]]])(
  "%j is a mistake of usage",
  (args) => {
    expect(() => parseOptions(args)).toThrow(UsageError);
  },
);

const environment = {
  DYNAMICS_URL: "contoso.crm.dynamics.com",
  DYNAMICS_TOKEN_URL: "https://login.example.com/token",
  DYNAMICS_CLIENT_ID: "client",
  DYNAMICS_CLIENT_SECRET: "s3cret",
};

test("an environment that names no organization leaves the emulator", () => {
  expect(organizationFrom({ PATH: "/bin", DYNAMICS_URL: "" })).toBeUndefined();
});

test("an environment that names one is used, with the scope that client credentials need", () => {
  expect(organizationFrom(environment)).toMatchObject({
    kind: "organization",
    url: "https://contoso.crm.dynamics.com",
    credentials: { scopes: "https://contoso.crm.dynamics.com/.default", clientSecret: "s3cret" },
  });
});

test("half an environment is refused with what is missing, and without the secret", () => {
  const { DYNAMICS_CLIENT_ID: _id, DYNAMICS_TOKEN_URL: _url, ...half } = environment;
  expect(() => organizationFrom(half)).toThrow(/needs DYNAMICS_TOKEN_URL and DYNAMICS_CLIENT_ID too/);
  expect(() => organizationFrom(half)).not.toThrow(/s3cret/);
});

test("a URL that is none is refused", () => {
  expect(() => organizationFrom({ ...environment, DYNAMICS_URL: "https://" })).toThrow(UsageError);
});
