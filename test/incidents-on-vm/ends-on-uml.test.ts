import { endsContract } from "../vm/ends-contract.ts";

endsContract("uml");
