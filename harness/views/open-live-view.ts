import picocolors from "picocolors";
import type { Variant } from "../variants/variant.ts";
import { createJsonView } from "./json/json-view.ts";
import type { LiveView } from "./live-view.ts";
import { createPlainView } from "./plain/plain-view.ts";
import { createTerminalView } from "./terminal/terminal-view.ts";

type OpenLiveViewOptions = {
  /** `auto`: live on a terminal that can redraw, plain lines elsewhere. */
  readonly mode: "auto" | "plain" | "json";
  /** The machines of this one, where journals of several follow each other: each JSON line tells it then. */
  readonly among?: Variant;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly env: Readonly<Record<string, string | undefined>>;
};

/** The live view that suits where the output goes. */
export const openLiveView = ({ mode, among, stdout, stderr, env }: OpenLiveViewOptions): LiveView => {
  // A reader that leaves (`| head`) must end the view, never the drill and its clean-up.
  stdout.on("error", () => {});
  const write = (text: string): void => {
    if (stdout.writable) stdout.write(text);
  };
  if (mode === "json") return createJsonView(write, (text) => stderr.write(text), among);
  const redraws = stdout.isTTY === true && env["TERM"] !== "dumb";
  if (mode === "plain" || !redraws) return createPlainView({ write });
  const colors = picocolors.createColors(env["NO_COLOR"] === undefined || env["NO_COLOR"] === "");
  return createTerminalView({ stream: stdout, colors });
};
