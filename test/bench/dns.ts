import { readFileSync } from "node:fs";
import { MachineError } from "#harness/errors.ts";
import type { Machine } from "#harness/machines/machine.ts";
import { digLine } from "#harness/probes/dns/dig-line.ts";
import { evaluateDns } from "#harness/probes/dns/evaluate.ts";
import type { DnsQuery } from "#harness/probes/dns/value.ts";
import { CONFORMANCE_CASES } from "#twin/metacircular/programs/mcns/conformance/cases.ts";
import { mcnsConfigFor } from "#twin/metacircular/programs/mcns/conformance/mcns-config.ts";
import { runConformance } from "#twin/metacircular/programs/mcns/conformance/run.ts";
import { World } from "#twin/metacircular/programs/mcns/conformance/world.ts";
import { mcns as mcnsProgram } from "#twin/metacircular/programs/mcns/program.ts";
import { runService } from "#twin/metacircular/programs/testing/run-service.ts";
import { servers } from "../fixtures/dns-servers/case.ts";
import { startServers } from "../fixtures/dns-servers/start.ts";
import { alternate, repeat, timed } from "./alternate.ts";
import type { Bench, Benchmark } from "./bench.ts";
import { type Cost, costOfSampling } from "./dns-sampling.ts";
import type { Measurement } from "./measurement.ts";
import { beyond, median } from "./statistics.ts";

const { address } = servers.knot;
const sampledNames = 20;
/** Questions of one turn, in sequence. */
const inRow = 20;
const rawFile = "/root/raw-dns.pl";
const resolve = (): string => address;

const queryFor = (machine: string, name: string): DnsQuery => ({
  ...{ kind: "dns", machine, name, type: "A", server: [address], port: 53, protocol: "udp" },
  ...{ timeoutMs: 1000, expect: { rcode: "NOERROR", answers: [["192.0.2.90"]] } },
});

/** A drill's check: asked and evaluated, without its dig line. */
const checkOnce = async (machine: Machine, query: DnsQuery): Promise<void> => {
  const { name, type, port, protocol, timeoutMs } = query;
  const seen = await machine.observe({ kind: "dns", name, type, port, protocol, timeoutMs, server: address });
  const { ok, got } = evaluateDns(query, seen, resolve);
  if (!ok) throw new MachineError(`${name} was not answered`, { got });
};

const out = async (machine: Machine, script: string): Promise<string> => {
  const { exitCode, stdout, stderr } = await machine.exec({ script, timeoutMs: 30_000 });
  if (exitCode === 0) return stdout;
  throw new MachineError("a command failed", { command: script, got: `${stdout}${stderr}` });
};

/** One question, by our check and by a tight loop in the machine; medians of each turn. */
const checks = async (bench: Bench, machine: Machine, query: DnsQuery): Promise<Measurement[]> => {
  const ours = async () => median(await repeat(inRow, () => timed(() => checkOnce(machine, query))));
  const raw = async () => {
    const printed = await out(machine, `perl ${rawFile} ${address} 53 ${query.name} ${inRow}`);
    return median(printed.trim().split("\n").map(Number));
  };
  await alternate(5, ours, raw);
  const measured = await alternate(bench.turns(40), ours, raw);
  return [
    {
      what: "one DNS check, beyond the server's own time",
      ours: beyond(measured.ours, measured.theirs),
      limit: { kind: "ms", most: 3 },
    },
    { what: "the server's own time, by a loop in the machine", ours: measured.theirs },
  ];
};

/** Theirs is one command for a whole turn, so that our channel costs them nothing. */
const againstDig = async (bench: Bench, machine: Machine, query: DnsQuery): Promise<Measurement> => {
  const script = `for turn in $(seq ${inRow}); do ${digLine(query, resolve)} || exit; done`;
  const ours = () => timed(() => repeat(inRow, () => timed(() => checkOnce(machine, query))));
  const theirs = () =>
    timed(async () => {
      const answers = (await out(machine, script)).trim().split("\n");
      if (answers.length !== inRow)
        throw new MachineError("dig was not answered", { got: answers.join(", ") });
    });
  await alternate(1, ours, theirs);
  const measured = await alternate(bench.turns(15), ours, theirs);
  return { what: `${inRow} DNS checks, against dig`, ...measured, limit: { kind: "ratio", most: 1 / 5 } };
};

const sampling = async (bench: Bench, machine: Machine): Promise<Measurement[]> => {
  const probes = Array.from({ length: sampledNames }, (_, index) => ({
    ...({ id: String(index), kind: "dns", name: `name-${index}.many.servers.example`, type: "A" } as const),
    ...({ server: address, port: 53, protocol: "udp", timeoutMs: 1000 } as const),
  }));
  const costs: Cost[] = [];
  for (let turn = 0; turn < bench.turns(5); turn += 1) {
    bench.signal.throwIfAborted();
    costs.push(await costOfSampling(machine, probes, "knotd"));
  }
  return [
    {
      what: `sampling ${sampledNames} names every 100 ms, of one core`,
      ours: costs.map(({ agentPercent }) => agentPercent),
      limit: { kind: "percent", most: 5 },
    },
    {
      what: "the server that is sampled, of one core",
      ours: costs.map(({ serverPercent }) => serverPercent),
      unit: "percent",
    },
  ];
};

/** Every case of the checklist against MCNS, on this host, as for another server. */
const conformance = async (bench: Bench): Promise<Measurement> => {
  await using world = await World.open();
  await using mcns = await runService(mcnsProgram, mcnsConfigFor(world.address));
  const target = { host: "127.0.0.1", udpPort: mcns.port("dns/udp"), tcpPort: mcns.port("dns/tcp") };
  const times = await repeat(bench.turns(10), () =>
    timed(async () => {
      const wrong = (await runConformance(target)).filter(({ differences }) => differences.length > 0);
      if (wrong.length > 0) throw new Error(`MCNS differs: ${JSON.stringify(wrong)}`);
    }),
  );
  const what = `MCNS conformance, ${CONFORMANCE_CASES.length} cases`;
  return { what, ours: times, limit: { kind: "ms", most: 1000 } };
};

/** The cost of a DNS check and of a sampled name, in addition to that of the server, Knot. */
export const dns: Benchmark = {
  name: "dns",
  about: "DNS checks beside the server's own time and against dig, sampling, and the conformance of MCNS",
  run: async (bench) => {
    const inMachine = await bench.onMachine("bench: dns", async (machine) => {
      await startServers(machine, ["knot"]);
      await machine.writeFile(rawFile, readFileSync(new URL("./raw-dns.pl", import.meta.url)));
      const query = queryFor(machine.name, "name.many.servers.example");
      return [
        ...(await checks(bench, machine, query)),
        await againstDig(bench, machine, query),
        ...(await sampling(bench, machine)),
      ];
    });
    return [...inMachine, await conformance(bench)];
  },
};
