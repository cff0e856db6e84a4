import { runProcess } from "#twin/metacircular/programs/lib/run-process.ts";
import { qdrant } from "./program.ts";

runProcess(qdrant);
