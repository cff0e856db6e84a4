import { seconds } from "#harness/views/time-words.ts";
import { cutTo } from "#harness/views/width.ts";
import type { PartResult } from "./part-run.ts";
import type { Part } from "./parts.ts";
import type { PartEvent } from "./test-result.ts";

export type Output = {
  readonly write: (text: string) => void;
  /** Columns of the terminal; undefined where there is none. */
  readonly columns: number | undefined;
};

type Running = {
  readonly part: Part;
  readonly usualMs: number;
  readonly sinceMs: number;
  files: number;
  filesEnded: number;
  tests: number;
  failed: number;
  /** The last line that a part without tests printed. */
  line: string;
};

/** How often a running part is reported where there is no terminal. */
const plainEveryMs = 30_000;
const liveEveryMs = 250;

/** Shows which parts run, how far each is, and how long each usually takes. */
export class Progress {
  readonly #output: Output;
  readonly #running = new Map<string, Running>();
  readonly #timer: NodeJS.Timeout;
  #shown = false;

  constructor(output: Output) {
    this.#output = output;
    const everyMs = output.columns === undefined ? plainEveryMs : liveEveryMs;
    this.#timer = setInterval(() => this.#tick(), everyMs);
  }

  began(part: Part, usualMs: number): void {
    const sinceMs = performance.now();
    this.#running.set(part.name, {
      ...{ part, usualMs, sinceMs, files: 0, filesEnded: 0, tests: 0, failed: 0, line: "" },
    });
    if (this.#output.columns === undefined) this.#say(`${label(part)} begins: usually ${seconds(usualMs)}`);
  }

  event(part: Part, event: PartEvent): void {
    const running = this.#running.get(part.name);
    if (running === undefined) return;
    if (event.type === "started") running.files = event.files;
    if (event.type === "file-ended") running.filesEnded += 1;
    if (event.type !== "test-ended") return;
    running.tests += 1;
    if (event.test.state !== "failed") return;
    running.failed += 1;
    this.#say(`${label(part)} ✗ ${event.test.file} › ${event.test.name}`);
  }

  /** Only a part without tests shows its progress by its output. */
  line(part: Part, line: string): void {
    const running = this.#running.get(part.name);
    if (running === undefined || "project" in part.runs || line.trim() === "") return;
    running.line = line.trim();
  }

  ended({ part, ms, exitCode, tests }: PartResult): void {
    this.#running.delete(part.name);
    const count = tests.length > 0 ? `${tests.length} tests, ` : "";
    this.#say(`${label(part)} ${exitCode === 0 ? "✓ passed" : "✗ failed"}: ${count}${seconds(ms)}`);
  }

  close(): void {
    clearInterval(this.#timer);
    this.#clear();
  }

  #tick(): void {
    const words = [...this.#running.values()].map((one) => ({ part: one.part, words: far(one) }));
    if (this.#output.columns === undefined) {
      for (const { part, words: said } of words) this.#say(`${label(part)} ${said}`);
      return;
    }
    const line = words.map(({ part, words: said }) => `${part.name} ${said}`).join(" · ");
    this.#output.write(`\r\u001b[K${cutTo(line, this.#output.columns - 1)}`);
    this.#shown = true;
  }

  #say(line: string): void {
    this.#clear();
    this.#output.write(`${line}\n`);
  }

  #clear(): void {
    if (this.#shown) this.#output.write("\r\u001b[K");
    this.#shown = false;
  }
}

const label = ({ name }: Part): string => name.padEnd(15);

const far = ({ files, filesEnded, tests, failed, line, sinceMs, usualMs }: Running): string => {
  const time = `${seconds(performance.now() - sinceMs)} of usually ${seconds(usualMs)}`;
  if (files === 0) return line === "" ? time : `${time}: ${line}`;
  const wrong = failed > 0 ? `, ${failed} failed` : "";
  return `${filesEnded} of ${files} files, ${tests} tests${wrong}, ${time}`;
};
