/** The definitions of a registry by their kinds. @throws TypeError for a kind that is not registered */
export const registered = <Definition extends { readonly kind: string }>(
  registry: Readonly<Record<string, Definition>>,
): ((kind: string) => Definition) => {
  const all = new Map(Object.values(registry).map((definition) => [definition.kind, definition]));
  return (kind) => {
    const definition = all.get(kind);
    if (definition === undefined) throw new TypeError(`unknown kind: ${JSON.stringify(kind)}`);
    return definition;
  };
};
