import { expect, test } from "vitest";
import { ScenarioError } from "../errors.ts";
import { noContents } from "../scenario/image-contents.ts";
import { imageContentsOf } from "./machines.ts";

test("what is left out is empty", () => {
  expect(imageContentsOf(undefined)).toEqual(noContents);
  expect(imageContentsOf({ packages: ["postgresql-17", "g++"], reservedIds: { users: [850] } })).toEqual({
    ...noContents,
    packages: ["postgresql-17", "g++"],
    reservedIds: { users: [850], groups: [] },
  });
});

test("downloads may be patterns of apt, and exceptions have a wildcard", () => {
  const downloads = {
    packages: ["?name(^postgresql-[0-9]+-pgvector$)", "redis-server"],
    except: ["libllvm*"],
  };
  expect(imageContentsOf({ downloads }).downloads).toEqual(downloads);
});

test.each([
  [{ packages: ["nginx", "PostgreSQL 17"] }, 'packages[1] is "PostgreSQL 17"', 'write "postgresql"'],
  [{ packages: ["nginx=1.26.3-3"] }, 'packages[0] is "nginx=1.26.3-3"', 'write "nginx"'],
  [{ packages: ["libc6:i386"] }, 'packages[0] is "libc6:i386"', 'write "libc6"'],
  [{ packages: ["exim4-"] }, 'packages[0] is "exim4-"', "write the name of a Debian package, such as"],
  [{ packages: ["--yes"] }, 'packages[0] is "--yes"', "write the name of a Debian package, such as"],
  [{ packages: [7] }, "packages[0] is 7", "write the name of a Debian package, such as"],
  [{ packages: "nginx" }, 'packages is "nginx"', "write machines.packages: [ … ], a list"],
  [
    { downloads: ["nginx"] },
    'downloads is ["nginx"]',
    "write machines.downloads: { … }, with packages, except",
  ],
  [{ downloads: { packages: ["?name( a )"] } }, 'packages[0] is "?name( a )"', "or a pattern of apt"],
  [{ downloads: { except: ["lib llvm"] } }, 'except[0] is "lib llvm"', "in which * stands for any text"],
  [{ reservedIds: { users: ["850"] } }, 'users[0] is "850"', "write a number from 1 to 65533, such as 850"],
  [{ reservedIds: { groups: [0] } }, "groups[0] is 0", "write a number from 1 to 65533, such as 850"],
  [{ maskedUnits: ["nginx"] }, 'maskedUnits[0] is "nginx"', 'write "nginx.service"'],
  [{ maskedUnits: ["/dev/null"] }, 'maskedUnits[0] is "/dev/null"', 'such as "nginx.service"'],
  [[], "machines is []", "write machines: { … }, with packages, downloads"],
])("%j is told with its place and what to write instead", (machines, got, next) => {
  expect(problem(machines)).toMatchObject({
    message: "the configuration of machines is invalid",
    got: expect.stringContaining(got),
    next: expect.stringContaining(next),
  });
});

test.each([
  [{ package: ["nginx"] }, 'machines has no field "package"', "did you mean packages?"],
  [{ reservedIds: { user: [850] } }, 'machines.reservedIds has no field "user"', "did you mean users?"],
  [{ downloads: { exept: [] } }, 'machines.downloads has no field "exept"', "did you mean except?"],
])("the unknown field of %j is told with the nearest", (machines, message, next) => {
  expect(problem(machines)).toMatchObject({ message, next: expect.stringContaining(next) });
});

const problem = (machines: unknown): object => {
  try {
    imageContentsOf(machines);
  } catch (error) {
    if (error instanceof ScenarioError) return { message: error.message, ...error.facts };
    throw error;
  }
  throw new Error("nothing was wrong");
};
