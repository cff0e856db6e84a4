import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { dns } from "../checks/dns.ts";
import { lampHost } from "../drill/testing/drill-lamp.ts";
import { house, lampScenario } from "../drill/testing/lamp.ts";
import { answersWrong } from "../drill/testing/wrong-rules.ts";
import type { JournalEvent } from "../journal/events.ts";
import { planOf } from "../plan/testing/plan-of.ts";
import type { Check } from "../scenario/check.ts";
import { noContents } from "../scenario/image-contents.ts";
import { runDrills } from "./run-drills.ts";

const nameResolves = dns(house)
  .asks("lamp.example", "A", { server: house.on("lan") })
  .answers();

type Wishes = {
  readonly samples?: readonly Check[];
  /** The endurance fails. */
  readonly fails?: boolean;
  readonly onEvent?: (event: JournalEvent, interrupt: () => void) => void;
  readonly before?: (reportDir: string) => void;
};

/** The lamp on scripted machines, which complains once a name has been asked for. */
const drill = async ({ samples = [nameResolves], fails = false, onEvent, before }: Wishes = {}) => {
  const reportDir = mkdtempSync(join(tmpdir(), "drillbook-timeline-"));
  onTestFinished(() => rmSync(reportDir, { recursive: true }));
  before?.(reportDir);
  const { rig } = lampScenario();
  const scenario = lampScenario({ rig: { ...rig, samples } });
  const asked = Promise.withResolvers<void>();
  if (samples.length === 0) asked.resolve();
  const complaints = async () => {
    await asked.promise;
    return { stdout: "it is dark\n" };
  };
  const notices: string[] = [];
  const stop = new AbortController();
  const plan = planOf(scenario, { procedure: ["switch"], runbooks: join(reportDir, "runbooks") });
  const answer = () => {
    asked.resolve();
    return { outcome: "unreachable" } as const;
  };
  const [done] = await runDrills([plan], {
    report: reportDir,
    signal: stop.signal,
    project: { root: ".", inventory: async () => ({}), machines: noContents },
    attach: (_, journal) => journal.subscribe((event) => onEvent?.(event, () => stop.abort())),
    notice: (_, line) => notices.push(line),
    open: async () =>
      lampHost({
        rules: [...(fails ? [answersWrong("night")] : []), { match: "complaints", answer: complaints }],
        dns: answer,
      }),
  });
  const file = join(reportDir, "timeline.svg");
  return { done, notices, file, svg: done?.timelineFile === file ? readFileSync(file, "utf8") : undefined };
};

test("a drill that was sampled leaves a picture", async () => {
  const { done, svg } = await drill();
  expect(done?.verdict).toBe("verified");
  expect(svg).toContain("house: lamp.example A @192.0.2.7");
  expect(svg).toContain("switch · verified · Use the switch");
});

test("so does one that failed", async () => {
  const { done, svg } = await drill({ fails: true });
  expect(done?.verdict).toBe("failed");
  expect(svg).toContain("switch · failed · Use the switch");
});

test("so does one that was interrupted, as far as it got", async () => {
  const { done, svg } = await drill({
    onEvent: (event, interrupt) => {
      if (event.type === "phase-started" && event.at.phase === "recovery") interrupt();
    },
  });
  expect(done?.verdict).toBe("interrupted");
  expect(svg).toContain("switch · interrupted · Use the switch");
  // Which phases it shows is a matter of single milliseconds here; those that did not begin it must not show.
  expect(svg).toContain("house: lamp.example A @192.0.2.7");
  expect(svg).not.toContain(">checklist</text>");
});

test("one that was not sampled leaves none", async () => {
  const { done, file, notices } = await drill({ samples: [] });
  expect(done).toMatchObject({ verdict: "verified" });
  expect(done?.timelineFile).toBeUndefined();
  expect(existsSync(file)).toBe(false);
  expect(notices).toEqual([]);
});

test("a picture that cannot be written costs no verdict and no runbook", async () => {
  const { done, notices } = await drill({ before: (folder) => mkdirSync(join(folder, "timeline.svg")) });
  expect(done).toMatchObject({ verdict: "verified", exitCode: 0 });
  expect(done?.timelineFile).toBeUndefined();
  expect(notices).toEqual([expect.stringMatching(/^no picture of the samples: EISDIR/)]);
});
