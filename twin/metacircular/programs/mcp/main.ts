import { runOfProcess } from "../lib/run-process.ts";
import { mcp } from "./program.ts";

process.exitCode = await mcp(runOfProcess());
