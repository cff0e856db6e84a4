import { runProcess } from "../lib/run-process.ts";
import { mcrOnLibrary17 } from "./program.ts";

runProcess(mcrOnLibrary17);
