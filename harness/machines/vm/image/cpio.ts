/** One entry of an archive; the path has no slash before it. */
export type CpioEntry = { readonly path: string; readonly mode: number } & (
  | { readonly data: Uint8Array }
  | { readonly device: readonly [major: number, minor: number] }
  | { readonly directory: true }
);

const regular = 0o100000;
const directory = 0o040000;
const link = 0o120000;
const character = 0o020000;

export const file = (path: string, data: Uint8Array, mode = 0o644): CpioEntry => ({
  path,
  mode: regular | mode,
  data,
});
export const folder = (path: string, mode = 0o755): CpioEntry => ({
  path,
  mode: directory | mode,
  directory: true,
});
export const symlink = (path: string, target: string): CpioEntry => ({
  path,
  mode: link | 0o777,
  data: Buffer.from(target),
});
export const characterDevice = (path: string, major: number, minor: number): CpioEntry => ({
  path,
  mode: character | 0o600,
  device: [major, minor],
});

const hex = (value: number): string => value.toString(16).padStart(8, "0").toUpperCase();
const padding = (length: number): Buffer => Buffer.alloc((4 - (length % 4)) % 4);

/** An archive in the format that Linux unpacks as its first root; everything belongs to root. Source: cpio(5), newc. */
export const cpio = (entries: readonly CpioEntry[]): Buffer =>
  Buffer.concat(
    [...entries, file("TRAILER!!!", new Uint8Array(), 0)].flatMap((entry, index) => {
      const data = "data" in entry ? entry.data : new Uint8Array();
      const [major, minor] = "device" in entry ? entry.device : [0, 0];
      const name = Buffer.from(`${entry.path}\0`);
      const links = "directory" in entry ? 2 : 1;
      const numbers = [
        index + 1,
        entry.mode,
        0,
        0,
        links,
        0,
        data.length,
        0,
        0,
        major,
        minor,
        name.length,
        0,
      ];
      const head = Buffer.from(`070701${numbers.map(hex).join("")}`);
      return [head, name, padding(head.length + name.length), data, padding(data.length)];
    }),
  );
