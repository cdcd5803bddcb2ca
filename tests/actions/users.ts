import { readRow } from "../reliability/subjects";
import type { ActionCases } from "./actionCase";

export const users: ActionCases = {
  getCurrentUser: {
    example: { params: () => ({}) },
    reliability: [readRow()],
  },
};
