/** The flags of `grpc_health_probe` that the stand-in has. */
export type ProbeFlags = {
  readonly address: string;
  readonly service: string;
  readonly connectTimeoutMs: number;
  readonly rpcTimeoutMs: number;
  readonly tls: boolean;
  readonly tlsNoVerify: boolean;
  readonly tlsCaCert: string | undefined;
  readonly tlsServerName: string | undefined;
};

/** A flag that is unknown or has no valid value; the message is that of Go's package flag. */
export class FlagProblem extends Error {}

/** An argument that the probe refuses. */
export class ArgumentProblem extends Error {}

const TEXTS = ["addr", "service", "connect-timeout", "rpc-timeout", "tls-ca-cert", "tls-server-name"];
const SWITCHES = ["tls", "tls-no-verify"];
const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000 };

/** Go's form: one dash or two, the value after `=` or as the next word; a switch takes no word. */
const valuesIn = (args: readonly string[]): ReadonlyMap<string, string> => {
  const values = new Map<string, string>();
  const rest = [...args];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    const [, name = "", joined] = /^--?([^-=][^=]*)(?:=(.*))?$/s.exec(word) ?? [];
    // Go ends its flags at the first other word, which the probe ignores.
    if (name === "") return values;
    if (SWITCHES.includes(name)) values.set(name, joined ?? "true");
    else if (!TEXTS.includes(name)) throw new FlagProblem(`flag provided but not defined: -${name}`);
    else {
      const value = joined ?? rest.shift();
      if (value === undefined) throw new FlagProblem(`flag needs an argument: -${name}`);
      values.set(name, value);
    }
  }
  return values;
};

const durationOf = (values: ReadonlyMap<string, string>, name: string): number => {
  const text = values.get(name) ?? "1s";
  const [, number, unit = ""] = /^([0-9]+(?:\.[0-9]+)?)(ms|s|m)$/.exec(text) ?? [];
  if (number === undefined) throw new FlagProblem(`invalid value "${text}" for flag -${name}: parse error`);
  const ms = Number(number) * (UNIT_MS[unit] ?? 0);
  if (ms > 0) return ms;
  throw new ArgumentProblem(`-${name} must be greater than zero (specified: ${text})`);
};

/** The flags in the arguments. @throws FlagProblem or ArgumentProblem */
export const readFlags = (args: readonly string[]): ProbeFlags => {
  const values = valuesIn(args);
  const flags = {
    address: values.get("addr") ?? "",
    service: values.get("service") ?? "",
    connectTimeoutMs: durationOf(values, "connect-timeout"),
    rpcTimeoutMs: durationOf(values, "rpc-timeout"),
    tls: values.get("tls") === "true",
    tlsNoVerify: values.get("tls-no-verify") === "true",
    tlsCaCert: values.get("tls-ca-cert"),
    tlsServerName: values.get("tls-server-name"),
  };
  if (flags.address === "") throw new ArgumentProblem("-addr not specified");
  for (const name of ["tls-no-verify", "tls-ca-cert", "tls-server-name"])
    if (!flags.tls && values.has(name))
      throw new ArgumentProblem(`specified -${name} without specifying -tls`);
  return flags;
};
