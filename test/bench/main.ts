import { CommanderError } from "commander";
import { listenForInterruption } from "#harness/cli/interruption.ts";
import { printError } from "#harness/cli/print-error.ts";
import { InterruptedError } from "#harness/errors.ts";
import { removeLeftovers } from "#harness/machines/leftovers/index.ts";
import { agentUnit } from "./agent-unit.ts";
import { Bench, type Benchmark } from "./bench.ts";
import { channel } from "./channel.ts";
import { diagnose } from "./diagnose.ts";
import { dns } from "./dns.ts";
import { drillList } from "./drill-list.ts";
import { engineLife } from "./engine-life.ts";
import { fiftyChecks } from "./fifty-checks.ts";
import { frames } from "./frames.ts";
import { hostFacts } from "./host-facts.ts";
import { jobs } from "./jobs.ts";
import { machineLife } from "./machine-life.ts";
import { machineReady } from "./machine-ready.ts";
import { manyRigs } from "./many-rigs.ts";
import { type Judged, judge } from "./measurement.ts";
import { type BenchOptions, parseOptions } from "./options.ts";
import { platform } from "./platform.ts";
import { prepareWarm } from "./prepare-warm.ts";
import { rigsAtOnce } from "./rigs-at-once.ts";
import { renderTable } from "./table.ts";
import { uml } from "./uml.ts";
import { virtual, virtualImage } from "./virtual.ts";
import { virtualPlatform } from "./virtual-platform.ts";
import { wholeDrill } from "./whole-drill.ts";

/** The start of an engine comes before the benchmarks that need a running one. */
const benchmarks: readonly Benchmark[] = [
  drillList,
  diagnose,
  engineLife,
  prepareWarm,
  machineReady,
  machineLife,
  rigsAtOnce,
  frames,
  manyRigs,
  channel,
  fiftyChecks,
  dns,
  wholeDrill,
  jobs,
  platform,
  agentUnit,
  virtual,
  virtualImage,
  virtualPlatform,
  uml,
];

const onProgress = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

/** `npm run bench`: measures, prints, and answers the exit code; never throws. */
export const main = async (args: readonly string[]): Promise<number> => {
  try {
    return await measureAll(parseOptions(args, benchmarks));
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 64;
    return printError(error);
  }
};

const measureAll = async (options: BenchOptions): Promise<number> => {
  const interruption = listenForInterruption((reason) => onProgress(`interrupted by ${reason}: cleaning up`));
  const { signal } = interruption;
  const chosen = benchmarks.filter(({ name }) => options.only?.includes(name) ?? true);
  const rows: Judged[] = [];
  try {
    await removeLeftovers({ onProgress });
    const turns = options.turns === undefined ? {} : { turns: options.turns };
    const within = options.within === undefined ? {} : { withinMs: options.within * 1000 };
    await using bench = new Bench({ signal, onProgress, ...turns, ...within });
    for (const benchmark of chosen) {
      if (signal.aborted) break;
      onProgress(`measuring ${benchmark.name}: ${benchmark.about} …`);
      rows.push(...(await benchmark.run(bench)).map(judge));
    }
    if (signal.aborted) throw new InterruptedError("interrupted");
    await print(rows, bench, options);
  } catch (error) {
    // The error of a program that ended with us is not the cause.
    throw signal.aborted ? new InterruptedError("interrupted") : error;
  } finally {
    interruption[Symbol.dispose]();
  }
  return options.strict === true && rows.some((row) => row.ok === false) ? 1 : 0;
};

const print = async (rows: readonly Judged[], bench: Bench, options: BenchOptions): Promise<void> => {
  const facts = await hostFacts(bench.engineName);
  if (options.json === true) {
    process.stdout.write(`${JSON.stringify({ facts, rows })}\n`);
    return;
  }
  const line = Object.entries(facts).map(([name, value]) => `${name} ${value}`);
  process.stdout.write(
    `\n${line.join(" · ")}\n\n${renderTable(rows, { colour: process.stdout.isTTY === true })}`,
  );
};
