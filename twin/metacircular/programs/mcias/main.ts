import { runProcess } from "../lib/run-process.ts";
import { mcias } from "./program.ts";

runProcess(mcias);
