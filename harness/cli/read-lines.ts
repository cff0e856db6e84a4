import { UsageError } from "../errors.ts";
import { diagnoseCommand } from "../invocation.ts";
import { type Decoder, decoderFor } from "./text-decoder.ts";

/** The rest of a longer line is ignored: no error is that long. */
const longestLine = 64 * 1024;
const headBytes = 4096;

/** What lines are handed to, in order. */
export type LineTaker = {
  readonly add: (line: string) => void;
  /** So many lines were none of those that are wanted. */
  readonly pass: (count: number) => void;
  /** Once only some lines are wanted: a pattern with the flag g, of which each of them has a part. */
  readonly wanted: () => RegExp | undefined;
};

/**
 * Hands on every line of a text as it comes, and keeps no more than one of them.
 * @throws UsageError when it is not text, or there is nothing in it
 */
export const readLines = async (
  source: AsyncIterable<Buffer>,
  from: string,
  taker: LineTaker,
): Promise<void> => {
  const lines = new Lines(taker);
  let decoder: Decoder | undefined;
  for await (const chunk of source) {
    decoder ??= decoderFor(chunk.subarray(0, headBytes));
    if (decoder === undefined) {
      throw new UsageError(`${from} is not text`, { next: "give the error text: what the command printed" });
    }
    lines.take(decoder.write(chunk));
  }
  lines.take(decoder?.end() ?? "");
  if (!lines.end()) {
    throw new UsageError(`there is no text in ${from}`, {
      next: `give what the command printed, both streams: podman ps 2>&1 | ${diagnoseCommand([], [], { quiet: true })}`,
    });
  }
};

const countOf = (text: string, from: number, to: number): number => {
  let count = 0;
  for (let at = text.indexOf("\n", from); at !== -1 && at < to; at = text.indexOf("\n", at + 1)) count += 1;
  return count;
};

class Lines {
  readonly #taker: LineTaker;
  #rest = "";
  #isPassingOver = false;
  #hasText = false;

  constructor(taker: LineTaker) {
    this.#taker = taker;
  }

  take(more: string): void {
    const text = this.#rest + more;
    this.#hasText ||= /\S/.test(more);
    let start = 0;
    for (let end = text.indexOf("\n"); end !== -1; end = text.indexOf("\n", start)) {
      const wanted = this.#isPassingOver ? undefined : this.#taker.wanted();
      if (wanted === undefined) {
        this.#takeLine(text.slice(start, end));
        start = end + 1;
      } else start = this.#takeWanted(text, start, wanted);
    }
    this.#rest = text.slice(start);
    if (this.#rest.length > longestLine) {
      this.#takeLine(this.#rest);
      this.#isPassingOver = true;
      this.#rest = "";
    }
  }

  /** Whether there was anything but white space. */
  end(): boolean {
    if (this.#rest !== "") this.#takeLine(this.#rest);
    return this.#hasText;
  }

  #takeLine(line: string): void {
    if (!this.#isPassingOver) this.#taker.add(line);
    this.#isPassingOver = false;
  }

  /** Of the whole lines from `start` on the wanted ones; answers where the last of them ends. */
  #takeWanted(text: string, from: number, wanted: RegExp): number {
    const stop = text.lastIndexOf("\n") + 1;
    let start = from;
    while (start < stop) {
      wanted.lastIndex = start;
      const at = wanted.exec(text)?.index ?? stop;
      if (at >= stop) break;
      const begin = Math.max(start, text.lastIndexOf("\n", at - 1) + 1);
      const end = text.indexOf("\n", at);
      this.#taker.pass(countOf(text, start, begin));
      this.#taker.add(text.slice(begin, end));
      start = end + 1;
    }
    this.#taker.pass(countOf(text, start, stop));
    return stop;
  }
}
