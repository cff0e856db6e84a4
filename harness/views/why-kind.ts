/** The reasons for the kinds of machine that a command left to the host, a line each. */
export const whyKindLines = ({
  whyKind,
  whyMachines,
}: {
  readonly whyKind?: string;
  readonly whyMachines?: string;
}): string[] => [
  ...(whyKind === undefined ? [] : [`kind of machine: ${whyKind}`]),
  ...(whyMachines === undefined ? [] : [`kind of single machines: ${whyMachines}`]),
];
