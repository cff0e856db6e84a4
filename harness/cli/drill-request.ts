import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { systemClock } from "#harness/drill/clock.ts";
import type { Without } from "#harness/drill/context.ts";
import { type DrillResult, runDrill } from "#harness/drill/run-drill.ts";
import { type Journal, openJournal } from "#harness/journal/open-journal.ts";
import { readJournal } from "#harness/journal/read-journal.ts";
import type { Scenario } from "#harness/scenario/scenario.ts";
import { renderRunbook } from "#harness/views/runbook/index.ts";
import { loadInventory } from "#twin/metacircular/inventory.ts";
import { listenForInterruption } from "./interruption.ts";
import { openHost } from "./open-host.ts";
import { currentCommit, drillbookVersion, repositoryRoot } from "./repository.ts";
import type { RunOptions } from "./run-command.ts";
import { shownPath } from "./shown-path.ts";

/** A drill that somebody asked for, with everything that is decided before it begins. */
export type DrillRequest = {
  readonly scenario: Scenario;
  readonly procedures: readonly string[];
  readonly without: Without;
  readonly options: Pick<RunOptions, "keep" | "cold" | "setup" | "engine" | "on" | "runbooks">;
  /** An empty folder for the journal and what is collected. */
  readonly reportDir: string;
  /** Called with the journal before its first line. */
  readonly attach: (journal: Journal) => void;
  /** Told what is not in the journal, for example that Ctrl-C was heard. */
  readonly notice: (line: string) => void;
};

export type DrillDone = DrillResult & { readonly journalFile: string };

/** Drills as requested, writes the runbook of what verified, and leaves the journal. */
export const runDrillRequest = async (request: DrillRequest): Promise<DrillDone> => {
  const journal = openJournal(join(request.reportDir, "journal.ndjson"), { clock: systemClock });
  try {
    request.attach(journal);
    const result = await onHost(request, journal);
    if (result.verdict === "verified") writeRunbook(request, journal);
    return { ...result, journalFile: journal.file };
  } finally {
    journal.close();
  }
};

/** Opens a host, drills on it, and closes it whatever happens; Ctrl-C ends it in order. */
const onHost = async (request: DrillRequest, journal: Journal): Promise<DrillResult> => {
  const interruption = listenForInterruption((reason) =>
    request.notice(`interrupted by ${reason}: cleaning up`),
  );
  const openRigHost = () =>
    openHost(request.options, (line) => journal.append({ type: "progress", line }), interruption.signal);
  try {
    return await runDrill({
      ...request,
      keep: request.options.keep === true,
      cold: request.options.cold === true,
      kind: request.options.on,
      openHost: openRigHost,
      clock: systemClock,
      signal: interruption.signal,
      emit: (event) => journal.append(event),
      version: drillbookVersion(),
      commit: currentCommit(),
    });
  } finally {
    interruption.dispose();
  }
};

/** A whole drill writes the runbook; one of some procedures only leaves its page in the report. */
const writeRunbook = (request: DrillRequest, journal: Journal): void => {
  const { scenario, without, procedures } = request;
  if (without.fault || without.steps.length > 0) return;
  const page = renderRunbook(scenario, readJournal(journal.file).events, {
    inventory: loadInventory(),
    journalFile: shownPath(journal.file),
  });
  const inReport = join(request.reportDir, "runbook.md");
  writeFileSync(inReport, page);
  if (procedures.length < Object.keys(scenario.procedures).length) {
    journal.append({ type: "runbook-written", file: shownPath(inReport) });
    return;
  }
  const folder = request.options.runbooks ?? join(repositoryRoot, "runbooks");
  mkdirSync(folder, { recursive: true });
  copyFileSync(inReport, join(folder, `${scenario.id}.md`));
  journal.append({ type: "runbook-written", file: shownPath(join(folder, `${scenario.id}.md`)) });
};
