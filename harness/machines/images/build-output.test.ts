import { expect, test } from "vitest";
import { readBuildOutput } from "./build-output.ts";

const output = async function* (...chunks: string[]) {
  for (const chunk of chunks) yield Buffer.from(chunk);
};

test("lines are passed on without colours, also when chunks split them", async () => {
  const lines: string[] = [];
  const whole =
    '{"stream":"Step 1/2 : FROM x\\n"}\n{"stream":"\\u001b[91mü warned\\u001b[0m\\n"}\n{"status":"done"}';
  const bytes = Buffer.from(whole);
  const pieces = Array.from(bytes, (byte) => Buffer.from([byte]));
  const stream = (async function* () {
    yield* pieces;
  })();
  await readBuildOutput("the build", stream, (line) => lines.push(line));
  expect(lines).toEqual(["Step 1/2 : FROM x", "ü warned", "done"]);
});

test("a line that comes in several parts is one line", async () => {
  const lines: string[] = [];
  const parts = ["cat:", " /nowhere", ": No such file\n", "next"].map(
    (part) => `${JSON.stringify({ stream: part })}\n`,
  );
  await readBuildOutput("the build", output(...parts), (line) => lines.push(line));
  expect(lines).toEqual(["cat: /nowhere: No such file", "next"]);
});

test("an error comes with the last 15 lines before it", async () => {
  const many = Array.from({ length: 20 }, (_, n) => `{"stream":"line ${n}\\n"}\n`);
  const failing = readBuildOutput("the build", output(...many, '{"error":"exit 100\\n"}\n'), () => {});
  await expect(failing).rejects.toMatchObject({
    message: "the build failed",
    facts: { got: [...Array.from({ length: 15 }, (_, n) => `line ${n + 5}`), "exit 100"].join("\n") },
  });
});
