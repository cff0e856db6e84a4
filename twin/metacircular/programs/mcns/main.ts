import { runProcess } from "../lib/run-process.ts";
import { mcns } from "./program.ts";

runProcess(mcns);
