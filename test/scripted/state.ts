/** The state of a scripted machine; the handlers of its rules read and change it. */
export type ScriptedState = {
  /** By absolute path. */
  readonly files: Map<string, { data: Buffer; mode: string; owner: string }>;
  readonly users: Set<string>;
  /** Networks that are cut. */
  readonly cut: Set<string>;
  /** State of the test's rules. */
  readonly notes: Map<string, unknown>;
  readonly log: string[];
  /** Counts from 1. */
  boot: number;
};

export const newState = (users: readonly string[]): ScriptedState => ({
  files: new Map(),
  users: new Set(["root", ...users]),
  cut: new Set(),
  notes: new Map(),
  log: ["boot 1"],
  boot: 1,
});

/** The effect of every restart: /run and /tmp are empty, and the boot is a new one. */
export const restart = (state: ScriptedState, how: string): void => {
  for (const path of [...state.files.keys()]) {
    if (/^\/(run|tmp)\//.test(path)) state.files.delete(path);
  }
  state.boot += 1;
  state.log.push(how, `boot ${state.boot}`);
};

/** A copy of the state; the state of tests' rules must be plain values. */
export const copyOf = (state: ScriptedState): ScriptedState => ({
  files: new Map([...state.files].map(([path, file]) => [path, { ...file }])),
  users: new Set(state.users),
  cut: new Set(state.cut),
  notes: structuredClone(state.notes),
  log: [...state.log],
  boot: state.boot,
});
