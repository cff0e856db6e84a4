import { runProcess } from "../lib/run-process.ts";
import { mcat } from "./program.ts";

runProcess(mcat);
