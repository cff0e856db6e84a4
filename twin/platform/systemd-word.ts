const PLAIN = /^[\w@+=:,./^-]+$/;

const ESCAPES: Readonly<Record<string, string>> = {
  "\n": "\\n",
  "\t": "\\t",
  "\r": "\\r",
  '"': '\\"',
  "\\": "\\\\",
};

/** Text that systemd does not expand. Source: systemd.unit(5), specifiers; systemd.service(5), command lines. */
const inert = (text: string): string => text.replaceAll("%", "%%").replaceAll("$", "$$$$");

const escaped = (sign: string): string =>
  ESCAPES[sign] ?? `\\x${sign.charCodeAt(0).toString(16).padStart(2, "0")}`;

/** The word as one argument of a command line in a unit file. */
export const systemdWord = (word: string): string => {
  const text = inert(word);
  if (PLAIN.test(text)) return text;
  // Single quotes leave double ones readable; an escape is an escape in both.
  if (!/['\\\p{Cc}]/u.test(text)) return `'${text}'`;
  return `"${text.replaceAll(/["\\\p{Cc}]/gu, escaped)}"`;
};
