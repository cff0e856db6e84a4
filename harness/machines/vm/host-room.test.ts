import { tmpdir } from "node:os";
import { expect, test } from "vitest";
import { assertRoom, availableMb } from "./host-room.ts";

test("the memory that a new process can have is read as the kernel says it", () => {
  expect(availableMb("MemTotal:       24000000 kB\nMemAvailable:    2048000 kB\n")).toBe(2000);
  expect(availableMb()).toBeGreaterThan(0);
});

test("two machines need twice what one does, and it is said how much there is", () => {
  assertRoom(1, tmpdir(), 2500);
  expect(() => assertRoom(2, tmpdir(), 2500)).toThrow(
    expect.objectContaining({
      code: "host-not-ready",
      message: "too little memory for the virtual machines of this rig",
      facts: expect.objectContaining({ got: "2500 MB", expected: "4696 MB free for 2 of them" }),
    }),
  );
});
