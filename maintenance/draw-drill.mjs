// Draws docs/drill.png: runs a drill in a real terminal (tmux), takes what it shows, and has Chromium paint it.
// As root on Debian: apt-get install tmux chromium fonts-dejavu-core; node_modules/.bin/node maintenance/draw-drill.mjs
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { $, sleep } from "zx";

const root = join(import.meta.dirname, "..");
const work = mkdtempSync(join(tmpdir(), "draw-drill-"));
const columns = 100;
const tmux = (...args) => $({ quiet: true })`tmux -S ${join(work, "tmux")} ${args}`;

const palette = { 31: "#ff7b72", 32: "#7ee787", 33: "#e3b341", 36: "#76e3ea", 90: "#8b949e" };
const plain = (line) => line.replaceAll(/\x1b\[[0-9;]*m/g, "");
const escapeHtml = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

/** One line with SGR codes as spans. Source: ECMA-48, 8.3.117. */
const paint = (line) => {
  let style = {};
  const spans = line.split(/(\x1b\[[0-9;]*m)/).map((part) => {
    const codes = /^\x1b\[([0-9;]*)m$/.exec(part)?.[1];
    if (codes === undefined) {
      const css = Object.entries(style).map(([key, value]) => `${key}:${value}`);
      return part === "" ? "" : `<span style="${css.join(";")}">${escapeHtml(part)}</span>`;
    }
    for (const code of (codes || "0").split(";")) {
      if (code === "0") style = {};
      else if (code === "1") style = { ...style, "font-weight": "bold" };
      else if (code === "2") style = { ...style, opacity: 0.6 };
      else if (code === "22") style = { color: style.color ?? "inherit" };
      else if (code === "39") delete style.color;
      else if (palette[code]) style = { ...style, color: palette[code] };
    }
    return "";
  });
  return spans.join("");
};

/** The first procedure, and the end; the second one looks the same. */
const excerpt = (lines) => {
  const from = lines.findIndex((line) => plain(line).startsWith("  uid-change  "));
  const second = lines.findIndex((line) => plain(line).includes("procedure 2 of 2"));
  const table = lines.findIndex((line, index) => index > second && /^ {20,}rewrite-paths/.test(plain(line)));
  if (from < 0 || second < 0 || table < 0)
    throw new Error(`this is not a whole drill:\n${lines.map(plain).join("\n")}`);
  const first = lines.slice(from, second).filter((line) => !/building|provisioning/.test(line));
  return ["$ npm run drill uid-change", "", ...first, "  …", "", ...lines.slice(table)];
};

try {
  const done = join(work, "done");
  const command = `cd ${root}; NO_UPDATE_NOTIFIER=1 npm run --silent drill uid-change; touch ${done}; cat`;
  await tmux("new-session", "-d", "-x", String(columns), "-y", "60", command);
  await tmux("set-option", "-g", "history-limit", "5000");
  while (!(await $({ nothrow: true, quiet: true })`test -e ${done}`).ok) await sleep(500);
  const shown = await tmux("capture-pane", "-p", "-e", "-S", "-400");
  const lines = excerpt(shown.stdout.trimEnd().split("\n"));
  const css =
    'margin:0;padding:24px;color:#e6edf3;background:#0d1117;font:14px/19px "DejaVu Sans Mono",monospace';
  const page = join(work, "drill.html");
  writeFileSync(
    page,
    `<meta charset="utf-8"><style>body{margin:0}pre{${css}}</style><pre>${lines.map(paint).join("\n")}</pre>`,
  );
  const size = `${columns * 8.43 + 48},${lines.length * 19 + 48}`.split(",").map(Math.ceil).join(",");
  const flags = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--hide-scrollbars"];
  const quiet = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
  ];
  await $({
    quiet: true,
  })`chromium ${flags} ${quiet} --user-data-dir=${join(work, "profile")} --window-size=${size} --screenshot=${join(root, "docs", "drill.png")} ${`file://${page}`}`;
} finally {
  await tmux("kill-server").nothrow();
  rmSync(work, { recursive: true, force: true });
}
