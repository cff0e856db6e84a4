import { expect, it } from "vitest";
import { mcr, mcrOnLibrary17 } from "../mcr/program.ts";
import { metacrypt, metacryptOnLibrary17 } from "../metacrypt/program.ts";
import { TLS_TABLE } from "../testing/ask-https.ts";
import { runToEnd } from "../testing/run-service.ts";

/** The kernel refuses chmod there; it is no database either. */
const REFUSES_CHMOD = "/proc/self/status";
const CONFIG = `[server]
listen = "127.0.0.1:0"
[database]
path = "${REFUSES_CHMOD}"
${TLS_TABLE}`;
const PROGRAMS = {
  mcr: { old: mcrOnLibrary17, now: mcr },
  metacrypt: { old: metacryptOnLibrary17, now: metacrypt },
};
const CONFIG_OF = { mcr: `${CONFIG}[storage]\nblobs = "DIR/blobs"\n`, metacrypt: CONFIG };
const refused = `chmod ${REFUSES_CHMOD}: operation not permitted`;

it.each(["mcr", "metacrypt"] as const)(
  "%s ends at the chmod as long as it is of release 1.7",
  async (name) => {
    const ended = await runToEnd(PROGRAMS[name].old, CONFIG_OF[name]);
    expect(ended).toMatchObject({ code: 1, stderr: `open database: ${refused}\n` });
  },
);

it.each(["mcr", "metacrypt"] as const)("%s comes as far as the database itself today", async (name) => {
  const { code, stderr } = await runToEnd(PROGRAMS[name].now, CONFIG_OF[name]);
  expect(code).toBe(1);
  expect(stderr).toMatch(
    new RegExp(
      `^warning: ${refused}; going on with the mode that it has\nopen database: .*: ${REFUSES_CHMOD}\n$`,
    ),
  );
});
