import { account, check, fails, type Step, step } from "drillbook";
import { mcp, rift } from "./hosts.ts";

const hasSession = account(mcp).hasSession();

/** The operators' steps of the post-mortem up to the new UID; the scenario does the reboot. */
export const changeUid = (oldUid: number, newUid: number): readonly Step[] => [
  step("Declare the new UID and apply the declaration", {
    why: "It does not change an account that exists. Its warning about that is easily missed.",
    run: rift.root.sh`apply-accounts --set mcp.uid=${newUid}`.prints(
      new RegExp(`warning: not applying UID change of user .mcp. \\(${oldUid} -> ${newUid}\\)`),
    ),
    verify: account(mcp).hasUid(oldUid),
  }),
  step("Try to change it by hand", {
    why: "usermod refuses while a process of the account runs, and the whole platform runs as this account.",
    run: rift.root.sh`usermod --uid ${newUid} mcp`.exits(8, /user mcp is currently used by process \d+/),
    verify: account(mcp).hasUid(oldUid),
  }),
  step("End the account's session, with every container in it", {
    why: "Only an account without processes can be changed.",
    run: rift.root.sh`loginctl terminate-user mcp; systemctl stop user@${oldUid}.service`,
    verify: [
      fails(hasSession, "the session has ended"),
      check("nothing of mcp runs", rift.root.sh`pgrep --count --uid mcp`.exits(1).printsExactly("0")),
    ],
  }),
  step("Change the UID", {
    why: "The post-mortem's operator did this. This runbook says never to do it.",
    run: rift.root.sh`usermod --uid ${newUid} mcp`,
    verify: account(mcp).hasUid(newUid),
  }),
];
