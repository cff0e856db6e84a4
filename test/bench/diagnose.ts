import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { finished } from "node:stream/promises";
import { execa } from "execa";
import { repositoryRoot } from "#setup/repository.ts";
import { alternate, repeat, timed } from "./alternate.ts";
import type { Bench, Benchmark } from "./bench.ts";
import type { Measurement } from "./measurement.ts";

/** A typical pasted text: a few lines around the relevant one. */
const usualText = `Nov 21 10:00:00 rift systemd[1]: Started mcp-agent.service.
Nov 21 10:00:01 rift mcp-agent[310]: listening on 198.51.100.10:9444
Nov 21 10:00:04 rift mcp-agent[310]: podman ps: exit code 125
Nov 21 10:00:04 rift mcp-agent[310]: Error: default OCI runtime "crun" not found: invalid argument
Nov 21 10:00:04 rift mcp-agent[310]: cannot list containers, trying again in 30 s
`;

const megabyte = 1024 * 1024;
const hugeMegabytes = 100;
const hugeTurns = 3;

/** A log of this size, with an error in every fiftieth line, and a known one in the last. */
const writeHugeText = async (file: string): Promise<void> => {
  const lines = Array.from({ length: 10_000 }, (_, index) =>
    index % 50 === 0
      ? `Nov 21 10:00:00 rift worker[${index}]: job ${index} has failed: no answer`
      : `Nov 21 10:00:00 rift proxy[7]: GET /v1/health 200 from 192.0.2.${index % 250} in 3 ms`,
  );
  const block = `${lines.join("\n")}\n`;
  const stream = createWriteStream(file);
  for (let written = 0; written < hugeMegabytes * megabyte; written += block.length) {
    if (!stream.write(block)) await once(stream, "drain");
  }
  stream.end(usualText);
  await finished(stream);
};

const measure = async (bench: Bench): Promise<Measurement[]> => {
  const node = (args: readonly string[], input = "") =>
    timed(() => execa(process.execPath, args, { input, cancelSignal: bench.signal }));
  const command = [join(repositoryRoot, "bin/drillbook.mjs"), "drill", "diagnose"];
  const usual = () => node(command, usualText);
  // The first run compiles.
  await usual();
  const measured = await alternate(bench.turns(20), usual, () => node(["-e", "0"]));
  const huge = join(bench.folder, "huge.log");
  await writeHugeText(huge);
  const ofHuge = await repeat(bench.turns(hugeTurns), () => node([...command, huge]));
  const standalone = join(repositoryRoot, "runbooks/diagnose.mjs");
  const alone = await alternate(
    bench.turns(20),
    () => node([standalone], usualText),
    () => node(["-e", "0"]),
  );
  const ofHugeAlone = await repeat(bench.turns(hugeTurns), () => node([standalone, huge]));
  return [
    { what: "drill diagnose, against node -e 0", ...measured, limit: { kind: "ms", most: 300 } },
    { what: `drill diagnose, of ${hugeMegabytes} MB`, ours: ofHuge, limit: { kind: "ms", most: 2000 } },
    { what: "runbooks/diagnose.mjs, against node -e 0", ...alone, limit: { kind: "ms", most: 150 } },
    {
      what: `runbooks/diagnose.mjs, of ${hugeMegabytes} MB`,
      ours: ofHugeAlone,
      limit: { kind: "ms", most: 1000 },
    },
  ];
};

/** Whole processes, from spawn to exit. */
export const diagnose: Benchmark = {
  name: "diagnose",
  about: "`drill diagnose` and its one file, of a few lines, against `node -e 0`, and of 100 MB",
  run: measure,
};
