const words =
  /\b(?:error|err|fatal|panic|fail(?:ed|s|ure)?|cannot|can't|could not|couldn't|unable|denied|refused|not permitted|not found|no such|does ?n[o']t|is not|invalid|unexpected|already in use|unreachable|timed out|timeout|no servers|no subuid|different user|single mapping|corrupt|malformed|read-?only|no space|no alternative|expired|mismatch)\b|should have/i;

/** As Node and Go name errors, and what dig says of an answer with nothing in it. */
const names =
  /\bE(?:[A-Z]{3,}[A-Z0-9]*)\b(?<!EDNS|ERROR|EXIT|EMPTY|ENABLED)|status: (?!NOERROR)[A-Z]+|ANSWER: 0\b/;

/** Whether the line says that something is wrong. */
export const isComplaint = (line: string): boolean => words.test(line) || names.test(line);
