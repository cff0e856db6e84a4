import { runProcess } from "../lib/run-process.ts";
import { metacryptWeb } from "./program.ts";

runProcess(metacryptWeb);
