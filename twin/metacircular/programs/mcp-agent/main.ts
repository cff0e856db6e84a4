import { runProcess } from "../lib/run-process.ts";
import { mcpAgent } from "./program.ts";

runProcess(mcpAgent);
