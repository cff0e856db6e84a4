import { type ChildProcessByStdio, spawn } from "node:child_process";
import { delimiter } from "node:path";
import { Duplex, type Readable, type Writable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { HostNotReadyError } from "../../errors.ts";
import { drillCommand } from "../../invocation.ts";
import { withDeadline } from "../engine/deadline.ts";
import type { Engine } from "../engine/engine.ts";
import { isRoot } from "../engine/host-commands.ts";
import { networkNamespaceOf } from "../engine/network-namespace.ts";
import { onThisHost } from "../host-load.ts";
import { relayProgram } from "./relay-program.ts";

const beginsMs = 10_000;
const endsMs = 1000;
const headBytes = 4;
const next = () =>
  `as root, with a container engine of this host: ${drillCommand(["…"], ["--engine private"], { sudo: true })}`;

/** A process at the bridge of a container engine's network. */
type Relay = {
  /** Frames, each after its length: in both directions, or the captured ones, each after its time. */
  readonly stream: Duplex;
  /** Ends the process and removes its tap; resolves when all frames until then were read. */
  end(): Promise<void>;
};

/**
 * "join" takes part in the network without an address; "watch" captures all frames.
 * @throws HostNotReadyError where this process may not, or the engine's networks are not on this host
 */
export const startRelay = async (
  role: "join" | "watch",
  engine: Engine,
  engineNetworkName: string,
): Promise<Relay> => {
  const what = role === "join" ? "joined with virtual machines" : "captured";
  const refuse = (got: string) =>
    new HostNotReadyError(`the container engine's networks cannot be ${what}`, { got, next: next() });
  if (!isRoot()) throw refuse("only root can do that");
  const namespace = networkNamespaceOf(engine);
  if (namespace === undefined)
    throw refuse(`the networks of ${engine.name} at ${engine.dockerHost} are not this host's`);
  const address = await bridgeAddress(engine, engineNetworkName);
  const child = spawn("setpriv", relayArguments(namespace, role, address), {
    // A session of its own: Ctrl-C at the terminal is for the harness.
    detached: true,
    stdio: ["pipe", "pipe", "pipe"],
    env: { LC_ALL: "C", PATH: [process.env["PATH"] ?? "", "/usr/sbin", "/sbin"].join(delimiter) },
  });
  const ended = new Promise<void>((resolve) => {
    child.once("error", () => resolve());
    child.once("exit", () => resolve());
  });
  const failure = await untilBegun(child);
  if (failure === undefined) return relayOf(child, ended);
  child.kill("SIGKILL");
  await ended;
  throw refuse(failure);
};

/** It ends with its input, and at the latest with this process. */
const relayArguments = (namespace: string, role: string, address: string): string[] => [
  ...["--pdeathsig", "KILL", "nsenter", `--net=${namespace}`],
  ...["perl", "-e", relayProgram, role, address],
];

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

/** The address by which the bridge is found: in Docker's words, the network's gateway. */
const bridgeAddress = async (engine: Engine, name: string): Promise<string> => {
  const call = `GET /networks/${name}`;
  const network = await withDeadline(call, engine.docker.getNetwork(name).inspect());
  const config: readonly { readonly Gateway?: string | undefined }[] = network.IPAM?.Config ?? [];
  // Podman adds the length of its prefix.
  const address = config.map(({ Gateway }) => Gateway?.split("/")[0]).find((one) => one?.includes("."));
  if (address !== undefined) return address;
  throw new HostNotReadyError("the container engine's network has no address", { command: call });
};

const relayOf = (child: Child, ended: Promise<void>): Relay => {
  const stream = Duplex.from({ readable: child.stdout, writable: child.stdin });
  // Frames in transit at its end are lost, as on a wire.
  stream.on("error", () => {});
  const told = new Promise<void>((resolve) => {
    stream.once("end", resolve);
    stream.once("close", resolve);
  });
  return {
    stream,
    end: async () => {
      child.stdin.end();
      await Promise.race([told, delay(endsMs, undefined, { ref: false })]);
      child.kill("SIGKILL");
      await ended;
      stream.destroy();
    },
  };
};

/** Resolves with the error, or with undefined when the first, empty frame arrives. */
const untilBegun = (child: Child): Promise<string | undefined> =>
  new Promise((resolve) => {
    let said = "";
    child.stderr.on("data", (text: Buffer) => {
      said = (said + text.toString()).slice(-1000);
    });
    const look = () => {
      if (child.stdout.read(headBytes) !== null) done(undefined);
    };
    const done = (failure: string | undefined) => {
      clearTimeout(timer);
      child.stdout.off("readable", look);
      resolve(failure);
    };
    const timer = setTimeout(() => done(`no answer within ${beginsMs / 1000} s`), onThisHost(beginsMs));
    child.stdout.on("readable", look);
    child.once("error", (error) => done(error.message));
    child.once("close", () => done(said.trim() || "it has ended"));
  });
