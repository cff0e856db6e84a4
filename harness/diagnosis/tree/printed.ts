import { messageOf, visibleLine } from "../clean-line.ts";
import { answerOfText, noAnswer, type Shown } from "./incident.ts";

/** What a command shows: lines that it prints, each enough or all together, or words for it. */
export type Printed =
  | { readonly lines: readonly string[]; readonly each: boolean }
  | { readonly words: string };

/** How names resolve on several paths: no command says so by itself. */
const disagreement = /^the paths disagree: /;
const isNothing = /^exit \d+, nothing printed$/;
/** dig's answer, or words in brackets for what changes. */
const record = /^NOERROR with (?:\((?<words>.*)\)|(?<value>.*))$/;
const changing = /^\((?<words>.*)\)$/;
const longest = 100;
const mostVariants = 2;
const mostLines = 3;

const shortened = (line: string): string => {
  const text = messageOf(visibleLine(line)).replaceAll(/\s+/g, " ");
  return text.length <= longest ? text : `${text.slice(0, longest).replace(/\s+\S*$/, "")} …`;
};

/** What these answers of a symptom show, without the parts that change from run to run. */
export const printedOf = ({ symptom: { texts, answer }, answers }: Shown): Printed => {
  const about = texts
    .filter((text) => text.about && answers.includes(answerOfText(text)))
    .slice(0, mostVariants);
  if (about.length > 0) {
    const lines = about.map(({ core, text }) => shortened(core ?? text).replace(/^dig answer /, ""));
    return { lines: [...new Set(lines)], each: true };
  }
  if (answer === "succeeds") return { words: "ends without an error" };
  if (disagreement.test(answer)) return { words: "prints different addresses" };
  if (noAnswer.test(answer)) return { words: "gets no answer" };
  if (answer === "" || isNothing.test(answer)) return { words: "prints nothing" };
  const found = (record.exec(answer) ?? changing.exec(answer))?.groups;
  if (found?.["words"] !== undefined) return { words: `prints ${found["words"]}` };
  if (found?.["value"] !== undefined) return { lines: [found["value"]], each: true };
  const lines = answer.replace(/^exit \d+: /, "").split("\n");
  return { lines: lines.slice(0, mostLines).map(shortened), each: false };
};
