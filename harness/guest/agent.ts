/** The program that runs as root inside a machine and does what the harness asks over one stream. */
import { FrameReader } from "./frames.ts";
import { Service } from "./service.ts";
import { portWire, standardWire } from "./wire.ts";

// Each look-up of a name holds a thread until the resolver gives up, and a drill kills resolvers: with the
// four of the default, files could not be read any more. Read by libuv at its first use.
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
