import { inRig } from "drillbook";
import { describe, expect, it } from "vitest";
import { commandLine } from "#harness/scenario/command-line.ts";
import { buildFiles, imageUser, keepId, newImage, oldImage, runAs } from "./container-user.ts";
import { service } from "./service-words.ts";

const typed = (fields: Parameters<typeof runAs>[0]): string =>
  commandLine(
    runAs(fields),
    inRig(({ network }) => `(${network})`),
  );
const fromDefinition = commandLine(
  { ...runAs({}), script: service("mcns").podmanRun.text } as ReturnType<typeof runAs>,
  inRig(({ network }) => `(${network})`),
);

describe("runAs", () => {
  it("changes nothing of the definition but the image", () => {
    expect(typed({})).toBe(
      `podman image exists ${newImage} && podman rm --force --time 2 mcns && ${fromDefinition.replace(oldImage, newImage)}`,
    );
  });

  it("puts the user where the definition would have it", () => {
    expect(typed({ user: "0:0" })).toContain(" --restart unless-stopped --user 0:0 -v /srv/mcns:/srv/mcns ");
  });

  it("puts further options before those of the definition, and keeps every one of them", () => {
    const line = typed({ options: keepId });
    expect(line).toContain(
      " podman run -d --userns=keep-id:uid=100,gid=101 --sysctl net.ipv4.ip_unprivileged_port_start=53 --name mcns ",
    );
    expect(line.replace(` ${keepId}`, "")).toBe(typed({}));
  });
});

describe("the newer image", () => {
  it("has a name of its own", () => {
    expect(newImage).toBe("mcr.svc.mcp.metacircular.net:8443/mcns:v1.3.0");
    expect(newImage).not.toBe(oldImage);
  });

  it("knows the user that it runs as, by the number that the mapping names", () => {
    const { name, uid, gid } = imageUser;
    expect(buildFiles["Containerfile"]).toMatch(new RegExp(`^USER ${name}$`, "m"));
    expect(buildFiles["passwd"]).toMatch(new RegExp(`^${name}:x:${uid}:${gid}:`, "m"));
    expect(buildFiles["group"]).toMatch(new RegExp(`^${name}:x:${gid}:$`, "m"));
    expect(keepId).toContain(`uid=${uid},gid=${gid}`);
  });
});
