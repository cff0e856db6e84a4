import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type CommonConfig, readToml } from "../lib/config.ts";
import { Fatal, reason } from "../lib/fatal.ts";
import { parseListenAddress } from "../lib/listen-address.ts";
import { type Needs, NO_NEEDS, readNeeds } from "../lib/needs.ts";

export type SgardConfig = CommonConfig & { readonly repo: string };

const USAGE =
  "usage: sgardd --repo DIR --authorized-keys FILE --tls-cert FILE --tls-key FILE [--listen ADDRESS:PORT]";

const TEXT = { type: "string" } as const;

const parse = (args: readonly string[]) => {
  const options = {
    repo: TEXT,
    "authorized-keys": TEXT,
    "tls-cert": TEXT,
    "tls-key": TEXT,
    listen: { ...TEXT, default: "0.0.0.0:9473" },
  };
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch {
    throw new Fatal(USAGE);
  }
};

/** It has no configuration file; its `[needs]` are in a file beside its data. */
const needsIn = (repo: string): Needs => {
  const file = join(repo, "needs.toml");
  if (!existsSync(file)) return NO_NEEDS;
  return readToml(file, (table) => {
    const needs = readNeeds(table.table("needs"));
    table.done();
    return needs;
  });
};

/** This stand-in accepts every writer, but like the real one it does not start without its keys. */
const checkKeys = (file: string): void => {
  try {
    readFileSync(file);
  } catch (error) {
    throw new Fatal(`read authorized keys: ${reason(error)}`);
  }
};

/** The parsed arguments. @throws Fatal with the usage for others */
export const configFromArguments = (args: readonly string[]): SgardConfig => {
  const { repo, "authorized-keys": keys, "tls-cert": cert, "tls-key": key, listen: text } = parse(args);
  const listen = parseListenAddress(text);
  if (!repo || !keys || !cert || !key || listen === undefined) throw new Fatal(USAGE);
  checkKeys(keys);
  return {
    repo,
    listen,
    alsoListen: [],
    grpcListen: undefined,
    database: join(repo, "sgard.db"),
    tls: { cert, key, ca: undefined },
    needs: needsIn(repo),
  };
};
