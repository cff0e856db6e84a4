import { expect, test } from "vitest";
import { ScenarioError } from "../errors.ts";
import { podmanVariants } from "../plan/testing/plan-of.ts";
import { check, drillOnly, fails } from "./check.ts";
import { machine } from "./machine.ts";
import { perVersion } from "./match.ts";
import { procedure, type Scenario, scenario } from "./scenario.ts";
import { step } from "./step.ts";
import { address } from "./text.ts";
import { assertValid, problemsOf } from "./validate.ts";

const rift = machine("rift", { addresses: { lan: "192.0.2.10" }, users: ["mcp"] });
const alive = check("it is alive", rift.root.sh`true`);
const doIt = step("Do it", { why: "because", run: rift.root.sh`true`, verify: alive });

const valid = scenario({
  id: "some-incident",
  title: "Something broke",
  source: "a test",
  summary: "It broke.",
  rig: { networks: [{ name: "lan", subnet: "192.0.2.0/24" }], machines: [rift.spec], setup: [], samples: [] },
  steady: [alive],
  fault: [doIt],
  symptoms: [alive],
  procedures: { mend: procedure({ title: "Mend it", summary: "", steps: [doIt] }) },
  checklist: [alive],
});

const changed = (change: Partial<Scenario>): string[] => problemsOf({ ...valid, ...change }, podmanVariants);

const mendNotWith = (notWith: unknown) => ({
  ...mendNotOn({}),
  notWith: notWith as Record<string, Record<string, string>>,
});
const mendNotOn = (notOn: unknown) =>
  procedure({ title: "Mend it", summary: "", steps: [doIt], notOn: notOn as Record<string, string> });

test("a machine may always be on one kind that there is, and on no other", () => {
  const on = (kind: string) =>
    machine("rift", { addresses: { lan: "192.0.2.10" }, users: ["mcp"], on: kind as "vm" });
  const rigOn = (kind: string) => ({ rig: { ...valid.rig, machines: [on(kind).spec] } });
  expect(changed(rigOn("vm"))).toEqual([]);
  expect(changed(rigOn("scripted"))).toEqual([
    'machine rift: no machine can be on "scripted" (there is container, vm, uml)',
  ]);
  expect(Object.keys(rift.spec)).not.toContain("on");
});

test.each([
  ["steps that are no list", { steps: doIt }, "procedure mend: steps is not a list"],
  [
    "a check among what shows that it lasts",
    { endurance: [alive] },
    'procedure mend › endurance › step 1: is not a step; write step("…", …)',
  ],
])("a procedure with %s", (_, change, expected) => {
  const mend = procedure({ title: "Mend it", summary: "", steps: [doIt], ...(change as object) });
  expect(changed({ procedures: { mend } })).toEqual([expected]);
});

test("two different checks with one title are told with both places; the same check may stand in several", () => {
  const other = check("it is alive", rift.root.sh`false`);
  expect(changed({ checklist: [other] })).toEqual([
    'steady › check 1 and checklist › check 1: two different checks are named "it is alive"; give each a title of its own',
  ]);
  expect(changed({ symptoms: [fails(alive, "it is alive")] })[0]).toMatch(
    /^steady › check 1 and symptoms › check 1: two/,
  );
  expect(changed({ symptoms: [fails(alive, "it is dead")], checklist: [drillOnly(alive)] })).toEqual([]);
});

test("what is no procedure at all", () => {
  expect(changed({ procedures: { mend: "by hand" as unknown as ReturnType<typeof procedure> } })).toContain(
    "procedure mend: is not a procedure; write procedure({ … })",
  );
});

test("a whole scenario has no problem", () => {
  expect(problemsOf(valid)).toEqual([]);
});

