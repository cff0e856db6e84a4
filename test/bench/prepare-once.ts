/** A program that prints the time, in milliseconds, to find the images of uid-change up to date. */
import module from "node:module";
import { join } from "node:path";

// As in the launcher.
module.enableCompileCache(join(import.meta.dirname, "../../node_modules/.cache/drillbook"));

const { openHost } = await import("#harness/cli/open-host.ts");
const { planOf } = await import("#harness/plan/testing/plan-of.ts");
const { ownContents } = await import("../own-machines.ts");
const { loadOwnScenario } = await import("../own-scenarios.ts");

const plan = planOf(await loadOwnScenario("uid-change"));
const never = new AbortController();
const onProgress = () => {};
await using host = await openHost(plan, ownContents, onProgress, never.signal);
const sinceMs = performance.now();
await host.prepare(plan.scenario.rig, onProgress);
process.stdout.write(`${performance.now() - sinceMs}\n`);
