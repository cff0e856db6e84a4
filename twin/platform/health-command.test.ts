import { describe, expect, it } from "vitest";
import { healthCommand } from "./health-command.ts";
import { isHealthUrl } from "./health-url.ts";

describe("healthCommand", () => {
  it("asks HTTP with curl", () => {
    expect(healthCommand({ healthUrl: "http://127.0.0.1:80/health", healthCa: undefined }).join(" ")).toBe(
      "curl --fail-with-body --silent --show-error http://127.0.0.1:80/health",
    );
    expect(healthCommand({ healthUrl: "https://127.0.0.1:443/", healthCa: "/ca.pem" }).join(" ")).toBe(
      "curl --fail-with-body --silent --show-error --cacert /ca.pem https://127.0.0.1:443/",
    );
  });

  it("asks gRPC with grpc_health_probe", () => {
    expect(healthCommand({ healthUrl: "grpcs://127.0.0.1:9555", healthCa: "/ca.pem" }).join(" ")).toBe(
      "grpc_health_probe -addr=127.0.0.1:9555 -tls -tls-ca-cert=/ca.pem",
    );
    expect(healthCommand({ healthUrl: "grpcs://127.0.0.1:9555", healthCa: undefined }).join(" ")).toBe(
      "grpc_health_probe -addr=127.0.0.1:9555 -tls",
    );
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
