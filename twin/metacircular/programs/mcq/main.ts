import { runProcess } from "../lib/run-process.ts";
import { mcq } from "./program.ts";

runProcess(mcq);
