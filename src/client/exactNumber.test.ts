import { ExactNumber } from "./exactNumber";
import { jsonText } from "./requestBody";

it("writes numbers digit by digit, and nothing else", () => {
  const texts = ["\\u0000number:1\\u0000", '"\\u0000number:1\\u0000"'];
  const body = { amount: new ExactNumber("922337203685477.5807"), inside: [new ExactNumber("-1"), 2n ** 63n], texts };
  expect(jsonText(body)).toBe(
    `{"amount":922337203685477.5807,"inside":[-1,9223372036854775808],"texts":${JSON.stringify(texts)}}`,
  );
});
