import { runProcess } from "../lib/run-process.ts";
import { mcr } from "./program.ts";

runProcess(mcr);
