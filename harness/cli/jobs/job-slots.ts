import type { Slots } from "../../drill/surroundings.ts";

/** The slots of the jobs of a command, and of the procedures of its drills. */
export class JobSlots implements Slots {
  readonly count: number;
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(count: number) {
    this.count = count;
    this.#free = count;
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await work();
    } finally {
      this.#give();
    }
  }

  async lend<T>(waiting: Promise<T>): Promise<T> {
    this.#give();
    try {
      return await waiting;
    } finally {
      // Not waited for: what comes after is the end of the job that it belongs to.
      this.#free -= 1;
    }
  }

  #give(): void {
    this.#free += 1;
    if (this.#free < 1) return;
    const first = this.#waiting.shift();
    if (first === undefined) return;
    this.#free -= 1;
    first();
  }
}
