import { check, drillOnly } from "drillbook";
import { describe, expect, it } from "vitest";
import { ScenarioError } from "#harness/errors.ts";
import type { JournalEvent } from "#harness/journal/events.ts";
import { podmanVariants } from "#harness/plan/testing/plan-of.ts";
import type { Step } from "#harness/scenario/step.ts";
import { address } from "#harness/scenario/text.ts";
import { renderRunbook } from "#harness/views/runbook/index.ts";
import {
  drillWithPodman,
  failedDrill,
  refusedDrill,
  savedDrill,
  singleDrill,
  skippedDrill,
  skippedProcedureDrill,
  threeWays,
  threeWaysDrill,
  threeWaysOnVm,
  verifiedDrill,
  vmDrill,
} from "./fixtures/drills.ts";
import { inventory, rift, uidChange } from "./fixtures/uid-change.ts";
import { wholeRunbook } from "./fixtures/whole-runbook.ts";
import { expectGolden } from "./golden.ts";

const page = (events: readonly JournalEvent[] = verifiedDrill()): string =>
  wholeRunbook(uidChange, events, { inventory });

const changed = <T extends JournalEvent["type"]>(
  type: T,
  change: (event: Extract<JournalEvent, { type: T }>) => object,
): JournalEvent[] =>
  verifiedDrill().map((event) =>
    event.type === type
      ? ({ ...event, ...change(event as Extract<JournalEvent, { type: T }>) } as JournalEvent)
      : event,
  );

