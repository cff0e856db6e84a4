import { join } from "node:path";
import { systemClock } from "../drill/clock.ts";
import { type DrillResult, runDrill } from "../drill/run-drill.ts";
import { isVerifiedRecovery, recordOf } from "../journal/drill-record.ts";
import { type Journal, openJournal } from "../journal/open-journal.ts";
import { currentCommit } from "./current-commit.ts";
import type { DrillDone, DrillRequest } from "./drill-request.ts";
import { drillbookVersion } from "./drillbook-version.ts";
import { listenForInterruption } from "./interruption.ts";
import { openHost, whyImpossible } from "./open-host.ts";
import { writeRunbook } from "./write-runbook.ts";
import { writeTimeline } from "./write-timeline.ts";

/** Drills as requested, draws what was sampled, writes the runbook of what verified, and leaves the journal. */
export const runDrillRequest = async (request: DrillRequest): Promise<DrillDone> => {
  const [done] = await runDrillRequests([request], request.reportDir, () => {});
  if (done === undefined) throw new TypeError("one request is one drill");
  return done;
};

/**
 * Drills on one kind of machine, or with one podman, after the other, each with a journal of its own, until one is interrupted; then
 * writes one runbook, into `pageDir` too, from the first that verified, and what the others showed into it; and one
 * more for each that has commands of its own. `open` is how tests bring hosts of their own.
 */
export const runDrillRequests = async (
  requests: readonly DrillRequest[],
  pageDir: string,
  ended: (request: DrillRequest, done: DrillDone) => void,
  open: typeof openHost = openHost,
): Promise<DrillDone[]> => {
  const journals: Journal[] = [];
  const all: DrillDone[] = [];
  try {
    for (const request of requests) {
      const journal = openJournal(join(request.reportDir, "journal.ndjson"), { clock: systemClock });
      journals.push(journal);
      request.attach(journal);
      const result = await onHost(request, journal, open);
      const timelineFile = writeTimeline(request, journal.events);
      const picture = timelineFile === undefined ? {} : { timelineFile };
      const done = { ...result, journal, ...picture };
      all.push(done);
      if (requests.length > 1) ended(request, done);
      if (done.verdict === "interrupted") return all;
    }
    const pages = new Set<string>();
    for (const [index, request] of requests.entries()) {
      const [journal, page] = [journals[index], requestPageName(request)];
      if (journal === undefined || all[index]?.verdict !== "verified" || pages.has(page)) continue;
      if (!recordOf(journal.events).procedures.some(isVerifiedRecovery)) continue;
      pages.add(page);
      const others = journals.filter((one) => one !== journal);
      const drilledAlike = journals.filter(
        (_, at) => requests[at] !== undefined && requestPageName(requests[at]) === page,
      );
      await writeRunbook(request, {
        journal,
        others,
        alike: drilledAlike.filter((one) => one !== journal),
        page,
        inReport: join(pageDir, pages.size === 1 ? "runbook.md" : `${page}.md`),
      });
    }
    return all;
  } finally {
    for (const journal of journals) journal.close();
  }
};

const requestPageName = ({ page, scenario }: DrillRequest): string => page ?? scenario.id;

/** Opens a host, drills on it, and closes it whatever happens; Ctrl-C ends it in order. */
const onHost = async (
  request: DrillRequest,
  journal: Journal,
  open: typeof openHost,
): Promise<DrillResult> => {
  const interruption = listenForInterruption((reason) =>
    request.notice(`interrupted by ${reason}: cleaning up`),
  );
  const openRigHost = () =>
    open(
      { ...request.options, rig: request.scenario.rig },
      (line) => journal.append({ type: "progress", line }),
      interruption.signal,
    );
  try {
    return await runDrill({
      ...request,
      keep: request.options.keep === true,
      cold: request.options.cold === true,
      capture: request.options.capture === true,
      kind: request.options.on,
      podman: request.options.podman,
      impossible: whyImpossible(request.scenario.rig, request.options),
      openHost: openRigHost,
      clock: systemClock,
      signal: interruption.signal,
      emit: (event) => journal.append(event),
      version: drillbookVersion(),
      commit: currentCommit(request.project.root),
    });
  } finally {
    interruption.dispose();
  }
};
