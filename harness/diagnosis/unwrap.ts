type Fields = Readonly<Record<string, unknown>>;

/** The journal writes a message that has a control character as its bytes. Source: systemd's JOURNAL_EXPORT_FORMATS. */
const textOf = (value: unknown): string | undefined => {
  if (typeof value === "string") return value;
  const isBytes =
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((one) => Number.isInteger(one) && one >= 0 && one < 256);
  return isBytes ? Buffer.from(value as number[]).toString("utf8") : undefined;
};

/** Where a line of the journal, of a container engine's log file or of a structured logger has what was printed. */
const messageFields = ["MESSAGE", "log", "message", "msg"];
const reasonFields = ["error", "err"];

const parsed = (line: string): Fields | undefined => {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null ? (value as Fields) : undefined;
  } catch {
    return undefined;
  }
};

/** The lines that a line of JSON has in it; any other line as it is. */
export const unwrapped = (line: string): readonly string[] => {
  const start = line.indexOf("{");
  if (start === -1 || !line.trimEnd().endsWith("}")) return [line];
  // Compose's prefix, a time, or nothing.
  if (start > 0 && !/^[^"{]*[|\s]$/.test(line.slice(0, start))) return [line];
  const fields = parsed(line.slice(start));
  if (fields === undefined) return [line];
  const [message] = messageFields.flatMap((name) => textOf(fields[name]) ?? []);
  if (message === undefined) return [line];
  const reasons = reasonFields.flatMap((name) => {
    const reason = textOf(fields[name]);
    return reason === undefined || message.includes(reason) ? [] : [reason];
  });
  const lines = [...message.split("\n"), ...reasons].filter((one) => one.trim() !== "");
  return lines.length === 0 ? [] : lines;
};
