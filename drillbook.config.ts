import { defineConfig } from "drillbook/config";
import { addServices } from "./twin/services-command/main.ts";

export default defineConfig({
  inventory: "twin/metacircular/inventory.toml",
  commands: [addServices],
});
