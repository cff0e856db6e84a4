import type { Expected } from "./case.ts";
import type { Observed } from "./observe.ts";

const PLAIN = [
  "rcode",
  "authoritative",
  "recursionAvailable",
  "recursionDesired",
  "truncated",
  "opcode",
  "edns",
  "dnssec",
  "negativeTtlS",
] as const satisfies readonly (keyof Expected & keyof Observed)[];

const LISTS = ["answers", "authorities"] as const;

const list = (records: readonly string[]): string => (records.length === 0 ? "none" : records.join("; "));

const lower = (records: readonly string[]): readonly string[] =>
  records
    .map((record) => {
      const [name = "", ...rest] = record.split(" ");
      return [name.toLowerCase(), ...rest].join(" ");
    })
    .toSorted();

const isDated = (serial: number): boolean =>
  /^20\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d\d$/.test(String(serial));

/** How the reply differs from what was expected, each difference as "what: expected this, got that". */
export const differencesOf = (expected: Expected, got: Observed): readonly string[] => {
  const found: string[] = [];
  const note = (what: string, wanted: unknown, seen: unknown) =>
    found.push(`${what}: expected ${wanted}, got ${seen}`);
  for (const key of PLAIN)
    if (expected[key] !== undefined && expected[key] !== got[key]) note(key, expected[key], got[key]);
  for (const key of LISTS) {
    const wanted = lower(expected[key] ?? got[key]);
    if (list(wanted) !== list(got[key])) note(key, list(wanted), list(got[key]));
  }
  if (expected.ttlAtMostS !== undefined && got.highestTtlS > expected.ttlAtMostS)
    note("TTL", `at most ${expected.ttlAtMostS} s`, `${got.highestTtlS} s`);
  if (expected.datedSerial === true && (got.serials.length === 0 || !got.serials.every(isDated)))
    note("serial", "YYYYMMDDNN", list(got.serials.map(String)));
  if (expected.sameQuestion === true && !got.sameQuestion)
    note("question", "the bytes that were sent", "other ones");
  return found;
};
