import { Refusal } from "./refusal.ts";

/** The fields of a frame, not validated yet. */
export type Fields = Readonly<Record<string, unknown>>;

/** @throws Refusal when it is something else */
export const string = (fields: Fields, name: string): string => {
  const value = fields[name];
  if (typeof value !== "string") throw new Refusal(`${name} must be text`);
  return value;
};

/** @throws Refusal when it is something else */
export const optionalString = (fields: Fields, name: string): string | undefined =>
  fields[name] === undefined ? undefined : string(fields, name);

/** @throws Refusal when it is something else */
export const optionalBoolean = (fields: Fields, name: string): boolean | undefined => {
  const value = fields[name];
  if (value !== undefined && typeof value !== "boolean") throw new Refusal(`${name} must be true or false`);
  return value;
};

/** @throws Refusal when it is something else */
export const positive = (fields: Fields, name: string): number => {
  const value = fields[name];
  if (typeof value !== "number" || !(value > 0) || value > 0x7fffffff) {
    throw new Refusal(`${name} must be a positive number`);
  }
  return value;
};
