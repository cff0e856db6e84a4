import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { Command } from "../probes/command/value.ts";
import type { DnsQuery } from "../probes/dns/value.ts";
import type { HttpProbe } from "../probes/http/value.ts";
import { commandLine } from "./command-line.ts";
import { address, inRig } from "./text.ts";

const resolve = inRig(({ network }) => (network === "lan" ? "192.0.2.10" : "198.51.100.10"));
const run = (script: string, more: Partial<ConstructorParameters<typeof Command>[0]> = {}) =>
  commandLine(new Command({ machine: "rift", user: "root", script: [script], ...more }), resolve);
const sh = (script: string): string => execFileSync("sh", ["-c", script], { encoding: "utf8" });

const query: DnsQuery = {
  kind: "dns",
  machine: "rift",
  name: "mcq.example",
  type: "A",
  server: [address("rift", "lan")],
  port: 53,
  protocol: "udp",
  timeoutMs: 1000,
  expect: { rcode: "NOERROR", answers: [["192.0.2.7"]] },
};
const request: HttpProbe = {
  kind: "http",
  machine: "rift",
  url: ["http://", address("rift", "tailnet"), ":8080/v1/health?a=1&b=2"],
  method: "GET",
  timeoutMs: 1000,
  expect: { status: 200 },
};

describe("a command line", () => {
  it("is the script with its addresses filled in", () => {
    const script = ["ping ", address("rift", "lan")];
    expect(commandLine(new Command({ machine: "rift", user: "root", script }), resolve)).toBe(
      "ping 192.0.2.10",
    );
  });

  it("runs in its directory, and nothing of it outside", () => {
    expect(run("cp a b", { cwd: "/srv/a b" })).toBe("cd '/srv/a b' && cp a b");
    expect(run("true && false", { cwd: "/srv" })).toBe("cd /srv && true && false");
    expect(sh(`${run("false || echo ran", { cwd: "/nowhere" })} 2>/dev/null || true`)).toBe("");
    expect(sh(`${run("echo one\necho two", { cwd: "/nowhere" })} 2>/dev/null || true`)).toBe("");
    expect(sh(run("ls /nowhere 2>&1; pwd", { cwd: "/usr" }))).toContain("/usr\n");
  });

  it("feeds its input to the whole script, whatever the input says", () => {
    expect(sh(run("cat", { stdin: ["one\nEOF\n$HOME `id`\n"] }))).toBe("one\nEOF\n$HOME `id`\n");
    expect(sh(run("cat | tr a b", { stdin: ["aa"] }))).toBe("bb\n");
  });

  it("sets the environment without leaving it behind", () => {
    const script = `${run('echo "$GREETING $FOO"', { env: { GREETING: "it's", FOO: "" } })}\necho "$GREETING"`;
    expect(sh(`FOO=1 GREETING=before; ${script}`)).toBe("it's \nbefore\n");
  });

  it("shows a DNS question as dig", () => {
    expect(commandLine(query, resolve)).toBe("dig @192.0.2.10 mcq.example A +short");
    expect(commandLine({ ...query, port: 5353, protocol: "tcp" }, resolve)).toBe(
      "dig -p 5353 @192.0.2.10 mcq.example A +short +tcp",
    );
    expect(commandLine({ ...query, expect: { rcode: "NXDOMAIN" } }, resolve)).toBe(
      "dig @192.0.2.10 mcq.example A +noall +comments +answer +authority",
    );
  });

  it("shows a request as curl", () => {
    expect(commandLine(request, resolve)).toBe(
      "curl --fail-with-body --silent --show-error 'http://198.51.100.10:8080/v1/health?a=1&b=2'",
    );
    expect(
      commandLine({ ...request, url: ["https://a/"], caFile: ["/srv/ca.pem"], method: "PUT" }, resolve),
    ).toBe("curl --fail-with-body --silent --show-error --request PUT --cacert /srv/ca.pem https://a/");
    expect(commandLine({ ...request, url: ["http://a/"], expect: { status: 404 } }, resolve)).toBe(
      "curl --silent --show-error --output /dev/null --write-out '%{http_code}\\n' http://a/",
    );
  });

  it("shows what changes a machine", () => {
    expect(commandLine({ kind: "reboot", machine: "rift" }, resolve)).toBe("systemctl reboot");
    expect(commandLine({ kind: "power-loss", machine: "rift" }, resolve)).toBe("# cut the power of rift");
    expect(commandLine({ kind: "network", machine: "rift", network: "lan", change: "cut" }, resolve)).toBe(
      "# cut rift off the network lan",
    );
    expect(commandLine({ kind: "network", machine: "rift", network: "lan", change: "heal" }, resolve)).toBe(
      "# connect rift to the network lan again",
    );
    const off = { kind: "network", machine: "vade", network: "tailnet", change: "cut" } as const;
    expect(commandLine({ ...off, byHand: "tailscale down" }, resolve)).toBe(
      "# in the drill: cut vade off the network tailnet\ntailscale down",
    );
    const file = { kind: "put", machine: "rift", path: "/etc/x", mode: "0644", owner: "mcp:mcp" } as const;
    expect(commandLine({ ...file, content: ["listen ", address("rift", "lan")] }, resolve)).toBe(
      "install -D --mode=0644 --owner=mcp --group=mcp /dev/stdin /etc/x <<'EOF'\nlisten 192.0.2.10\nEOF",
    );
    expect(commandLine({ ...file, content: { bundleOf: "twin/mcns/main.ts" } }, resolve)).toMatch(
      /^# the program twin\/mcns\/main.ts, bundled/,
    );
  });

  it("refuses a kind it does not know", () => {
    expect(() => commandLine({ kind: "prayer" } as never, resolve)).toThrow('unknown kind: "prayer"');
  });
});
