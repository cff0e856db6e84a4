import { StringDecoder } from "node:string_decoder";
import { UsageError } from "../errors.ts";
import { drillCommand } from "../invocation.ts";

/** The rest of a longer line is ignored: no error is that long. */
const longestLine = 64 * 1024;
const headBytes = 4096;

/** Zero bytes, or many that no text has: a program, an image, an archive, UTF-16. */
const isBinary = (head: Buffer): boolean => {
  const odd = head.filter((byte) => byte < 9 || (byte > 13 && byte < 27) || (byte > 27 && byte < 32)).length;
  return head.includes(0) || odd > head.length / 10;
};

/**
 * Hands on every line of a text as it comes, and keeps no more than one of them.
 * @throws UsageError when it is not text, or there is nothing in it
 */
export const readLines = async (
  source: AsyncIterable<Buffer>,
  from: string,
  take: (line: string) => void,
): Promise<void> => {
  const decoder = new StringDecoder("utf8");
  let rest = "";
  let isPassingOver = false;
  let bytes = 0;
  let hasText = false;
  const takeLine = (line: string): void => {
    if (!isPassingOver) take(line);
    isPassingOver = false;
  };
  for await (const chunk of source) {
    if (bytes === 0 && isBinary(chunk.subarray(0, headBytes))) {
      throw new UsageError(`${from} is not text`, { next: "give the error text: what the command printed" });
    }
    bytes += chunk.length;
    rest += decoder.write(chunk);
    hasText ||= /\S/.test(rest);
    let start = 0;
    for (let end = rest.indexOf("\n"); end !== -1; end = rest.indexOf("\n", start)) {
      takeLine(rest.slice(start, end));
      start = end + 1;
    }
    rest = rest.slice(start);
    if (rest.length > longestLine) {
      takeLine(rest);
      isPassingOver = true;
      rest = "";
    }
  }
  rest += decoder.end();
  if (rest !== "") takeLine(rest);
  if (!hasText) {
    throw new UsageError(`there is no text in ${from}`, {
      next: `give what the command printed, both streams: podman ps 2>&1 | ${drillCommand(["diagnose"], [], { quiet: true })}`,
    });
  }
};
