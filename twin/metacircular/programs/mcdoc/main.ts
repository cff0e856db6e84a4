import { runProcess } from "../lib/run-process.ts";
import { mcdoc } from "./program.ts";

runProcess(mcdoc);
