import { runProcess } from "#twin/metacircular/programs/lib/run-process.ts";
import { embeddings } from "./program.ts";

runProcess(embeddings);
