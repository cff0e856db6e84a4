import type Docker from "dockerode";
import { expect, test } from "vitest";
import { removeRig } from "./remove-rig.ts";

const refusal = (statusCode: number, reason: string): Error =>
  Object.assign(new Error(reason), { statusCode, reason });

type Refusals = Readonly<Record<string, readonly (Error | undefined)[]>>;

/** An engine with two machines and two networks, one of them with a container of its own; what it was asked in turn. */
const engineThatRefuses = (refusals: Refusals) => {
  const asked: string[] = [];
  const left = new Map(Object.entries(refusals).map(([what, errors]) => [what, [...errors]]));
  const ask = async (what: string): Promise<void> => {
    asked.push(what);
    const error = left.get(what)?.shift();
    if (error !== undefined) throw error;
  };
  const docker = {
    listContainers: async () => ["rift", "vade"].map((name) => ({ Id: name, Names: [`/${name}`] })),
    listNetworks: async () => ["lan", "tailnet"].map((name) => ({ Id: name, Name: name })),
    getContainer: (id: string) => ({ remove: () => ask(`remove ${id}`) }),
    getNetwork: (id: string) => ({
      remove: () => ask(`remove ${id}`),
      inspect: async () => ({ Containers: { a: { Name: "stranger" } } }),
      disconnect: ({ Container, Force }: { Container: string; Force: boolean }) =>
        ask(`take ${Container} out of ${id}${Force ? " by force" : ""}`),
    }),
  };
  return { docker: docker as unknown as Docker, asked };
};

const everything = ["remove rift", "remove vade", "remove lan", "remove tailnet"];

test("every machine goes, then every network", async () => {
  const { docker, asked } = engineThatRefuses({});
  await removeRig(docker, "f00d");
  expect(asked).toEqual(everything);
});

test("what cannot be removed keeps nothing else, and is said at the end", async () => {
  const { docker, asked } = engineThatRefuses({
    "remove rift": [refusal(500, "device or resource busy")],
    "remove lan": [refusal(500, "iptables failed")],
  });
  await expect(removeRig(docker, "f00d")).rejects.toMatchObject({
    code: "machine-failed",
    message: "not everything of the rig could be removed",
    facts: {
      got: expect.stringMatching(
        /^DELETE \/containers\/rift: .*busy.*\nDELETE \/networks\/lan: .*iptables failed/s,
      ),
      next: "npm run drill clean",
    },
  });
  expect(asked).toEqual(everything);
});

test.each([
  ["is gone already", 404],
  ["is being removed by another process", 409],
])("what %s is no failure", async (_, statusCode) => {
  const { docker, asked } = engineThatRefuses({ "remove rift": [refusal(statusCode, "no such container")] });
  await removeRig(docker, "f00d");
  expect(asked).toEqual(everything);
});

test("a container in the network that is not the rig's is taken out of it", async () => {
  const endpoints = refusal(403, "error while removing network: network lan has active endpoints");
  const { docker, asked } = engineThatRefuses({
    "remove lan": [endpoints],
    // It left in the meantime.
    "take stranger out of lan by force": [refusal(404, "no such container")],
  });
  await removeRig(docker, "f00d");
  expect(asked).toEqual([
    ...everything.slice(0, 3),
    "take stranger out of lan by force",
    "remove lan",
    "remove tailnet",
  ]);
});
