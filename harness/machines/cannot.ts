import { MachineError } from "../errors.ts";

/** @throws MachineError always: this kind of machine shares what should change with its host */
export const cannot = (
  machine: { readonly name: string; readonly kind: string },
  what: string,
): Promise<never> =>
  Promise.reject(
    new MachineError(`${machine.name}: a ${machine.kind} machine cannot ${what}`, {
      next: "run the drill on a virtual machine: --on vm",
    }),
  );
