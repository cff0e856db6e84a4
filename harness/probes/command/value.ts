import { ScenarioError } from "../../errors.ts";
import { isMachineKind, type MachineKind } from "../../scenario/machine-kind.ts";
import { type MatchLike, match, type TextMatch } from "../../scenario/match.ts";
import { type Text, type TextLike, text } from "../../scenario/text.ts";

/** A command with every placeholder filled in. */
export type CommandRequest = {
  /** POSIX shell text. */
  readonly script: string;
  /** @default "root" */
  readonly user?: string;
  /** @default the user's home directory */
  readonly cwd?: string;
  /** Added to the user's own HOME, USER, LOGNAME, SHELL, PATH and XDG_RUNTIME_DIR; an empty value unsets. */
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  /** The whole process group is killed when it is over. */
  readonly timeoutMs: number;
};

/** What a command did. */
export type CommandObservation = {
  readonly kind: "command";
  /** Absent when a signal ended it or it could not be started. */
  readonly exitCode: number | undefined;
  readonly signal: string | undefined;
  readonly stdout: string;
  readonly stderr: string;
  /** Its time limit ended it, with its whole process group. */
  readonly timedOut: boolean;
  readonly durationMs: number;
};

type OutputExpectation = {
  readonly stream: "stdout" | "stderr" | "output";
  readonly match: TextMatch;
};

export type CommandExpectation = {
  /** The exit code; `"nonzero"` is any failure that is not a signal. */
  readonly exit: number | "nonzero" | "any" | Readonly<Partial<Record<MachineKind, number>>>;
  readonly output: readonly OutputExpectation[];
};

const isExitCode = (value: unknown): boolean =>
  Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 255;

const assertExit = (exit: unknown): void => {
  const isPerKind =
    typeof exit === "object" &&
    exit !== null &&
    Object.entries(exit).every(([kind, code]) => isMachineKind(kind) && isExitCode(code));
  if (exit === "nonzero" || exit === "any" || isExitCode(exit) || isPerKind) return;
  throw new ScenarioError(`no command ends with the exit code ${JSON.stringify(exit) ?? String(exit)}`, {
    expected: 'a number from 0 to 255, "nonzero", "any", or such numbers for each kind of machine',
  });
};

/** One command on one machine as one user; nothing runs until an interpreter meets it. */
export class Command {
  readonly kind = "command";
  readonly machine: string;
  readonly user: string;
  /** Who types it on the real platform, where that is not `user`. */
  readonly by: "operator" | undefined;
  /** POSIX shell text. */
  readonly script: Text;
  readonly cwd: string | undefined;
  readonly env: Readonly<Record<string, string>>;
  readonly stdin: Text | undefined;
  /** What a page has in its place. */
  readonly typed: Text | undefined;
  readonly expect: CommandExpectation;

  constructor(fields: CommandFields) {
    this.machine = fields.machine;
    this.user = fields.user;
    this.by = fields.by;
    this.script = fields.script;
    this.cwd = fields.cwd;
    this.env = fields.env ?? {};
    this.stdin = fields.stdin;
    this.typed = fields.typed;
    this.expect = fields.expect ?? { exit: 0, output: [] };
  }

  #with(change: Partial<CommandFields>): Command {
    return new Command({ ...this, ...change });
  }

  #expecting(...output: OutputExpectation[]): Command {
    return this.#with({ expect: { ...this.expect, output: [...this.expect.output, ...output] } });
  }

  /** On a page this shell text stands in place of the rig's command; an empty one where the step's note says all. */
  typedAs(platform: TextLike): Command {
    return this.#with({ typed: text(platform) });
  }

  /** Runs in this directory. */
  in(cwd: string): Command {
    return this.#with({ cwd });
  }

  withEnv(env: Readonly<Record<string, string>>): Command {
    return this.#with({ env: { ...this.env, ...env } });
  }

  withInput(stdin: Text | string): Command {
    return this.#with({ stdin: typeof stdin === "string" ? [stdin] : stdin });
  }

  /** Ends with this exit code and, when given, prints this on stdout or stderr. @throws ScenarioError for what is no exit code */
  exits(exit: CommandExpectation["exit"], output?: MatchLike): Command {
    assertExit(exit);
    const changed = this.#with({ expect: { ...this.expect, exit } });
    return output === undefined ? changed : changed.#expecting({ stream: "output", match: match(output) });
  }

  /** Prints this on stdout or stderr. */
  prints(expected: MatchLike): Command {
    return this.#expecting({ stream: "output", match: match(expected) });
  }

  /** Its stdout, without trailing newlines, is exactly this. */
  printsExactly(value: Text | string): Command {
    return this.#expecting({
      stream: "stdout",
      match: { kind: "equals", value: typeof value === "string" ? [value] : value },
    });
  }

  /** Its stdout is exactly these lines, in any order. */
  printsLines(values: readonly (Text | string)[]): Command {
    const texts = values.map((value) => (typeof value === "string" ? [value] : value));
    return this.#expecting({ stream: "stdout", match: { kind: "lines", values: texts } });
  }

  printsNothing(): Command {
    return this.#expecting({ stream: "stdout", match: { kind: "empty" } });
  }
}

type CommandFields = {
  readonly machine: string;
  readonly user: string;
  readonly by?: "operator" | undefined;
  readonly script: Text;
  readonly cwd?: string | undefined;
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: Text | undefined;
  readonly typed?: Text | undefined;
  readonly expect?: CommandExpectation;
};
