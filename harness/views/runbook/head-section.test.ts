import { expect, test } from "vitest";
import { verifiedDrill } from "../../../test/golden/fixtures/drills.ts";
import { inventory, uidChange } from "../../../test/golden/fixtures/uid-change.ts";
import { wholeRunbook } from "../../../test/golden/fixtures/whole-runbook.ts";

test("a page whose host was busy says that its times are longer", () => {
  const page = (slowdown: { readonly slowdown?: number }): string =>
    wholeRunbook(
      uidChange,
      verifiedDrill().map((event) => (event.type === "drill-ended" ? { ...event, ...slowdown } : event)),
      { inventory },
    );
  const busy = page({ slowdown: 6.71 });
  expect(busy).toContain("The host was busy: commands took about 6.7 times as long as on an idle one");
  expect(busy).toMatch(/^host_slowdown: "6\.7"$/m);
  expect(page({})).not.toMatch(/busy|slowdown/);
});
