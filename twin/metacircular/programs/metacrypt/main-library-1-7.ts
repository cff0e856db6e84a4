import { runProcess } from "../lib/run-process.ts";
import { metacryptOnLibrary17 } from "./program.ts";

runProcess(metacryptOnLibrary17);
