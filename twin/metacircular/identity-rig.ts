import type { Check, Rig, Step } from "drillbook";
import { svc, wholeNetworks, wholeRift } from "./hosts.ts";
import { command, type ProvisionItem } from "./provision-items.ts";
import { riftProvision } from "./provision-rift.ts";
import { svcProvision } from "./provision-svc.ts";
import { fillWithCanaries, start } from "./rig.ts";
import { provisionActions } from "./rig-actions.ts";
import { service } from "./service-words.ts";

export type IdentityRigFields = {
  /** Rows of known content in the registry's database. */
  readonly canaryRows: number;
  readonly samples: readonly Check[];
  /** Further provisioning of rift, after its own. */
  readonly provision?: readonly ProvisionItem[];
  /** The registry is not started; the scenario's set-up does that. @default false */
  readonly withoutRegistry?: boolean;
  /** Further set-up before the fault, when everything runs. */
  readonly setup?: readonly Step[];
};

/** Adds the platform's authority to the system's trust store. Source: update-ca-certificates(8). */
const trustOfTheSystem = command(
  "root",
  "install -D -m 0644 /etc/ssl/drillbook/ca.pem /usr/local/share/ca-certificates/metacircular.crt && update-ca-certificates >/dev/null",
);

/**
 * The part of the platform in which a service authenticates users: rift with MCNS and the registry, and svc with
 * MCIAS, which the registry finds by name and verifies by certificate.
 */
export const identityRig = ({
  canaryRows,
  samples,
  provision = [],
  withoutRegistry = false,
  setup = [],
}: IdentityRigFields): Rig => {
  const mcns = service("mcns");
  const registry = service("mcr-api");
  const components = [mcns.component, registry.component];
  return {
    networks: wholeNetworks,
    machines: [
      {
        ...wholeRift.spec,
        provision: provisionActions(wholeRift, [
          trustOfTheSystem,
          ...riftProvision({ components, whole: true, settled: true }),
          ...provision,
        ]),
      },
      { ...svc.spec, provision: provisionActions(svc, svcProvision()) },
    ],
    setup: [
      start(mcns),
      ...(withoutRegistry ? [] : [start(registry), fillWithCanaries(registry, canaryRows)]),
      ...setup,
    ],
    samples,
    note: "systemd, podman, SQLite, OpenSSL, dig and curl are the real ones; the platform's services are stand-ins written for the drill, which verify certificates with Node's OpenSSL.",
  };
};
