import { expect, test } from "vitest";
import { asserts, claimsOf, refutes } from "../../scenario/claim.ts";
import type { Scenario } from "../../scenario/scenario.ts";
import { claimsSection } from "./claims-section.ts";
import { renderMarkdown } from "./markdown.ts";
import type { Page } from "./page.ts";

const report = claimsOf({
  id: "report",
  name: "REPORT",
  title: "A report",
  claims: {
    1: { where: "Causes", text: "`podman ps` is empty." },
    2: { where: "Causes", text: "It broke." },
  },
});

const printed = (claims: Scenario["claims"]): string =>
  renderMarkdown({ type: "root", children: claimsSection({ scenario: { claims } } as Page) });

test("a page prints the claims that its drill refutes, with what holds instead", () => {
  const claims = [asserts("it is alive", report(2)), refutes("it is alive", report(1), "It exits with 125.")];
  expect(printed(claims)).toBe(
    [
      "## Where the source documents are wrong",
      "",
      "Each of these claims was tried in the drill:",
      "",
      "- REPORT, Causes: “`podman ps` is empty.” It exits with 125.",
      "",
    ].join("\n"),
  );
});

test("a page without refuted claims has no such section", () => {
  expect(printed(undefined)).toBe("");
  expect(printed([asserts("it is alive", report(2))])).toBe("");
});
