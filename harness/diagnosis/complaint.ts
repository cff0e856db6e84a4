const words =
  /\b(?:error|err|fatal|panic|fail(?:ed|s|ure)?|cannot|can't|could not|couldn't|unable|denied|refused|not permitted|not found|no such|does ?n[o']t|is not|invalid|unexpected|already in use|unreachable|timed out|timeout|no servers|no subuid|different user|single mapping|corrupt|malformed|read-?only|no space|no alternative|expired|mismatch)\b|should have/i;

/** What dig says of an answer with nothing in it. */
const answers = /status: (?!NOERROR)[A-Z]+|ANSWER: 0\b/;

/** As Node and Go name the system's errors. Source: errno(3). */
const errnos = new RegExp(
  `\\bE(?:${"ACCES ADDRINUSE ADDRNOTAVAIL AGAIN BADF BUSY CONNABORTED CONNREFUSED CONNRESET EXIST HOSTUNREACH INVAL IO ISDIR LOOP MFILE NETUNREACH NOENT NOMEM NOSPC NOTDIR NOTEMPTY NOTFOUND NOTSUP PERM PIPE ROFS STALE TIMEDOUT".replaceAll(" ", "|")})\\b`,
);

/** A program that tells what it does complains of nothing. */
const telling =
  /^(?:\S+ +)*?(?:DEBU|INFO|TRAC)\[\d+\]|\blevel=(?:debug|info|trace)\b|"level":"(?:debug|info|trace)"/;

/** Whether the line says that something is wrong. */
export const isComplaint = (line: string): boolean =>
  !telling.test(line) && (words.test(line) || answers.test(line) || errnos.test(line));
