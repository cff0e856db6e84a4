import { Fatal, reason } from "../../lib/fatal.ts";
import { RunningNamed } from "./bind9.ts";
import { BIND9_DIFFERENCES } from "./bind9-differences.ts";
import { CONFORMANCE_CASES } from "./cases.ts";
import { type KnownDifference, unexplained } from "./known-difference.ts";
import { reportLines } from "./report.ts";
import { runConformance } from "./run.ts";
import type { Target } from "./target.ts";
import { World } from "./world.ts";

const USAGE = `usage: conformance bind9                                 start bind9 with the zones of the checklist, and ask it
       conformance ask ADDRESS:PORT[/TCPPORT] [WORLDPORT]   ask a server that has the zones, and forwards to WORLDPORT of loopback`;

const readTarget = (text = ""): Target => {
  const [, host, udp, tcp = udp] = /^([0-9.]+):(\d{1,5})(?:\/(\d{1,5}))?$/.exec(text) ?? [];
  if (host === undefined) throw new Fatal(USAGE);
  return { host, udpPort: Number(udp), tcpPort: Number(tcp) };
};

const ask = async (target: Target, known: readonly KnownDifference[]): Promise<number> => {
  const startedMs = performance.now();
  const results = await runConformance(target);
  const tookMs = Math.round(performance.now() - startedMs);
  const problems = unexplained(results, known);
  const lines = [
    ...reportLines(CONFORMANCE_CASES, results, known),
    ...problems.map((problem) => `problem  ${problem}`),
    `${results.length} cases in ${tookMs} ms, ${problems.length} without explanation`,
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
  return problems.length === 0 ? 0 : 1;
};

const run = async ([command, where, worldPort, ...rest]: readonly string[]): Promise<number> => {
  if (command === "bind9" && where === undefined) {
    await using named = await RunningNamed.start();
    return await ask(named.target, BIND9_DIFFERENCES);
  }
  if (command !== "ask" || rest.length > 0 || !/^\d{0,5}$/.test(worldPort ?? "")) throw new Fatal(USAGE);
  await using _world = await World.open(Number(worldPort ?? 0));
  return await ask(readTarget(where), []);
};

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Fatal ? error.message : `conformance: ${reason(error)}`}\n`);
  process.exitCode = 1;
}
