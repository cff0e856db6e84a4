import type { Engine } from "../engine/engine.ts";
import { FrameSplitter } from "./framing.ts";
import { PcapWriter } from "./pcap.ts";
import { startRelay } from "./relay.ts";
import type { Switch } from "./switch.ts";

/** The kernel's time, before each frame that is watched: seconds and microseconds. */
const stampBytes = 8;

/**
 * Makes one network of a container engine's and a switch's, until disposed.
 * @throws HostNotReadyError where this process may not, or the engine's networks are not on this host
 */
export const joinEngineNetwork = async (
  engine: Engine,
  engineNetworkName: string,
  sw: Switch,
): Promise<AsyncDisposable> => {
  const relay = await startRelay("join", engine, engineNetworkName);
  const port = sw.attach(relay.stream);
  return {
    [Symbol.asyncDispose]: async () => {
      port.close();
      await relay.end();
    },
  };
};

/**
 * Writes what passes in a container engine's network into a file, until disposed; as the kernel passes it: a large
 * segment is one frame, and a checksum that a card would fill in may be missing.
 * @throws HostNotReadyError where this process may not, or the engine's networks are not on this host
 */
export const captureEngineNetwork = async (
  engine: Engine,
  engineNetworkName: string,
  file: string,
): Promise<AsyncDisposable> => {
  const relay = await startRelay("watch", engine, engineNetworkName);
  const writer = new PcapWriter(file);
  const splitter = new FrameSplitter((stamped) => {
    const atMs = stamped.readUInt32BE(0) * 1000 + stamped.readUInt32BE(4) / 1000;
    writer.write(stamped.subarray(stampBytes), atMs);
  });
  relay.stream.on("data", (data: Buffer) => splitter.push(data));
  return {
    [Symbol.asyncDispose]: async () => {
      await relay.end();
      writer.close();
    },
  };
};
