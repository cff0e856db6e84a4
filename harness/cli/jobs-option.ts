import { InvalidArgumentError, Option } from "commander";

const parseJobs = (value: string): number => {
  const jobs = Number(value);
  if (!Number.isInteger(jobs) || jobs < 1) throw new InvalidArgumentError("write a number from 1.");
  return jobs;
};

/** `--jobs N`. */
export const jobsOption = (): Option =>
  new Option(
    "--jobs <n>",
    "how many drills run at once, procedures of one drill among them (default: one and a half drills for each core, 1 where an engine has the networks; procedures one after the other)",
  ).argParser(parseJobs);
