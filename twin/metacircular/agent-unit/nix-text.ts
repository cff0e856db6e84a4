import { strictSettings } from "./sandbox.ts";

const value = (text: string): string => (/^(true|false)$/.test(text) ? text : JSON.stringify(text));

const line = (setting: string): string => {
  const [name = "", ...rest] = setting.split("=");
  // Environment=PATH=…: the module system has its own attribute for it, whose value must be forced.
  return name === "Environment"
    ? `  environment.${rest[0]} = lib.mkForce ${value(rest.slice(1).join("="))};`
    : `  serviceConfig.${name} = lib.mkForce ${value(rest.join("="))};`;
};

/** The strictest sandbox as a NixOS module, in Markdown. */
export const nixReference = (): { readonly title: string; readonly text: string } => ({
  title: "The same as a NixOS module",
  text: [
    "This is the permanent change on NixOS, where modules make the units: a module of its own beside mcp.nix. In mcp.nix itself change the lines, without mkForce. These lines match the drop-in of step 1. They were not built, because the drill's machine does not run NixOS.",
    "",
    "```nix",
    "systemd.services.mcp-agent = {",
    ...strictSettings.map(line),
    "};",
    "```",
  ].join("\n"),
});
