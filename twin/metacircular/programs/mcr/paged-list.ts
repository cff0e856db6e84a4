import { json, type Reply } from "../lib/http.ts";
import { RegistryProblem } from "./registry-problem.ts";

const countIn = (url: URL): number | undefined => {
  const text = url.searchParams.get("n");
  if (text === null) return undefined;
  if (!/^\d{1,9}$/.test(text)) throw new RegistryProblem(400, "UNSUPPORTED", `n is not a number: ${text}`);
  return Number(text);
};

/** Those of the sorted `items` that `n` and `last` ask for, under `key`; with a link to the rest. */
export const pagedList = (
  url: URL,
  items: readonly string[],
  key: string,
  about: Readonly<Record<string, string>> = {},
): Reply => {
  const count = countIn(url);
  const last = url.searchParams.get("last");
  const rest = last === null ? items : items.filter((item) => item > last);
  const shown = rest.slice(0, count);
  const end = shown.at(-1);
  const next =
    end === undefined || shown.length === rest.length
      ? {}
      : { link: `<${url.pathname}?n=${count}&last=${encodeURIComponent(end)}>; rel="next"` };
  return json(200, { ...about, [key]: shown }, next);
};
