import { describe, expect, it } from "vitest";
import { adviceFor } from "./advice.ts";
import type { IndexEntry } from "./index-entry.ts";
import { type Diagnosis, diagnose } from "./rank.ts";
import { Scan } from "./scan.ts";
import {
  entry,
  newuidmapEntries,
  noHint,
  noRanges,
  otherOwner,
  setuidHint,
  symptom,
  writeFailed,
} from "./testing/entries.ts";

const diagnosed = (text: string, index: readonly IndexEntry[] = newuidmapEntries): Diagnosis => {
  // What drills alone know: the catalogue has its own tests.
  const scan = new Scan(index, []);
  for (const line of text.split("\n")) scan.add(line);
  return diagnose(scan.end(), index);
};

const causes = ({ groups }: Diagnosis): string[][] =>
  groups.map(({ candidates }) => candidates.map(({ id }) => id));

describe("a line that many incidents print", () => {
  const lamps = (count: number) =>
    Array.from({ length: count }, (_, at) => entry(`lamp-${at}`, [symptom("it fails", "true", writeFailed)]));

  it("names none of them, and is told as an error", () => {
    const { groups, strangers } = diagnosed(writeFailed, lamps(6));
    expect(groups).toEqual([]);
    expect(strangers.map(({ number }) => number)).toEqual([1]);
  });

  it("names all of a few", () => {
    expect(causes(diagnosed(writeFailed, lamps(5)))[0]).toHaveLength(5);
  });
});

describe("one incident with two versions of podman", () => {
  const lamp = entry("lamp", [symptom("it fails", "podman ps", noHint)]);
  const old = { ...lamp, podman: "4.3" };
  const only = diagnosed(noHint, [lamp]).groups[0]?.candidates[0];

  it("is one incident when it is counted who prints a line", () => {
    const [group] = diagnosed(noHint, [lamp, old]).groups;
    expect(group?.candidates.map(({ score }) => score)).toEqual([only?.score, only?.score]);
  });

  it("is told apart from others by its scenario's name", () => {
    const fuse = entry(
      "fuse",
      [symptom("no current", "fuse", writeFailed)],
      [{ from: "lamp", how: "The fuse blew.", look: { kind: "contains", value: ["uid_map"] } }],
    );
    const [group] = diagnosed(`${writeFailed}\n${noHint}`, [
      fuse,
      ...[lamp, old].map((one) => ({
        ...one,
        symptoms: [symptom("it fails", "podman ps", writeFailed, noHint)],
      })),
    ]).groups;
    expect(group?.candidates.map(({ speaksAgainst }) => speaksAgainst.length).toSorted()).toEqual([0, 1, 1]);
  });
});

describe("causes of a newuidmap that fails", () => {
  it("are told apart by the second line", () => {
    const path = diagnosed(
      `ERRO[0000] running \`/run/current-system/sw/bin/newuidmap 1 0 1000 1\`: ${writeFailed}\n${setuidHint}`,
    );
    expect(causes(path)).toEqual([["newuidmap-path", "agent-unit"]]);
    const [group] = path.groups;
    expect(group?.candidates[0]?.speaksFor.map(({ line }) => line.number)).toEqual([2]);
    expect(group?.candidates[1]?.speaksAgainst.map(({ line }) => line.number)).toEqual([2, 2]);
    expect(causes(diagnosed(`${writeFailed}\n${noHint}`))).toEqual([["agent-unit", "newuidmap-path"]]);
  });

  it("are both named by the first line alone, each with what would tell it apart", () => {
    const both = diagnosed(writeFailed);
    expect(causes(both).map((one) => one.toSorted())).toEqual([["agent-unit", "newuidmap-path"]]);
    const [group] = both.groups;
    const advice = group?.candidates.map((one) => adviceFor(one, group, newuidmapEntries));
    expect(advice?.flat()).toContainEqual({
      from: "agent-unit",
      how: "The newuidmap that is found first has no setuid bit.",
      look: "should have setuid or have filecaps setuid",
    });
  });

  it("are not mixed up with two accounts of one UID", () => {
    expect(causes(diagnosed(otherOwner.replaceAll("850", "995")))).toEqual([["uid-collision"]]);
    expect(causes(diagnosed(`ERRO[0000] ${noRanges.replaceAll("sshd", "pulp")}`))).toEqual([
      ["uid-collision"],
    ]);
  });

  it("of another error than the known one are unknown", () => {
    const other = diagnosed("newuidmap: open of uid_map failed: Permission denied");
    expect(causes(other)).toEqual([]);
    expect(other.strangers.map(({ number }) => number)).toEqual([1]);
  });
});

