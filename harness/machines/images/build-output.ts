import { MachineError } from "../../errors.ts";
import { adviceOnPackages } from "./packages-not-found.ts";

/** What an engine prints while it builds, pulls or imports: JSON objects, one a line. */
type EngineLine = { readonly stream?: string; readonly status?: string; readonly error?: string };

const keptLines = 15;

/**
 * Reads the engine's output to its end and hands on what a person may want to see.
 * @throws MachineError with the last lines when the engine reports an error
 */
export const readBuildOutput = async (
  what: string,
  output: AsyncIterable<Uint8Array | string>,
  onLine: (line: string) => void,
): Promise<void> => {
  const last: string[] = [];
  let error: string | undefined;
  let unfinished = "";
  const take = (line: string) => {
    const text = withoutColours(line);
    if (text === "") return;
    last.push(text);
    if (last.length > keptLines) last.shift();
    onLine(text);
  };
  for await (const { stream, status, error: reported } of jsonLines(output)) {
    const lines = (unfinished + (stream ?? (status === undefined ? "" : `${status}\n`))).split("\n");
    unfinished = lines.pop() ?? "";
    for (const line of lines) take(line);
    error ??= reported;
  }
  take(unfinished);
  if (error === undefined) return;
  const got = [...last, error.trim()].join("\n");
  const next = adviceOnPackages(got);
  throw new MachineError(`${what} failed`, { got, ...(next === undefined ? {} : { next }) });
};

const withoutColours = (line: string): string => line.replaceAll(/\u001b\[[0-9;]*m/g, "").trimEnd();

const jsonLines = async function* (output: AsyncIterable<Uint8Array | string>): AsyncGenerator<EngineLine> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of output) {
    rest += typeof chunk === "string" ? chunk : decoder.decode(chunk, { stream: true });
    const lines = rest.split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) if (line.trim() !== "") yield JSON.parse(line) as EngineLine;
  }
  if (rest.trim() !== "") yield JSON.parse(rest) as EngineLine;
};
