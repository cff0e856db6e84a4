import { expect, test } from "vitest";
import { dns } from "../../checks/dns.ts";
import { machine } from "../../scenario/machine.ts";
import { expectationOf, plainPhrase } from "../../views/expectation.ts";

const client = machine("client", { addresses: {} });
const asks = () => dns(client).asks("mcq.svc.example", "A", { server: "192.0.2.53" });

test.each([
  [asks().withFlags({ aa: true }).hasAnswer(), 'answers with the flag "aa"'],
  [
    asks().withFlags({ aa: true, tc: false }).answers("192.0.2.1", "192.0.2.2"),
    'answers "NOERROR" with "192.0.2.1" and "192.0.2.2" and the flag "aa" and no flag "tc"',
  ],
  [asks().withSoa("svc.example").isNxdomain(), 'answers "NXDOMAIN" with the SOA of "svc.example"'],
  [
    asks().withSoa("svc.example").isNodata(),
    'answers "NOERROR" with no answer and a SOA and the SOA of "svc.example"',
  ],
  [asks().hasAnswer(), "answers"],
])("what an answer must have is told as a sentence: %#", (check, words) => {
  expect(plainPhrase(expectationOf(check, { resolve: () => "" }))).toBe(words);
});
