import { matchPhrase } from "../../scenario/evaluate-match.ts";
import { join } from "../../scenario/phrase.ts";
import { fill } from "../../scenario/text.ts";
import { isAnswered } from "../answered.ts";
import type { ProbeDefinition } from "../definition.ts";
import { curl } from "./command-line.ts";
import { evaluateHttp } from "./evaluate.ts";
import type { HttpObservation, HttpProbe, HttpRequest } from "./value.ts";

export const http: ProbeDefinition<HttpProbe, HttpRequest, HttpObservation> = {
  kind: "http",
  request: ({ url, method, caFile }, resolve, timeoutMs) => ({
    url: fill(url, resolve),
    method,
    ...(caFile === undefined ? {} : { caFile: fill(caFile, resolve) }),
    timeoutMs,
  }),
  title: ({ method, url }) => `${method} ${url}`,
  evaluate: evaluateHttp,
  timedOut: ({ outcome }) => outcome === "timeout",
  commandLine: curl,
  name: ({ method, url }, resolve) => `${method} ${fill(url, resolve)}`,
  words: ({ expect }, context) =>
    join([
      [`answers with status ${expect.status}`],
      ...(expect.body === undefined ? [] : [matchPhrase(expect.body, "body", context)]),
    ]),
  inShort: ({ outcome }, got) => (outcome === "answered" ? got : outcome),
  sampling: { name: "HTTP", together: false, isAnswered },
  guest: () => import("./guest/index.ts"),
};
