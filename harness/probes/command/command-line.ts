import { hereDocument, quote } from "../../scenario/shell.ts";
import { fill, type ResolveAddress } from "../../scenario/text.ts";
import type { Command } from "./value.ts";

/** The command as it is typed in a shell, with its directory, its input and its environment. */
export const commandLine = (command: Command, resolve: ResolveAddress): string =>
  command.typed === undefined
    ? lineOf(command, resolve)
    : fill([{ kind: "instead", rig: [lineOf(command, resolve)], platform: command.typed }], resolve);

const lineOf = (command: Command, resolve: ResolveAddress): string => {
  const script = fill(command.script, resolve).trim();
  const placed = command.cwd === undefined ? script : inDirectory(command.cwd, script);
  const fed = command.stdin === undefined ? placed : withInput(placed, fill(command.stdin, resolve));
  const env = Object.entries(command.env);
  if (env.length === 0) return fed;
  const settings = env.map(([name, value]) =>
    value === "" ? `unset ${name}` : `export ${name}=${quote(value)}`,
  );
  // In a subshell, so that the operator's own shell keeps its environment.
  return ["(", ...settings, fed, ")"].join("\n");
};

const inDirectory = (cwd: string, script: string): string =>
  `cd ${quote(cwd)} && ${isOneAndList(script) ? script : `{\n${script}\n}`}`;

const isOneCommand = (script: string): boolean => !/[\n|&;<]/.test(script);

/** Nothing in it runs when what is put before it with `&&` fails. */
const isOneAndList = (script: string): boolean =>
  !/\n|\|\||;|&/.test(script.replaceAll(/&&|[0-9]?>&[0-9]/g, ""));

const withInput = (script: string, input: string): string =>
  hereDocument(isOneCommand(script) ? script : `{\n${script}\n}`, input);
