import { type Check, check, type Step, step } from "#harness";
import { mcp, rift } from "./hosts.ts";

/** The profile that podman comes with. */
export const usualProfile = "/usr/share/containers/seccomp.json";
const hardenedProfile = "/etc/containers/seccomp-hardened.json";
/** What makes it the profile of every container that is made from now on. */
export const profileSetting = "/etc/containers/containers.conf.d/60-seccomp.conf";

/** All four: a library whose first way is barred takes the next. */
const denied = ["chmod", "fchmod", "fchmodat", "fchmodat2"];

const harden = `
const profile = JSON.parse(fs.readFileSync("${usualProfile}", "utf8"));
const denied = ${JSON.stringify(denied)};
for (const rule of profile.syscalls) rule.names = rule.names.filter((name) => !denied.includes(name));
profile.syscalls.push({ names: denied, action: "SCMP_ACT_ERRNO", errnoRet: 1, errno: "EPERM" });
fs.writeFileSync("${hardenedProfile}", JSON.stringify(profile, null, 2));
`.trim();

const profileIs = (path: string, title: string): Check =>
  check(title, mcp.sh`podman info --format ${"{{.Host.Security.SECCOMPProfilePath}}"}`.printsExactly(path));

export const profileIsHardened = profileIs(
  hardenedProfile,
  "the profile of new containers is the hardened one",
);
export const profileIsUsual = profileIs(usualProfile, "the profile of new containers is podman's own");

/** Nothing happens at once: a container keeps the profile that it was made with. */
export const rollOutProfile = (stillHealthy: readonly Check[]): Step =>
  step("Roll out a seccomp profile that denies chmod", {
    why: "A list of system calls that a service should not need. Nothing happens: a container keeps the profile that it was made with.",
    run: [
      rift.root.sh`node --eval ${harden}`,
      rift.put(profileSetting, { content: `[containers]\nseccomp_profile = "${hardenedProfile}"\n` }),
    ],
    verify: [profileIsHardened, ...stillHealthy],
  });
