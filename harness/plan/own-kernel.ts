import { UsageError } from "../errors.ts";
import {
  isVirtual,
  type KindWord,
  kindOfWord,
  kindWord,
  type MachineKind,
  ownKernelWord,
} from "../scenario/machine-kind.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { type KindsAsked, usualKind } from "./machine-kinds.ts";

/** What a host can run a kernel of a machine's own with, beside emulation. */
export type OwnKernelHost = {
  /** "untried": only a try can tell. */
  readonly kvm: "boots" | "fails" | "untried";
  /** The same in a few words, with the reason. */
  readonly kvmWords: string;
  /** Why no user-mode kernel can run; absent when one can. */
  readonly noUml?: string;
};

/** Of which nothing is known. */
export const untriedHost: OwnKernelHost = { kvm: "untried", kvmWords: "KVM has not been tried on this host" };

/** What a command asks, as far as kinds depend on it. */
export type KindsAsk = {
  readonly scenario: Scenario;
  /** Those chosen. */
  readonly procedures: readonly string[];
  readonly on?: KindsAsked | undefined;
  /** Procedures run side by side, from one saved state where machines can be saved. */
  readonly sideBySide: boolean;
};

/** A kind; with the reason, where the command left it to the host. */
export type KindChoice = { readonly kind: MachineKind; readonly whyKind?: string };

export type DecidedKinds = {
  /** In the order in which they are drilled on. */
  readonly kinds: readonly KindChoice[];
  /** The kinds of single machines, by their names. */
  readonly machines: Readonly<Record<string, MachineKind>>;
  /** Why those that were left to the host are of the kind that they are. */
  readonly whyMachines?: string;
};

/** Whether it depends on the host which kinds the drills are on. */
export const leavesKindToHost = (ask: Pick<KindsAsk, "scenario" | "procedures" | "on">): boolean =>
  [...wordsOf(ask), ...Object.values(ask.on?.machines ?? {})].includes(ownKernelWord);

/**
 * The kinds that a command's words ask for. Where these leave it to the host: QEMU with KVM, else a user-mode kernel,
 * else QEMU with emulation, which alone has saved states.
 * @throws UsageError when no kind is left that the words do not name
 */
export const decideKinds = (ask: KindsAsk, host: OwnKernelHost): DecidedKinds => {
  const words = wordsOf(ask);
  const kinds = words.map((word) => kindOrChoice(word, () => chooseKind(host, ask, words)));
  // Those with a kernel of their own are of one kind, where a drill is on such a kind anyway.
  const chosen = kinds.find(({ kind }) => isVirtual(kind));
  const alone = Object.entries(ask.on?.machines ?? {}).map(
    ([name, word]) => [name, kindOrChoice(word, () => chosen ?? chooseKind(host, ask, []))] as const,
  );
  const whyMachines = alone.find(([, { whyKind }]) => whyKind !== undefined)?.[1].whyKind;
  return {
    kinds,
    machines: Object.fromEntries(alone.map(([name, { kind }]) => [name, kind])),
    ...(whyMachines === undefined ? {} : { whyMachines }),
  };
};

const wordsOf = ({ scenario, procedures, on }: Pick<KindsAsk, "scenario" | "procedures" | "on">) => {
  const words: readonly KindWord[] = on?.kinds ?? [];
  return words.length > 0 ? words : [usualKind(scenario, procedures)];
};

const kindOrChoice = (word: KindWord, choose: () => KindChoice): KindChoice => {
  const kind = kindOfWord(word);
  return kind === undefined ? choose() : { kind };
};

const qemu = (why: string): KindChoice => ({ kind: "vm", whyKind: `QEMU, because ${why}` });
const uml = (why: string): KindChoice => ({ kind: "uml", whyKind: `user-mode Linux, because ${why}` });

/** The kind that a host takes for a drill that any kind would do for. */
export const kindOnHost = ({ kvm, kvmWords, noUml }: OwnKernelHost): KindChoice => {
  if (kvm === "boots") return qemu(kvmWords);
  if (kvm === "untried") return qemu(`${kvmWords}; a drill tries it, and may take user-mode Linux then`);
  return noUml === undefined ? uml(kvmWords) : qemu(`${kvmWords}, and user-mode Linux cannot run: ${noUml}`);
};

const chooseKind = (host: OwnKernelHost, ask: KindsAsk, words: readonly KindWord[]): KindChoice => {
  const { scenario, procedures } = ask;
  const [qemuIsNamed, umlIsNamed] = [kindWord("vm"), kindWord("uml")].map((word) => words.includes(word));
  if (qemuIsNamed && umlIsNamed) {
    throw new UsageError(`--on ${ownKernelWord} would be a kind that --on names, too`, {
      got: `--on ${words.join(",")}`,
      next: `leave out ${ownKernelWord}`,
    });
  }
  if (umlIsNamed) return qemu("uml is drilled beside it");
  if (qemuIsNamed) return uml("qemu is drilled beside it");
  const always = scenario.rig.machines.find(({ on }) => on === "vm");
  if (always !== undefined) return qemu(`${always.name} is on a VM in every drill`);
  const usual = kindOnHost(host);
  if (usual.kind !== "uml") return usual;
  const why = whyNotOnUml(scenario, procedures);
  if (why !== undefined) return qemu(`${host.kvmWords}, and it is not for a UML machine: ${why}`);
  return beginFromOneState(ask)
    ? qemu(`${host.kvmWords}, and procedures side by side begin from a saved state; UML machines have none`)
    : usual;
};

/** Why the scenario, or each of the chosen procedures, cannot be drilled on a UML machine; undefined when one can. */
const whyNotOnUml = ({ notOn, procedures }: Scenario, chosen: readonly string[]): string | undefined => {
  if (notOn.uml !== undefined) return notOn.uml;
  const reasons = chosen.map((id) => procedures[id]?.notOn.uml);
  return reasons.every((reason) => reason !== undefined) ? reasons[0] : undefined;
};

/** Rigs of several kinds cannot be saved. */
const beginFromOneState = ({ procedures, on, sideBySide }: KindsAsk): boolean =>
  sideBySide && procedures.length > 1 && Object.keys(on?.machines ?? {}).length === 0;
