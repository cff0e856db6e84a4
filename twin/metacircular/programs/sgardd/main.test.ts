import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { askHttps, CA_FILE } from "../testing/ask-https.ts";
import { type Arguments, makeDirectory, runService, runToEnd } from "../testing/run-service.ts";
import { sgardd as program } from "./program.ts";

const args: Arguments = (_, directory) => [
  ...["--repo", directory, "--authorized-keys", join(directory, "authorized_keys")],
  ...["--tls-cert", CA_FILE, "--tls-key", CA_FILE.replace(".pem", ".key"), "--listen", "127.0.0.1:0"],
];

const makeRepo = (): string => {
  const directory = makeDirectory();
  writeFileSync(join(directory, "authorized_keys"), "");
  return directory;
};

it("sgardd keeps files, and sees when one is damaged", async () => {
  const directory = makeRepo();
  await using sgardd = await runService(program, "", { directory, args });
  const ask = (path: string, method = "GET", body = "") =>
    askHttps(sgardd.port("https"), path, { method, body });
  const stored = JSON.parse(
    (await ask("/v1/files/notes.txt", "PUT", "some text")).body.toString(),
  ) as unknown;
  const sha256 = "b94f6f125c79e3a5ffaa826f584c10d52ada669e6762051b826b55776d05aed2";
  expect(stored).toEqual({ name: "notes.txt", sha256, size: 9 });
  const { headers, body } = await ask("/v1/files/notes.txt");
  expect([headers["x-sha256"], body.toString()]).toEqual([sha256, "some text"]);
  writeFileSync(join(directory, "files/notes.txt"), "other text");
  const damaged = await ask("/v1/files/notes.txt");
  expect([damaged.status, damaged.body.toString()]).toEqual([500, '{"error":"file notes.txt is damaged"}\n']);
  expect((await ask("/v1/files/none")).status).toBe(404);
  expect((await ask("/v1/files/..%2fsgard.db")).status).toBe(400);
  expect((await ask("/v1/health")).status).toBe(200);
});

it("sgardd needs what its repository says", async () => {
  const directory = makeRepo();
  writeFileSync(join(directory, "needs.toml"), '[needs]\nurls = ["http://127.0.0.1:9/"]\n');
  await using sgardd = await runService(program, "", { directory, args });
  const { status, body } = await askHttps(sgardd.port("https"), "/v1/health");
  expect([status, body.toString()]).toEqual([
    503,
    expect.stringContaining("http://127.0.0.1:9/: connect ECONNREFUSED"),
  ]);
});

it("sgardd does not start without its keys, or with other arguments", async () => {
  const { code, stderr } = await runToEnd(program, "", args);
  expect([code, stderr]).toEqual([1, expect.stringMatching(/^read authorized keys: ENOENT.*\n$/)]);
  const other = await runToEnd(program, "", () => ["--repo", "/srv/sgard", "--colour"]);
  expect([other.code, other.stderr]).toEqual([1, expect.stringMatching(/^usage: sgardd --repo DIR .*\n$/)]);
});
