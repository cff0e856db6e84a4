import { hereDocument, quote } from "../../scenario/shell.ts";
import { fill, type ResolveAddress } from "../../scenario/text.ts";
import type { PutFile } from "./value.ts";

/** The file as an operator writes it. Source: install(1). */
export const installFile = (file: PutFile, resolve: ResolveAddress): string => {
  const { typed, ...rig } = file;
  return typed === undefined
    ? install(file, resolve)
    : fill([{ kind: "instead", rig: [install(rig, resolve)], platform: typed }], resolve);
};

const install = (file: PutFile, resolve: ResolveAddress): string => {
  const [owner = "root", group] = file.owner.split(":");
  const command = (source: string): string =>
    ["install", "-D", `--mode=${file.mode}`, `--owner=${owner}`]
      .concat(group === undefined ? [] : [`--group=${group}`])
      .concat(source, file.path)
      .map(quote)
      .join(" ");
  if ("bundleOf" in file.content) {
    return `# the program ${file.content.bundleOf}, bundled into one file\n${command("./bundle.mjs")}`;
  }
  return hereDocument(command("/dev/stdin"), fill(file.content, resolve));
};
