import { ScenarioError } from "../errors.ts";
import type { Action, NetworkChange, PutFile } from "./action.ts";
import type { Command } from "./command.ts";
import { digLine } from "./dig-line.ts";
import type { HttpRequest, Lookup, Probe } from "./probe.ts";
import { quote } from "./shell.ts";
import { fill, type ResolveAddress } from "./text.ts";

/** What an operator would type, in a root shell or the user's own, to do or see the same. */
export const commandLine = (what: Action | Probe, resolve: ResolveAddress): string => {
  switch (what.kind) {
    case "command":
      return typed(what, resolve);
    case "dns":
      return digLine(what, resolve);
    case "lookup":
      return lookUp(what);
    case "http":
      return curl(what, resolve);
    case "put":
      return put(what, resolve);
    case "reboot":
      return "systemctl reboot";
    case "power-loss":
      return `# cut the power of ${what.machine}`;
    case "network":
      return networkChange(what);
    default:
      return unknownKind(what);
  }
};

const typed = (command: Command, resolve: ResolveAddress): string => {
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

const withInput = (script: string, input: string): string => {
  const head = isOneCommand(script) ? script : `{\n${script}\n}`;
  return hereDocument(head, input);
};

const hereDocument = (head: string, body: string): string => {
  const lines = body.split("\n");
  let end = "EOF";
  while (lines.includes(end)) end += "_";
  return `${head} <<'${end}'\n${body}${body.endsWith("\n") || body === "" ? "" : "\n"}${end}`;
};

/** The third is not what the drill itself asks with, but asks DNS alone at the servers of /etc/resolv.conf, too. */
const lookUp = ({ name, family }: Lookup): string =>
  [
    ["getent", "ahosts", name],
    ["resolvectl", "query", name],
    ["dig", name, family === 4 ? "A" : "AAAA", "+short"],
  ]
    .map((words) => words.map(quote).join(" "))
    .join("\n");

const curl = (request: HttpRequest, resolve: ResolveAddress): string => {
  const { status } = request.expect;
  const shape =
    status >= 200 && status < 300
      ? ["--fail-with-body", "--silent", "--show-error"]
      : ["--silent", "--show-error", "--output", "/dev/null", "--write-out", "%{http_code}\\n"];
  const method =
    request.method === "GET" ? [] : request.method === "HEAD" ? ["--head"] : ["--request", request.method];
  const trust = request.caFile === undefined ? [] : ["--cacert", request.caFile];
  return ["curl", ...shape, ...method, ...trust, fill(request.url, resolve)].map(quote).join(" ");
};

const put = (file: PutFile, resolve: ResolveAddress): string => {
  const [owner = "root", group] = file.owner.split(":");
  const install = (source: string): string =>
    ["install", "-D", `--mode=${file.mode}`, `--owner=${owner}`]
      .concat(group === undefined ? [] : [`--group=${group}`])
      .concat(source, file.path)
      .map(quote)
      .join(" ");
  if ("bundleOf" in file.content) {
    return `# the program ${file.content.bundleOf}, bundled into one file\n${install("./bundle.mjs")}`;
  }
  return hereDocument(install("/dev/stdin"), fill(file.content, resolve));
};

const networkChange = (what: NetworkChange): string => {
  const change =
    what.change === "cut"
      ? `cut ${what.machine} off the network ${what.network}`
      : `connect ${what.machine} to the network ${what.network} again`;
  return what.byHand === undefined ? `# ${change}` : `# in the drill: ${change}\n${what.byHand}`;
};

const unknownKind = (what: never): never => {
  throw new ScenarioError(
    `there is no command line for ${JSON.stringify((what as { kind?: unknown }).kind)}`,
    {
      next: "use a command, a probe, a file, a reboot, a power loss or a network change",
    },
  );
};
