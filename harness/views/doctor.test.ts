import { expect, test } from "vitest";
import { renderDoctor } from "./doctor.ts";

const linux = { what: "Linux", state: "found", detail: "Debian 12, x64", fix: "" } as const;
const dockerd = { what: "dockerd", state: "missing", detail: "", fix: "apt-get install docker.io" } as const;

test("what is missing comes with its fix", () => {
  expect(renderDoctor([linux, dockerd])).toBe(
    "✓ Linux    Debian 12, x64\n✗ dockerd  missing\n    fix: apt-get install docker.io\n\n1 to fix, or let a drill install it: npm run drill SCENARIO\n",
  );
});

test("nothing to fix is ready, even when something optional is missing", () => {
  expect(renderDoctor([linux, { ...dockerd, fix: "" }])).toContain("Ready for a drill.");
});
