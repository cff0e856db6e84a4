import type {
  CallFrame,
  ClockCall,
  DnsCall,
  ExecCall,
  FileCall,
  HttpCall,
  LookupCall,
  ProbeCall,
  SampleCall,
  WriteCall,
} from "./protocol.ts";
import { Refusal } from "./refusal.ts";

type Fields = Readonly<Record<string, unknown>>;

const string = (fields: Fields, name: string): string => {
  const value = fields[name];
  if (typeof value !== "string") throw new Refusal(`${name} must be text`);
  return value;
};

const optionalString = (fields: Fields, name: string): string | undefined =>
  fields[name] === undefined ? undefined : string(fields, name);

const optionalBoolean = (fields: Fields, name: string): boolean | undefined => {
  const value = fields[name];
  if (value !== undefined && typeof value !== "boolean") throw new Refusal(`${name} must be true or false`);
  return value;
};

const positive = (fields: Fields, name: string): number => {
  const value = fields[name];
  if (typeof value !== "number" || !(value > 0) || value > 0x7fffffff) {
    throw new Refusal(`${name} must be a positive number`);
  }
  return value;
};

const absolutePath = (fields: Fields): string => {
  const path = string(fields, "path");
  if (!path.startsWith("/")) throw new Refusal(`the path must be absolute: ${path}`);
  return path;
};

const environment = (value: unknown): Readonly<Record<string, string>> => {
  if (typeof value !== "object" || value === null) throw new Refusal("env must be an object of texts");
  for (const name of Object.keys(value)) string(value as Fields, name);
  return value as Readonly<Record<string, string>>;
};

export const execCall = (frame: CallFrame): ExecCall => {
  const user = optionalString(frame, "user");
  const cwd = optionalString(frame, "cwd");
  const stdin = optionalString(frame, "stdin");
  return {
    script: string(frame, "script"),
    timeoutMs: positive(frame, "timeoutMs"),
    ...(user === undefined ? {} : { user }),
    ...(cwd === undefined ? {} : { cwd }),
    ...(stdin === undefined ? {} : { stdin }),
    ...(frame["env"] === undefined ? {} : { env: environment(frame["env"]) }),
  };
};

/** From 1970 to 2100: beyond it is a mistake of units. */
export const clockCall = (frame: CallFrame): ClockCall => {
  const unixMs = frame["unixMs"];
  if (typeof unixMs !== "number" || !(unixMs >= 0 && unixMs < 4_102_444_800_000)) {
    throw new Refusal("unixMs must be milliseconds since 1970");
  }
  return { unixMs };
};

export const fileCall = (frame: CallFrame): FileCall => ({ path: absolutePath(frame) });

export const writeCall = (frame: CallFrame): WriteCall => {
  const mode = string(frame, "mode");
  if (!/^[0-7]{3,4}$/.test(mode)) throw new Refusal(`the mode must be octal, such as 0644: ${mode}`);
  return { path: absolutePath(frame), mode, owner: string(frame, "owner") };
};

export const dnsCall = (fields: Fields): DnsCall => {
  const protocol = string(fields, "protocol");
  if (protocol !== "udp" && protocol !== "tcp") throw new Refusal(`no protocol ${protocol} for DNS`);
  const server = optionalString(fields, "server");
  const retryOverTcp = optionalBoolean(fields, "retryOverTcp");
  const port = positive(fields, "port");
  if (port > 0xffff) throw new Refusal(`there is no port ${port}`);
  return {
    name: string(fields, "name"),
    type: string(fields, "type"),
    ...(server === undefined ? {} : { server }),
    port,
    protocol,
    ...(retryOverTcp === undefined ? {} : { retryOverTcp }),
    timeoutMs: positive(fields, "timeoutMs"),
  };
};

export const lookupCall = (frame: CallFrame): LookupCall => {
  const family = frame["family"];
  if (family !== 4 && family !== 6) throw new Refusal("family must be 4 or 6");
  return { name: string(frame, "name"), family, timeoutMs: positive(frame, "timeoutMs") };
};

export const httpCall = (fields: Fields): HttpCall => {
  const caFile = optionalString(fields, "caFile");
  return {
    url: string(fields, "url"),
    method: string(fields, "method"),
    timeoutMs: positive(fields, "timeoutMs"),
    ...(caFile === undefined ? {} : { caFile }),
  };
};

const probeCall = (value: unknown): ProbeCall => {
  const fields = (value ?? {}) as Fields;
  const id = string(fields, "id");
  const kind = string(fields, "kind");
  if (kind === "dns") return { id, kind, ...dnsCall(fields) };
  if (kind === "http") return { id, kind, ...httpCall(fields) };
  throw new Refusal(`a probe of kind ${kind} cannot be sampled`);
};

export const sampleCall = (frame: CallFrame): SampleCall => {
  if (!Array.isArray(frame["probes"])) throw new Refusal("probes must be a list");
  return { probes: frame["probes"].map(probeCall), intervalMs: positive(frame, "intervalMs") };
};

export const samplingOf = (frame: CallFrame): number => positive(frame, "sampling");
