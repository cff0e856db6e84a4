import { type Check, check, drillOnly, raw, type Step, step } from "drillbook";
import { mcp, rift } from "./hosts.ts";

/** Podman's default profile. */
export const usualProfile = "/usr/share/containers/seccomp.json";
const hardenedProfile = "/etc/containers/seccomp-hardened.json";
/** Makes it the profile of every new container. */
export const profileSetting = "/etc/containers/containers.conf.d/60-seccomp.conf";

/** All four, because a library falls back from one call to the next. */
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
/** Where podman's own profile lies differs from system to system. */
export const profileIsHardenedNoMore = check(
  "the profile of new containers is not the hardened one",
  mcp.sh`podman info --format ${"{{.Host.Security.SECCOMPProfilePath}}"} | grep --line-regexp --fixed-strings ${hardenedProfile}`
    .exits(1)
    .printsNothing(),
);
export const profileIsUsual = profileIs(usualProfile, "the profile of new containers is podman's own");

/** A profile also lists the allowed calls; these are the denied ones. */
const refusedIn = (profile: string) =>
  rift.root
    .sh`tr --delete '[:space:]' < ${profile} | grep --only-matching --extended-regexp ${'"names":\\[[^]]*\\],"action":"SCMP_ACT_ERRNO"'} | grep --only-matching --extended-regexp ${'"f?chmod[a-z0-9]*"'}`;

export const profileNamesAllFour: Check = check(
  "the profile refuses chmod, in all its forms (with podman's own profile, this prints nothing)",
  refusedIn(hardenedProfile).printsLines(denied.map((name) => `"${name}"`)),
);
export const usualProfileNamesNone: Check = check(
  "podman's own profile refuses no chmod",
  refusedIn(usualProfile).exits(1).printsNothing(),
);

/** The numbers of the calls, of which one is missing on arm64. Source: the kernel's tables of system calls. */
const calls =
  process.arch === "arm64"
    ? { fchmod: 52, fchmodat: 53, fchmodat2: 452 }
    : { chmod: 90, fchmod: 91, fchmodat: 268, fchmodat2: 452 };

/** As calls in Perl, so that no library chooses among them. -100 is AT_FDCWD. */
const parameters: Readonly<Record<keyof typeof calls | "chmod", string>> = {
  chmod: '"/tmp/new", 0600',
  fchmod: "fileno(NEW), 0600",
  fchmodat: '-100, "/tmp/new", 0600',
  fchmodat2: '-100, "/tmp/new", 0600, 0',
};

const tryEach = `open NEW, ">/tmp/new"; for ([${Object.entries(calls)
  .map(([name, number]) => `"${name}", ${number}, ${parameters[name as keyof typeof parameters]}`)
  .join("], [")}]) { ($name, $call, @rest) = @$_; say "$name: ", syscall($call, @rest) < 0 ? $! : "done" }`;

const callsAnswer = (title: string, image: string, option: string, answer: string): Check =>
  check(
    title,
    mcp.sh`podman run --rm --network none ${raw(option)}-v /usr:/usr:ro --entrypoint /usr/bin/perl ${image} -E ${tryEach}`.printsLines(
      Object.keys(calls).map((name) => `${name}: ${answer}`),
    ),
  );

/** A new file's mode, set by each call for itself, with the machine's Perl in the container. */
export const eachCallIsRefused = (image: string): Check =>
  drillOnly(callsAnswer("each of the calls by itself is refused", image, "", "Operation not permitted"));

export const eachCallIsDoneWithoutProfile = (image: string): Check =>
  drillOnly(
    callsAnswer(
      "without a profile each of them succeeds",
      image,
      "--security-opt seccomp=unconfined ",
      "done",
    ),
  );

/** No effect on existing containers: a container keeps the profile of its creation through every restart. */
export const rollOutProfile = (containers: readonly string[], stillHealthy: readonly Check[]): Step =>
  step("Roll out a seccomp profile that denies chmod", {
    why: "It lists system calls that a service should not need. It has no effect yet, even on restarted containers: each keeps the profile that it was made with.",
    run: [
      rift.root.sh`node --eval ${harden}`,
      rift.put(profileSetting, { content: `[containers]\nseccomp_profile = "${hardenedProfile}"\n` }),
      mcp.sh`podman stop --time 2 ${containers} && podman start ${containers}`,
    ],
    verify: [profileIsHardened, ...stillHealthy],
  });
