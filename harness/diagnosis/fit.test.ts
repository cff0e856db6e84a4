import { describe, expect, it } from "vitest";
import { fitOf } from "./fit.ts";
import { wordsOf } from "./words.ts";

const fitting = (known: string, line: string): number => fitOf(wordsOf(known), wordsOf(line));

const setup = 'cannot set up namespace using "/usr/bin/newuidmap": exit status 1';

describe("how well a line fits", () => {
  it("is 1 for the same message, whatever stands around it", () => {
    expect(fitting(setup, `podman: ${setup} (see the log)`)).toBe(1);
  });

  it.each([
    ["after", "upstream timed out while reading from upstream; the last upstream was 192.0.2.9"],
    ["before", "upstream group shop: upstream timed out while reading from upstream"],
    ["before and after", "upstream shop: upstream timed out while reading from upstream, upstream: shop"],
  ])("is 1 where a word of the message is said again %s it", (_, line) => {
    expect(fitting("upstream timed out while reading from upstream", line)).toBe(1);
  });

  it("is 0 where the words of the message are spread over a long line", () => {
    const spread =
      "upstream shop is slow, its queue timed out twice today while workers were still reading bodies from another upstream";
    expect(fitting("upstream timed out while reading from upstream", spread)).toBe(0);
  });

  it("is 0 for one with another reason in the middle", () => {
    const hint =
      'cannot set up namespace using "/usr/bin/newuidmap": should have setuid or have filecaps setuid: exit status 1';
    expect(fitting(setup, hint)).toBe(0);
    expect(fitting(hint, setup)).toBe(0);
  });

  it("is 0 when what the system calls the error is another", () => {
    expect(
      fitting(
        "resolve call failed: Lookup failed: Connection refused",
        "resolve call failed: Lookup failed: Invalid argument",
      ),
    ).toBe(0);
  });

  it("is 0 when a long message says not, and the line does not", () => {
    const long = (how: string): string =>
      `podman says: run root, static folder, graph root, volume path, temporary files, network settings, locks, events, hooks, images, secrets, networks, pods, machines, manifests, layers, mounts, sockets, quotas, labels, caches, ${how} writable`;
    expect(fitting(long("is not"), long("is not"))).toBe(1);
    expect(fitting(long("is not"), long("is"))).toBe(0);
  });

  it("is less than 1, and not 0, for a port and an error in other words", () => {
    const nearly = fitting(
      "Failed to bind port 53 (Address already in use)",
      "listen tcp4 :53: bind: address already in use",
    );
    expect(nearly).toBeGreaterThan(0.7);
    expect(nearly).toBeLessThan(1);
  });

  it("is 0 for nothing", () => {
    expect(fitting("", setup)).toBe(0);
    expect(fitting(setup, "")).toBe(0);
  });
});
