import { expect, test } from "vitest";
import type { ScriptedRule } from "../../test/scripted/rig-host.ts";
import { MachineError } from "../errors.ts";
import type { EventBody } from "../journal/events.ts";
import type { RigHost } from "../machines/rig-host.ts";
import { drillLamp, type LampOptions } from "./testing/drill-lamp.ts";

const both = ["switch", "candle"] as const;

type Wishes = LampOptions & {
  /** Labels of the rigs whose first start fails. */
  readonly failing?: readonly string[];
  /** Two rigs can run at once. @default true */
  readonly hasRoom?: boolean;
};

/** The lamp on a host that notes when it starts and stops a rig, together with where the drill is. */
const drill = async ({ failing: labels = [], hasRoom = true, ...options }: Wishes = {}) => {
  const log: string[] = [];
  const failing = new Set(labels);
  const wrapHost = (host: RigHost): RigHost => ({
    ...host,
    start: async (rig, start) => {
      log.push(`start ${start.label}`);
      if (failing.delete(start.label)) throw new MachineError(`${start.label} does not start`);
      const running = await host.start(rig, start);
      return {
        ...running,
        stop: async () => {
          log.push(`stop ${start.label}`);
          await running.stop();
        },
      };
    },
  });
  const onEvent: LampOptions["onEvent"] = (event, one) => {
    if (event.type === "phase-started") log.push(`${event.at.procedure} ${event.at.phase}`);
    options.onEvent?.(event, one);
  };
  const rig = hasRoom ? { startsAhead: true as const } : {};
  const done = await drillLamp({ procedures: both, startsAhead: true, ...options, rig, wrapHost, onEvent });
  const marks = log.filter((line) => /^(start|stop)|recovery$|prepare$/.test(line));
  const ready = done.events.filter((event) => event.type === "machine-ready");
  return { ...done, marks, ready, failures: done.events.filter((event) => event.type === "failure") };
};

const inTurn = [
  ...["start lamp-switch", "switch prepare", "switch recovery", "stop lamp-switch"],
  ...["start lamp-candle", "candle prepare", "candle recovery", "stop lamp-candle"],
];

test("the machines of the next procedure start while one recovers, and it says so", async () => {
  const { verdict, marks, ready } = await drill();
  expect(verdict).toBe("verified");
  expect(marks).toEqual([
    ...["start lamp-switch", "switch prepare", "switch recovery", "start lamp-candle", "stop lamp-switch"],
    ...["candle prepare", "candle recovery", "stop lamp-candle"],
  ]);
  expect(ready.map(({ procedure, ahead }) => [procedure, ahead])).toEqual([
    ["switch", undefined],
    ["candle", true],
  ]);
});

test.each<[string, Wishes]>([
  ["room for one rig alone", { hasRoom: false }],
  ["another drill beside it", { startsAhead: false }],
  ["a capture of the traffic", { capture: true }],
])("each starts in its turn where there is %s", async (_, options) => {
  expect((await drill(options)).marks).toEqual(inTurn);
});

test("a start ahead that fails is made again in its turn, and fails nothing", async () => {
  const { verdict, marks, ready, failures } = await drill({ failing: ["lamp-candle"] });
  expect(verdict).toBe("verified");
  expect(marks.filter((line) => line === "start lamp-candle")).toHaveLength(2);
  expect(ready.map(({ ahead }) => ahead)).toEqual([undefined, undefined]);
  expect(failures).toEqual([]);
});

test("machines that were started ahead are removed when their procedure is not begun", async () => {
  const interrupted = (event: EventBody): boolean =>
    event.type === "phase-ended" && event.at.phase === "checklist";
  const { verdict, marks } = await drill({
    onEvent: (event, { interrupt }) => interrupted(event) && interrupt(),
  });
  expect(verdict).toBe("interrupted");
  expect(marks.slice(-2).toSorted()).toEqual(["stop lamp-candle", "stop lamp-switch"]);
});

test("nothing is started ahead of a procedure that fails before its recovery", async () => {
  const broken: ScriptedRule = { match: "complaints", answer: { stdout: "" } };
  const { marks } = await drill({ rules: [broken] });
  expect(marks.slice(0, 4)).toEqual([
    "start lamp-switch",
    "switch prepare",
    "stop lamp-switch",
    "start lamp-candle",
  ]);
});
