import { runProcess } from "../lib/run-process.ts";
import { mcpMaster } from "./program.ts";

runProcess(mcpMaster);
