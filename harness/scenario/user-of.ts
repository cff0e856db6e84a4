/** The account that does an action or asks a probe: root, where it names none. */
export const userOf = (what: object): string =>
  "user" in what && typeof what.user === "string" ? what.user : "root";
