import { closeSync, fstatSync, ftruncateSync, mkdirSync, openSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { HostNotReadyError, UsageError } from "../errors.ts";
import { cutTexts } from "./cut-output.ts";
import type { EventBody, JournalEvent } from "./events.ts";
import { redactor } from "./redaction.ts";

/** Called with each event after redaction, and with its line in the file (without the line's end). */
type JournalListener = (event: JournalEvent, line: string) => void;

type JournalOptions = {
  readonly clock: {
    /** Milliseconds since 1970. */
    nowMs(): number;
    /** Milliseconds from some fixed point, never going back. */
    monotonicMs(): number;
  };
  /** Hears the first error of each listener. @default a line on standard error */
  readonly onListenerError?: (error: unknown) => void;
};

const sayBrokenView = (error: unknown): void => {
  const said = error instanceof Error ? error.message : String(error);
  process.stderr.write(`a view of the drill failed and is incomplete: ${said}; the journal is complete\n`);
};

export interface Journal {
  readonly file: string;
  /** Every event so far, redacted and cut as in the file, also after a line that could not be written. */
  readonly events: readonly JournalEvent[];
  /**
   * Writes one event as one line before it returns.
   * @throws HostNotReadyError once, when the line could not be written; listeners hear that and all later events
   */
  append(body: EventBody): void;
  /** Hears every later event. Returns what ends the subscription. */
  subscribe(listener: JournalListener): () => void;
  /** @throws HostNotReadyError when the file has not all of the events */
  assertWhole(): void;
  close(): void;
}

/** Opens a new journal: newline-delimited JSON that is only ever appended to. @throws UsageError when the file exists */
export const openJournal = (
  file: string,
  { clock, onListenerError = sayBrokenView }: JournalOptions,
): Journal => {
  const write = lineWriter(file);
  const redact = redactor([]);
  const events: JournalEvent[] = [];
  const listeners = new Set<JournalListener>();
  const broken = new Set<JournalListener>();
  const startMs = clock.monotonicMs();

  const stamped = (body: EventBody): JournalEvent => ({
    ...body,
    atMs: Math.round(clock.nowMs()),
    sinceMs: Math.round((clock.monotonicMs() - startMs) * 10) / 10,
  });
  const tell = (event: JournalEvent, line: string): void => {
    for (const listener of listeners) {
      try {
        listener(event, line);
      } catch (error) {
        // A view that fails must not cost the journal a line, nor the other views theirs.
        if (!broken.has(listener)) onListenerError(error);
        broken.add(listener);
      }
    }
  };

  return {
    file,
    events,
    append: (body) => {
      // Redacted before it is cut, or else half a secret could be left at the cut.
      const line = JSON.stringify(cutTexts(redact(stamped(body))));
      // As a reader of the file has it, so that no page shows more than the journal.
      const event = JSON.parse(line) as JournalEvent;
      events.push(event);
      try {
        write.line(line);
      } finally {
        tell(event, line);
      }
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    assertWhole: write.assertWhole,
    close: write.close,
  };
};

const lineWriter = (file: string) => {
  mkdirSync(dirname(file), { recursive: true });
  const fd = openSync(file, "a");
  let size = fstatSync(fd).size;
  let isClosed = false;
  let failure: HostNotReadyError | undefined;
  if (size > 0) {
    closeSync(fd);
    throw new UsageError(`${file} already exists`, {
      next: "a journal is never continued: name a new file",
    });
  }
  const writeAll = (data: Buffer): void => {
    for (let done = 0; done < data.length; ) done += writeSync(fd, data, done);
  };
  return {
    line: (line: string): void => {
      if (isClosed || failure !== undefined) return;
      const data = Buffer.from(`${line}\n`);
      try {
        writeAll(data);
        size += data.length;
      } catch (error) {
        dropHalfLine(fd, size);
        failure = unwritable(file, error as NodeJS.ErrnoException);
        throw failure;
      }
    },
    assertWhole: (): void => {
      if (failure !== undefined) throw failure;
    },
    close: (): void => {
      if (!isClosed) closeSync(fd);
      isClosed = true;
    },
  };
};

/** Where even that cannot be done, the reader tolerates the half line. */
const dropHalfLine = (fd: number, size: number): void => {
  try {
    ftruncateSync(fd, size);
  } catch {}
};

const unwritable = (file: string, cause: NodeJS.ErrnoException): HostNotReadyError => {
  const full = cause.code === "ENOSPC" || cause.code === "EDQUOT";
  return new HostNotReadyError(
    full ? "the disk is full: the journal ends here" : "the journal cannot be written",
    {
      where: file,
      got: cause.message,
      next: full
        ? "free some space there, then run the drill again"
        : "see that the file can be written, then run the drill again",
      cause,
    },
  );
};
