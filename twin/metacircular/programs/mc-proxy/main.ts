import { runProcess } from "../lib/run-process.ts";
import { mcProxy } from "./program.ts";

runProcess(mcProxy);
