const shownBytes = 48;

/** The first bytes of a message, for an error: "12 bytes: 12 34 81 80 …". */
export const hexExcerpt = (bytes: Buffer): string => {
  const shown = bytes
    .subarray(0, shownBytes)
    .toString("hex")
    .replace(/..(?=.)/g, "$& ");
  const more = bytes.length > shownBytes ? " …" : "";
  return `${bytes.length} ${bytes.length === 1 ? "byte" : "bytes"}${shown === "" ? "" : `: ${shown}${more}`}`;
};
