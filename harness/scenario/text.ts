/** The address of a machine on a network: known only when a rig runs, or when a runbook is rendered. */
export type AddressRef = {
  readonly kind: "address";
  readonly machine: string;
  readonly network: string;
};

/** A word of the platform's profile, such as a path: a drill inserts the rig's text, a page the platform's. */
export type PlatformWord = {
  readonly kind: "word";
  /** As the profile names it. */
  readonly name: string;
  readonly rig: Text;
};

/** A text of one place in a scenario: a drill inserts the rig's, a page the platform's. */
export type Instead = {
  readonly kind: "instead";
  readonly rig: Text;
  readonly platform: Text;
};

/** A command for a machine's firewall: a drill inserts that of the rig's, a page that of the platform's. */
export type FirewallCommand = {
  readonly kind: "firewall";
  readonly machine: string;
  readonly task: FirewallTask;
  readonly rig: Text;
};

export type FirewallTask =
  | { readonly do: "status" }
  | {
      readonly do: "allow" | "disallow";
      readonly port: number;
      /** @default both */
      readonly protocol?: "tcp" | "udp";
    };

export type Placeholder = AddressRef | PlatformWord | Instead | FirewallCommand;

/** Text with placeholders, which a drill and a page fill in. */
export type Text = readonly (string | Placeholder)[];

export type TextLike = string | Placeholder | Text;

/** What takes a placeholder's place. */
export type ResolveAddress = (ref: Placeholder) => string;

export const address = (machine: string, network: string): AddressRef => ({
  kind: "address",
  machine,
  network,
});

const isOfKind = (value: unknown, ...kinds: readonly string[]): boolean =>
  typeof value === "object" && value !== null && kinds.includes((value as Placeholder).kind);

const isAddressRef = (value: unknown): value is AddressRef => isOfKind(value, "address");

export const isPlaceholder = (value: unknown): value is Placeholder =>
  isOfKind(value, "address", "word", "instead", "firewall");

export const text = (value: TextLike): Text =>
  typeof value === "string" || isPlaceholder(value) ? [value] : value;

/** The text with every placeholder replaced by what `resolve` answers for it. */
export const fill = (value: TextLike, resolve: ResolveAddress): string =>
  text(value)
    .map((part) => (typeof part === "string" ? part : resolve(part)))
    .join("");

/** Fills in what a drill needs: the rig's words, and addresses by `addressOf`. */
export const inRig = (addressOf: (ref: AddressRef) => string): ResolveAddress => {
  const resolve: ResolveAddress = (ref) => (ref.kind === "address" ? addressOf(ref) : fill(ref.rig, resolve));
  return resolve;
};

/** Every placeholder that a text, or any part of a value, has, in order of appearance; of nested ones, the outer first. */
export const placeholdersIn = (value: unknown): Placeholder[] => [
  ...(isPlaceholder(value) ? [value] : []),
  ...(typeof value === "object" && value !== null ? Object.values(value).flatMap(placeholdersIn) : []),
];

/** Every address that a text, or any part of a value, names, in order of appearance. */
export const addressesIn = (value: unknown): AddressRef[] => placeholdersIn(value).filter(isAddressRef);