test.each([
  [
    "no checks to believe",
    { checklist: [] },
    "checklist: is empty; a drill that asserts nothing proves nothing",
  ],
  ["no symptom", { symptoms: [] }, "symptoms: is empty"],
  [
    "a kind of machine that there is not",
    { notOn: { paper: "it burns" } } as Partial<Scenario>,
    'notOn: there is no kind of machine "paper" (there is container, vm, uml)',
  ],
  ["no reason why not", { notOn: { container: " " } }, "notOn › container: has no reason"],
  [
    "no kind of machine left",
    { notOn: { container: "it shares a kernel", vm: "it does not" } },
    "notOn: no kind of machine is left to drill on",
  ],
  [
    "kinds without reasons",
    { notOn: ["vm"] } as unknown as Partial<Scenario>,
    "notOn: is not a list of reasons",
  ],
  [
    "a procedure on a kind of machine that there is not",
    { procedures: { mend: mendNotOn({ paper: "it burns" }) } },
    'procedure mend › notOn: there is no kind of machine "paper" (there is container, vm, uml)',
  ],
  [
    "no reason why a procedure cannot be carried out",
    { procedures: { mend: mendNotOn({ vm: "" }) } },
    "procedure mend › notOn › vm: has no reason",
  ],
  [
    "a procedure for no kind of machine",
    { procedures: { mend: mendNotOn({ container: "no", vm: "no" }) } },
    "procedure mend › notOn: no kind of machine is left to carry it out on",
  ],
  [
    "a procedure for no kind of machine that can show the incident",
    { notOn: { container: "no" }, procedures: { mend: mendNotOn({ vm: "no" }) } },
    "procedure mend › notOn: no kind of machine is left to carry it out on",
  ],
  [
    "kinds of a procedure without reasons",
    { procedures: { mend: mendNotOn(["vm"]) } },
    'procedure mend › notOn: is not a list of reasons; write { container: "why not" }',
  ],
  [
    "a change of a network that nobody can type",
    {
      procedures: {
        mend: procedure({
          title: "Mend it",
          summary: "",
          steps: [
            step("Connect it", { why: "because", run: rift.heal("lan", { byHand: " " }), verify: alive }),
          ],
        }),
      },
    },
    'procedure mend › step 1 › action 1: an operator cannot type it; write heal("lan", { byHand: "…" })',
  ],
  [
    "an empty word about the real platform",
    { fault: [{ ...doIt, onThePlatform: " " }] },
    "fault › step 1: onThePlatform is not a sentence",
  ],
  [
    "a version of podman that there is not",
    { notWith: { podman: { "3.0": "it is old" } } },
    'notWith: there is no version of podman "3.0" (there is 4.3, 5.4, 5.8)',
  ],
  [
    "no version of podman left for a procedure",
    {
      notWith: { podman: { "4.3": "no", "5.4": "no" } },
      procedures: { mend: mendNotWith({ podman: { "5.8": "no" } }) },
    },
    "procedure mend › notWith: no version of podman is left to carry it out with",
  ],
  [
    "versions of podman without reasons",
    { procedures: { mend: mendNotWith(["4.3"]) } },
    'procedure mend › notWith: is not a list of reasons by version; write { podman: { "4.3": … } }',
  ],
  [
    "parts of a version of podman that there is not",
    { with: { podman: { "3.0": {} } } },
    'with: there is no version of podman "3.0" (there is 4.3, 5.4, 5.8)',
  ],
  [
    "an empty part with a version of podman",
    { with: { podman: { "4.3": { checklist: [] } } } },
    "with podman 4.3: checklist: is empty",
  ],
  [
    "other procedures with a version of podman",
    { with: { podman: { "4.3": { procedures: { bend: mendNotOn({}) } } } } },
    "with podman 4.3: procedures: are not the usual ones (mend); one that cannot",
  ],
  [
    "no parts of a version of podman",
    { with: ["4.3"] } as unknown as Partial<Scenario>,
    "with: is not a list of parts by version",
  ],
  [
    "a reason for a version of nothing, as it was written before",
    { notWith: { "4.3": "it is old" } } as unknown as Partial<Scenario>,
    'notWith: "4.3" does not say what it is a version of; write { podman: { "4.3": … } }',
  ],
  [
    "parts for podman, as they were written before",
    { withPodman: { "4.3": {} } } as unknown as Partial<Scenario>,
    'withPodman: a scenario has no such part (write with: { podman: { "4.3": { … } } })',
  ],
  [
    "a version of a package that the project has no variants of",
    { notWith: { postgresql: { "15": "it is old" } } },
    'notWith: the project has no variants of "postgresql" (it has release, podman); declare them in drillbook.config.ts: variants: { postgresql: { "15": "trixie" } }',
  ],
  [
    "a release that there is not",
    { notWith: { release: { sarge: "it is old" } } },
    'notWith: there is no version of Debian "sarge" (there is bookworm, trixie, forky)',
  ],
  [
    "a version without a reason",
    { notWith: { podman: { "4.3": " " } } },
    "notWith › podman › 4.3: has no reason",
  ],
  [
    "a text for a version that there is not",
    {
      symptoms: [
        check("it says so", rift.root.sh`true`.prints({ vm: perVersion("podman", { "5.5": "so" }) })),
      ],
    },
    'symptoms › check 1: there is no version of podman "5.5" (there is 4.3, 5.4, 5.8)',
  ],
  [
    "a drill that must be alone for no reason",
    { alone: true } as unknown as Partial<Scenario>,
    "alone: gives no reason",
  ],
  [
    "a reference that is none",
    { reference: "a table" } as unknown as Partial<Scenario>,
    "reference: is not a list",
  ],
  [
    "a reference without a text",
    { reference: [{ title: "Services", text: ["", " "] }] },
    "reference 1 (Services): is empty",
  ],
  ["a reference without a title", { reference: [{ title: " ", text: ["x"] }] }, "reference 1: has no title"],
  [
    "a reference whose text is no text",
    { reference: [{ title: "Services", text: 7 }] } as unknown as Partial<Scenario>,
    "reference 1 (Services): its text is not a text",
  ],
  [
    "two references of one name",
    {
      reference: [
        { title: "Services", text: ["x"] },
        { title: "Services", text: ["y"] },
      ],
    },
    'reference: two are named "Services"',
  ],
  [
    "a reference to an address that there is not",
    { reference: [{ title: "Services", text: [address("rift", "moon")] }] },
    'reference 1 (Services): machine "rift" has no address on network "moon"',
  ],
  ["no way to recover", { procedures: {} }, "procedures: there is none"],
  ["an id that is no file name", { id: "Some Incident" }, 'id: "Some Incident" is not in kebab-case'],
] as const)("%s", (_, change, message) => {
  expect(changed(change).join("\n")).toContain(message);
});

