/** What QEMU and a hub write before each frame: its length in four bytes, the highest first. */
const headBytes = 4;
/** Nothing is longer: not even the largest segment that a kernel passes whole, with its head, its tags and its time. */
const longestBytes = 65_600;

export const framed = (frame: Uint8Array): Buffer => {
  const head = Buffer.allocUnsafe(headBytes);
  head.writeUInt32BE(frame.length);
  return Buffer.concat([head, frame]);
};

/** Puts a byte stream together into frames. */
export class FrameSplitter {
  #rest: Buffer = Buffer.alloc(0);
  readonly #onFrame: (frame: Buffer) => void;

  constructor(onFrame: (frame: Buffer) => void) {
    this.#onFrame = onFrame;
  }

  /** @throws RangeError for a length that no frame has: the stream is out of step, and stays so */
  push(data: Buffer): void {
    const all = this.#rest.length === 0 ? data : Buffer.concat([this.#rest, data]);
    let from = 0;
    while (all.length - from >= headBytes) {
      const length = all.readUInt32BE(from);
      if (length > longestBytes) throw new RangeError(`a frame of ${length} bytes`);
      if (all.length - from - headBytes < length) break;
      this.#onFrame(all.subarray(from + headBytes, from + headBytes + length));
      from += headBytes + length;
    }
    this.#rest = Buffer.from(all.subarray(from));
  }
}
