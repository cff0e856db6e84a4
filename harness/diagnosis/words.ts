/** A word of a message, and how much it says: one that another cause would have in another form says most. */
export type Word = { readonly text: string; readonly weight: number };

const telling = 4;
const usual = 1;

/** What the system calls an error is one word: half of it is another error. Source: errno(3), strerror(3). */
const phrases = [
  "address already in use",
  "cannot allocate memory",
  "connection refused",
  "connection reset by peer",
  "connection timed out",
  "host is unreachable",
  "input/output error",
  "invalid argument",
  "is a directory",
  "network is unreachable",
  "no route to host",
  "no space left on device",
  "no such file or directory",
  "not a directory",
  "operation not permitted",
  "permission denied",
  "read-only file system",
  "timed out",
].map((phrase) => [phrase, phrase.replaceAll(/[ /-]/g, "_")] as const);

/** The words of messages as they may stand in a text. */
export const spellingsOf = (word: string): string[] => [
  ...phrases.flatMap(([phrase, joined]) => (joined === word ? [phrase] : [])),
  word,
];

/** They are in every message, and in none do they say what it is. */
const slightWords = new Set(
  "a an and as at by due for from in is it of on or the then this to which with".split(" "),
);
const negations = new Set(["not", "no", "never", "none", "0"]);
const highestKnownPort = 1023;

/** Where it lies differs from host to host, unless the system says where. */
const pathWords = (path: string): string => {
  const ofUser = path.replace(/^((?:\/var)?\/run\/user)\/\d+/, "$1");
  if (ofUser !== path) return ` ${ofUser.replaceAll(/\d+/g, "").replaceAll("/", " ")} `;
  const program = /\/s?bin\/([^/]+)$/.exec(path)?.[1];
  if (program !== undefined) return ` ${program} `;
  return /^\/(?:etc|dev|proc|sys)\//.test(path)
    ? ` ${path.replaceAll("/", " ").replaceAll(/\b\d+\b/g, "")} `
    : " ";
};

const knownPort = (port: string | undefined): string =>
  port !== undefined && Number(port) <= highestKnownPort ? ` port ${Number(port)} ` : " ";

/** What differs from one host, container or moment to the next is taken out; quoted names are, too. */
const withoutVariables = (message: string): string =>
  message
    .replaceAll(/\b(\w+)n't\b/gi, "$1 not")
    .replaceAll(/\b[a-z][a-z0-9+.-]*:\/\/[^\s"'<>]+/gi, " ")
    // Where the inventory does not have an address, the index has a name for it.
    .replaceAll(/\bADDRESS_OF_[A-Z0-9_]+_ON_[A-Z0-9_]+(?::(\d+))?/g, (_, port) => knownPort(port))
    .replaceAll(/["'`“”‘’]([\w.@:-]+)["'`“”‘’]/g, " ")
    .replaceAll(/\b(?:DNS|IP(?: Address)?):\S+/g, " ")
    .replaceAll(/\b(?:\d{1,3}\.){3}\d{1,3}(?:%\w+)?(?:[:#](\d+))?\b/g, (_, port) => knownPort(port))
    .replaceAll(/\[[0-9a-f:]*:[0-9a-f:]*\](?::(\d+))?/gi, (_, port) => knownPort(port))
    .replaceAll(/(?<![\w.])(?:\/[\w.@+:~%-]+){2,}\/?/g, (path) => pathWords(path.replace(/:$/, "")))
    .replaceAll(/\bport (\d+)\b/gi, (_, port) => knownPort(port))
    .replaceAll(/(?<=\s|^|localhost):(\d{1,5})\b/g, (_, port) => knownPort(port))
    .replaceAll(/\b(?:[a-z0-9_-]+\.)+[a-z][a-z0-9-]*\.?(?=[\s,;:)]|$)/gi, " ")
    .replaceAll(/\b(?=[a-f]*\d)[0-9a-f]{12,}\b/gi, " ");

/** As Node names errors, and DNS answers. */
const codes = new Set(
  "eacces eaddrinuse ebusy econnrefused econnreset ehostunreach einval eio enetunreach enoent enospc eperm epipe erofs etimedout formerr noerror notimp nxdomain servfail".split(
    " ",
  ),
);

/** As programs name what the system refused. */
const calls = new Set("chmod chown copyfile fchmod lchown lstat mkdir rmdir scandir unlink".split(" "));

const weightOf = (word: string): number =>
  calls.has(word) || word.includes("_") || negations.has(word) || codes.has(word) || /^\d+$/.test(word)
    ? telling
    : usual;

/** The words of a message that are the same wherever it is printed. */
export const wordsOf = (message: string): Word[] => {
  const constant = withoutVariables(message).toLowerCase();
  const joined = phrases.reduce((text, [phrase, word]) => text.replaceAll(phrase, word), constant);
  const found = joined.match(/port \d+|[\p{L}_][\p{L}\p{N}_-]*|(?<![\w.:-])0(?![\w.:])/gu) ?? [];
  return found
    .flatMap((word) => (word.startsWith("port ") ? word.split(" ") : [word]))
    .filter((word) => !slightWords.has(word))
    .map((text) => ({ text, weight: weightOf(text) }));
};

/** Names the message among others: messages with the same words are the same. */
export const keyOf = (words: readonly Word[]): string => words.map(({ text }) => text).join(" ");
