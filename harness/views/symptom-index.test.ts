import { expect, test } from "vitest";
import { entry, symptom } from "../diagnosis/testing/entries.ts";
import { symptomTree } from "../diagnosis/tree/symptom-tree.ts";
import { renderSymptomIndex } from "./symptom-index.ts";

const silent = (title: string, command: string, answer: string) => ({ ...symptom(title, command), answer });

test("a project whose incidents nobody knows has a list of its symptoms", () => {
  const index = [
    entry("fuse", [
      silent("the lamp is dark", "look", "dark"),
      silent("the fuse is blown", "fuse", "exit 1: blown\nby lightning"),
    ]),
    entry("switch", [
      silent("the lamp is dark", "look", "dark"),
      silent("it is off", "switch", "exit 1, nothing printed"),
    ]),
    {
      ...entry(
        "bulb",
        [silent("the bulb is gone", "bulb", "timeout: no answer in 12 ms")],
        [{ from: "fuse", how: "The bulb is gone." }],
      ),
      versions: { podman: "4.3" },
    },
  ];
  expect(renderSymptomIndex(symptomTree(index), { diagnose: "diagnose error.txt" })).toMatchInlineSnapshot(`
    "<!-- Made of the files in symptoms/ by drillbook: not for editing. -->

    # What do you see?

    - [Another symptom](#another-symptom)
    - [None of these](#none-of-these)

    Choose the first line that fits, then type its commands in order. Stop at the first command that prints the text below it: the page named there is yours. The start of that page shows how to confirm it. Each page tells, before its step 1, how to get the shell of an account. Accounts, numbers and addresses are those of the drill or of its platform: put in yours.

    ## Another symptom

    1. **It is off.**

       As **mcp** on **rift**:

       \`\`\`sh
       switch
       \`\`\`

       If it prints nothing: [The title of switch](switch.md)

    2. **The bulb is gone.**

       As **mcp** on **rift**:

       \`\`\`sh
       bulb
       \`\`\`

       If it gets no answer: [The title of bulb](bulb-podman-4.3.md) (podman 4.3)

    3. **The fuse is blown.**

       As **mcp** on **rift**:

       \`\`\`sh
       fuse
       \`\`\`

       If it shows \`blown\` and \`by lightning\`: [The title of fuse](fuse.md)

    None of these? Ask [diagnose](#none-of-these).

    ## None of these

    In this folder, write the whole error text into a file, and run:

    \`\`\`sh
    diagnose error.txt
    \`\`\`

    It also names causes without a page, and the next question.

    ## All pages

    - [The title of fuse](fuse.md) · alike: [bulb](bulb-podman-4.3.md)
    - [The title of switch](switch.md)
    - [The title of bulb](bulb-podman-4.3.md) (podman 4.3) · alike: [fuse](fuse.md)
    "
  `);
});

test("an entrance that only follows from another one leads there", () => {
  const refused = ";; communications error to 192.0.2.1#53: connection refused";
  const text = renderSymptomIndex(
    symptomTree([
      entry("reboot", [
        silent("no container runs", "pgrep --count conmon", "exit 1: 0"),
        symptom("no name resolves", "dig @192.0.2.1 a", refused),
      ]),
      entry("dns-spof", [symptom("no name resolves", "dig @192.0.2.1 a", refused)]),
    ]),
    { diagnose: "diagnose error.txt" },
  );
  expect(text).toContain("If it shows `0`: go to [No container runs](#no-container-runs)");
  expect(text).toContain("- [The title of reboot](reboot.md) · alike: [dns-spof](dns-spof.md)");
});
