import { runProcess } from "../lib/run-process.ts";
import { mcrWeb } from "./program.ts";

runProcess(mcrWeb);
