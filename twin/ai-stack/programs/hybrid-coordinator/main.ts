import { runProcess } from "#twin/metacircular/programs/lib/run-process.ts";
import { hybridCoordinator } from "./program.ts";

runProcess(hybridCoordinator);
