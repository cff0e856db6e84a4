import { expect, it } from "vitest";
import { nixReference } from "./nix-text.ts";
import { strictSettings } from "./sandbox.ts";

it("says each line of the drop-in in the words of a module", () => {
  const { title, text } = nixReference();
  expect(title).toBe("The same as a NixOS module");
  expect(text).toContain("In mcp.nix itself change the lines, without mkForce.");
  expect(text).toContain("  serviceConfig.NoNewPrivileges = lib.mkForce false;");
  expect(text).toContain('  serviceConfig.ProtectSystem = lib.mkForce "strict";');
  expect(text).toContain('  environment.PATH = lib.mkForce "/run/wrappers/bin:');
  expect(text.match(/lib\.mkForce/g)).toHaveLength(strictSettings.length);
});
