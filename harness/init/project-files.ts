import { readFileSync } from "node:fs";

export type ProjectFile = { readonly path: string; readonly content: string };

const template = (name: string): string =>
  readFileSync(new URL(`templates/${name}`, import.meta.url), "utf8");

const config = `import { defineConfig } from "drillbook/config";

// Every field may be left out; paths are relative to this file.
export default defineConfig({
  scenarios: "scenarios",
  runbooks: "runbooks",
  reports: "reports",
  // The real addresses of your machines, for the pages; a drill never uses them.
  inventory: {
    web: { lan: "192.0.2.20" },
  },
  // Debian packages that your machines have beside what drillbook puts into every one.
  // machines: { packages: ["postgresql-17"] },
});
`;

const tsconfig = `{
  "compilerOptions": {
    "target": "es2024",
    "module": "nodenext",
    "moduleResolution": "nodenext",
    "strict": true,
    "noEmit": true,
    "allowImportingTsExtensions": true,
    "verbatimModuleSyntax": true,
    "erasableSyntaxOnly": true,
    "skipLibCheck": true
  },
  "include": ["scenarios", "drillbook.config.ts"]
}
`;

const workflow = `# Every night, every scenario: a runbook that no longer works fails here, not at 3 a.m.
name: game day
on:
  schedule:
    - cron: "17 2 * * *"
  workflow_dispatch: {}
permissions:
  contents: read
concurrency:
  group: game-day
jobs:
  game-day:
    runs-on: ubuntu-24.04
    timeout-minutes: 120
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with:
          node-version: 24
      - run: npm ci
      # The machines of a drill need root: they are systemd in a container, with almost every capability.
      - run: sudo env "PATH=$PATH" GITHUB_ACTIONS=true npx drillbook gameday
        timeout-minutes: 110
      - if: always()
        uses: actions/upload-artifact@v4
        with:
          name: game-day-\${{ github.run_number }}
          path: |
            reports/
            runbooks/
`;

const manifest = (name: string, version: string): string =>
  `${JSON.stringify(
    {
      name,
      private: true,
      type: "module",
      devDependencies: {
        "@types/node": "^24.0.0",
        drillbook: `^${version}`,
        typescript: ">=5.8",
        vitest: "^5.0.0",
      },
    },
    undefined,
    2,
  )}\n`;

/** The files of a new project. `name` is for its package.json; `version` is drillbook's. */
export const projectFiles = (name: string, version: string): readonly ProjectFile[] => [
  { path: "package.json", content: manifest(name, version) },
  { path: "drillbook.config.ts", content: config },
  { path: "scenarios/unreadable-config.ts", content: template("unreadable-config.ts") },
  { path: "tsconfig.json", content: tsconfig },
  { path: ".gitignore", content: "node_modules/\nreports/\n" },
  { path: ".github/workflows/game-day.yml", content: workflow },
];
