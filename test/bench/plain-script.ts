import { gatewayOf } from "#harness/machines/container/networks.ts";
import type { Action } from "#harness/scenario/action.ts";
import type { Check } from "#harness/scenario/check.ts";
import { commandLine } from "#harness/scenario/command-line.ts";
import type { Probe } from "#harness/scenario/probe.ts";
import type { MachineSpec, Rig } from "#harness/scenario/rig.ts";
import type { Scenario } from "#harness/scenario/scenario.ts";
import { quote } from "#harness/scenario/shell.ts";
import type { Step } from "#harness/scenario/step.ts";
import { inRig } from "#harness/scenario/text.ts";
import { condition, conditionOf } from "./plain-condition.ts";

/** Shell text for one user of one machine. */
type Line = { readonly machine: string; readonly user: string; readonly text: string };

/** The time limit of one poll. */
const lookS = 5;

const userOf = (what: Action | Probe): string => (what.kind === "command" ? what.user : "root");

/** One `docker exec` for consecutive commands of one user. */
const inExecs = (lines: readonly Line[]): string => {
  const blocks: { readonly at: Line; readonly texts: string[] }[] = [];
  for (const line of lines) {
    const last = blocks.at(-1);
    if (last?.at.machine === line.machine && last.at.user === line.user) last.texts.push(line.text);
    else blocks.push({ at: line, texts: [line.text] });
  }
  return blocks
    .map(({ at, texts }) => `at ${at.machine} ${at.user} <<'PLAIN'\n${texts.join("\n")}\nPLAIN`)
    .join("\n");
};

/** Sorted for few `docker exec`; the order of checks does not matter. */
const byPlace = (lines: readonly Line[]): Line[] =>
  [...Map.groupBy(lines, ({ machine, user }) => `${machine} ${user}`).values()].flat();

/**
 * The bash script of an operator with only the engine's command line: the drill of one procedure, phase by phase, with
 * the same commands and conditions, and polls every 50 ms. It has no samples, journal, evidence or messages with
 * expectations.
 * @throws TypeError for a node that such a script cannot express
 */
export const plainScript = (
  scenario: Scenario,
  procedureId: string,
  imageOf: (machine: MachineSpec) => string,
): string => {
  const { rig, steady, checklist } = scenario;
  const chosen = scenario.procedures[procedureId];
  if (!chosen) throw new TypeError(`${scenario.id} has no procedure ${procedureId}`);
  const resolve = inRig(
    ({ machine, network }) => rig.machines.find(({ name }) => name === machine)?.addresses[network] ?? "",
  );
  const line = (what: Action | Probe, text: string): Line => ({
    machine: what.machine,
    user: userOf(what),
    text,
  });
  const required = (checks: readonly Check[]): Line[] =>
    byPlace(checks.map((one) => line(one.probe, `until ${conditionOf(one, resolve)}; do sleep 0.05; done`)));
  const looked = (checks: readonly Check[]): Line[] =>
    byPlace(checks.map((one) => line(one.probe, `${conditionOf(one, resolve, lookS)} || true`)));
  const done = (action: Action): Line => {
    if (action.kind !== "command") throw new TypeError(`a plain script cannot do this: ${action.kind}`);
    const { exit, output } = action.expect;
    const plain = exit === 0 && output.length === 0;
    return line(
      action,
      plain ? commandLine(action, resolve) : `{ ${condition(action, resolve)}; } || exit 1`,
    );
  };
  const steps = (all: readonly Step[]): Line[] =>
    all.flatMap((step) => [...step.run.map(done), ...required(step.verify)]);
  const isRed = (red: Check) => scenario.breaks.some(({ title }) => title === red.title);
  const red = checklist.filter(isRed).map((one) => ({ ...one, negated: !one.negated }));
  const steadyTitles = new Set(steady.map(({ title }) => title));
  const endurance = [...scenario.endurance, ...chosen.endurance];
  const losses = byPlace(
    scenario.losses.map(({ id, items }) =>
      line(items, `{ ${commandLine(items, resolve)}\n} | sed 's/^/${id} /'`),
    ),
  );
  const phases: Readonly<Record<string, string>> = {
    prepare: inExecs(steps(rig.setup)),
    steady: inExecs([
      ...required(steady),
      ...looked(checklist.filter(({ title }) => !steadyTitles.has(title))),
    ]),
    losses: inExecs(losses),
    fault: inExecs(steps(scenario.fault)),
    symptoms: inExecs([
      ...required(scenario.symptoms),
      ...required(red),
      ...looked(checklist.filter((one) => !isRed(one))),
    ]),
    recovery: inExecs([...required(scenario.preconditions), ...steps(chosen.steps)]),
    checklist: inExecs(required(checklist)),
    endurance: inExecs(endurance.length === 0 ? [] : [...steps(endurance), ...required(checklist)]),
  };
  return [
    ...head(rig, imageOf),
    ...Object.entries(phases).map(([name, text]) => `${name}() {\n${text || ":"}\n}\n`),
    ...foot(Object.keys(chosen.loses)),
  ].join("\n");
};

