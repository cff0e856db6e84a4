import { actionMethods } from "../../../scenario/action.ts";

export const example = actionMethods("rift").powerLoss();
