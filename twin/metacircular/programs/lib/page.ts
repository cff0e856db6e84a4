import type { Reply } from "./http.ts";

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

export const escapeHtml = (text: string): string => text.replaceAll(/[&<>"']/g, (c) => ENTITIES[c] ?? c);

export type Link = { readonly text: string; readonly href?: string };

const item = ({ text, href }: Link): string =>
  href === undefined
    ? `<li>${escapeHtml(text)}</li>`
    : `<li><a href="${escapeHtml(href)}">${escapeHtml(text)}</a></li>`;

/** A page with a title, paragraphs of plain text, and a list. */
export const page = (title: string, paragraphs: readonly string[], list: readonly Link[] = []): Reply => ({
  status: 200,
  headers: { "content-type": "text/html; charset=utf-8" },
  body: [
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>${escapeHtml(title)}</title>`,
    `<h1>${escapeHtml(title)}</h1>`,
    ...paragraphs.map((text) => `<p>${escapeHtml(text)}</p>`),
    ...(list.length === 0 ? [] : ["<ul>", ...list.map(item), "</ul>"]),
    "</html>\n",
  ].join("\n"),
});
