import { execa } from "execa";
import { describe, expect, it } from "vitest";
import { mcpMaster } from "../metacircular/programs/mcp-master/program.ts";
import { CA_FILE, TLS_TABLE } from "../metacircular/programs/testing/ask-https.ts";
import { runService } from "../metacircular/programs/testing/run-service.ts";
import { askGrpcHealth, healthCommand, SERVING } from "./health-command.ts";
import { isHealthUrl } from "./health-url.ts";

describe("healthCommand", () => {
  it("asks HTTP with curl", () => {
    expect(healthCommand({ healthUrl: "http://127.0.0.1:80/health", healthCa: undefined })).toBe(
      "curl --fail-with-body --silent --show-error http://127.0.0.1:80/health",
    );
    expect(healthCommand({ healthUrl: "https://127.0.0.1:443/", healthCa: "/my ca.pem" })).toBe(
      "curl --fail-with-body --silent --show-error --cacert '/my ca.pem' https://127.0.0.1:443/",
    );
  });

  it("asks gRPC with curl, too", () => {
    const asked = healthCommand({ healthUrl: "grpcs://127.0.0.1:9555", healthCa: "/ca.pem" });
    expect(asked).toContain("curl --silent --show-error --cacert /ca.pem --header ");
    expect(asked).toContain(" https://127.0.0.1:9555/grpc.health.v1.Health/Check | tr ");
    expect(healthCommand({ healthUrl: "grpcs://127.0.0.1:9555", healthCa: undefined })).not.toContain(
      "cacert",
    );
  });
});

const MASTER = `[server]\nlisten = "127.0.0.1:0"\n[database]\npath = "DIR/mcp-master.db"\n${TLS_TABLE}`;

/** The exit code of the command that asks a master with this configuration, and what it prints. */
const askMaster = async (config: string) => {
  await using master = await runService(mcpMaster, config);
  const healthUrl = `grpcs://127.0.0.1:${master.port("grpcs")}`;
  const sh = (script: string) => execa("/bin/sh", ["-c", script], { reject: false });
  const { exitCode } = await sh(healthCommand({ healthUrl, healthCa: CA_FILE }));
  const { stdout } = await sh(askGrpcHealth(healthUrl, "--insecure").join(""));
  return { exitCode, stdout };
};

describe("the command for gRPC", () => {
  it("succeeds where the server serves", async () => {
    expect(await askMaster(MASTER)).toEqual({ exitCode: 0, stdout: SERVING });
  });

  it("fails where the server does not serve", async () => {
    const lacking = `${MASTER}[needs]\nurls = ["http://127.0.0.1:1/v1/health"]\n`;
    expect(await askMaster(lacking)).toEqual({ exitCode: 1, stdout: "0000282" });
  });

  it("fails where nothing listens", async () => {
    const asked = healthCommand({ healthUrl: "grpcs://127.0.0.1:1", healthCa: undefined });
    const { exitCode, stderr } = await execa("/bin/sh", ["-c", asked], { reject: false });
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: expect.stringContaining("curl: (7)") });
  });
});

describe("isHealthUrl", () => {
  it.each(["http://a/", "https://a:8443/v1/health", "grpcs://127.0.0.1:9555"])("takes %s", (url) => {
    expect(isHealthUrl(url)).toBe(true);
  });

  it.each(["ftp://a/", "grpc://a:1", "grpcs://a", "https://", "http://a/'b'", "a:8443/v2/"])(
    "refuses %s",
    (url) => {
      expect(isHealthUrl(url)).toBe(false);
    },
  );
});
