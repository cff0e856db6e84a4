import { mixedContract } from "../vm/mixed-contract.ts";

mixedContract("uml");
