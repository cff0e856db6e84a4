/** What to do when apt printed that it has no such package; undefined when it printed nothing of the kind. */
export const adviceOnPackages = (printed: string): string | undefined => {
  const found = printed.matchAll(
    /Unable to locate package (\S+)|Package '(\S+)' has no installation candidate/g,
  );
  const names = new Set([...found].map(([, unknown, virtual]) => unknown ?? virtual));
  if (names.size === 0) return undefined;
  return (
    `take ${[...names].join(", ")} out of machines in the configuration (packages or downloads), or write the name that this ` +
    "release of Debian has for it"
  );
};
