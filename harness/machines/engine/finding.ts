/** One thing that a drill needs, or could use. */
export type Finding = {
  readonly what: string;
  readonly state: "found" | "missing";
  /** Its version, or what is known of it. */
  readonly detail: string;
  /** What to do about it; empty when nothing has to be done. */
  readonly fix: string;
};
