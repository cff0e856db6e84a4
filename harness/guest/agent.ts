/** The program that runs as root inside a machine and executes the harness's calls from one stream. */
import { FrameReader } from "./frames.ts";
import { Service } from "./service.ts";
import { portWire, standardWire } from "./wire.ts";

// Each name look-up holds a thread until the resolver times out, and drills kill resolvers: with the default of four
// threads, files could not be read any more. libuv reads it at its first use.
process.env["UV_THREADPOOL_SIZE"] = "64";
process.umask(0o022);

const portPath = process.argv[2] === "--port" ? process.argv[3] : undefined;
const wire = portPath === undefined ? standardWire() : await portWire(portPath);
const service = new Service(wire.send);

const report = (error: unknown) => process.stderr.write(`drillbook agent: ${String(error)}\n`);
process.on("uncaughtException", report);
process.on("unhandledRejection", report);

const reader = new FrameReader((frame) => service.receive(frame));
await wire.receive((data) => reader.push(data));
service.end();
process.exit(0);
