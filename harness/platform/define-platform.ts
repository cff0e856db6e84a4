import { ScenarioError } from "../errors.ts";
import { firewallNames } from "../scenario/firewall.ts";
import { assertKnownFields } from "../scenario/known-fields.ts";
import type { PlatformProfile, WordPair } from "../scenario/platform-profile.ts";
import type { PlatformWord } from "../scenario/text.ts";

/** A profile, and its words for scenarios. */
export type Platform<Name extends string = string> = PlatformProfile & {
  /**
   * A word of the profile, for a command or a text.
   * @throws ScenarioError for a name that the profile does not have
   */
  word(name: Name): PlatformWord;
};

export type PlatformFields<Name extends string = string> = Pick<PlatformProfile, "machines"> &
  Partial<Pick<PlatformProfile, "missing" | "rigOnly" | "standIns">> & {
    readonly words: Readonly<Record<Name, WordPair>>;
  };

const fieldNames = ["machines", "words", "missing", "rigOnly", "standIns"];

/** Words are inserted into commands without quotes, so that `~` and options of several words are possible. */
const isWord = (value: unknown): boolean =>
  typeof value === "string" && /^[A-Za-z0-9_@%+=:,./~^ -]+$/.test(value) && value.trim() === value;

const isText = (value: unknown): boolean => typeof value === "string" && value.trim() !== "";

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const wrong = (got: string, next: string): ScenarioError =>
  new ScenarioError("the profile of the platform is not valid", { got, next });

const assertMachines = (machines: unknown): void => {
  if (!isRecord(machines)) throw wrong("machines is not an object", "write machines: { web: { … } }");
  for (const [name, machine] of Object.entries(machines)) {
    const where = `machines.${name}`;
    if (!isRecord(machine)) throw wrong(`${where} is not an object`, "write system and accounts");
    assertKnownFields(where, machine, ["system", "accounts", "firewall", "called"]);
    const { system, accounts, firewall, called } = machine;
    if (system !== "NixOS" && system !== "Debian")
      throw wrong(`${where}.system is ${JSON.stringify(system)}`, 'write "NixOS" or "Debian"');
    if (!isRecord(accounts) || !Object.values(accounts).every(isText))
      throw wrong(
        `${where}.accounts is not an object of commands`,
        'write accounts: { root: "sudo -s", app: "sudo -u app -s" }',
      );
    if (firewall !== undefined && !firewallNames.some((name) => name === firewall))
      throw wrong(
        `${where}.firewall is ${JSON.stringify(firewall)}`,
        `write ${firewallNames.map((name) => `"${name}"`).join(" or ")}, or leave it out`,
      );
    if (called !== undefined && !isText(called))
      throw wrong(`${where}.called is ${JSON.stringify(called)}`, "write a name, or leave it out");
  }
};

const assertWords = (words: unknown): void => {
  if (!isRecord(words)) throw wrong("words is not an object", "write words: { … }");
  for (const [name, pair] of Object.entries(words)) {
    const where = `words.${name}`;
    if (!isRecord(pair)) throw wrong(`${where} is not an object`, 'write { rig: "…", platform: "…" }');
    assertKnownFields(where, pair, ["rig", "platform", "note"]);
    for (const side of ["rig", "platform"] as const) {
      const value = pair[side];
      if (isWord(value) || (side === "platform" && value === undefined)) continue;
      throw wrong(
        `${where}.${side} is ${JSON.stringify(value)}`,
        "write a path or an option of a command, without quotes and other signs of the shell",
      );
    }
    if (pair["note"] !== undefined && !isText(pair["note"]))
      throw wrong(`${where}.note is not a sentence`, "write one, or leave it out");
  }
};

const assertTexts = (missing: unknown, rigOnly: unknown, standIns: unknown): void => {
  if (!isRecord(missing) || !Object.values(missing).every(isText))
    throw wrong(
      "missing is not an object of reasons",
      'write missing: { "app restore": "it is not built yet" }',
    );
  if (!Array.isArray(rigOnly) || !rigOnly.every(isText))
    throw wrong("rigOnly is not a list of texts", 'write rigOnly: ["/usr/local/lib/rig"]');
  if (!Array.isArray(standIns) || !standIns.every((one) => typeof one === "string" && /^[\w.-]+$/.test(one)))
    throw wrong("standIns is not a list of programs", 'write standIns: ["app"]');
};

/**
 * What differs between the rigs and the real platform, written once; `platform` of the configuration, and the source of
 * words for scenarios.
 * @throws ScenarioError for a field that is wrong, with its place
 */
export const definePlatform = <Name extends string>(fields: PlatformFields<Name>): Platform<Name> => {
  assertKnownFields("the profile of the platform", fields, fieldNames);
  const { machines, words, missing = {}, rigOnly = [], standIns = [] } = fields;
  assertMachines(machines);
  assertWords(words);
  assertTexts(missing, rigOnly, standIns);
  const word = (name: Name): PlatformWord => {
    if (!Object.hasOwn(words, name)) {
      throw new ScenarioError(`the profile of the platform has no word "${name}"`, {
        next: `write one of ${Object.keys(words).join(", ")}`,
      });
    }
    return { kind: "word", name, rig: [words[name].rig] };
  };
  return { machines, words, missing, rigOnly, standIns, word };
};
