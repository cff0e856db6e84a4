import { describe, expect, it } from "vitest";
import {
  agentUnitMatrix,
  breakingSettings,
  harmingSettings,
  nixSettings,
  otherSettings,
  strictDropIn,
  strictSettings,
} from "./index.ts";

describe("the settings of mcp.nix", () => {
  it("are those of the module, its PATH with them", () => {
    expect(nixSettings.map((line) => line.split("=")[0])).toEqual([
      ...["Environment", "NoNewPrivileges", "ProtectSystem", "ProtectHome", "PrivateTmp", "PrivateDevices"],
      ...["ProtectKernelTunables", "ProtectKernelModules", "RestrictSUIDSGID", "LockPersonality"],
      ...["RestrictRealtime", "ReadWritePaths"],
    ]);
  });

  it("have among them all that break or harm", () => {
    expect(nixSettings).toEqual(expect.arrayContaining([...breakingSettings, ...harmingSettings]));
  });
});

describe("the strictest drop-in", () => {
  it("resets each setting that breaks or harms", () => {
    for (const setting of [...breakingSettings, ...harmingSettings]) {
      if (setting.startsWith("Environment")) continue;
      expect(strictSettings).toContain(setting.replace(/=true$/, "=false"));
    }
  });

  it("finds the newuidmap with its setuid bit first", () => {
    expect(strictSettings.find((line) => line.startsWith("Environment=PATH="))).toMatch(
      /=\/run\/wrappers\/bin:/,
    );
  });

  it("has nothing that is tried alone beside it: its own answers say the same", () => {
    const isInIt = (one: string | readonly string[]): boolean =>
      [one].flat().every((line) => strictSettings.includes(line));
    expect(otherSettings.filter(isInIt)).toEqual([]);
  });

  it("is a drop-in of [Service] alone", () => {
    expect(strictDropIn().match(/^\[.*\]$/gm)).toEqual(["[Service]"]);
  });
});

describe("the matrix", () => {
  it("has more than forty answers", () => {
    const { matrix } = agentUnitMatrix;
    const cells = matrix.groups.flatMap(({ variants, situations = matrix.situations.map(({ id }) => id) }) =>
      matrix.situations
        .filter(({ id }) => situations.includes(id))
        .map(({ questions }) => variants.length * questions.length),
    );
    expect(cells.reduce((sum, one) => sum + one, 0)).toBeGreaterThan(40);
  });
});
