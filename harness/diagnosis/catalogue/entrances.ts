import { dnsMessages } from "./dns.ts";
import { fileMessages } from "./files.ts";
import { httpMessages } from "./http.ts";
import type { Message } from "./message.ts";
import { namespaceMessages } from "./namespaces.ts";
import { podmanMessages } from "./podman.ts";
import { sqliteMessages } from "./sqlite.ts";
import { tlsMessages } from "./tls.ts";

/** How a symptom shows what a person sees: by a message of the catalogue, or by a command and its answer. */
export type Sign =
  | { readonly messages: readonly string[] }
  | { readonly command: RegExp; readonly answer: RegExp };

/** A command that leads on to another entrance. */
export type Lead = {
  readonly run: string;
  /** On the machine where containers should run. */
  readonly user: string;
  /** `code` is meant. */
  readonly prints: string;
  /** Id of the entrance. */
  readonly to: string;
};

/** What a person sees before anything is asked, and the symptoms of drills that show it. */
export type Entrance = {
  readonly id: string;
  readonly seen: string;
  /** Words by which it is known. */
  readonly such?: string;
  readonly signs: readonly Sign[];
  /** Asked first: what is seen here may only follow from it. */
  readonly leads?: readonly Lead[];
};

const idsOf = (messages: readonly Message[], ...without: readonly string[]): Sign => ({
  messages: messages.map(({ id }) => id).filter((id) => !without.includes(id)),
});

const emptyAnswers = ["answer-empty", "no-such-record", "answer-with-authority"];
/** Messages that name the server of a question, and no error. */
const dnsFacts = ["question-asked", "server-asked", "tailnet-resolver"];

const noContainer: Lead = {
  run: "pgrep --count conmon",
  user: "root",
  prints: "`0`",
  to: "no-container",
};

/** What a person sees first, in the words of a person, the most usual first. */
export const entrances: readonly Entrance[] = [
  {
    id: "no-container",
    seen: "No container runs",
    such: "often after a reboot",
    signs: [
      { command: /\bpgrep --count conmon\b/, answer: /^(?:exit 1: )?0$/ },
      { command: /\bpodman (?:ps|container ls)\b/, answer: /nothing printed$/ },
    ],
    leads: [
      // First: podman by hand hides what its pause process hides.
      {
        run: "journalctl --boot --output cat --grep 'newuidmap|OCI runtime|RunRoot'",
        user: "root",
        prints: "an error of podman",
        to: "podman-error",
      },
      {
        run: "podman ps --all",
        user: "the account that runs them",
        prints: "an error",
        to: "podman-error",
      },
    ],
  },
  {
    id: "podman-error",
    seen: "Podman prints an error",
    such: "newuidmap, OCI runtime, RunRoot, namespace, session",
    signs: [
      idsOf(podmanMessages, "pull-refused"),
      idsOf(namespaceMessages, "user-namespaces-off", "no-new-privileges"),
    ],
  },
  {
    id: "no-names",
    seen: "Names do not resolve",
    such: "connection refused on port 53, timed out, SERVFAIL",
    signs: [
      idsOf(dnsMessages, ...emptyAnswers, ...dnsFacts),
      { command: /^dig /, answer: /^(?:unreachable|timeout|SERVFAIL)\b/ },
    ],
    leads: [noContainer],
  },
  {
    id: "wrong-names",
    seen: "A name gets an empty answer, or a wrong address",
    such: "NOERROR without a record, programs that disagree",
    signs: [{ messages: emptyAnswers }, { command: /^getent ahosts/, answer: /^the paths disagree/ }],
  },
  {
    id: "data",
    seen: "A service cannot use its files or its database",
    such: "permission denied, not permitted, readonly, locked",
    signs: [
      idsOf(fileMessages),
      idsOf(sqliteMessages),
      // Too few words for a text of the index.
      { command: /./, answer: /\bdatabase is locked$/ },
    ],
  },
  {
    id: "certificate",
    seen: "A certificate is refused",
    such: "TLS, SSL, x509, verify",
    signs: [idsOf(tlsMessages)],
  },
  {
    id: "port",
    seen: "A server does not start",
    such: "address already in use",
    signs: [{ messages: ["port-53-taken"] }],
  },
  {
    id: "proxy",
    seen: "A proxy cannot speak to what is behind it",
    such: "502, protocol error",
    signs: [idsOf(httpMessages)],
  },
  {
    id: "no-way-in",
    seen: "A tool does not reach a machine or a service",
    such: "unreachable, connection refused, timeout",
    leads: [noContainer],
    signs: [
      { messages: ["host-unreachable", "service-refuses", "pull-refused"] },
      { command: /^(?!dig )/, answer: /\b(?:connect|dial)\b.*\b(?:timeout|timed out|EHOSTUNREACH)\b/ },
    ],
  },
];
