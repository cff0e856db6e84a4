import { runOfProcess } from "../lib/run-process.ts";
import { grpcHealthProbe } from "./program.ts";

process.exitCode = await grpcHealthProbe(runOfProcess());
