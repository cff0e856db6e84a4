import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { finished } from "node:stream/promises";
import { stripVTControlCharacters } from "node:util";
import { execa } from "execa";
import { repositoryRoot } from "#setup/repository.ts";
import { imagesBuiltName } from "../images-built.ts";
import { cacheOf, type Part } from "./parts.ts";
import { runMarkName } from "./run-processes.ts";
import type { PartEvent, TestResult } from "./test-result.ts";

export type PartResult = {
  readonly part: Part;
  readonly ms: number;
  readonly exitCode: number;
  readonly tests: readonly TestResult[];
  /** Its whole output. */
  readonly logFile: string;
  /** The last lines of its output. */
  readonly lastLines: readonly string[];
};

export type PartWatch = {
  readonly event: (event: PartEvent) => void;
  /** A line that the part printed. */
  readonly line: (line: string) => void;
};

const keptLines = 40;
const reporter = join(import.meta.dirname, "vitest-reporter.ts");

/** Runs one part to its end, its output in a file of the folder. */
export const runPart = async (
  part: Part,
  options: {
    readonly folder: string;
    readonly watch: PartWatch;
    readonly signal: AbortSignal;
    /** In the environment of every process of this run. */
    readonly mark: string;
    readonly namePattern?: string | undefined;
    /** The images were built in this run: the part need not look. */
    readonly haveImages?: boolean;
  },
): Promise<PartResult> => {
  const { folder, watch, signal, mark, namePattern, haveImages = false } = options;
  const startedMs = performance.now();
  const [file, ...args] = commandOf(part, namePattern);
  const tests: TestResult[] = [];
  const lastLines: string[] = [];
  const logFile = join(folder, `${part.name}.log`);
  const log = createWriteStream(logFile);
  const cache = cacheOf(part);
  const running = execa(file, args, {
    cwd: repositoryRoot,
    preferLocal: true,
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
    buffer: false,
    all: true,
    ipc: true,
    reject: false,
    cancelSignal: signal,
    env: {
      [runMarkName]: mark,
      ...(haveImages ? { [imagesBuiltName]: "yes" } : {}),
      ...(cache === undefined ? {} : { DRILLBOOK_CACHE: cache }),
    },
  });
  const told = (async () => {
    for await (const message of running.getEachMessage()) {
      const event = message as PartEvent;
      if (event.type === "test-ended") tests.push(event.test);
      watch.event(event);
    }
  })();
  const read = (async () => {
    for await (const line of createInterface({ input: running.all })) {
      log.write(`${line}\n`);
      lastLines.push(stripVTControlCharacters(line));
      if (lastLines.length > keptLines) lastLines.shift();
      watch.line(line);
    }
  })();
  const { exitCode = 1 } = await running;
  await Promise.all([read, told]);
  log.end();
  await finished(log);
  return { part, ms: performance.now() - startedMs, exitCode, tests, logFile, lastLines };
};

const commandOf = ({ runs }: Part, namePattern: string | undefined): readonly [string, ...string[]] => {
  if ("command" in runs) return runs.command;
  const names = namePattern === undefined ? [] : ["--testNamePattern", namePattern, "--passWithNoTests"];
  return [
    "vitest",
    "run",
    "--project",
    runs.project,
    "--reporter",
    reporter,
    "--reporter",
    "default",
    ...names,
  ];
};
