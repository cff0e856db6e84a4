/** The account that does an action or asks a probe: root, where it names none. */
export const userOf = (what: object): string =>
  "user" in what && typeof what.user === "string" ? what.user : "root";

/** Whether the operator types it on the real platform with the account that they log in with. */
export const isOperators = (what: object): boolean => "by" in what && what.by === "operator";
