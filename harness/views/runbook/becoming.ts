import type { RootContent } from "mdast";
import type { Action } from "../../scenario/action.ts";
import type { Probe } from "../../scenario/probe.ts";
import { isOperators, userOf } from "../../scenario/user-of.ts";
import { code, type Inline, inlineCode, paragraph, strong } from "./markdown.ts";
import type { Page } from "./page.ts";
import { calledOn } from "./typing.ts";

type Place = { readonly machine: string; readonly user: string };

/** Each account with what gets its shell, from the platform's profile; accounts with the same commands share them. */
export const becomingByProfile = (page: Page, typed: readonly (Action | Probe)[]): RootContent[] => {
  const machines = page.platform?.machines ?? {};
  const places = new Map<string, Place>(
    typed
      .filter((what) => !isOperators(what))
      .map((what) => ({ machine: what.machine, user: userOf(what) }))
      .map((place) => [`${place.user} ${place.machine}`, place]),
  );
  const groups = Map.groupBy(places.values(), ({ machine, user }) =>
    JSON.stringify([user, machines[machine]?.accounts[user] ?? ""]),
  );
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    const commands = first === undefined ? "" : (machines[first.machine]?.accounts[first.user] ?? "");
    if (first === undefined || commands === "") return [];
    return [
      paragraph(
        "For the commands marked ",
        strong(first.user),
        ...(page.scenario.rig.machines.length > 1 ? named(page, group) : []),
        ", from your own login there (",
        inlineCode("exit"),
        " returns to it):",
      ),
      code("sh", commands),
    ];
  });
};

/** " on **rift**, **orion**". */
const named = (page: Page, group: readonly Place[]): Inline[] =>
  group.flatMap(({ machine }, index): Inline[] => {
    const [on, name = machine] = calledOn(page, machine);
    return index === 0 ? [on ?? "", name] : [", ", name];
  });
