import type { Text } from "drillbook";
import { type ConfigOptions, databaseTable, needsTable, serverTable, tlsTable } from "./parts.ts";
import { NEEDS_MASTER } from "./peers.ts";

type Listening = { readonly port: number; readonly tls?: boolean };

/** The configuration of a service of stage 4. */
const text =
  (about: string, directory: string, { port, tls = false }: Listening) =>
  (options: ConfigOptions): Text => [
    `# ${about}\n`,
    serverTable(`0.0.0.0:${port}`),
    databaseTable(directory),
    tls ? tlsTable(directory) : "",
    needsTable(options, directory, NEEDS_MASTER),
  ];

export const mcqText = text("MCQ: the queue of documents.", "mcq", { port: 8_080 });
export const mcdocText = text("mcdoc: documents as pages.", "mcdoc", { port: 8_080 });
export const mcatText = text("mcat: the catalogue.", "mcat", { port: 8_443, tls: true });
export const klsText = text("kls: lists by key.", "kls", { port: 8_080 });

/** sgardd has arguments instead of a configuration; its needs are in a separate file. */
export const sgardNeedsText = (options: ConfigOptions): Text => [
  "# sgardd: what it needs from others.\n",
  needsTable(options, "sgard", NEEDS_MASTER),
];
