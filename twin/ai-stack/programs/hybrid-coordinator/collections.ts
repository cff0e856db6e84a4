const isNamed = (value: unknown): value is { readonly name: string } =>
  typeof value === "object" && value !== null && typeof (value as { name?: unknown }).name === "string";

/** The names in Qdrant's list of collections. Source: Qdrant API, GET /collections. @throws when it is none */
export const collectionNames = (answer: Readonly<Record<string, unknown>>): readonly string[] => {
  const list = (answer["result"] as { readonly collections?: unknown } | undefined)?.collections;
  if (!Array.isArray(list) || !list.every(isNamed)) throw new Error("Qdrant's answer lists no collections");
  return list.map(({ name }) => name);
};
