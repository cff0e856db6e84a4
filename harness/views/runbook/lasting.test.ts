import { expect, test } from "vitest";
import { verifiedDrill } from "../../../test/golden/fixtures/drills.ts";
import { inventory, uidChange } from "../../../test/golden/fixtures/uid-change.ts";
import { definePlatform } from "../../platform/define-platform.ts";
import { type LastingFields, lasting } from "../../scenario/lasting.ts";
import { renderRunbook } from "./index.ts";

const page = (system: "NixOS" | "Debian", fields: LastingFields): string => {
  const accounts = { root: "doas -s", mcp: "doas su - mcp -s /bin/sh" };
  const platform = definePlatform({ machines: { rift: { system, accounts } }, words: {} });
  const procedures = Object.fromEntries(
    Object.entries(uidChange.procedures).map(([id, one]) => [
      id,
      { ...one, steps: one.steps.map((step) => ({ ...step, lasting: lasting(fields) })) },
    ]),
  );
  return renderRunbook({ ...uidChange, procedures }, verifiedDrill(), { inventory, platform }).page;
};

test("a change lasts on NixOS by its configuration", () => {
  const text = page("NixOS", { nixos: "users.users.mcp.uid = 850;", debian: "usermod --uid 850 mcp" });
  expect(text).toContain("`nixos-rebuild switch`");
  expect(text).toContain("```text\nusers.users.mcp.uid = 850;\n```");
  expect(text).not.toContain("usermod --uid 850 mcp\n```\n\n**To make");
});

test("a change lasts on Debian by commands, and elsewhere by hand", () => {
  const text = page("Debian", {
    nixos: "a = 1;",
    debian: "ufw allow 53",
    byHand: "Tick the box in the console.",
  });
  expect(text).toContain("```sh\nufw allow 53\n```");
  expect(text).toContain("Tick the box in the console.");
  expect(text).not.toContain("a = 1;");
});

test("a command of the rig alone is the platform's on the page, without what the rig's printed", () => {
  const procedures = Object.fromEntries(
    Object.entries(uidChange.procedures).map(([id, one]) => [
      id,
      {
        ...one,
        steps: one.steps.map((step) => ({
          ...step,
          run: step.run.map((what, index) =>
            what.kind === "command" ? what.typedAs(index === 0 ? "nixos-rebuild switch" : "") : what,
          ),
        })),
      },
    ]),
  );
  const text = renderRunbook({ ...uidChange, procedures }, verifiedDrill(), { inventory }).page;
  const [, recovery = ""] = text.split("\n## Recovery");
  const [steps = ""] = recovery.split("\n## ");
  expect(steps).toContain("```sh\nnixos-rebuild switch\n```");
  expect(steps).not.toContain("It prints:");
  expect(steps).not.toMatch(/^usermod/m);
});
