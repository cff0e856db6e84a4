import { expect, test } from "vitest";
import type { Block } from "../../scenario/printed-section.ts";
import { renderMarkdown } from "./markdown.ts";
import type { Page } from "./page.ts";
import { printedSections } from "./printed-sections.ts";

const title = "What it costs";

/** Each list of blocks as one more command printed it. */
const rendered = (...printed: readonly (readonly Block[])[]): string => {
  const steps = printed.map((blocks) => ({ actions: [{}, { section: { title, blocks } }] }));
  const record = { procedures: [{ phases: [{ steps }] }] };
  const page = { scenario: { sections: [{ title }] }, record } as unknown as Page;
  return renderMarkdown({ type: "root", children: printedSections(page) });
};

test("every kind of block is put into the page as markdown", () => {
  const blocks: readonly Block[] = [
    { text: "Each day, in **euros**, by `meter`." },
    { heading: "By day" },
    { list: ["**one**: cheap", "two"] },
    {
      table: [
        ["day", "price"],
        ["`Monday`", "1 | 2"],
      ],
    },
    { printed: "total *3*\n" },
  ];
  expect(rendered(blocks)).toBe(`## What it costs

Each day, in **euros**, by \`meter\`.

### By day

- **one**: cheap
- two

| day | price |
| - | - |
| \`Monday\` | 1 \\| 2 |

\`\`\`text
total *3*
\`\`\`
`);
});

test("what was printed last counts", () => {
  expect(rendered([{ text: "first" }], [{ text: "last" }])).toBe("## What it costs\n\nlast\n");
});

test("what was printed stays in its place, whatever is in it", () => {
  const hostile = "# heading\n<script>\u001b[31m ``` | [a](b)\n```";
  const page = rendered([
    { text: hostile },
    {
      table: [
        [hostile, ""],
        [hostile, "x"],
      ],
    },
    { list: [hostile] },
    { printed: hostile },
  ]);
  expect(page.match(/^#.*$/gm)).toEqual(["## What it costs", "# heading"]);
  expect(page).toContain("````text\n# heading\n<script>\\x1b[31m ``` | [a](b)\n```\n````");
  expect(page).not.toContain("\u001b");
  expect(page.split("\n").filter((line) => line.startsWith("|"))).toHaveLength(3);
});

test("a drill that did not come to it says so", () => {
  expect(rendered()).toBe(
    "## What it costs\n\nThis drill left out the procedure that prints this section.\n",
  );
});
