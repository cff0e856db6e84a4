import { expect, test } from "vitest";
import { verifiedDrill } from "../../../test/golden/fixtures/drills.ts";
import { inventory, uidChange } from "../../../test/golden/fixtures/uid-change.ts";
import { definePlatform } from "../../platform/define-platform.ts";
import { check, orElse } from "../../scenario/check.ts";
import { machine } from "../../scenario/machine.ts";
import { type PageOptions, renderRunbook } from "./index.ts";

const platform = definePlatform({
  machines: {
    rift: {
      system: "NixOS",
      accounts: {
        root: "doas -s",
        mcp: "doas su - mcp -s /bin/sh\nexport XDG_RUNTIME_DIR=/run/user/$(id -u)",
      },
    },
  },
  words: { logs: { rig: "/var/log/rig", platform: "/var/log/app", note: "The logs are kept for a week." } },
});
const page = (
  change: Partial<typeof uidChange> = {},
  options: PageOptions = { inventory, platform },
): string => renderRunbook({ ...uidChange, ...change }, verifiedDrill(), options).page;

test("a page says how one becomes each account that its commands are typed by, in the platform's words", () => {
  const text = page();
  expect(text).toContain(
    "Log in on **rift**, by the address where the name does not resolve (rift 192.168.88.181 or 100.95.252.120).",
  );
  expect(page({}, { inventory: {}, platform })).toContain("Log in on **rift**. ");
  expect(text).toContain("```sh\ndoas -s\n```");
  expect(text).toContain("```sh\ndoas su - mcp -s /bin/sh\nexport XDG_RUNTIME_DIR=/run/user/$(id -u)\n```");
  expect(text).not.toContain("su --shell /bin/sh mcp");
});

test("a command of root is marked where the reader has a login of their own", () => {
  const rift = machine("rift", { addresses: {} });
  const preconditions = [check("the log is there", rift.root.sh`test -s /var/log/app`)];
  expect(page({ preconditions })).toContain("| As **root**: `test -s /var/log/app` |");
  const withoutProfile = renderRunbook({ ...uidChange, preconditions }, verifiedDrill(), { inventory }).page;
  expect(withoutProfile).toContain("| `test -s /var/log/app` |");
});

test("the first screen leads to the accounts' shells, and the short form has them", () => {
  expect(page()).toContain(" The shell of each account: [before step 1](#before-step-1).");
  const { short } = renderRunbook(uidChange, verifiedDrill(), { inventory, platform });
  expect(short).toContain("- **root**: `doas -s`\n");
  expect(short).toContain(
    "- **mcp**: `doas su - mcp -s /bin/sh`, then `export XDG_RUNTIME_DIR=/run/user/$(id -u)`\n",
  );
  const withoutProfile = renderRunbook(uidChange, verifiedDrill(), { inventory });
  expect(withoutProfile.page).not.toContain("The shell of each account");
  expect(withoutProfile.short).not.toMatch(/^- \*\*(?:root|mcp)\*\*:/m);
});

test("a command of the operator needs no other account", () => {
  const rift = machine("rift", { addresses: {} });
  const preconditions = [check("the tool is there", rift.operator.sh`command -v mcp`)];
  const text = page({ preconditions });
  expect(text).toContain("As **the operator**");
  expect(text).toContain("Type the commands marked **the operator** in your own login.");
  expect(page()).not.toContain("in your own login.");
});

test("what must hold before step 1 is no dead end", () => {
  const rift = machine("rift", { addresses: {} });
  const noTool = check("the log is there", rift.root.sh`test -s /var/log/app`);
  const text = page({ preconditions: [noTool] });
  expect(text).toContain(
    "**If one does not hold:** for a tool do what stands above. For anything else this page is not enough: find what you see in [the index](README.md). Where a missing tool cannot be fetched, leave out the checks that use it.",
  );
  const hinted = page({ preconditions: [orElse(noTool, "`logrotate` has moved it.")] });
  expect(hinted).toContain(
    "for a tool do what stands above, for anything else what this list says. Where that does not help, this page is not enough: find what you see in [the index](README.md). Where a missing tool cannot be fetched, leave out the checks that use it.\n\n- the log is there: `logrotate` has moved it.\n",
  );
});

test("a page with a word that has a note has the note", () => {
  const rift = machine("rift", { addresses: {} });
  const preconditions = [check("the log is there", rift.root.sh`test -s ${platform.word("logs")}`)];
  const text = page({ preconditions });
  expect(text).toContain("test -s /var/log/app");
  expect(text).toContain("The logs are kept for a week.");
  expect(page()).not.toContain("The logs are kept for a week.");
});

test("a page says which program of its first screen is the platform's own, and may print other words", () => {
  const rift = machine("rift", { addresses: {} });
  const symptoms = [check("the tool shows an error", rift.operator.sh`app ps | head`.prints("error"))];
  const note = "The output of `app` is that of the drill's stand-in: on the platform the words";
  const withStandIn = { ...platform, standIns: ["app"] };
  expect(page({ symptoms }, { inventory, platform: withStandIn })).toContain(note);
  expect(page({}, { inventory, platform: withStandIn })).not.toContain("stand-in: on the platform");
});

test("a page says which packages have the tools that it needs", () => {
  const rift = machine("rift", { addresses: {} });
  const checklist = [
    check("the registry is whole", rift.root.sh`sqlite3 /srv/x.db 'select 1' && dig example.com`),
  ];
  expect(page({ checklist })).toMatch(
    /on \*\*rift\*\*: `nix-shell --packages [^`]*dnsutils [^`]*sqlite`, in each shell that lacks it\./,
  );
  expect(renderRunbook({ ...uidChange, checklist }, verifiedDrill(), { inventory }).page).not.toContain(
    "nix-shell",
  );
});
