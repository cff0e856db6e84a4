const escaped = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, "\\$&");

/** Finds a path, also with what is below it, and no path with a longer name. */
export const wholePath = (path: string, flags = ""): RegExp =>
  new RegExp(`(?<![\\w/.-])${escaped(path)}(?![\\w-]|\\.\\w)`, flags);
