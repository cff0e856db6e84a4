import { address, quote, ScenarioError, type Text } from "drillbook";
import { startsAfter } from "./boot-order.ts";
import type { Component, PublishedPort } from "./definition.ts";
import { askGrpcHealth, SERVING } from "./health-command.ts";
import { isGrpcUrl } from "./health-url.ts";
import { systemdWord } from "./systemd-word.ts";

/** A file for the folder `~/.config/containers/systemd` of the account that runs the containers. */
export type QuadletUnit = { readonly fileName: string; readonly content: Text };

const HEALTH_DEADLINE_S = 60;

const publish = ({ on, hostPort, containerPort, protocol }: PublishedPort, node: string): Text => [
  "PublishPort=",
  on === "loopback" ? "127.0.0.1" : address(node, on),
  `:${hostPort}:${containerPort}/${protocol}\n`,
];

/**
 * Quadlet 5.4 drops an empty argument and all that follow it, and passes on a single `;` without its quotes; for
 * systemd that ends a command.
 */
const exec = ({ name, args }: Component): string => {
  const lost = args.find((arg) => arg === "" || arg === ";");
  if (lost !== undefined) {
    throw new ScenarioError(`${name} cannot be a Quadlet unit: it has the argument ${JSON.stringify(lost)}`, {
      claimed: "a Quadlet unit hands every argument to the program",
      next: "give the program that argument in its configuration file, or start it with podman run",
    });
  }
  return args.length === 0 ? "" : `Exec=${args.map(systemdWord).join(" ")}\n`;
};

const user = (component: Component): string => {
  const [uid, gid] = component.user?.split(":") ?? [];
  return uid === undefined ? "" : `User=${uid}\nGroup=${gid}\n`;
};

const container = (component: Component): Text => [
  `[Container]\nImage=${component.image}\nContainerName=${component.name}\n`,
  component.network === "host" ? "Network=host\n" : "",
  user(component),
  ...component.volumes.map((volume) => `Volume=${volume.replaceAll("%", "%%").replaceAll("$", "$$$$")}\n`),
  ...component.ports.flatMap((port) => publish(port, component.node)),
  exec(component),
];

/** systemd's restart policy for podman's. */
const restartWord = ({ restart }: Component): string => {
  if (restart !== "unless-stopped") return `Restart=${restart}\n`;
  return `# Podman's unless-stopped. systemd leaves stopped what systemctl stopped, until the next boot.
Restart=always
`;
};

/**
 * Until the component is healthy its unit is "activating", and later units wait. The health URL is asked from
 * outside, at the published port, because an image may have no HTTP client. Each new answer is written to the
 * journal once, so the last one is the reason of a timeout.
 */
const waitUntilHealthy = ({ healthUrl, healthCa }: Component): Text => {
  const ask = isGrpcUrl(healthUrl) ? askGrpc : askHttp;
  if (healthCa === undefined) return [startPost(ask(healthUrl))];
  // The certificate of a service does not name the address 127.0.0.1 on the real platform.
  return [
    {
      kind: "instead",
      rig: [startPost(ask(healthUrl, { ca: healthCa }))],
      platform: [startPost(ask(healthUrl, "unverified"))],
    },
  ];
};

type Trust = { readonly ca: string } | "unverified";

/** Shell text that prints the answer or the reason, and text that succeeds after it when the answer is the right one. */
type Ask = { readonly prints: string; readonly isRight?: string };

const trustWord = (trust: Trust): string =>
  trust === "unverified" ? "--insecure" : `--cacert ${quote(trust.ca)}`;

const askHttp = (healthUrl: string, trust?: Trust): Ask => {
  const words = trust === undefined ? "" : ` ${trustWord(trust)}`;
  return {
    prints: `curl --silent --fail-with-body --max-time 2${words} --write-out " (HTTP %{http_code}, curl %{exitcode})" ${quote(healthUrl)}`,
  };
};

/** The exit code is that of the last command of its line, so the answer is compared. */
const askGrpc = (healthUrl: string, trust?: Trust): Ask => {
  const words = ["--max-time 2", ...(trust === undefined ? [] : [trustWord(trust)])];
  return {
    prints: `{ ${askGrpcHealth(healthUrl, ...words).join("")}; } 2>&1`,
    isRight: `[ "$now" = ${SERVING} ]`,
  };
};

const startPost = ({ prints, isRight }: Ask): string => {
  const script = [
    `until now=$(${prints})`,
    ...(isRight === undefined ? [] : [isRight]),
    'do [ "$now" = "$before" ] || echo "not healthy: $now"',
    "before=$now",
    "kill -0 $MAINPID || exit 1",
    "sleep 0.2",
    "done",
  ].join("; ");
  return `ExecStartPost=/bin/sh -c ${systemdWord(script)}\n`;
};

const restarts = ({ restart }: Component): string =>
  restart === "no"
    ? ""
    : `# A start that failed is tried again without failing those that wait for it, as often as it takes.
RestartMode=direct
RestartSec=1
`;

/**
 * The component as a Quadlet unit for a rootless account; `platform`: all components, on every machine.
 *
 * After= and Requires= name every component that starts earlier, so that each unit can be read alone.
 *
 * @throws ScenarioError for an argument that Quadlet cannot pass on.
 * Source: podman-systemd.unit(5) of podman 5.4, systemd.service(5) and systemd.unit(5) of systemd 257.
 */
export const quadletUnit = (component: Component, platform: readonly Component[]): QuadletUnit => {
  const earlier = startsAfter(component, platform).map(({ name }) => `${name}.service`);
  const units = earlier.join(" ");
  return {
    fileName: `${component.name}.container`,
    content: [
      `[Unit]\nDescription=${component.name}, stage ${component.stage}\n`,
      `# ${component.stageReason}\n`,
      units === "" ? "" : `After=${units}\nRequires=${units}\n`,
      component.restart === "no"
        ? ""
        : "# Podman restarts a container without limit.\nStartLimitIntervalSec=0\n",
      "\n",
      ...container(component),
      "\n[Service]\n",
      restartWord(component),
      restarts(component),
      `# For podman run, and once more until it is healthy.\nTimeoutStartSec=${HEALTH_DEADLINE_S}\n`,
      ...waitUntilHealthy(component),
      "\n[Install]\nWantedBy=default.target\n",
    ].filter((part) => part !== ""),
  };
};
