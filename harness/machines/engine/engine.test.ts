import type Docker from "dockerode";
import { expect, test } from "vitest";
import { isPodman, nameOf } from "./engine.ts";

const answering = (version: object) => ({ version: async () => version }) as unknown as Docker;

// What Debian's docker.io 20.10.24 and podman 4.3.1 answer to GET /version.
test.each([
  ["Docker 20.10.24+dfsg1", false, { Version: "20.10.24+dfsg1", Components: [{ Name: "Engine" }] }],
  ["Podman 4.3.1", true, { Version: "4.3.1", Components: [{ Name: "Podman Engine", Version: "4.3.1" }] }],
])("%s is told from its answer", async (name, podman, version) => {
  expect(await nameOf(answering(version))).toBe(name);
  expect(isPodman(name)).toBe(podman);
});
