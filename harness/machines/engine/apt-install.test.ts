import { expect, test } from "vitest";
import { ensureCommands } from "./apt-install.ts";

const onProgress = () => {};
const absent = { command: "no-such-command", packages: ["some-package", "another"], for: "a test" };

test("nothing happens when everything is there", async () => {
  const present = { command: "sh", packages: ["dash"], for: "a test" };
  await expect(ensureCommands([present], { setup: false, onProgress })).resolves.toBeUndefined();
});

test("without leave to install, the message has the exact commands", async () => {
  await expect(ensureCommands([absent], { setup: false, onProgress })).rejects.toMatchObject({
    code: "host-not-ready",
    message: "missing on this host: no-such-command",
    facts: {
      claimed: "needed for a test",
      got: "nothing is installed: --no-setup",
      next: expect.stringMatching(
        /apt-get install -y --no-install-recommends some-package another$|no-such-command/,
      ),
    },
  });
});
