import { registerHooks } from "node:module";

export type ImportWatch = {
  /** The file at this address, and all files that it imported, directly or not, but packages and parts of Node. */
  readonly importedBy: (url: string) => string[];
  readonly end: () => void;
};

/** Sees which file imports which, from now on. */
export const watchImports = (): ImportWatch => {
  const imports = new Map<string, Set<string>>();
  const hooks = registerHooks({
    resolve: (specifier, context, next) => {
      const resolved = next(specifier, context);
      const { parentURL } = context;
      if (
        parentURL !== undefined &&
        resolved.url.startsWith("file:") &&
        !resolved.url.includes("/node_modules/")
      ) {
        const all = imports.get(parentURL) ?? new Set();
        imports.set(parentURL, all.add(resolved.url));
      }
      return resolved;
    },
  });
  return {
    importedBy: (url) => {
      const all = new Set([url]);
      // A set hands out what is added to it meanwhile.
      for (const one of all) for (const imported of imports.get(one) ?? []) all.add(imported);
      return [...all];
    },
    end: () => hooks.deregister(),
  };
};
