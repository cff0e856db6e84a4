import { runProcess } from "../lib/run-process.ts";
import { kls } from "./program.ts";

runProcess(kls);
