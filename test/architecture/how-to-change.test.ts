import { globSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, test } from "vitest";
import { machineKinds } from "#harness/scenario/machine-kind.ts";
import { repositoryRoot } from "#setup/repository.ts";
import { placesOf } from "./places.ts";

const sources = new Map(
  globSync("harness/**/*.ts", { cwd: repositoryRoot }).map((file) => [
    file,
    readFileSync(join(repositoryRoot, file), "utf8"),
  ]),
);

const foldersOf = (path: string): string[] =>
  readdirSync(join(repositoryRoot, path), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);

const beyond = (places: readonly string[], allowed: readonly string[]): string[] =>
  places.filter((place) => !allowed.some((one) => place === one || place.startsWith(`${one}/`)));

/** Commands are what steps, losses and pages are made of: they are no example of a new kind. */
const isExample = (name: string): boolean => name !== "command";

// "How to change it" in docs/architecture.md, row by row.
describe("what it takes to add", () => {
  test.each(foldersOf("harness/probes").filter(isExample))("a probe such as %s", (name) => {
    const path = `harness/probes/${name}`;
    const allowed = ["harness/probes", "harness/checks", "harness/contract"];
    expect(beyond(placesOf(path, name, sources), allowed)).toEqual([]);
  });

  test.each(foldersOf("harness/actions").filter(isExample))("an action such as %s", (name) => {
    // Programs are bundled before a machine is provisioned; "reboot" is what a machine's stamp says, too.
    const also: Readonly<Record<string, readonly string[]>> = {
      put: ["harness/machines/provisioning.ts"],
      reboot: ["harness/views/kinds-table.ts", "harness/views/runbook/kinds-section.ts"],
    };
    const allowed = ["harness/actions/registry.ts", ...(also[name] ?? [])];
    expect(beyond(placesOf(`harness/actions/${name}`, name, sources), allowed)).toEqual([]);
  });

  const notPhases = ["index.ts", "phase.ts", "phase-run.ts"];
  const phaseFiles = globSync("harness/phases/*.ts", { cwd: repositoryRoot }).filter(
    (file) => !notPhases.includes(basename(file)) && !file.endsWith(".test.ts"),
  );
  test.each(phaseFiles)("a phase such as %s", (file) => {
    // Its name is a word of scenarios and pages, too: only imports are counted. Endurance asks the checklist again; losses are
    // counted for a procedure that failed as it must, too.
    const allowed = [
      "harness/phases/index.ts",
      "harness/phases/endurance.ts",
      "harness/drill/fail-as-said.ts",
    ];
    expect(beyond(placesOf(file, "", sources), allowed)).toEqual([]);
  });

  test.each([...machineKinds, "mixed"])(
    "a kind of machine such as %s: open.ts in its folder",
    async (name) => {
      const { open } = await import(join(repositoryRoot, `harness/machines/${name}/open.ts`));
      expect(open).toBeTypeOf("function");
    },
  );

  test.each(machineKinds)("a kind of machine such as %s", (name) => {
    const lists = ["harness/scenario/machine-kind.ts"];
    // As the document says, these still know each kind.
    const knowAll = [
      ...["harness/machines/mixed", "harness/machines/leftovers", "harness/machines/images"],
      // Machines with a kernel of their own have one image, and kept ones are entered alike.
      ...["harness/machines/own-kernel", "harness/machines/uml", "harness/machines/vm"],
      ...["harness/machines/describe-vm.ts", "harness/cli/open-host.ts", "harness/cli/enter-kept-machine.ts"],
      // Which kind a host can run is looked at by what each needs.
      ...["harness/plan/skip-reasons.ts", "harness/plan/own-kernel.ts", "harness/cli/own-kernel-host.ts"],
    ];
    // "container" and "vm" are words of other things here: Debian's own, the usual kind, a flag's example.
    const otherwise = [
      ...["harness/diagnosis/scan.ts", "harness/views/runbook/proof-section.ts"],
      "harness/views/json/json-view.ts",
    ];
    expect(
      beyond(placesOf(`harness/machines/${name}`, name, sources), [...lists, ...knowAll, ...otherwise]),
    ).toEqual([]);
  });
});
