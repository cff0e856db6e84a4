import { expect, test } from "vitest";
import { machine } from "../scenario/machine.ts";
import { loss } from "./losses.ts";

const box = machine("box", { addresses: { lan: "192.0.2.10" } });

test("what has files, containers or images is counted as an account sees it", () => {
  expect(loss.files(box.root, "/data").id).toBe("files");
  expect(loss.containers(box.account("app")).id).toBe("containers");
});

test.each([
  ["files", () => loss.files(box as never, "/data")],
  ["containers", () => loss.containers(box as never)],
  ["images", () => loss.images(box as never)],
  ["rows", () => loss.rows("rows", "rows", box as never, "/data.db", "select 1")],
])("loss.%s of a machine is refused, with the account to write", (name, counted) => {
  expect(counted).toThrow(
    expect.objectContaining({
      code: "scenario-invalid",
      message: `loss.${name} takes an account`,
      facts: expect.objectContaining({ expected: expect.stringContaining("box.root") }),
    }),
  );
});
