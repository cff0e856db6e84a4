import { widthOf } from "../width.ts";

export type TerminalStream = {
  write(text: string): unknown;
  readonly columns?: number;
  readonly rows?: number;
  on(event: "resize", listener: () => void): unknown;
  off(event: "resize", listener: () => void): unknown;
};

/**
 * The last lines of a terminal, redrawn in place below those that stay. No mode of the terminal is changed and the
 * cursor is never hidden, so that there is nothing to restore, even after `kill -9`.
 */
export class LiveRegion {
  #drawn: readonly string[] = [];
  readonly #stream: TerminalStream;

  constructor(stream: TerminalStream) {
    this.#stream = stream;
  }

  get columns(): number {
    return this.#stream.columns || 80;
  }

  /** Adds lines that stay, and draws the live ones anew; every line must fit the width. */
  update(staying: readonly string[], live: readonly string[]): void {
    const same =
      live.length === this.#drawn.length && live.every((line, index) => line === this.#drawn[index]);
    if (staying.length === 0 && same) return;
    const lines = [...staying, ...live].map((line) => `${line}\n`).join("");
    this.#stream.write(`${this.#toStart()}${lines}`);
    this.#drawn = live;
  }

  /** Back to the first live line, everything from there on erased; after a narrowing a line takes several rows. */
  #toStart(): string {
    const rows = this.#drawn.reduce(
      (sum, line) => sum + Math.max(1, Math.ceil(widthOf(line) / this.columns)),
      0,
    );
    return rows === 0 ? "" : `\r\u001b[${rows}A\u001b[J`;
  }
}
