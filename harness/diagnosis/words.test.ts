import { describe, expect, it } from "vitest";
import { messageOf, visibleLine } from "./clean-line.ts";
import { keyOf, wordsOf } from "./words.ts";

const key = (line: string): string => keyOf(wordsOf(messageOf(visibleLine(line))));

describe("the words of a message", () => {
  it.each([
    [
      "UIDs and paths",
      "RunRoot is pointing to a path (/run/user/995/containers) which is not writable",
      "RunRoot is pointing to a path (/run/user/60122/containers) which is not writable",
    ],
    [
      "container ids",
      'unable to start container "7a5185eb20a00a20d4625226e42f6c88": pasta failed with exit code 1:',
      'unable to start container "13f722fc3600bcf6ac50c595dc214fa7": pasta failed with exit code 2:',
    ],
    [
      "addresses",
      ";; communications error to 192.0.2.10#53: timed out",
      ";; communications error to 127.0.0.53#53: timed out",
    ],
    [
      "where a program lies",
      "using /usr/bin/newuidmap: exit status 1",
      "using /run/wrappers/bin/newuidmap: exit status 2",
    ],
    [
      "quoted names and hosts",
      "a.example: 'a.example' does not have any",
      "b.test: 'b.test' doesn't have any",
    ],
    ["ports that mean nothing", "connect 192.0.2.1:9444: refused", "connect 203.0.113.9:9555: refused"],
    [
      "addresses that nobody wrote down",
      "connect ADDRESS_OF_SVC_ON_LAN:9444: EPERM",
      "connect 192.0.2.9:9444: EPERM",
    ],
    ["the journal's prefix", "Error: no crun here", "Nov 21 10:00:00 rift podman[9]: Error: no crun here"],
    ["logrus", "no such thing", 'time="2026-11-21T10:22:34Z" level=error msg="no such thing"'],
    ["podman's levels", "no such thing", "ERRO[0000] no such thing"],
    ["Go's prefix", "no such thing", "2026/11/21 10:22:34 no such thing"],
    [
      "nginx's prefix and request",
      "no such thing",
      '2026/11/21 10:22:34 [error] 9#9: *1 no such thing, client: 192.0.2.21, server: shop.example, request: "GET /cart HTTP/1.1", upstream: "http://192.0.2.20:8080/cart", host: "shop.example"',
    ],
    ["compose's prefix", "no such thing", "web-1  | no such thing"],
  ])("are the same whatever the %s", (_, one, other) => {
    expect(key(other)).toBe(key(one));
    expect(key(one)).not.toBe("");
  });

  it.each([
    ["what the system calls the error", "open: Permission denied", "open: Operation not permitted"],
    ["a port that everybody knows", "bind port 53 failed", "bind port 54648 failed"],
    ["a file of the system", "could not find /etc/subuid", "could not find /etc/hosts"],
    ["the number of answers", "ANSWER: 0, AUTHORITY: 0", "ANSWER: 0, AUTHORITY: 1"],
  ])("differ with %s", (_, one, other) => {
    expect(key(other)).not.toBe(key(one));
  });
});

describe("a visible line", () => {
  it("has nothing that a terminal would act on", () => {
    expect(visibleLine("\u001b[31mError:\u001b[0m \u001b]0;title\u0007not\u0000 found\u202e\r")).toBe(
      "Error: not found",
    );
  });
});
