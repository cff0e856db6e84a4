import { mixedContract } from "./mixed-contract.ts";

mixedContract("vm");
