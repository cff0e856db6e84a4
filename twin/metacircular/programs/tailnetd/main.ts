import { runProcess } from "../lib/run-process.ts";
import { tailnetd } from "./program.ts";

runProcess(tailnetd);
