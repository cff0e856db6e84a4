import { ScenarioError } from "../errors.ts";
import { type ImageContents, noContents } from "../scenario/image-contents.ts";
import { assertKnownFields } from "../scenario/known-fields.ts";

/** As `ImageContents`; every field may be left out. */
export type MachinesConfig = {
  readonly [Field in keyof ImageContents]?: ImageContents[Field] extends readonly unknown[]
    ? ImageContents[Field]
    : Partial<ImageContents[Field]>;
};

type Entry = {
  readonly is: (value: unknown) => boolean;
  /** What to write instead of a value that is none. */
  readonly next: (value: unknown) => string;
};

const matches =
  (pattern: RegExp) =>
  (value: unknown): boolean =>
    typeof value === "string" && pattern.test(value);

/** Source: Debian policy, 5.6.7. A name that ends with "-" is an order to apt to remove a package. */
const isPackage = matches(/^[a-z0-9][a-z0-9+.-]*[a-z0-9+.]$/);

/** The name in `Nginx`, `nginx=1.26` and `nginx:amd64`. */
const bareName = (value: unknown): string | undefined => {
  const [name] =
    typeof value === "string"
      ? value
          .trim()
          .toLowerCase()
          .split(/[=/:\s]/)
      : [];
  return isPackage(name) ? name : undefined;
};

const packageEntry: Entry = {
  is: isPackage,
  next: (value) => {
    const name = bareName(value);
    return name === undefined
      ? 'write the name of a Debian package, such as "postgresql-17"'
      : `write "${name}", the name of a Debian package, without a version`;
  },
};

const downloadEntry: Entry = {
  is: (value) => isPackage(value) || matches(/^[?~][^\s#]+$/)(value),
  next: (value) => `${packageEntry.next(value)}, or a pattern of apt, such as "?name(^postgresql-[0-9]+$)"`,
};

const exceptEntry: Entry = {
  is: matches(/^[a-z0-9*][a-z0-9+.*-]*$/),
  next: () => 'write the name of a Debian package, in which * stands for any text, such as "libllvm*"',
};

const idEntry: Entry = {
  is: (value) => Number.isInteger(value) && Number(value) > 0 && Number(value) < 65_534,
  next: () => "write a number from 1 to 65533, such as 850",
};

const unitEntry: Entry = {
  is: matches(/^[\w:.\\@-]+\.(?:automount|device|mount|path|scope|service|slice|socket|swap|target|timer)$/),
  next: (value) =>
    matches(/^[\w:\\@-]+$/)(value)
      ? `write "${value}.service", the name of a unit with its ending`
      : 'write the name of a unit with its ending, such as "nginx.service"',
};

/**
 * The `machines` of a configuration, with its gaps filled in.
 * @throws ScenarioError with the field and what to write instead
 */
export const imageContentsOf = (value: unknown): ImageContents => {
  const wrong = (field: string, got: unknown, next: string): ScenarioError =>
    new ScenarioError("the configuration of machines is invalid", {
      got: `${field} is ${JSON.stringify(got)}`,
      next,
    });

  const table = (
    field: string,
    given: unknown,
    known: readonly string[],
  ): Readonly<Record<string, unknown>> => {
    if (given === undefined) return {};
    if (typeof given !== "object" || given === null || Array.isArray(given))
      throw wrong(field, given, `write ${field}: { … }, with ${known.join(", ")}`);
    assertKnownFields(field, given, known);
    return given as Readonly<Record<string, unknown>>;
  };

  const list = <T>(field: string, given: unknown, { is, next }: Entry): readonly T[] => {
    if (given === undefined) return [];
    if (!Array.isArray(given)) throw wrong(field, given, `write ${field}: [ … ], a list`);
    for (const [index, one] of given.entries())
      if (!is(one)) throw wrong(`${field}[${index}]`, one, next(one));
    return given as readonly T[];
  };

  const machines = table("machines", value, Object.keys(noContents));
  const downloads = table("machines.downloads", machines["downloads"], Object.keys(noContents.downloads));
  const ids = table("machines.reservedIds", machines["reservedIds"], Object.keys(noContents.reservedIds));
  return {
    packages: list("machines.packages", machines["packages"], packageEntry),
    downloads: {
      packages: list("machines.downloads.packages", downloads["packages"], downloadEntry),
      except: list("machines.downloads.except", downloads["except"], exceptEntry),
    },
    reservedIds: {
      users: list("machines.reservedIds.users", ids["users"], idEntry),
      groups: list("machines.reservedIds.groups", ids["groups"], idEntry),
    },
    maskedUnits: list("machines.maskedUnits", machines["maskedUnits"], unitEntry),
  };
};
