import { actionMethods } from "../../../scenario/action.ts";
import { address } from "../../../scenario/text.ts";

export const example = actionMethods("rift").put("/etc/drill.conf", {
  content: ["listen ", address("rift", "lan"), "\n"],
});
