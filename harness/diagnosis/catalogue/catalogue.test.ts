import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { asPrinted, visibleLine } from "../clean-line.ts";
import { messagesIn } from "../evidence.ts";
import { withValues } from "../question.ts";
import { causeOf, messages } from "./catalogue.ts";
import { causes } from "./causes.ts";
import { causesOf, nextOf } from "./message.ts";

const found = (line: string) => messagesIn(asPrinted(visibleLine(line)), messages);

const examples = messages.flatMap((message) => message.examples.map((text) => ({ message, text })));

describe("the catalogue", () => {
  it("has each message and each cause once, and no cause that nothing names", () => {
    const ids = messages.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)]);
    const named = new Set(messages.flatMap((one) => [...causesOf(one), ...nextOf(one)]));
    expect(causes.map(({ id }) => id).filter((id) => !named.has(id))).toEqual([]);
    const others = messages.flatMap(({ weight, against = [] }) => [
      ...against,
      ...("favours" in weight ? (weight.favours ?? []) : []),
    ]);
    for (const id of [...named, ...others]) expect(causeOf(id).id).toBe(id);
  });

  it.each(examples)("knows “$text” as $message.id", ({ message, text }) => {
    expect(found(text).map(({ message: { id } }) => id)).toContain(message.id);
  });

  it.each(examples)("finds what decides in “$text” for one cause alone", ({ text }) => {
    const decided = found(text).flatMap(({ message: { weight } }) =>
      "decides" in weight ? [weight.decides] : [],
    );
    expect(new Set(decided).size).toBeLessThan(2);
  });

  it("asks about no cause alone: what one cause alone prints decides", () => {
    const alone = messages.filter(({ weight }) => "asks" in weight && weight.asks.length < 2);
    expect(alone.map(({ id }) => id)).toEqual([]);
  });

  it("has anchors that are lower-case and long enough to look for", () => {
    const anchors = messages.flatMap((one) => one.anchors);
    expect(anchors.filter((anchor) => anchor !== anchor.toLowerCase() || anchor.length < 4)).toEqual([]);
  });

  it("asks with commands that a shell can read, whatever the values are", () => {
    const bad = "it's $(reboot) `reboot`";
    const values = Object.fromEntries(
      [
        "account",
        "host",
        "name",
        "newuidmap",
        "path",
        "pause",
        "port",
        "runtime",
        "server",
        "uid",
        "unit",
        "url",
      ].map((name) => [name, bad]),
    );
    for (const { question } of causes) {
      for (const own of [{}, values]) {
        const { run } = withValues(question, own);
        expect(() => execFileSync("sh", ["-n"], { input: run, stdio: "pipe" })).not.toThrow();
        expect(run).not.toContain("reboot");
      }
    }
  });
});
