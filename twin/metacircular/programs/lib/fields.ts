import type { IncomingMessage } from "node:http";
import { HttpProblem, readJson } from "./http.ts";

const LONGEST_TEXT = 65_536;

/** The strings of these keys in the JSON body of a request. @throws HttpProblem when one is missing or empty */
export const readTexts = async <const Key extends string>(
  request: IncomingMessage,
  keys: readonly Key[],
): Promise<Readonly<Record<Key, string>>> => {
  const body = await readJson(request);
  const texts = keys.map((key) => {
    const value = body[key];
    if (typeof value !== "string" || value === "" || value.length > LONGEST_TEXT)
      throw new HttpProblem(400, `${key} is not a text of 1 to ${LONGEST_TEXT} characters`);
    return [key, value] as const;
  });
  return Object.fromEntries(texts) as Record<Key, string>;
};

/** The last part of the path, if it is a valid name. @throws HttpProblem when it cannot */
export const nameIn = (path: readonly string[]): string => {
  const name = path.at(-1) ?? "";
  if (/^[A-Za-z0-9][\w.-]{0,99}$/.test(name)) return name;
  throw new HttpProblem(400, "a name has letters, digits, dots, dashes and underscores, up to 100");
};
