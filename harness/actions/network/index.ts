import { assertKnownFields } from "../../scenario/known-fields.ts";
import { type ActionDefinition, done } from "../definition.ts";

/** A machine is cut off a network, or connected to it again. */
type NetworkChange = {
  readonly kind: "network";
  readonly machine: string;
  readonly network: string;
  readonly change: "cut" | "heal";
  /** With the link goes the address, as where a daemon ends that made the interface; healed, it comes back. */
  readonly address?: "goes";
  /** What an operator types to bring the same about on the real machine; a drill does not run it. */
  readonly byHand?: string;
};

type CutFields = Pick<NetworkChange, "byHand" | "address">;

/** A procedure's step needs `byHand`: an operator has no command for what the drill does to the network. */
type NetworkFields = Pick<NetworkChange, "byHand">;

type Methods = {
  cut(network: string, fields?: CutFields): NetworkChange;
  heal(network: string, fields?: NetworkFields): NetworkChange;
};

const networkChange =
  (machine: string, change: NetworkChange["change"], known: readonly string[]) =>
  (network: string, fields: CutFields = {}): NetworkChange => {
    assertKnownFields(`${change} of ${network}`, fields, known);
    return { kind: "network", machine, network, change, ...fields };
  };

export const network: ActionDefinition<NetworkChange, Methods> = {
  kind: "network",
  commandLine: ({ machine, network, change, byHand }) => {
    const told =
      change === "cut"
        ? `cut ${machine} off the network ${network}`
        : `connect ${machine} to the network ${network} again`;
    return byHand === undefined ? `# ${told}` : `# in the drill: ${told}\n${byHand}`;
  },
  perform: async ({ change, network, address }, { machine }) => {
    const cut = address === undefined ? {} : { address };
    await (change === "cut" ? machine.cutNetwork(network, cut) : machine.healNetwork(network));
    return done;
  },
  methods: (machine) => ({
    cut: networkChange(machine, "cut", ["byHand", "address"]),
    heal: networkChange(machine, "heal", ["byHand"]),
  }),
  // A page must not leave its reader with a comment where they are to do something.
  problem: ({ change, network, byHand = "" }, place) =>
    place === "typed step" && byHand.trim() === ""
      ? `an operator cannot type it; write ${change}("${network}", { byHand: "…" }) with what an operator types`
      : undefined,
};
