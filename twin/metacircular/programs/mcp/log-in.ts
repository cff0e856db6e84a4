import { TableReader } from "#harness/platform/table-reader.ts";
import { Fatal, reason } from "../lib/fatal.ts";
import { askJson, type Credentials } from "./ask.ts";
import type { McpConfig } from "./config.ts";
import { addressOfUrl } from "./connect.ts";

/**
 * What agents are asked with: a fresh token of MCIAS, where the configuration has an account there.
 *
 * @throws Fatal when MCIAS gives none.
 */
export const logIn = async ({ auth, ca }: McpConfig): Promise<Credentials> => {
  if (auth === undefined) return { ca };
  const { url, account: name, password } = auth;
  try {
    const { value } = await askJson([addressOfUrl(url)], "/v1/login", ca, { name, password });
    return { ca, token: new TableReader(value, "answer").string("token", "…") };
  } catch (error) {
    throw new Fatal(`log in at ${url}: ${reason(error)}`);
  }
};
