import {
  type DrillRecord,
  type EventOf,
  isRecovery,
  notBegunBecause,
  type ProcedureRecord,
} from "../journal/drill-record.ts";
import type { Check } from "../scenario/check.ts";
import type { MachineKind } from "../scenario/machine-kind.ts";
import { kindOf } from "../scenario/rig.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { packageNames } from "../variants/versions.ts";
import { fingerprintOf, symptomSeen } from "./fingerprint.ts";
import { lostWords, outageWords, outTitles } from "./loss-words.ts";
import { endWords } from "./must-fail-words.ts";
import { recommendedOf } from "./recommendation.ts";
import { rigAddresses } from "./rig-addresses.ts";
import { startWord } from "./start-words.ts";
import { folded } from "./summary.ts";
import { seconds } from "./time-words.ts";
import { variantHead } from "./variant-words.ts";
import { oneLine } from "./visible.ts";
import { whyKindLines } from "./why-kind.ts";
import { cutTo, fold, padTo, widthOf } from "./width.ts";

/** One fact, a value for each kind of machine; without values it heads those below it. */
type KindsRow = readonly [fact: string, ...values: string[]];

const none = "–";

/** The kinds of machine that a scenario was drilled on side by side, with what the incident looked like on each. */
export const renderKindsTable = (
  scenario: Scenario,
  records: readonly DrillRecord[],
  columns: number,
): string[] => {
  const rows = [...kindsRows(scenario, records)].map(([fact, ...values]) => [
    oneLineKeepingIndent(fact),
    ...values.map(oneLine),
  ]);
  const count = Math.max(1, records.length);
  const factWidth = Math.min(36, Math.max(...rows.map(([fact = ""]) => widthOf(fact))));
  const room = Math.floor((columns - 2 - factWidth) / count) - 2;
  const widths = records.map((_, index) =>
    Math.min(room, Math.max(...rows.map((row) => widthOf(row[index + 1] ?? "")))),
  );
  const lines = rows.map(([fact = "", ...values]) => {
    const cells = values.map((value, index) => padTo(cutTo(value, widths[index] ?? 0), widths[index] ?? 0));
    return `  ${padTo(cutTo(fact, factWidth), factWidth)}  ${cells.join("  ")}`.trimEnd();
  });
  return [...lines, ...fingerprintLines(scenario, records, columns), ...reasonLines(records, columns)];
};

const oneLineKeepingIndent = (text: string): string => `${/^ */.exec(text)?.[0] ?? ""}${oneLine(text)}`;

const headsOf = (records: readonly DrillRecord[]): string[] => {
  const all = records.map(({ started }) => started);
  return all.map((one) => variantHead(one, all));
};

const kindsRows = (scenario: Scenario, records: readonly DrillRecord[]): KindsRow[] => [
  ["", ...headsOf(records)],
  ["verdict", ...records.map(verdictOf)],
  ...machineRows(records),
  ...Object.keys(scenario.procedures).flatMap((id) => procedureRows(id, records)),
  ...recommendedRow(records),
];

/** Where procedures were compared; the kinds may differ in which is the best. */
const recommendedRow = (records: readonly DrillRecord[]): KindsRow[] =>
  records.some(
    ({ procedures }) => procedures.filter(isRecovery).length > 1 && recommendedOf(procedures) !== undefined,
  )
    ? [["recommended", ...records.map(({ procedures }) => recommendedOf(procedures)?.id ?? none)]]
    : [];

/** Skipped, or not begun: nothing of it was run, for a reason. */
const isLeftOut = ({ ended }: ProcedureRecord): boolean =>
  ended?.verdict === "skipped" || ended?.reason !== undefined;

const endOf = ({ ended }: ProcedureRecord): string => (ended === undefined ? "not ended" : endWords(ended));

const wasDrilled = ({ machines }: ProcedureRecord): boolean => machines.length > 0;

/** "not begun": the host was to blame, and the verdict says nothing of the incident. */
export const verdictOf = (record: DrillRecord): string =>
  notBegunBecause(record) === undefined ? (record.ended?.verdict ?? "not ended") : "not begun";

const machineRows = (records: readonly DrillRecord[]): KindsRow[] => {
  const first = records.map(({ procedures }) => procedures.flatMap(({ machines }) => machines)[0]);
  if (first.every((one) => one === undefined)) return [];
  const row = (fact: string, value: (one: NonNullable<(typeof first)[number]>) => string): KindsRow => [
    fact,
    ...first.map((one) => (one === undefined ? none : value(one))),
  ];
  const packages = new Set(records.flatMap(({ started }) => packageNames(started.versions)));
  return [
    ...(records.some(({ started }) => Object.keys(started.asked).length > 0)
      ? [
          ...[...packages].map((name) => row(name, ({ versions }) => versions[name] ?? none)),
          row("systemd", ({ versions }) => versions["systemd"] ?? none),
          row("cgroups", ({ versions }) => versions["cgroups"] ?? none),
        ]
      : []),
    row("engine", ({ versions }) => versions["engine"] ?? none),
    row("kernel", kernelWords),
    row("reboot", ({ fidelity }) => fidelity.reboot),
    row("power loss", ({ fidelity }) => fidelity.powerLoss),
  ];
};

