import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const packagesOf = (file) => {
  try {
    return JSON.parse(readFileSync(file, "utf8")).packages ?? {};
  } catch {
    return undefined;
  }
};

const listed = (value) => (value === undefined ? [] : [value].flat());

/** Whether a list such as ["linux", "!win32"] names this system. Source: package.json(5), os and cpu. */
const fits = (value, own) => {
  const words = listed(value);
  const wanted = words.filter((word) => !word.startsWith("!"));
  return !words.includes(`!${own}`) && (wanted.length === 0 || wanted.includes(own));
};

/**
 * Whether npm leaves a package out here. One that names its C library, or that no system is named for and only
 * another optional one needs, is not told apart: the one for this system is there in any case.
 */
const mayBeMissing = ({ optional, os, cpu, libc }, { platform, arch }) =>
  optional === true &&
  (libc !== undefined || (os === undefined && cpu === undefined) || !fits(os, platform) || !fits(cpu, arch));

const isSame = (one, other) =>
  one !== undefined && one.version === other.version && one.integrity === other.integrity;

/**
 * Whether npm has installed what the lock of this folder asks for on this system, with `npm ci` or `npm install`. npm
 * writes its record into node_modules when everything else is there: an installation that was cut off has none, or
 * that of the lock before it.
 */
export const npmHasInstalled = (root, system = process) => {
  const wanted = packagesOf(join(root, "package-lock.json"));
  const recorded = packagesOf(join(root, "node_modules", ".package-lock.json"));
  if (wanted === undefined || recorded === undefined) return false;
  const isThere = ([path, entry]) =>
    path === "" ||
    (recorded[path] === undefined
      ? mayBeMissing(entry, system)
      : isSame(recorded[path], entry) && existsSync(join(root, path, "package.json")));
  return (
    Object.entries(wanted).every(isThere) && Object.keys(recorded).every((path) => wanted[path] !== undefined)
  );
};