describe("a runbook", () => {
  it("is written from a verified drill", () => {
    expectGolden("runbook/uid-change.md.golden", page());
  });

  it("is the same after another drill, whose times and ids are others", () => {
    const again = JSON.parse(
      JSON.stringify(verifiedDrill()).replaceAll("5b1c9e2f0a7d4c31", "0f3e9e2f0a7d4c99"),
    ).map((event: JournalEvent) => ({
      ...event,
      atMs: event.atMs + 3_600_000,
      ...("durationMs" in event ? { durationMs: (event.durationMs ?? 0) * 1.3 } : {}),
      ...("recoveryMs" in event ? { recoveryMs: (event.recoveryMs ?? 0) * 1.3 } : {}),
    })) as JournalEvent[];
    const [first, second] = [verifiedDrill(), again].map((events) =>
      renderRunbook(uidChange, events, { inventory }),
    );
    expect(second?.page).toBe(first?.page);
    expect(second?.short).toBe(first?.short);
    expect(second?.proof).not.toBe(first?.proof);
    expect(first?.page).toContain("It prints `<id>`.");
  });

  it("says at a step what undoes it and where to go on, and of a procedure when it ends and what it needs", () => {
    const { recreate, "rewrite-paths": rewrite } = uidChange.procedures;
    const [save, ...steps] = rewrite?.steps ?? [];
    if (recreate === undefined || rewrite === undefined || save === undefined)
      throw new TypeError("no steps");
    const undo = [rift.root.sh`rm --force /srv/copy`];
    const procedures = {
      recreate: { ...recreate, needs: "`mcp agent recover`" },
      "rewrite-paths": {
        ...rewrite,
        lasts: "until the next reboot",
        interactive: "read it",
        steps: [{ ...save, otherwise: { look: "Look at the disk.", undo, take: "recreate" } }, ...steps],
      },
    };
    const text = renderRunbook({ ...uidChange, procedures }, verifiedDrill(), { inventory }).page;
    expect(text).toContain("\n> It lasts only until the next reboot. A person must read it.\n");
    expect(text).toContain(
      "\n> **Not possible today:** it needs `mcp agent recover`, which the platform does not have.\n",
    );
    expect(text).toContain("**If not after 30 s:** Look at the disk. Undo the step:\n");
    expect(text).toContain(
      "```sh\nrm --force /srv/copy\n```\n\nThen take [recreate](#another-procedure-put-the-database-aside-create-every-container-again).",
    );
    const waiting = { look: "Wait for a person.", undo: [], last: true } as const;
    const only = { ...rewrite, steps: [{ ...save, otherwise: waiting }, ...steps] };
    const { page: last } = renderRunbook(
      { ...uidChange, procedures: { ...procedures, "rewrite-paths": only } },
      verifiedDrill(),
      { inventory },
    );
    expect(last).toContain("**If not after 30 s:** Wait for a person.\n");
  });

  it("says above a step's commands what takes their place on the real platform", () => {
    const onThePlatform = "`nixos-rebuild switch` does it, where the account is declared.";
    const procedures = Object.fromEntries(
      Object.entries(uidChange.procedures).map(([id, one]) => [
        id,
        { ...one, steps: one.steps.map((step, index) => (index === 0 ? { ...step, onThePlatform } : step)) },
      ]),
    );
    const lines = wholeRunbook({ ...uidChange, procedures }, verifiedDrill(), {
      inventory,
    }).split("\n");
    const note = lines.indexOf(
      "> **On the real platform:** `nixos-rebuild switch` does it, where the account is declared.",
    );
    expect(lines[note - 4]).toMatch(/^### 1\. /);
    expect(lines.slice(note + 1, note + 6)).toContain("```sh");
  });

  it("leaves out a symptom that can be looked at in the drill only", () => {
    const [first, ...rest] = uidChange.symptoms;
    if (first === undefined) throw new TypeError("the scenario has symptoms");
    expect(page()).toContain("**1. Podman cannot read");
    const scenario = { ...uidChange, symptoms: [{ ...first, drillOnly: true }, ...rest] };
    const text = wholeRunbook(scenario, verifiedDrill(), { inventory });
    expect(text).not.toContain("cannot read its own storage.**");
  });

  it("shows what dig printed of a symptom", () => {
    const printed = ";; communications error to 192.0.2.10#53: timed out\n";
    const dig = { kind: "command", exitCode: 9, stdout: printed, stderr: "", timedOut: false, durationMs: 1 };
    const text = page(
      changed("check-ended", ({ outcome }) =>
        outcome.observation.kind === "dns" ? { outcome: { ...outcome, dig } } : {},
      ),
    );
    expect(text).toContain(
      "It prints:\n\n```text\n;; communications error to 192.168.88.181#53: timed out\n```",
    );
  });

  it("has on its short form what an answer of dig says, not its first line", () => {
    const answer =
      ";; Got answer:\n;; ->>HEADER<<- opcode: QUERY, status: SERVFAIL, id: 7\n;; flags: qr rd ra; QUERY: 1, ANSWER: 0, AUTHORITY: 0, ADDITIONAL: 1\n";
    const dig = { kind: "command", exitCode: 0, stdout: answer, stderr: "", timedOut: false, durationMs: 1 };
    const events = changed("check-ended", ({ outcome }) =>
      outcome.observation.kind === "dns" ? { outcome: { ...outcome, dig } } : {},
    );
    const { short } = renderRunbook(uidChange, events, { inventory });
    expect(short).toContain(" prints `status: SERVFAIL, ANSWER: 0, AUTHORITY: 0`.");
  });

  it("shows words for an address that no machine has", () => {
    const events = changed("check-ended", ({ outcome }) => ({
      outcome: { ...outcome, got: outcome.got.replace("timeout:", "timeout at 192.0.2.99:") },
    }));
    expect(page(events)).toContain("timeout at (an address on lan):");
    const rig = { ...uidChange.rig, otherAddresses: { "192.0.2.99": "(somebody else)" } };
    const text = wholeRunbook({ ...uidChange, rig }, events, { inventory });
    expect(text).toContain("timeout at (somebody else):");
  });

  it("shows a fingerprint once that each way saw with another number, at another time", () => {
    let looks = 0;
    const events = verifiedDrill().map((event) => {
      if (event.type !== "check-ended" || event.at.phase !== "symptoms") return event;
      const { observation } = event.outcome;
      if (observation.kind !== "command") return event;
      looks += 1;
      const stderr = observation.stderr.replaceAll(
        /(.)$/gm,
        `$1 (process ${looks}, 2026-11-2${looks}T20:45:5${looks}Z)`,
      );
      return { ...event, outcome: { ...event.outcome, observation: { ...observation, stderr } } };
    });
    const text = page(events as JournalEvent[]);
    expect(text.match(/\(process <pid>, <time>\)$/gm)).toHaveLength(1);
  });

  it("says which procedures were not tried when the drill ran one of them", () => {
    expectGolden("runbook/one-procedure.md.golden", page(singleDrill()));
  });

  it("takes what led to the incident from the procedure that went through it", () => {
    const text = page(savedDrill());
    expectGolden("runbook/saved.md.golden", text);
    expect(text).toContain("each procedure began on the same faulted machines");
    expect(text).toContain("`rewrite-paths` was drilled on the same faulted machines as recreate");
    expect(text).not.toContain("not looked at");
  });

  it("tells what was different on the other kind of machine, whose drill the same command ran", () => {
    const others = [vmDrill()];
    const text = wholeRunbook(uidChange, verifiedDrill(), { inventory, others });
    expectGolden("runbook/kinds.md.golden", text);
    const lines = text.split("\n");
    expect(lines).toContain("Error: creating events dirs: mkdir /run/user/995: permission denied");
    expect(lines).toContain('Error: default OCI runtime "crun" not found: invalid argument');
    expect(text).not.toContain("no drill of this page saw");
  });

  it("says which versions of podman it holds with, and for which ways", () => {
    const ways = ["recreate", "rewrite-paths"];
    const [usual, old, young] = [
      drillWithPodman("5.4", "5.4.2", ways),
      drillWithPodman("4.3", "4.3.1", ["recreate"]),
      drillWithPodman("5.8", "5.8.6", ways),
    ];
    const text = wholeRunbook(uidChange, usual, { inventory, others: [old, young] });
    expectGolden("runbook/podman.md.golden", text);
    expect(text).toMatch(/, podman 5\.4\.2 and 5\.8\.6, and podman 4\.3\.1 for `recreate` only · /);
    expect(text).toContain(
      'holds_with_podman:\n  "5.4.2": [recreate, rewrite-paths]\n  "4.3.1": [recreate]\n  "5.8.6": [recreate, rewrite-paths]\n',
    );
    const failed = young.map((event) =>
      event.type === "drill-ended" ? ({ ...event, verdict: "failed" } as JournalEvent) : event,
    );
    const warned = wholeRunbook(uidChange, usual, { inventory, others: [failed] });
    expect(warned).toContain("podman 5.4.2, **not with podman 5.8** · ");
    expect(warned).toContain('fails_with_podman: ["5.8"]');
    expect(warned).toContain("This page is not valid for podman 5.8.");
    expect(page()).not.toContain("holds_with_podman");
  });

  it.each([
    ["was skipped", skippedDrill("container"), "On a container the drill was **skipped**: the kernel is"],
    ["was refused", refusedDrill("container"), "On a container the drill was **not begun**: missing on this"],
    ["failed", failedDrill(), "On a container the drill ended **failed**: Give the data back"],
  ] as const)("says when the drill on the other kind %s", (_name, other, says) => {
    const text = wholeRunbook(uidChange, vmDrill(), { inventory, others: [other] });
    expect(text).toContain(says);
    expect(text).toContain("This page is valid for a VM or a real host only.");
  });

  it("says what shows alike, and how one tells", () => {
    const [, second] = uidChange.symptoms;
    if (second === undefined) throw new TypeError("the scenario has two symptoms");
    const tellsApart = [
      { from: "dns-spof", how: "Podman works there.", ask: second, unless: /run migration .* failed/ },
      { from: "a missing crun", how: "It is there.", look: "OCI runtime" },
      { from: "an empty zone", how: "It answers.", unless: /^dig answer status: NOERROR, ANSWER: 0/ },
    ];
    const text = wholeRunbook({ ...uidChange, tellsApart }, verifiedDrill(), { inventory });
    expect(text).toContain("## Similar incidents");
    expect(text).toContain(
      "**dns-spof**: Podman works there. Symptom 2 shows the difference. It is not this incident if you see `run migration … failed`.",
    );
    expect(text).toContain("**a missing crun**: It is there. Look for `OCI runtime`.");
    expect(text).toContain("It is not this incident if you see `status: NOERROR, ANSWER: 0`.");
  });

  it("numbers what shows alike as the page does, and tells alternatives one by one", () => {
    const [first, second, ...rest] = uidChange.symptoms;
    if (first === undefined || second === undefined) throw new TypeError("the scenario has two symptoms");
    const symptoms = [{ ...first, drillOnly: true }, second, ...rest];
    const tellsApart = [
      { from: "dns-spof", how: "It works there.", ask: second, unless: /no route|timed out/ },
    ];
    const text = wholeRunbook({ ...uidChange, symptoms, tellsApart }, verifiedDrill(), { inventory });
    expect(text).toContain(
      "Symptom 1 shows the difference. It is not this incident if you see `no route` or `timed out`.",
    );
  });

  it("says of a check that was right when the drill looked that a sample was not", () => {
    const right = changed("check-ended", ({ outcome }) => ({ outcome: { ...outcome, ok: true } }));
    expect(page(right)).toMatch(/^\| mcq answers 200 \|.*\| ✓, at times ✗ `timeout` \|/m);
  });

  it("leaves out what only a drill can look at after a step", () => {
    const verify = [drillOnly(check("only in the drill", rift.root.sh`test -e /drill`))];
    const procedures = Object.fromEntries(
      Object.entries(uidChange.procedures).map(([id, one]) => [
        id,
        { ...one, steps: one.steps.map((step) => ({ ...step, verify: [...step.verify, ...verify] })) },
      ]),
    );
    const text = wholeRunbook({ ...uidChange, procedures }, verifiedDrill(), { inventory });
    expect(text).not.toContain("test -e /drill");
  });

  it("counts no check as unproven that the page does not list", () => {
    const last = uidChange.checklist.at(-1);
    if (last === undefined) throw new TypeError("the scenario has a checklist");
    const checklist = [...uidChange.checklist.slice(0, -1), { ...last, drillOnly: true }];
    expect(page()).toContain("**Unproven**: 1 check");
    expect(wholeRunbook({ ...uidChange, checklist }, verifiedDrill(), { inventory })).not.toContain(
      "**Unproven**",
    );
  });

  it("tells nobody to become an account that only the drill's own endurance uses", () => {
    const guest = rift.account("guest");
    const asGuest = (steps: readonly Step[]): Step[] =>
      steps.map((one) => ({ ...one, run: [guest.sh`true`] }));
    const become = "su --shell /bin/sh guest";
    const before = { ...uidChange, endurance: asGuest(uidChange.endurance) };
    expect(wholeRunbook(before, verifiedDrill(), { inventory })).not.toContain(become);
    const procedures = Object.fromEntries(
      Object.entries(uidChange.procedures).map(([id, one]) => [id, { ...one, steps: asGuest(one.steps) }]),
    );
    const typed = { ...uidChange, procedures };
    expect(wholeRunbook(typed, verifiedDrill(), { inventory })).toContain(become);
  });

  it("says why a text differs, and where the incident cannot be shown", () => {
    const text = wholeRunbook({ ...uidChange, notOn: { container: "its kernel is the host's" } }, vmDrill(), {
      inventory,
    });
    expect(text).toContain("**Why they differ:** podman keeps its events in a file");
    expect(text).toContain("\nnpm run drill uid-change -- --on qemu\n");
    expect(text).toContain("- Not drilled on a container: its kernel is the host's");
    expect(text).toContain('engine: "QEMU 7.2.22, emulated (TCG)"');
  });

  it("recommends the procedure that loses least, even if it is slower", () => {
    const slower = changed("procedure-ended", ({ procedure }) => ({
      recoveryMs: procedure === "recreate" ? 1000 : 9000,
    }));
    expect(page(slower)).toMatch(/^recommended: rewrite-paths$/m);
    expect(page(slower)).toContain(
      "Take **`rewrite-paths`**: it loses nothing, lasts and needs less than 10 s of a machine's time; `recreate` loses 3 of 3 containers.",
    );
  });

  it("has in its front matter what its text recommends, also where no loss is counted", () => {
    const uncounted = verifiedDrill().filter(({ type }) => type !== "loss-measured");
    const text = wholeRunbook({ ...uidChange, losses: [] }, uncounted, { inventory });
    const [, taken] = /^Take \*\*`([^`]+)`\*\*/m.exec(text) ?? [];
    expect(taken).toBeDefined();
    expect(text).toContain(`\nrecommended: ${taken}\n`);
  });

  it("recommends the fewest steps when the times are about the same", () => {
    const text = wholeRunbook(threeWays, threeWaysOnVm(6_500), { inventory });
    expect(text).toMatch(/^recommended: quadlet$/m);
    expect(text).toContain("`rewrite-paths` has 3 more steps;");
    const slower = wholeRunbook(threeWays, threeWaysOnVm(9_800), { inventory });
    expect(slower).toMatch(/^recommended: rewrite-paths$/m);
    expect(slower).toContain("`quadlet` takes longer;");
  });

  it("has the commands of a way that was skipped from the kind that could go it", () => {
    const text = wholeRunbook(threeWays, threeWaysDrill(), { inventory, others: [threeWaysOnVm()] });
    expectGolden("runbook/skipped-here.md.golden", text);
    expect(text).toMatch(/^recommended: rewrite-paths$/m);
    expect(text).toContain("## Another procedure: Let systemd start the units (on a VM)");
  });

  it("says that a way was skipped where no drill could go it", () => {
    const text = wholeRunbook(threeWays, threeWaysDrill(), { inventory });
    const at = text.indexOf("## Another procedure: Let systemd start the units (skipped)");
    const section = text.slice(at, text.indexOf("\n## ", at + 1));
    expect(at).toBeGreaterThan(0);
    expect(section).toContain("**Skipped on a container**: Quadlet needs cgroup v2");
    expect(section).toContain("npm run drill uid-change -- --on vm");
    expect(section).not.toContain("### ");
    expect(text).toContain("| verdict | verified | verified | skipped |");
  });

  it("says with which podman a way was skipped that this kind of machine can go", () => {
    const { quadlet } = threeWays.procedures;
    if (quadlet === undefined) throw new TypeError("the third way is quadlet");
    const procedures = {
      ...threeWays.procedures,
      quadlet: { ...quadlet, notOn: {}, notWith: { podman: { "5.4": "too new" } } },
    };
    const text = wholeRunbook({ ...threeWays, procedures }, threeWaysDrill(), {
      inventory,
      projectVariants: podmanVariants,
    });
    expect(text).toContain("**Skipped with podman 5.4**: Quadlet needs cgroup v2");
    expect(text).toContain("npm run drill uid-change -- --podman 4.3");
  });

  it("says how a skipped way went on the kind that could go it, when it was not verified there", () => {
    const failed = threeWaysOnVm().map((event) =>
      event.type === "procedure-ended" && event.procedure === "quadlet"
        ? ({ ...event, verdict: "failed" } as JournalEvent)
        : event,
    );
    const text = wholeRunbook(threeWays, threeWaysDrill(), { inventory, others: [failed] });
    expect(text).toContain("On a VM its drill ended **failed**");
  });

  it("says what another kind skipped", () => {
    const text = wholeRunbook(threeWays, threeWaysOnVm(), { inventory, others: [threeWaysDrill()] });
    expect(text).toContain("On a container `quadlet` was **skipped**: Quadlet needs cgroup v2");
  });

  it("has the reference as it is, with the real addresses", () => {
    const table = [
      "| service | at |\n|---|---|\n| mcns | ",
      address("rift", "lan"),
      ":53 |\n| mcq | 198.51.100.10 |\n",
    ];
    const reference = [{ title: "The services", text: table }];
    const text = wholeRunbook({ ...uidChange, reference }, verifiedDrill(), { inventory });
    expect(text).toContain(
      "\n## The services\n\n| service | at |\n|---|---|\n| mcns | 192.168.88.181:53 |\n| mcq | 100.95.252.120 |\n\n## ",
    );
  });

  it("has the fingerprint as it was printed, on a line of its own", () => {
    expect(page().split("\n")).toContain('Error: default OCI runtime "crun" not found: invalid argument');
  });

  it("prints the real addresses, and none of the rig's", () => {
    const text = page(
      changed("action-ended", (event) =>
        event.observation?.kind === "command"
          ? {
              observation: {
                ...event.observation,
                stdout:
                  "listening on 192.0.2.10:53, [198.51.100.10]:53\nname 10.2.0.192.in-addr.arpa host ip-192-0-2-10\ngateway 192.0.2.1, not 192.0.2.100\n",
              },
            }
          : {},
      ),
    );
    expect(text).toContain("listening on 192.168.88.181:53, [100.95.252.120]:53");
    expect(text).toContain("name 181.88.168.192.in-addr.arpa host ip-192-168-88-181");
    expect(text).toContain("gateway (an address on lan), not (an address on lan)");
    expect(text).not.toMatch(/192\.0\.2\.|198\.51\.100\.|203\.0\.113\./);
  });

  it("names what to put in where the inventory lacks an address", () => {
    const text = wholeRunbook(uidChange, verifiedDrill(), { inventory: { rift: { lan: "10.0.0.1" } } });
    expect(text).toContain("replace them with your own: `ADDRESS_OF_RIFT_ON_TAILNET`");
    expect(text).not.toMatch(/198\.51\.100\./);
  });
});

describe("a runbook is refused", () => {
  const refusals: readonly (readonly [string, () => readonly JournalEvent[], string])[] = [
    ["a failed drill", failedDrill, "the drill ended failed"],
    [
      "a drill with something left out",
      () => verifiedDrill({ without: ["recovery step 2"] }),
      "the drill left out recovery step 2",
    ],
    ["a drill that did not end", () => verifiedDrill().slice(0, -1), "the drill did not end"],
    [
      "a procedure that was not verified",
      () => changed("procedure-ended", () => ({ verdict: "unknown" })),
      "the procedure recreate ended unknown",
    ],
    [
      "a procedure that is not the scenario's",
      () => changed("procedure-ended", (event) => ({ procedure: `${event.procedure}-old` })),
      "the procedure recreate ended before its time",
    ],
    [
      "a step that was not run",
      () =>
        verifiedDrill().filter(
          (event) => !("at" in event && event.at.phase === "recovery" && event.at.step === 2),
        ),
      "the procedure recreate did not run all its steps",
    ],
    [
      "a drill of nothing but skipped procedures",
      () =>
        skippedProcedureDrill().map((event) =>
          event.type === "drill-ended" ? ({ ...event, verdict: "verified" } as JournalEvent) : event,
        ),
      "no procedure ran",
    ],
    [
      "a journal of another scenario",
      () => changed("drill-started", () => ({ scenario: "other" })),
      "of other",
    ],
  ];
  it.each(refusals)("for %s", (_name, events, reason) => {
    expect(() => page(events())).toThrow(ScenarioError);
    expect(() => page(events())).toThrow(reason);
  });
});
