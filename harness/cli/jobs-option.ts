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
    "the number of drills at once, including procedures of one drill (default: one and a half for each core, 1 where an engine makes the networks; procedures run one after the other)",
  ).argParser(parseJobs);
