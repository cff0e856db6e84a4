import type { EventOf } from "../../journal/drill-record.ts";
import type { Sighting } from "../../journal/events.ts";

/** For this long a check was seen in one way; milliseconds since the procedure began. */
export type Span = {
  readonly seen: Sighting;
  readonly fromMs: number;
  readonly toMs: number;
  /** What the first sample of it got. */
  readonly got: string;
};

/** What one machine asked, and how it was answered. */
export type Row = {
  /** "vade: google.com A @192.0.2.10". */
  readonly label: string;
  /** What the check claims. */
  readonly title: string;
  readonly spans: readonly Span[];
};

type Change = EventOf<"sample-changed">;

/** One row for each machine and probe, by name; each is as it was last seen until `toMs`. */
export const rowsOf = (samples: readonly Change[], startMs: number, toMs: number): Row[] =>
  [...Map.groupBy(samples, keyOf).values()]
    .map((changes) => {
      const inOrder = changes.toSorted((a, b) => a.sentMs - b.sentMs);
      const spans = inOrder.map((change, index) => ({
        seen: seenIn(change),
        fromMs: change.sentMs - startMs,
        toMs: (inOrder[index + 1]?.sentMs ?? startMs + toMs) - startMs,
        got: change.got,
      }));
      return { label: labelOf(changes[0]), title: changes[0]?.title ?? "", spans: joined(spans) };
    })
    .sort((a, b) => a.label.localeCompare(b.label, "en", { numeric: true }));

const keyOf = ({ machine, probe, title }: Change): string => JSON.stringify([machine, probe, title]);

const labelOf = (change: Change | undefined): string =>
  change?.machine === undefined || change.probe === undefined
    ? (change?.title ?? "")
    : `${change.machine}: ${change.probe}`;

/** How an older journal says that nothing answered. */
const noAnswer = /^(timeout|unreachable|(tls-failed|broken): .*(ECONNRESET|hang up|disconnected))/;

const seenIn = ({ seen, ok, got }: Change): Sighting => {
  if (seen !== undefined) return seen;
  if (ok) return "right";
  return noAnswer.test(got) ? "missing" : "wrong";
};

const joined = (spans: readonly Span[]): Span[] => {
  const all: Span[] = [];
  for (const span of spans) {
    const last = all.at(-1);
    if (last?.seen === span.seen) all[all.length - 1] = { ...last, toMs: span.toMs };
    else all.push(span);
  }
  return all.filter(({ fromMs, toMs }) => toMs > fromMs);
};
