import type { Capture } from "../../../guest/capture.ts";
import { type Fields, optionalString, positive, string } from "../../../guest/fields.ts";
import { chunkBytes } from "../../../guest/frames.ts";
import type { Guest, GuestProbe } from "../../../guest/probe.ts";
import { Refusal } from "../../../guest/refusal.ts";
import type { CommandObservation, CommandRequest } from "../value.ts";

const environment = (value: unknown): Readonly<Record<string, string>> => {
  if (typeof value !== "object" || value === null) throw new Refusal("env must be an object of texts");
  for (const name of Object.keys(value)) string(value as Fields, name);
  return value as Readonly<Record<string, string>>;
};

/** What was printed, or its end where the beginning was sent ahead; bytes that are not UTF-8 become U+FFFD. */
const textOf = async (
  part: "stdout" | "stderr",
  { output, cutBytes }: Capture,
  guest: Guest,
): Promise<string> => {
  const end = cutBytes === 0 ? "" : `\n[cut here: ${cutBytes} more bytes were printed]\n`;
  if (output.length <= chunkBytes) return output.toString("utf8") + end;
  for (let from = 0; from < output.length; from += chunkBytes) {
    await guest.sendPart(part, output.subarray(from, from + chunkBytes));
  }
  return end;
};

export const guest: GuestProbe<CommandRequest, CommandObservation> = {
  read: (fields) => {
    const user = optionalString(fields, "user");
    const cwd = optionalString(fields, "cwd");
    const stdin = optionalString(fields, "stdin");
    return {
      script: string(fields, "script"),
      timeoutMs: positive(fields, "timeoutMs"),
      ...(user === undefined ? {} : { user }),
      ...(cwd === undefined ? {} : { cwd }),
      ...(stdin === undefined ? {} : { stdin }),
      ...(fields["env"] === undefined ? {} : { env: environment(fields["env"]) }),
    };
  },
  observe: async (request, guest) => {
    const { exitCode, signal, stdout, stderr, timedOut, durationMs } = await guest.run(request);
    return {
      kind: "command",
      exitCode,
      signal,
      stdout: await textOf("stdout", stdout, guest),
      stderr: await textOf("stderr", stderr, guest),
      timedOut,
      durationMs,
    };
  },
};
