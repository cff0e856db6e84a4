import { Fatal } from "./fatal.ts";

/** How the platform's command lines name the configuration file. */
export type CommandLine = "server --config FILE" | "--config FILE" | "-f FILE";

/** The file that the arguments name. @throws Fatal with the usage for any other arguments. */
export const configFileFrom = (
  args: readonly string[],
  program: string,
  form: CommandLine = "server --config FILE",
): string => {
  const words = form.split(" ");
  const file = args.at(-1);
  const isForm = args.length === words.length && words.slice(0, -1).every((word, at) => word === args[at]);
  if (!isForm || file === undefined) throw new Fatal(`usage: ${program} ${form}`);
  return file;
};
