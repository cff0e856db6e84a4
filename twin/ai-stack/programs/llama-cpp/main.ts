import { runProcess } from "#twin/metacircular/programs/lib/run-process.ts";
import { llamaCpp } from "./program.ts";

runProcess(llamaCpp);
