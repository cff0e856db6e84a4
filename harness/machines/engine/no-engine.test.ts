import { expect, test } from "vitest";
import { noEngineForUser } from "./no-engine.ts";

const find = (...there: string[]) => ({
  user: "ops",
  find: (command: string) => (there.includes(command) ? `/usr/bin/${command}` : undefined),
});
const denied = { socket: "/var/run/docker.sock", reason: "EACCES" };

test("a user who may not open Docker's socket is told the group", () => {
  const { facts } = noEngineForUser([denied], find("podman"));
  expect(facts.got).toBe("/var/run/docker.sock: EACCES");
  expect(facts.next).toContain("usermod --append --groups docker ops");
});

test("where podman is installed, its socket is started", () => {
  expect(noEngineForUser([], find("podman")).facts.next).toContain(
    "systemctl --user enable --now podman.socket",
  );
  const roots = { socket: "/run/podman/podman.sock", reason: "EACCES" };
  expect(noEngineForUser([roots], find("podman")).facts.next).toContain("podman.socket");
});

test("without either, root is what is left", () => {
  const { facts } = noEngineForUser([], find());
  expect(facts.got).toBe("no socket of one");
  expect(facts.next).toMatch(/^sudo npm run drill/);
});
