import { type Check, check, podman, type Step, step } from "drillbook";
import { quadletUnit } from "#twin/platform/quadlet.ts";
import { mcp, rift } from "./hosts.ts";
import { everyService, everyServiceIsHealthy } from "./whole-platform.ts";

const folder = "/srv/mcp/.config/containers/systemd";

/** The reason why a container machine cannot show it. Source: measured; podman-systemd.unit(5). */
export const noQuadletInContainers =
  "Quadlet's units need a cgroup v2 of their own, and a container machine has that of its host";

const names = (): readonly string[] => everyService().map(({ name }) => name);

const everyUnitIsActive = (): Check =>
  check(
    "every unit is active",
    mcp.sh`systemctl --user is-active ${names().map((name) => `${name}.service`)} | sort --unique`.printsExactly(
      "active",
    ),
  );

/** Units for every service, in place of containers started by hand. */
export const installQuadletUnits = (): readonly Step[] => {
  const components = everyService().map(({ component }) => component);
  const units = components.map((component) => quadletUnit(component, components));
  return [
    step("Write a Quadlet unit for every service", {
      why: "They are made from the definitions, as `npm run drill services -- --as quadlet` prints them. systemd then knows the stages and the health checks.",
      run: [
        mcp.sh`mkdir --parents ${folder}`,
        ...units.map(({ fileName, content }) =>
          rift.put(`${folder}/${fileName}`, { content, owner: "mcp:mcp" }),
        ),
      ],
      verify: check(
        "systemd has made a service of each",
        mcp.sh`systemctl --user daemon-reload && systemctl --user list-unit-files --no-legend ${names().map((name) => `${name}.service`)} | wc --lines`.printsExactly(
          String(units.length),
        ),
      ),
      otherwise:
        "`/usr/lib/systemd/system-generators/podman-system-generator --user --dryrun` names the file that it refuses, and why.",
    }),
    step("Remove the containers that the units will make anew", {
      why: "A unit makes its container at each start, under the same name.",
      run: mcp.sh`podman rm --force ${names()}`,
      verify: podman(mcp).noneRunning(),
    }),
    step("Start the last stage, and with it all before it", {
      why: "Each unit requires those of the earlier stages, and starts only when they are healthy.",
      run: mcp.sh`systemctl --user start --no-block ${names().map((name) => `${name}.service`)}`,
      verify: [everyUnitIsActive(), ...everyServiceIsHealthy()],
      within: "120s",
      otherwise:
        "`systemctl --user list-units --failed` names the first unit that failed, and `journalctl --user --unit` with its name says why.",
    }),
  ];
};

/** With units every container starts by itself after a reboot. */
export const rebootsByItself = (): Step =>
  step("Reboot, and start nothing", {
    why: "This proves the purpose of the units.",
    run: rift.reboot(),
    verify: [everyUnitIsActive(), ...everyServiceIsHealthy()],
    within: "120s",
  });
