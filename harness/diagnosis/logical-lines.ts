/**
 * Puts together what dig prints of one answer in two lines, so that "NOERROR, and nothing in it" can be told from
 * other answers. Answers a line to look at for each line that goes in, or none while it waits for the second.
 */
export const digJoiner = (): ((line: string) => string | undefined) => {
  let status: string | undefined;
  return (line) => {
    if (!line.startsWith(";;") && status === undefined) return line;
    const begun = /->>HEADER<<-.*\bstatus: ([A-Z0-9]+)/.exec(line)?.[1];
    if (begun !== undefined) {
      status = begun;
      return undefined;
    }
    const counts = /^;; flags: .*\b(ANSWER: \d+, AUTHORITY: \d+)/.exec(line)?.[1];
    const joined =
      status !== undefined && counts !== undefined ? `dig answer status: ${status}, ${counts}` : line;
    status = undefined;
    return joined;
  };
};

/** The lines of a text as the index holds them. */
export const logicalLines = (text: string): string[] => {
  const join = digJoiner();
  return text.split("\n").flatMap((line) => join(line) ?? []);
};
