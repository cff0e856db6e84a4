import { accountOn } from "../../../scenario/account.ts";

export const example = accountOn("rift", "root").sh`id -u`.printsExactly("0");
