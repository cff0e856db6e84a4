/** Without the colours, titles and cursor movements that systemd sends to a terminal. */
export const plainText = (printed: string): string => {
  const escapes =
    /\u001b(?:\[[0-9;:?!]*[A-Za-z]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[()][A-Z0-9]|[=>c])|\r/g;
  return printed.replaceAll(escapes, "").trimEnd();
};
