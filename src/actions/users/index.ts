import { getCurrentUser } from "./getCurrentUser";

export const users = {
  getCurrentUser,
};