describe("ten errors at once", () => {
  const index = [
    ...newuidmapEntries,
    ...["lamp", "boiler", "kettle", "toaster", "fridge", "radio", "phone", "clock"].map((name) =>
      entry(`${name}-broken`, [
        symptom(`the ${name} fails`, "true", `the ${name} refused to switch itself on again: denied`),
      ]),
    ),
  ];

  it("are grouped, in the order of the text, and what no drill saw is told", () => {
    const text = index
      .flatMap(({ symptoms }) => symptoms.flatMap(({ texts }) => texts.map((one) => one.text)))
      .join("\n");
    const found = diagnosed(`${text}\nthe moon cannot be found: unexpected error 7\n`, index);
    expect(causes(found)).toHaveLength(10);
    expect(causes(found)[0]).toContain("newuidmap-path");
    expect(causes(found).at(-1)).toEqual(["clock-broken"]);
    expect(found.strangers.map(({ text: line }) => line)).toEqual([
      "the moon cannot be found: unexpected error 7",
    ]);
  });

  it("put first what explains most lines, then what was drilled most", () => {
    const rare = {
      ...entry("rare", [symptom("it fails", "true", "the lamp refused to go on: denied here")]),
      drills: {},
    };
    const often = entry("z-often", rare.symptoms);
    const more = entry("more", [
      ...rare.symptoms,
      symptom("it smokes", "true", "the fuse has failed and cannot be found"),
    ]);
    const text = "the lamp refused to go on: denied here";
    expect(causes(diagnosed(text, [rare, often]))).toEqual([["z-often", "rare"]]);
    expect(
      causes(diagnosed(`${text}\nthe fuse has failed and cannot be found`, [rare, often, more])),
    ).toEqual([["more", "z-often", "rare"]]);
  });
});

describe("what tells two causes of the same words apart", () => {
  const fails = symptom("it fails", "true", "the lamp refused to go on: denied here");
  const candle = { kind: "contains", value: ["a candle burns"] } as const;
  const often = { ...entry("often", [fails]), drills: { vm: { times: 9, last: "2026-11-20" } } };
  const text = "the lamp refused to go on: denied here\na candle burns";

  it("puts last what the text speaks against, and says which line does", () => {
    const index = [
      { ...often, tellsApart: [{ from: "rare", how: "It is dark.", unless: candle }] },
      entry("rare", [fails]),
    ];
    expect(causes(diagnosed(text.slice(0, -15), index))).toEqual([["often", "rare"]]);
    const { groups } = diagnosed(text, index);
    expect(groups[0]?.candidates.map(({ id }) => id)).toEqual(["rare", "often"]);
    expect(groups[0]?.candidates[1]?.speaksAgainst.map(({ line }) => line.text)).toEqual(["a candle burns"]);
  });

  it("puts first what the text speaks for", () => {
    const rare = entry("rare", [fails], [{ from: "often", how: "There is light.", look: candle }]);
    const third = { ...often, scenario: "third", drills: { vm: { times: 5, last: "2026-11-20" } } };
    expect(causes(diagnosed(text, [often, rare, third]))).toEqual([["rare", "third", "often"]]);
    // Of a cause that is not in question nothing has to be told apart.
    const other = { ...rare, tellsApart: [{ from: "somebody", how: "There is light.", look: candle }] };
    expect(causes(diagnosed(text, [often, other]))).toEqual([["often", "rare"]]);
  });
});

describe("what stands beside a symptom", () => {
  const beside = "the legs of the chair have failed before: denied";
  const cannotStand = "the chair cannot stand on its legs";
  const chair = (id: string, ...titles: readonly string[]): IndexEntry => {
    const one = entry(
      id,
      titles.map((title) => symptom(title, "true", cannotStand, beside)),
    );
    const isAbout = ({ text }: { readonly text: string }): boolean => text !== beside;
    return {
      ...one,
      symptoms: one.symptoms.map((each) => ({
        ...each,
        texts: each.texts.map((text) => ({ ...text, about: isAbout(text) })),
      })),
    };
  };

  it("names no cause by itself", () => {
    const index = [chair("chair", "it falls")];
    expect(causes(diagnosed(beside, index))).toEqual([]);
    expect(causes(diagnosed(`${beside}\n${cannotStand}`, index))).toEqual([["chair"]]);
  });

  it("counts once, beside however many symptoms it stands", () => {
    const index = [chair("stool", "it falls"), chair("throne", "it falls", "it lies there")];
    const [group] = diagnosed(`${beside}\n${cannotStand}`, index).groups;
    const [one, other] = group?.candidates.map(({ score }) => score) ?? [];
    expect(one).toBe(other);
  });
});