/** "its own, 6.12.41". */
export const kernelWords = ({ fidelity, versions }: EventOf<"machine-ready">): string => {
  const whose = { own: "its own", host: "the host's", none: "none" }[fidelity.kernel];
  return versions["kernel"] === undefined ? whose : `${whose}, ${versions["kernel"]}`;
};

const recoveredIn = ({ ended }: ProcedureRecord): string =>
  ended?.recoveryMs === undefined ? none : seconds(ended.recoveryMs);

const procedureRows = (id: string, records: readonly DrillRecord[]): KindsRow[] => {
  const own = records.map(({ procedures }) => procedures.find((one) => one.id === id));
  const told = own.filter((one) => one !== undefined);
  if (!told.some((one) => wasDrilled(one) || isLeftOut(one))) return [];
  const row = (fact: string, value: (one: ProcedureRecord) => string): KindsRow => [
    `  ${fact}`,
    ...own.map((one) => (one !== undefined && wasDrilled(one) ? value(one) : none)),
  ];
  const verdict: KindsRow = [
    "  verdict",
    ...own.map((one) => (one !== undefined && (wasDrilled(one) || isLeftOut(one)) ? endOf(one) : none)),
  ];
  if (!told.some(wasDrilled)) return [[id], verdict];
  return [
    [id],
    verdict,
    row("started from", startWord),
    ...(told.some(isRecovery) ? [row("recovered in", recoveredIn)] : []),
    ...outTitles(told.flatMap(({ outages }) => outages)).map((title) =>
      row(`out: ${title}`, ({ outages }) => outageWords(outages, title)),
    ),
    row("losses", ({ losses }) => lostWords(losses)),
  ];
};

/** What each symptom looked like on these machines; undefined where the drill did not reach it. */
const fingerprints = (scenario: Scenario, record: DrillRecord, check: Check): string[] | undefined => {
  const kind = kindOf(scenario.rig, check.probe.machine, record.started.kind);
  const context = { kind, versions: record.started.versions, resolve: rigAddresses(scenario) };
  const seen = record.procedures.map((one) => symptomSeen(one, check)).find((one) => one !== undefined);
  return seen === undefined ? undefined : fingerprintOf(check, seen, context);
};

const fingerprintLines = (scenario: Scenario, records: readonly DrillRecord[], columns: number): string[] => {
  const heads = headsOf(records);
  const width = Math.max(...heads.map((head) => head.length));
  const told = (label: string, lines: readonly string[]): string[] =>
    lines.flatMap((line, index) =>
      fold(oneLine(line), columns - width - 8).map((part, at) =>
        `      ${padTo(index + at === 0 ? label : "", width)}  ${part}`.trimEnd(),
      ),
    );
  const blocks = scenario.symptoms.flatMap((check) => {
    const seen = records.map((record) => fingerprints(scenario, record, check));
    if (seen.every((one) => one === undefined)) return [];
    const [first] = seen;
    const alike = first !== undefined && seen.every((one) => JSON.stringify(one) === JSON.stringify(first));
    return [
      `    ${cutTo(oneLine(check.title), columns - 4)}`,
      ...(alike
        ? told("all", first)
        : heads.flatMap((head, index) => told(head, seen[index] ?? ["not seen"]))),
    ];
  });
  return blocks.length === 0 ? [] : ["  fingerprint", ...blocks];
};

/** Why a kind has no green verdict, or did not carry out every procedure. */
const reasonLines = (records: readonly DrillRecord[], columns: number): string[] =>
  records.flatMap((record, index) => {
    const kind = headsOf(records)[index] ?? record.started.kind;
    const why = reasonOf(record);
    const all = [
      ...whyKindLines(record.started).map((line) => `${kind}: ${line}`),
      ...(why === undefined ? [] : [`${kind} is ${verdictOf(record)}: ${why}`]),
      // A drill that was skipped as a whole has told the reason of each.
      ...(record.ended?.verdict === "skipped" ? [] : record.procedures.filter(isLeftOut)).map(
        ({ id, ended }) => `${id} is ${ended?.verdict} on ${kind}: ${ended?.reason ?? ""}`,
      ),
    ];
    return all.flatMap((text) => folded(text, columns));
  });

export const reasonOf = ({ ended, procedures }: DrillRecord): string | undefined =>
  ended?.reason ?? procedures.flatMap(({ failures }) => failures)[0]?.headline;

/** The same table as data. */
export const kindsJson = (scenario: Scenario, records: readonly DrillRecord[]) => ({
  kinds: records.map((record) => ({
    kind: record.started.kind as MachineKind,
    ...(record.started.whyKind === undefined ? {} : { whyKind: record.started.whyKind }),
    versions: record.started.versions,
    verdict: verdictOf(record),
    reason: reasonOf(record) ?? null,
    machines: record.procedures.flatMap(({ machines }) => machines)[0] ?? null,
    procedures: record.procedures.map(({ id, ended, mustFail, startedFrom, outages, losses }) => ({
      id,
      ...(mustFail === undefined ? {} : { mustFail }),
      verdict: ended?.verdict ?? null,
      reason: ended?.reason ?? null,
      startedFrom: startedFrom?.state ?? null,
      recoveryMs: ended?.recoveryMs ?? null,
      outages,
      losses,
    })),
    recommended: recommendedOf(record.procedures)?.id ?? null,
    fingerprint: scenario.symptoms.map((check) => ({
      symptom: check.title,
      seen: fingerprints(scenario, record, check) ?? null,
    })),
  })),
});
