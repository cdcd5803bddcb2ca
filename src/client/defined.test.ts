import { defined } from "./defined";

it("drops undefined members and keeps null, false, 0 and empty text", () => {
  const members: { name?: string; kept: null; count: number } = defined({
    name: undefined as string | undefined,
    kept: null,
    isOpen: false,
    count: 0,
    text: "",
  });
  expect(Object.keys(members)).toEqual(["kept", "isOpen", "count", "text"]);
});
