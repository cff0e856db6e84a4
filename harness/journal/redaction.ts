/** What stands in the journal in place of a secret. */
const redacted = "[redacted]";

/** A secret as it is, and in the forms in which it usually travels. */
const formsOf = (secret: string): string[] => [
  secret,
  encodeURIComponent(secret),
  Buffer.from(secret).toString("base64"),
  JSON.stringify(secret).slice(1, -1),
];

// Every repetition that can begin in many places is bounded: outputs are long, and matching must stay linear.
const keyWord = "(?:password|passphrase|secret|token|api[_-]?key|private[_-]?key)";
const value = `(?:"(?:[^"\\\\]|\\\\.)*"|'[^']*'|[^\\s"',;&]+)`;

const patterns: readonly (readonly [RegExp, string])[] = [
  // A block that was cut off before its end is redacted to the end of the text.
  [
    /-----BEGIN ([A-Z ]{0,20}PRIVATE KEY)-----[\s\S]*?(?:-----END \1-----|$)/g,
    `-----BEGIN $1----- ${redacted} -----END $1-----`,
  ],
  [/^([ \t]*(?:[<>][ \t]*)?(?:proxy-)?authorization[ \t]*:[ \t]*).+$/gim, `$1${redacted}`],
  [/\b(authorization["']?[ \t]*[:=][ \t]*["']?(?:basic|bearer|digest)[ \t]+)[^\s"']+/gi, `$1${redacted}`],
  [/\b(bearer[ \t]+)[\w.~+/-]{8,}=*/gi, `$1${redacted}`],
  [new RegExp(`(${keyWord}["']?[ \\t]{0,8}[=:][ \\t]{0,8})${value}`, "gi"), `$1${redacted}`],
  [new RegExp(`(--(?:[a-z]{1,20}-){0,3}${keyWord}[ \\t]{1,8})${value}`, "gi"), `$1${redacted}`],
  [/(\b[a-z][a-z0-9+.-]{0,20}:\/\/[^\s/:@]{1,100}:)[^\s/@]{1,200}(@)/gi, `$1${redacted}$2`],
];

const secretKey = new RegExp(`^(?:(?:proxy-)?authorization|cookie|set-cookie|[\\w-]*${keyWord})$`, "i");

/** Fields that say what an event is; a secret that happens to be such a word must not break the journal. */
const structure = new Set(["type", "kind", "phase", "verdict"]);

type Redact = <T>(value: T) => T;

/** Takes whatever looks like a secret out of a text, as the journal does. */
export const redactText = (text: string): string => redactor([])(text);

/** Takes the given secrets, and whatever looks like one, out of every text of a value. */
export const redactor = (secrets: readonly string[]): Redact => {
  const forms = secrets
    .filter((secret) => secret !== "")
    .flatMap(formsOf)
    .sort((a, b) => b.length - a.length);

  const text = (original: string): string => {
    let clean = original;
    for (const form of forms) clean = clean.replaceAll(form, redacted);
    for (const [pattern, replacement] of patterns) clean = clean.replace(pattern, replacement);
    return clean;
  };

  const walk = (one: unknown, key: string): unknown => {
    if (typeof one === "string") {
      if (structure.has(key)) return one;
      return secretKey.test(key) ? redacted : text(one);
    }
    if (Array.isArray(one)) return one.map((item) => walk(item, key));
    if (typeof one !== "object" || one === null) return one;
    return Object.fromEntries(Object.entries(one).map(([name, inner]) => [name, walk(inner, name)]));
  };
  return <T>(whole: T): T => walk(whole, "") as T;
};
