import { assertKnownFields } from "../../scenario/known-fields.ts";
import { type ActionDefinition, done } from "../definition.ts";

/** A machine is cut off a network, or connected to it again. */
type NetworkChange = {
  readonly kind: "network";
  readonly machine: string;
  readonly network: string;
  readonly change: "cut" | "heal";
  /** What an operator types to bring the same about on the real machine; a drill does not run it. */
  readonly byHand?: string;
};

/** A procedure's step needs `byHand`: an operator has no command for what the drill does to the network. */
type NetworkFields = Pick<NetworkChange, "byHand">;

type Methods = {
  cut(network: string, fields?: NetworkFields): NetworkChange;
  heal(network: string, fields?: NetworkFields): NetworkChange;
};

const networkChange =
  (machine: string, change: NetworkChange["change"]) =>
  (network: string, fields: NetworkFields = {}): NetworkChange => {
    assertKnownFields(`${change} of ${network}`, fields, ["byHand"]);
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
  perform: async ({ change, network }, { machine }) => {
    await (change === "cut" ? machine.cutNetwork(network) : machine.healNetwork(network));
    return done;
  },
  methods: (machine) => ({ cut: networkChange(machine, "cut"), heal: networkChange(machine, "heal") }),
  // A page must not leave its reader with a comment where they are to do something.
  problem: ({ change, network, byHand = "" }, place) =>
    place === "typed step" && byHand.trim() === ""
      ? `an operator cannot type it; write ${change}("${network}", { byHand: "…" }) with what an operator types`
      : undefined,
};
