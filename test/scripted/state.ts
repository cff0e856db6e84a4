/** What a scripted machine knows; the handlers of its rules read and change it. */
export type ScriptedState = {
  /** By absolute path. */
  readonly files: Map<string, { data: Buffer; mode: string; owner: string }>;
  readonly users: Set<string>;
  /** Networks that are cut. */
  readonly cut: Set<string>;
  /** Anything that the rules of a test want to remember. */
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

/** What every restart does: /run and /tmp are empty, and it is another boot. */
export const restart = (state: ScriptedState, how: string): void => {
  for (const path of [...state.files.keys()]) {
    if (/^\/(run|tmp)\//.test(path)) state.files.delete(path);
  }
  state.boot += 1;
  state.log.push(how, `boot ${state.boot}`);
};

/** A state of its own that knows the same; what the tests' rules remember must be plain values. */
export const copyOf = (state: ScriptedState): ScriptedState => ({
  files: new Map([...state.files].map(([path, file]) => [path, { ...file }])),
  users: new Set(state.users),
  cut: new Set(state.cut),
  notes: structuredClone(state.notes),
  log: [...state.log],
  boot: state.boot,
});
