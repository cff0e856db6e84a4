import type { Evaluation } from "../../scenario/evaluation.ts";
import { fill, type ResolveAddress } from "../../scenario/text.ts";
import { plainData } from "../dns/data.ts";
import type { Lookup, LookupExpectation, LookupFinding, LookupObservation } from "./value.ts";

const setOf = (addresses: readonly string[]): string =>
  [...new Set(addresses.map((one) => (one.includes(":") ? plainData("AAAA", one) : one)))].sort().join(", ");

const described = ({ path, outcome, addresses, error }: LookupFinding): string =>
  `${path}: ${outcome === "found" ? setOf(addresses) : [outcome, error].filter((one) => one !== "").join(", ")}`;

const wantedWords = (paths: LookupExpectation["paths"], wanted: string | undefined): string => {
  if (paths === "nothing") return "every path finds no address";
  if (paths === "differ") return "the paths do not find the same";
  return wanted === undefined ? "every path finds the same addresses" : `every path finds ${wanted}`;
};

/** Compares what each path found with the others, and with what its check expects. */
export const evaluateLookup = (
  lookup: Lookup,
  { findings }: LookupObservation,
  resolve: ResolveAddress,
): Evaluation => {
  const { paths, addresses } = lookup.expect;
  const wanted = addresses === undefined ? undefined : setOf(addresses.map((one) => fill(one, resolve)));
  // A path that is missing says nothing; what is asked of all of them cannot hold then.
  const all = findings.length > 0 && findings.every(({ outcome }) => outcome !== "missing");
  const found = findings.map((finding) => (finding.outcome === "found" ? setOf(finding.addresses) : ""));
  const [first = ""] = found;
  const isAlike = found.every((one) => one === first);
  const holds = {
    alike: isAlike && first !== "" && (wanted === undefined || first === wanted),
    nothing: found.every((one) => one === ""),
    differ: !isAlike,
  };
  return {
    ok: all && holds[paths],
    expected: wantedWords(paths, wanted),
    got: `${isAlike ? "" : "the paths disagree: "}${findings.map(described).join("; ")}`,
  };
};
