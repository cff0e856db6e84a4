import type { Engine } from "../engine/engine.ts";
import { FrameSplitter } from "./framing.ts";
import { PcapWriter } from "./pcap.ts";
import { startRelay } from "./relay.ts";
import type { Switch } from "./switch.ts";

/** The kernel's time, before each frame that is watched: seconds and microseconds. */
const stampBytes = 8;

/**
 * Joins a container engine's network and a switch until disposed; not `captured`: frames from the engine are captured
 * there.
 * @throws HostNotReadyError where this process may not, or the engine's networks are not on this host
 */
export const joinEngineNetwork = async (
  engine: Engine,
  engineNetworkName: string,
  sw: Switch,
  options: { readonly captured?: boolean } = {},
): Promise<AsyncDisposable> => {
  const relay = await startRelay("join", engine, engineNetworkName);
  const port = sw.attach(relay.stream, options);
  return {
    [Symbol.asyncDispose]: async () => {
      port.close();
      await relay.end();
    },
  };
};

/**
 * Calls back for each frame of a container engine's network until disposed, as the kernel passes it: a large segment is
 * one frame, and a checksum that a card would fill in may be missing.
 * @throws HostNotReadyError where this process may not, or the engine's networks are not on this host
 */
export const watchEngineNetwork = async (
  engine: Engine,
  engineNetworkName: string,
  onFrame: (frame: Buffer, atMs: number) => void,
): Promise<AsyncDisposable> => {
  const relay = await startRelay("watch", engine, engineNetworkName);
  const splitter = new FrameSplitter((stamped) => {
    const atMs = stamped.readUInt32BE(0) * 1000 + stamped.readUInt32BE(4) / 1000;
    onFrame(stamped.subarray(stampBytes), atMs);
  });
  relay.stream.on("data", (data: Buffer) => splitter.push(data));
  return { [Symbol.asyncDispose]: () => relay.end() };
};

/** Writes the frames of a container engine's network into a file until disposed. @throws HostNotReadyError as above */
export const captureEngineNetwork = async (
  engine: Engine,
  engineNetworkName: string,
  file: string,
): Promise<AsyncDisposable> => {
  const writer = new PcapWriter(file);
  const watching = await watchEngineNetwork(engine, engineNetworkName, (frame, atMs) =>
    writer.write(frame, atMs),
  ).catch((error: unknown) => {
    writer.close();
    throw error;
  });
  return {
    [Symbol.asyncDispose]: async () => {
      await watching[Symbol.asyncDispose]();
      writer.close();
    },
  };
};
