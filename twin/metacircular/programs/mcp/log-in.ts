import { TableReader } from "#twin/platform/table-reader.ts";
import { Fatal, reason } from "../lib/fatal.ts";
import { askingWith, askJson, type Credentials } from "./ask.ts";
import type { CommandRun } from "./command-run.ts";
import type { McpConfig } from "./config.ts";
import { addressOfUrl } from "./connect.ts";

/**
 * The credentials for agents: a new token of MCIAS, if the configuration has an account there.
 *
 * @throws Fatal when MCIAS refuses or does not answer.
 */
export const logIn = async (config: McpConfig, run: CommandRun): Promise<Credentials> => {
  const asking = askingWith(config, run);
  const { auth } = config;
  if (auth === undefined) return asking;
  const { url, account: name, password } = auth;
  try {
    const { value } = await askJson([addressOfUrl(url)], "/v1/login", asking, { name, password });
    return { ...asking, token: new TableReader(value, "answer").string("token", "…") };
  } catch (error) {
    throw new Fatal(`log in at ${url}: ${reason(error)}`);
  }
};
