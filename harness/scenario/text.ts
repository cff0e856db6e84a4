/** The address of a machine on a network: known only when a rig runs, or when a runbook is rendered. */
export type AddressRef = {
  readonly kind: "address";
  readonly machine: string;
  readonly network: string;
};

/** Text with address placeholders, which a drill and a page fill in. */
export type Text = readonly (string | AddressRef)[];

export type TextLike = string | AddressRef | Text;

export type ResolveAddress = (ref: AddressRef) => string;

export const address = (machine: string, network: string): AddressRef => ({
  kind: "address",
  machine,
  network,
});

export const isAddressRef = (value: unknown): value is AddressRef =>
  typeof value === "object" && value !== null && (value as AddressRef).kind === "address";

export const text = (value: TextLike): Text =>
  typeof value === "string" || isAddressRef(value) ? [value] : value;

/** The text with every placeholder replaced by what `resolve` answers for it. */
export const fill = (value: TextLike, resolve: ResolveAddress): string =>
  text(value)
    .map((part) => (typeof part === "string" ? part : resolve(part)))
    .join("");

/** Every address that a text, or any part of a value, names, in order of appearance. */
export const addressesIn = (value: unknown): AddressRef[] => {
  if (isAddressRef(value)) return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(addressesIn) : [];
};
