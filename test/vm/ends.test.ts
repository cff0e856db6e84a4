import { endsContract } from "./ends-contract.ts";

endsContract("vm");
