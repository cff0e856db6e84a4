const newline = 0x0a;

/** Bytes of file or output data in one frame, before base64. */
export const chunkBytes = 256 * 1024;

/** Longer lines are noise on the wire, or a faulty peer. */
const longestLineBytes = 32 * 1024 * 1024;

/** One frame as it goes over the wire. */
export const encodeFrame = (frame: object): string => `${JSON.stringify(frame)}\n`;

type OnFrame = (frame: Readonly<Record<string, unknown>>) => void;

/** Splits a byte stream into frames; a line that is not a JSON object is noise. */
export class FrameReader {
  #parts: Buffer[] = [];
  #bytes = 0;
  readonly #onFrame: OnFrame;
  readonly #onNoise: (line: string) => void;

  constructor(onFrame: OnFrame, onNoise: (line: string) => void = () => {}) {
    this.#onFrame = onFrame;
    this.#onNoise = onNoise;
  }

  push(data: Buffer): void {
    let from = 0;
    for (let end = data.indexOf(newline); end !== -1; end = data.indexOf(newline, from)) {
      this.#parts.push(data.subarray(from, end));
      from = end + 1;
      this.#line();
    }
    if (from === data.length) return;
    this.#parts.push(data.subarray(from));
    this.#bytes += data.length - from;
    if (this.#bytes > longestLineBytes) this.#clear();
  }

  #clear(): void {
    this.#parts = [];
    this.#bytes = 0;
  }

  #line(): void {
    const line = Buffer.concat(this.#parts).toString("utf8");
    this.#clear();
    const frame = parse(line);
    if (frame !== undefined) this.#onFrame(frame);
    else if (line.trim() !== "") this.#onNoise(line.trim());
  }
}

const parse = (line: string): Readonly<Record<string, unknown>> | undefined => {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined;
  }
};
