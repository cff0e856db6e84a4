/** Colours, titles and cursor movements of a terminal. Source: ECMA-48, 5.4 and 5.6. */
const escapes =
  /\u001b\[[0-?]*[ -/]*[@-~]|\u001b[\]PX^_][^\u0007\u001b]*(?:\u0007|\u001b\\)?|\u001b[ -/]*[0-~]|\u009b[0-?]*[ -/]*[@-~]/g;
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/** The line without terminal sequences, control and direction characters: safe to print. */
export const visibleLine = (line: string): string => line.replace(escapes, "").replace(controls, "").trim();

const entities: Readonly<Record<string, string>> = {
  amp: "&",
  apos: "'",
  gt: ">",
  lt: "<",
  nbsp: " ",
  quot: '"',
};

const withoutEntities = (line: string): string =>
  line.includes("&") && line.includes(";")
    ? line.replaceAll(/&(?:#(\d{1,6})|#x([\da-f]{1,5})|([a-z]{2,4}));/gi, (whole, decimal, hex, name) => {
        if (name !== undefined) return entities[name.toLowerCase()] ?? whole;
        const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
        return code > 0x10_ff_ff ? whole : String.fromCodePoint(code);
      })
    : line;

/** As the program printed it: without what HTML, JSON and word processors make of quotation marks. */
export const asPrinted = (line: string): string =>
  withoutEntities(line)
    .replaceAll(/\\+"/g, '"')
    .replaceAll(/[\u2018\u2019]/g, "'")
    .replaceAll(/[\u201c\u201d]/g, '"')
    .replaceAll("\u00a0", " ");

/** What the journal, syslog, container tools, Go, nginx and shells put before a line. */
const prefixes: readonly RegExp[] = [
  /^[A-Z][a-z]{2} [ 0-9]\d \d\d:\d\d:\d\d(?:\.\d+)? \S+ [^\s:[\]]+(?:\[\d+\])?: /,
  /^\[? *\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?\]? +(?:\S+ [^\s:[\]]+\[\d+\]: )?/,
  /^\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d (?:\[\w+\] \d+#\d+: (?:\*\d+ )?)?/,
  /^\S+ +\| /,
  /^(?:ERRO|WARN|FATA|INFO|DEBU)\[\d+\] */,
  /^(?:Error|ERROR|error|fatal|FATAL): /,
];

/** What nginx says of the request after the message. Source: ngx_http_log_error_handler. */
const requestOfNginx = /, client: [^\s,]+, server: .*$/;

const logrus = /\bmsg="((?:[^"\\]|\\.)*)"/;

const unescaped = (text: string): string =>
  text.replace(/\\(["\\nt])/g, (_, sign) => (sign === '"' || sign === "\\" ? sign : " "));

/** The message of a visible line, without time, host, program, level and request. */
export const messageOf = (visible: string): string => {
  const inner = logrus.exec(visible)?.[1];
  const rest = (inner === undefined ? visible : unescaped(inner)).replace(requestOfNginx, "");
  const cut = prefixes.reduce((text, prefix) => text.replace(prefix, ""), rest);
  return cut === rest ? cut : messageOf(cut);
};
