// Program output of public threads, which no drill made, against the index as it is committed. The first two sets were
// used to make the catalogue; the third was found afterwards, and nothing was changed for it.
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readIndex } from "./read-index.ts";
import { judged, publicTexts } from "./testing/public-texts.ts";

const index = readIndex(join(import.meta.dirname, "../../runbooks"));

describe.each(["reports", "corpus"])("the public texts of %s", (name) => {
  it.each(publicTexts(name))("$source: $cause", (one) => {
    const { isRight, wrongAlone, named } = judged(one, index);
    expect({ isRight, wrongAlone, named }).toEqual({ isRight: true, wrongAlone: [], named });
  });
});
