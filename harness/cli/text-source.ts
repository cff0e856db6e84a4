import { createReadStream, existsSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { HostNotReadyError, UsageError } from "../errors.ts";
import { diagnoseCommand } from "../invocation.ts";

/** Where a text comes from, and how messages name it. */
type TextSource = { readonly from: string; readonly chunks: AsyncIterable<Buffer> };

/** npm runs a script in the folder of its package, and says from which folder it was called. */
const asCalled = (file: string): string => {
  const called = process.env["INIT_CWD"];
  const there = called === undefined ? file : resolve(called, file);
  return existsSync(there) ? there : file;
};

const fileSource = (name: string): TextSource => {
  const file = asCalled(name);
  const next = "name a file with the error text, or give the text on standard input";
  try {
    if (statSync(file).isDirectory()) throw new UsageError(`${file} is a directory`, { next });
  } catch (cause) {
    if (cause instanceof UsageError) throw cause;
    const { code } = cause as NodeJS.ErrnoException;
    if (code === "ENOENT") throw new UsageError(`there is no file ${name}`, { next });
    throw new UsageError(`${file} cannot be read`, { next, cause });
  }
  return { from: name, chunks: readable(createReadStream(file), file, next) };
};

async function* readable(stream: AsyncIterable<Buffer>, file: string, next: string): AsyncGenerator<Buffer> {
  try {
    yield* stream;
  } catch (cause) {
    throw new UsageError(`${file} cannot be read`, { next, cause });
  }
}

const journalSource = (unit: string): TextSource => {
  const args = ["--boot", "--no-pager", "--output=cat", `--unit=${unit}`];
  return { from: `the journal of ${unit}`, chunks: journalText(unit, args) };
};

/** What journalctl prints; what it says itself, such as "-- No entries --", is no entry. */
async function* journalText(unit: string, args: readonly string[]): AsyncGenerator<Buffer> {
  const { spawn } = await import("node:child_process");
  const child = spawn("journalctl", args, { stdio: ["ignore", "pipe", "pipe"] });
  const complaints: Buffer[] = [];
  child.stderr.on("data", (chunk: Buffer) => complaints.push(chunk));
  const ended = new Promise<number | NodeJS.ErrnoException>((resolve) => {
    child.on("error", resolve);
    child.on("close", (code) => resolve(code ?? 1));
  });
  let entries = 0;
  for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
    if (entries === 0 && /^-- No entries --\s*$/.test(chunk.toString())) continue;
    entries += chunk.length;
    yield chunk;
  }
  const end = await ended;
  if (typeof end !== "number") {
    throw new HostNotReadyError("journalctl cannot be run here", {
      cause: end,
      next: "give the text in a file or on standard input",
    });
  }
  if (entries > 0) return;
  const said = Buffer.concat(complaints).toString().trim();
  throw new UsageError(`the journal has nothing of a unit ${unit} since the last boot`, {
    ...(said === "" ? {} : { got: said }),
    next: `systemctl list-units --all '*${unit.replace(/\..*/, "")}*' shows the names; a user's unit: journalctl --user --unit ${unit} | ${diagnoseCommand([], [], { quiet: true })}`,
  });
}

/** @throws UsageError when more than one source is named, or the one that is cannot be read */
export const textSource = (file: string | undefined, unit: string | undefined): TextSource => {
  if (unit !== undefined && file !== undefined) {
    throw new UsageError("a file and --journal are both given", { next: "choose one of them" });
  }
  if (unit !== undefined) {
    if (unit.trim() === "")
      throw new UsageError("--journal names no unit", { next: "--journal mcp-agent.service" });
    return journalSource(unit);
  }
  if (file !== undefined && file !== "-") return fileSource(file);
  if (process.stdin.isTTY === true)
    process.stderr.write("Paste the text, then press Ctrl-D on a line of its own.\n");
  return { from: "standard input", chunks: process.stdin };
};
