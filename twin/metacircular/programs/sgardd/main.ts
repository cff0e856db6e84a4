import { runProcess } from "../lib/run-process.ts";
import { sgardd } from "./program.ts";

runProcess(sgardd);
