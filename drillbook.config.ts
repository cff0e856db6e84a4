import { defineConfig } from "drillbook/config";
import { machines } from "./twin/machines/index.ts";
import { profile } from "./twin/metacircular/profile.ts";
import { addServices } from "./twin/services-command/main.ts";

export default defineConfig({
  inventory: "twin/metacircular/inventory.toml",
  platform: profile,
  machines,
  variants: { podman: { "4.3": "bookworm", "5.4": "trixie", "5.8": "forky" } },
  commands: [addServices],
});
