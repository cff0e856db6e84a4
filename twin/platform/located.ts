import type { Component, ServiceDefinition } from "./definition.ts";

/** A component, and the places in its file. */
export type LocatedComponent = {
  readonly component: Component;
  /** File and line of a key, or of the part of its value that holds this text. */
  readonly at: (key: string, holding?: string) => string;
};

export type LocatedDefinition = {
  readonly definition: ServiceDefinition;
  readonly components: readonly LocatedComponent[];
};
