import { type FirewallName, firewallLine } from "./firewall.ts";
import { type AddressRef, fill, type ResolveAddress } from "./text.ts";

/** What differs between a rig and the real platform, beside addresses. */
export type PlatformProfile = {
  readonly machines: Readonly<Record<string, PlatformMachine>>;
  /** Paths and options of commands, by name. */
  readonly words: Readonly<Record<string, WordPair>>;
  /** Commands that procedures use and that the platform does not have, each with the reason. */
  readonly missing: Readonly<Record<string, string>>;
  /** Texts that only rigs have, such as a program of the rig: no page may name them. */
  readonly rigOnly: readonly string[];
  /** Programs of the platform that rigs have a stand-in for, whose words and exit codes may differ. */
  readonly standIns: readonly string[];
};

export type PlatformMachine = {
  readonly system: "NixOS" | "Debian";
  /** What an operator types to get the shell of an account, `root` included; several lines are several commands. */
  readonly accounts: Readonly<Record<string, string>>;
  /** The program that its firewall is managed with. */
  readonly firewall?: FirewallName;
  /** What a page calls it. @default its name in the rig */
  readonly called?: string;
};

export type WordPair = {
  readonly rig: string;
  /** Absent where no word for the platform is known: then no page may use it. */
  readonly platform?: string;
  /** What a page's reader must know of the platform's word: a sentence. */
  readonly note?: string;
};

/** Fills in what a page needs: the profile's words, and addresses by `addressOf`. */
export const onPlatform = (
  addressOf: (ref: AddressRef) => string,
  profile: PlatformProfile | undefined,
): ResolveAddress => {
  const resolve: ResolveAddress = (ref) => {
    switch (ref.kind) {
      case "address":
        return addressOf(ref);
      case "word":
        return profile?.words[ref.name]?.platform ?? fill(ref.rig, resolve);
      case "instead":
        return fill(ref.platform, resolve);
      case "firewall": {
        const name = profile?.machines[ref.machine]?.firewall;
        return name === undefined ? fill(ref.rig, resolve) : firewallLine(name, ref.task);
      }
      default:
        return ref satisfies never;
    }
  };
  return resolve;
};
