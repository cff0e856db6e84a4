import { expect, test } from "vitest";
import { messages } from "./catalogue.ts";
import { entrances } from "./entrances.ts";
import { causesOf } from "./message.ts";

const ids = entrances.map(({ id }) => id);
const signs = entrances.flatMap((one) =>
  one.signs.flatMap((sign) => ("messages" in sign ? sign.messages : [])),
);

test("every message that names causes is seen at an entrance, and each entrance knows its messages", () => {
  const all = messages.map(({ id }) => id);
  expect(signs.filter((id) => !all.includes(id))).toEqual([]);
  const named = messages.filter((message) => causesOf(message).length > 0).map(({ id }) => id);
  expect(named.filter((id) => !signs.includes(id))).toEqual([]);
});

test("entrances are few, and lead to each other without a circle", () => {
  expect(ids).toEqual([...new Set(ids)]);
  expect(ids.length).toBeLessThan(10);
  const from = (id: string, before: readonly string[]): void => {
    expect(before).not.toContain(id);
    expect(ids).toContain(id);
    for (const { to } of entrances.find((one) => one.id === id)?.leads ?? []) from(to, [...before, id]);
  };
  for (const id of ids) from(id, []);
});
