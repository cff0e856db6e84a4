import { runProcess } from "#twin/metacircular/programs/lib/run-process.ts";
import { aidb } from "./program.ts";

runProcess(aidb);
