import type { Sources } from "./import-graph.ts";

/** Words for a person or thing that a noun names better: "the operator", "no client", "an unknown name". */
const unnamed =
  /\b(?:nobody|no[ -]one|somebody|someone|everybody|everyone|anybody|anyone|whoever|the one who|which is why)\b/gi;

/** The account of that name, and words that a program has to know. */
const names =
  /(?:the )?account nobody\b|\b65534 \(nobody\)|"owner-is-nobody"|\bnone\|nobody\|nothing\|some\|only\b|\bwho\|whoever\|where\b/g;

/** Shell and Perl in a machine's image: a new comment would be a new image. */
const isProgramComment = (line: string): boolean => /^\s*# /.test(line);

/** Every line of a source or a document that says "nobody" and the like, as `file:line: word`. */
export const unnamedPeople = (sources: Sources): string[] =>
  [...sources].flatMap(([file, text]) =>
    text.split("\n").flatMap((line, index) => {
      if (file.endsWith(".ts") && isProgramComment(line)) return [];
      return [...line.replaceAll(names, "").matchAll(unnamed)].map(
        ([word]) => `${file}:${index + 1}: ${word}`,
      );
    }),
  );
