import { runProcess } from "../lib/run-process.ts";
import { metacrypt } from "./program.ts";

runProcess(metacrypt);