test("a step without why is named with its place", () => {
  const silent = step("Silent", { why: " ", run: rift.root.sh`true`, verify: alive });
  expect(changed({ fault: [doIt, silent] })).toEqual(["fault › step 2 (Silent): has no why"]);
});

test("a step that verifies nothing is refused", () => {
  const blind = step("Blind", { why: "because", run: rift.root.sh`true`, verify: [] });
  expect(changed({ fault: [blind] })[0]).toContain("verifies nothing");
});

test("an unknown machine and an unknown user are named with what there is", () => {
  const vade = machine("vade", { addresses: {} });
  expect(changed({ steady: [check("x", vade.root.sh`true`)] })[0]).toContain(
    'steady › check 1: there is no machine "vade" in the rig (it has rift)',
  );
  expect(changed({ steady: [check("x", rift.account("mcq").sh`true`)] })).toEqual([
    'steady › check 1: machine rift has no user "mcq" (it has root, mcp)',
  ]);
});

test("two steps of one procedure with one title are refused", () => {
  const twice = procedure({ title: "Mend it", summary: "", steps: [doIt, doIt] });
  expect(changed({ procedures: { mend: twice } })).toEqual(['procedure mend: two steps are named "Do it"']);
});

test("a command cannot be sampled", () => {
  expect(changed({ rig: { ...valid.rig, samples: [alive] } })[0]).toMatch(
    /^rig samples: "it is alive" runs a command; only DNS and HTTP( and .*)? checks can be sampled$/,
  );
});

test("a declared loss that nothing measures is refused", () => {
  const loses = procedure({ title: "Mend it", summary: "", steps: [doIt], loses: { rows: "gone" } });
  expect(changed({ procedures: { mend: loses } })[0]).toContain(
    'loses "rows", which is not one of the scenario',
  );
});

test("one error lists everything", () => {
  expect(() => assertValid({ ...valid, steady: [], checklist: [] })).toThrow(ScenarioError);
});

test("what a type check would find is found without one", () => {
  const broken = { ...valid, nevr: ["x"], steady: undefined, checklist: ["it works"] };
  expect(problemsOf(broken as unknown as Scenario)).toEqual([
    expect.stringContaining("nevr: a scenario has no such part"),
    "steady: is not a list",
    'checklist › check 1: is not a check; write check("…", …)',
  ]);
});

test("a step without verify says so, with its place", () => {
  const fields = { why: "because", run: rift.root.sh`true` } as Parameters<typeof step>[1];
  expect(changed({ fault: [step("Blind", fields)] })[0]).toContain(
    "fault › step 1 (Blind): verifies nothing",
  );
});

test("a part that is missing deep inside is the scenario's fault, not a bug of ours", () => {
  const untitled = { ...alive, title: undefined } as unknown as typeof alive;
  expect(() => assertValid({ ...valid, steady: [untitled] })).toThrow(ScenarioError);
});
