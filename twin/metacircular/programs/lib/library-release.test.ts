import { expect, it } from "vitest";
import { TLS_TABLE } from "../testing/ask-https.ts";
import { runToEnd } from "../testing/run-service.ts";

/** The kernel refuses chmod there; it is no database either. */
const REFUSES_CHMOD = "/proc/self/status";
const CONFIG = `[server]
listen = "127.0.0.1:0"
[database]
path = "${REFUSES_CHMOD}"
${TLS_TABLE}`;
const CONFIG_OF = { mcr: `${CONFIG}[storage]\nblobs = "DIR/blobs"\n`, metacrypt: CONFIG };
const refused = `chmod ${REFUSES_CHMOD}: operation not permitted`;

it.each(["mcr", "metacrypt"] as const)(
  "%s ends at the chmod as long as it is of release 1.7",
  async (name) => {
    const ended = await runToEnd(`${name}/main-library-1-7.ts`, CONFIG_OF[name]);
    expect(ended).toMatchObject({ code: 1, stderr: `open database: ${refused}\n` });
  },
);

it.each(["mcr", "metacrypt"] as const)("%s comes as far as the database itself today", async (name) => {
  const { code, stderr } = await runToEnd(name, CONFIG_OF[name]);
  expect(code).toBe(1);
  expect(stderr).toMatch(
    new RegExp(
      `^warning: ${refused}; going on with the mode that it has\nopen database: .*: ${REFUSES_CHMOD}\n$`,
    ),
  );
});
