import { inRig } from "drillbook";
import { expect, it } from "vitest";
import { commandLine } from "#harness/scenario/command-line.ts";
import {
  getsOutAsMcp,
  imageUserMayNotBindPort53,
  podmansCapabilities,
  securityOfEachWay,
} from "./container-powers.ts";
import { asImageUser, imageUser, keepId } from "./container-user.ts";

const typed = ({ probe }: ReturnType<typeof getsOutAsMcp>): string =>
  commandLine(
    probe,
    inRig(({ network }) => `(${network})`),
  );

it("tells in its table what the drill asks for", () => {
  for (const one of podmansCapabilities.split(",")) expect(securityOfEachWay).toContain(one);
  expect(securityOfEachWay).toContain(`\`${keepId.slice(asImageUser.length + 1)}\``);
  expect(securityOfEachWay).toContain(`${imageUser.name}, UID ${imageUser.uid},`);
});

it("looks from outside the container, as whom the service is in it", () => {
  expect(typed(getsOutAsMcp(imageUser))).toContain(" --user --setuid 100 --setgid 101 find ");
  expect(typed(getsOutAsMcp({ uid: 0, gid: 0 }))).toMatch(/ find .* \/etc\/shadow -readable$/);
});

it("tries port 53 with the mapping alone", () => {
  const line = typed(imageUserMayNotBindPort53());
  expect(line).toContain(` ${asImageUser} `);
  expect(line).not.toContain("--sysctl");
});
