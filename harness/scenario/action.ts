import type { ActionDefinition } from "../actions/definition.ts";
import * as registry from "../actions/registry.ts";
import { registered } from "./registered.ts";

type Definition = (typeof registry)[keyof typeof registry];

/** Something that changes a machine. */
export type Action = Parameters<Definition["perform"]>[0];

/** All that is known of a kind of action. @throws TypeError for a kind that is not registered */
export const actionDefinition = registered(registry) as unknown as (kind: string) => ActionDefinition<Action>;

type Both<Union> = (Union extends unknown ? (value: Union) => void : never) extends (value: infer All) => void
  ? All
  : never;

/** What authors write to make actions of a machine. */
export type ActionMethods = Both<ReturnType<Definition["methods"]>>;

export const actionMethods = (machine: string): ActionMethods =>
  Object.assign({}, ...Object.values(registry).map(({ methods }) => methods(machine)));
