import { builtinModules } from "node:module";
import { dirname, join } from "node:path";
import { type Room, rooms } from "./allowed-imports.ts";

/** A file's text by its path from the repository's root. */
export type Sources = ReadonlyMap<string, string>;

const statement =
  /^(?:import|export)\b[^"';]*?\bfrom\s+"([^"]+)"|^import\s+"([^"]+)"|\bimport\("([^"]+)"\)/gm;

/** What a TypeScript file imports, types included, as it is written there. */
export const specifiersIn = (text: string): string[] =>
  [...text.matchAll(statement)].flatMap(([, ...found]) => found.filter((one) => one !== undefined));

/** The file of this repository that a specifier means; undefined for a package or a part of Node. */
export const fileOf = (specifier: string, importer: string): string | undefined => {
  if (specifier === "#harness") return "harness/index.ts";
  if (specifier.startsWith("#")) return specifier.slice(1);
  return specifier.startsWith(".") ? join(dirname(importer), specifier) : undefined;
};

/** `*` in a path is any one folder. */
const isIn = (file: string, path: string): boolean =>
  new RegExp(`^${path.replaceAll(".", "\\.").replaceAll("*", "[^/]+")}(/|$)`).test(file);

const packageOf = (specifier: string): string =>
  specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");

const isNode = (specifier: string): boolean =>
  specifier.startsWith("node:") || builtinModules.includes(specifier);

const isTest = (file: string): boolean => /\.test\.ts$|\/testing\//.test(file);

const roomOf = (file: string, all: readonly Room[]): Room | undefined =>
  all.filter(({ path }) => isIn(file, path)).toSorted((a, b) => b.path.length - a.path.length)[0];

/** Every import that no line of the table allows, as `file: specifier`. */
export const forbiddenImports = (sources: Sources, all: readonly Room[] = rooms): string[] =>
  [...sources].flatMap(([file, text]) => {
    const room = roomOf(file, all);
    if (room === undefined) return isTest(file) ? [] : [`${file}: it is in no room of the table`];
    if (isTest(file)) return [];
    return specifiersIn(text)
      .filter((specifier) => {
        const target = fileOf(specifier, file);
        if (target !== undefined) return ![room.path, ...room.rooms].some((allowed) => isIn(target, allowed));
        return !isNode(specifier) && !room.packages.includes(packageOf(specifier));
      })
      .map((specifier) => `${file}: ${specifier}`);
  });

/** What the table allows and no file of the room uses, as `room: what`. */
export const unusedAllowances = (sources: Sources, all: readonly Room[] = rooms): string[] =>
  all.flatMap((room) => {
    const own = [...sources].filter(([file]) => !isTest(file) && roomOf(file, all) === room);
    const specifiers = own.flatMap(([file, text]) =>
      specifiersIn(text).map((specifier) => ({ specifier, target: fileOf(specifier, file) })),
    );
    const unused = [
      ...room.rooms.filter(
        (path) => !specifiers.some(({ target }) => target !== undefined && isIn(target, path)),
      ),
      ...room.packages.filter(
        (name) => !specifiers.some(({ specifier, target }) => !target && packageOf(specifier) === name),
      ),
    ];
    return unused.map((what) => `${room.path}: ${what}`);
  });

const loading = /^(?:import|export)\s(?!type\b)[^"';]*?\bfrom\s+"([^"]+)"|^import\s+"([^"]+)"/gm;

/** The files of this repository that are loaded when this one is: neither types, nor what is imported when it is needed. */
export const loadedBy = (file: string, sources: Sources): ReadonlySet<string> => {
  const loaded = new Set<string>();
  const open = [file];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (loaded.has(next)) continue;
    loaded.add(next);
    for (const [, from, bare = ""] of (sources.get(next) ?? "").matchAll(loading)) {
      const target = fileOf(from ?? bare, next);
      if (target !== undefined) open.push(target);
    }
  }
  return loaded;
};

/** The circles of files that import each other, types included; each as its files in alphabetical order. */
export const circles = (sources: Sources): string[][] => {
  const targets = new Map(
    [...sources].map(([file, text]) => [
      file,
      specifiersIn(text).flatMap((specifier) => fileOf(specifier, file) ?? []),
    ]),
  );
  const reach = (from: string): Set<string> => {
    const seen = new Set<string>();
    const open = [...(targets.get(from) ?? [])];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (seen.has(next)) continue;
      seen.add(next);
      open.push(...(targets.get(next) ?? []));
    }
    return seen;
  };
  const reached = new Map([...targets.keys()].map((file) => [file, reach(file)]));
  const found = new Map<string, string[]>();
  for (const [file, all] of reached) {
    if (!all.has(file)) continue;
    const circle = [...all].filter((other) => reached.get(other)?.has(file)).sort();
    found.set(circle.join(), circle);
  }
  return [...found.values()];
};
