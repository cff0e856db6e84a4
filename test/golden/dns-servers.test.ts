import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { repositoryRoot } from "#setup/repository.ts";
import { serverNames } from "../fixtures/dns-servers/case.ts";
import { serverCases } from "../fixtures/dns-servers/cases.ts";
import { serverTable } from "../fixtures/dns-servers/page.ts";

// The integration test compares the same cases with the servers themselves.
it("the page about DNS has the table that the servers are held against", () => {
  expect(readFileSync(join(repositoryRoot, "docs/dns.md"), "utf8")).toContain(serverTable(serverCases));
});

it("every answer that is not the wanted one has its reason", () => {
  const unexplained = serverCases.flatMap(({ title, wanted, told, why }) =>
    serverNames
      .filter((name) => told[name].split(" ")[0] !== wanted && why?.[name] === undefined)
      .map((name) => `${title} (${name})`),
  );
  expect(unexplained).toEqual([]);
});

it("each of the seven ways in which an answer can fail is brought about on a server", () => {
  const seven = ["nxdomain", "nodata", "empty", "servfail", "refused", "timeout", "unreachable"];
  const seen = new Set(
    serverCases.flatMap(({ told }) => Object.values(told).map((words) => words.split(" ")[0])),
  );
  expect(seven.filter((outcome) => !seen.has(outcome))).toEqual([]);
});
