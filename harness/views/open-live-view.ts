import picocolors from "picocolors";
import type { Variant } from "../variants/variant.ts";
import { createJsonView } from "./json/json-view.ts";
import type { LiveView } from "./live-view.ts";
import type { ManyView } from "./many-view.ts";
import { createPlainManyView } from "./plain/plain-many-view.ts";
import { createPlainView } from "./plain/plain-view.ts";
import { createTerminalManyView } from "./terminal/terminal-many-view.ts";
import { createTerminalView } from "./terminal/terminal-view.ts";

/** Where the output goes. */
type Output = {
  /** `auto`: live on a terminal that can redraw, plain lines elsewhere. */
  readonly mode: "auto" | "plain" | "json";
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly env: Readonly<Record<string, string | undefined>>;
};

type OpenLiveViewOptions = Output & {
  /** The scenario of this one, where drills of several run: each JSON line tells it then. */
  readonly drill?: string | undefined;
  /** The machines of this one, where a scenario has drills on several: each JSON line tells it then. */
  readonly variant?: Variant | undefined;
};

/** The live view that suits where the output goes. */
export const openLiveView = ({ drill, variant, ...options }: OpenLiveViewOptions): LiveView => {
  const { mode, stderr } = options;
  const { write, terminal } = outputOf(options);
  if (mode === "json") return createJsonView(write, (text) => stderr.write(text), { drill, variant });
  return terminal === undefined ? createPlainView({ write }) : createTerminalView(terminal);
};

/** The view of several drills at once, by their names, that suits where the output goes. */
export const openManyView = (names: readonly string[], options: Omit<Output, "stderr">): ManyView => {
  const { write, terminal } = outputOf(options);
  return terminal === undefined
    ? createPlainManyView({ write, names })
    : createTerminalManyView({ ...terminal, names });
};

/** How text is written, and the terminal where one can be redrawn. */
const outputOf = ({ mode, stdout, env }: Omit<Output, "stderr">) => {
  // A reader that leaves (`| head`) must end the view, never the drill and its clean-up.
  stdout.on("error", () => {});
  const write = (text: string): void => {
    if (stdout.writable) stdout.write(text);
  };
  const redraws = mode === "auto" && stdout.isTTY === true && env["TERM"] !== "dumb";
  const colors = picocolors.createColors(env["NO_COLOR"] === undefined || env["NO_COLOR"] === "");
  return { write, ...(redraws ? { terminal: { stream: stdout, colors } } : {}) };
};
