import type { RootContent } from "mdast";
import type { Action } from "../../scenario/action.ts";
import type { Probe } from "../../scenario/probe.ts";
import { isOperators, userOf } from "../../scenario/user-of.ts";
import { code, type Inline, inlineCode, paragraph, strong } from "./markdown.ts";
import type { Page } from "./page.ts";
import { calledOn } from "./typing.ts";

type Place = { readonly machine: string; readonly user: string };

/** The accounts of one name whose shell the same commands get. */
type Shell = { readonly group: readonly Place[]; readonly user: string; readonly commands: string };

const shells = (page: Page, typed: readonly (Action | Probe)[]): Shell[] => {
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
    return first === undefined || commands === "" ? [] : [{ group, user: first.user, commands }];
  });
};

/** Each account with what gets its shell, from the platform's profile; accounts with the same commands share them. */
export const becomingByProfile = (page: Page, typed: readonly (Action | Probe)[]): RootContent[] =>
  shells(page, typed).flatMap(({ group, user, commands }) => [
    paragraph(
      "For the commands marked ",
      strong(user),
      ...onMachines(page, group),
      ", from your own login there (",
      inlineCode("exit"),
      " returns to it):",
    ),
    code("sh", commands),
  ]);

/** The same in a line each. */
export const shellLines = (page: Page, typed: readonly (Action | Probe)[]): Inline[][] =>
  shells(page, typed).map(({ group, user, commands }) => [
    strong(user),
    ...onMachines(page, group),
    ": ",
    // The second line is typed into the shell that the first one gets.
    ...commands
      .split("\n")
      .flatMap((line, index): Inline[] => [index === 0 ? "" : ", then ", inlineCode(line)]),
  ]);

const onMachines = (page: Page, group: readonly Place[]): Inline[] =>
  page.scenario.rig.machines.length > 1 ? named(page, group) : [];

/** " on **rift**, **orion**". */
const named = (page: Page, group: readonly Place[]): Inline[] =>
  group.flatMap(({ machine }, index): Inline[] => {
    const [on, name = machine] = calledOn(page, machine);
    return index === 0 ? [on ?? "", name] : [", ", name];
  });
