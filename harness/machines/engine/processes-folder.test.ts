import { expect, test } from "vitest";
import { processesFolderOf } from "./processes-folder.ts";

test("the containers of the host's own engine are processes of this host", () => {
  expect(processesFolderOf({ dockerHost: "unix:///var/run/docker.sock", isolated: false })).toBe("/proc");
});

test("those of an engine elsewhere are nowhere here", () => {
  expect(processesFolderOf({ dockerHost: "tcp://192.0.2.1:2375", isolated: false })).toBeUndefined();
  expect(processesFolderOf({ dockerHost: "unix:///tmp/other/docker.sock", isolated: true })).toBeUndefined();
});