const machineLines = (spec: MachineSpec, image: string): string[] => {
  const [first, ...others] = Object.entries(spec.addresses);
  const place =
    first === undefined
      ? ""
      : `--network "$id-${first[0]}" --ip ${first[1]} --env DRILLBOOK_ADDRESS=${first[1]} `;
  return [
    `docker create --name "$id-${spec.name}" --hostname ${spec.name} --tty ${place}\\`,
    "  --cap-add ALL --cap-drop SYS_RESOURCE \\",
    "  --security-opt seccomp=unconfined --security-opt apparmor=unconfined --security-opt label=disable \\",
    "  --security-opt systempaths=unconfined --device /dev/fuse --device /dev/net/tun \\",
    `  --tmpfs /run:exec,suid,mode=755 --tmpfs /tmp:exec,suid,mode=1777 ${quote(image)}`,
    ...others.map(
      ([network, address]) => `docker network connect --ip ${address} "$id-${network}" "$id-${spec.name}"`,
    ),
    `docker start "$id-${spec.name}"`,
    `at ${spec.name} root <<'PLAIN'`,
    'until [ "$(systemctl is-system-running)" = running ]; do sleep 0.05; done 2>/dev/null',
    "PLAIN",
  ];
};

const head = ({ machines, networks }: Rig, imageOf: (machine: MachineSpec) => string): string[] => {
  const taken = new Set(machines.flatMap(({ addresses }) => Object.values(addresses)));
  const names = (all: readonly { readonly name: string }[]) =>
    all.map(({ name }) => `"$id-${name}"`).join(" ");
  return [
    "#!/usr/bin/env bash",
    "set -euo pipefail",
    "id=plain-script-$$",
    "clean_up() {",
    `  docker rm --force --volumes ${names(machines)}`,
    `  docker network rm ${names(networks)}`,
    "} >/dev/null 2>&1",
    "trap clean_up EXIT",
    "trap 'exit 130' INT TERM HUP",
    "",
    "# at MACHINE USER: runs the text on stdin there; the first command that fails ends it, and this script.",
    "at() {",
    "  local prelude script",
    `  prelude='cd; export XDG_RUNTIME_DIR="/run/user/$(id -u)"; export DBUS_SESSION_BUS_ADDRESS="unix:path=$XDG_RUNTIME_DIR/bus"'`,
    '  if [ "$2" = root ]; then prelude=; fi',
    "  script=$(cat)",
    '  timeout --foreground 120 docker exec --user "$2" --env "USER=$2" "$id-$1" sh -euc "$prelude',
    '$script"',
    "}",
    "",
    "start_machines() {",
    ...networks.map(
      ({ name, subnet }) =>
        `docker network create --internal --subnet ${subnet} --gateway ${gatewayOf(subnet, taken)} "$id-${name}"`,
    ),
    "local started= one",
    ...machines.flatMap((spec) => ["(", ...machineLines(spec, imageOf(spec)), ") &", 'started+=" $!"']),
    'for one in $started; do wait "$one"; done',
    "}",
    "",
  ];
};

const foot = (declared: readonly string[]): string[] => [
  "start_machines",
  "prepare",
  "steady",
  "before=$(losses)",
  "fault",
  "symptoms",
  "recovery",
  "checklist",
  "endurance",
  "after=$(losses)",
  'lost=$(comm -23 <(sort <<<"$before") <(sort <<<"$after") | cut --delimiter=" " --fields=1 | sort --unique | xargs)',
  `if [ "$lost" != ${quote(declared.toSorted().join(" "))} ]; then`,
  "  printf 'lost: %s\\n' \"$lost\" >&2",
  "  exit 1",
  "fi",
  'echo "last check done"',
  "",
];
