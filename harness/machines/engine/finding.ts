/** A requirement of drills, or an optional program. */
export type Finding = {
  readonly what: string;
  readonly state: "found" | "missing";
  /** Its version, or its state. */
  readonly detail: string;
  /** The command or action that fixes it; empty when there is none. */
  readonly fix: string;
};
