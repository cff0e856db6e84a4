import { causes } from "./causes.ts";
import { dnsMessages } from "./dns.ts";
import { fileMessages } from "./files.ts";
import { httpMessages } from "./http.ts";
import type { Cause, Message } from "./message.ts";
import { namespaceMessages } from "./namespaces.ts";
import { podmanMessages } from "./podman.ts";
import { portMessages } from "./ports.ts";
import { sqliteMessages } from "./sqlite.ts";
import { tlsMessages } from "./tls.ts";

/** Every message of the catalogue. */
export const messages: readonly Message[] = [
  ...podmanMessages,
  ...namespaceMessages,
  ...fileMessages,
  ...sqliteMessages,
  ...dnsMessages,
  ...portMessages,
  ...tlsMessages,
  ...httpMessages,
];

const byId = new Map(causes.map((cause) => [cause.id, cause]));

/** The cause of this id. @throws Error when the catalogue has none */
export const causeOf = (id: string): Cause => {
  const cause = byId.get(id);
  if (cause === undefined) throw new Error(`no cause ${id} in the catalogue`);
  return cause;
};
