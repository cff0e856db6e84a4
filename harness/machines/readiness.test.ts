import { expect, test } from "vitest";
import { RigNotReadyError } from "../errors.ts";
import type { Channel } from "./channel/channel.ts";
import { untilSystemdRuns } from "./readiness.ts";

/** A machine whose boot ends in this state, or not in time. */
const refusal = (state: string, timedOut: boolean): Promise<Error> => {
  const exec = ({ script }: { readonly script: string }) => {
    const stdout = script.includes("--failed") ? "hello.service loaded failed failed\n" : `${state}\n`;
    return Promise.resolve({ stdout, timedOut, durationMs: 1200 });
  };
  return untilSystemdRuns("web", { exec } as unknown as Channel).then(
    () => expect.fail("it came up"),
    (error: Error) => error,
  );
};

test("a unit that failed at boot would fail in every boot; a boot that did not end may be chance", async () => {
  expect(await refusal("degraded", false)).toBeInstanceOf(RigNotReadyError);
  const late = await refusal("", true);
  expect(late.message).toBe("web: the machine did not start");
  expect(late).not.toBeInstanceOf(RigNotReadyError);
});
