import { stripVTControlCharacters } from "node:util";
import { visible } from "./visible.ts";

const named: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** Text that may stand in XML: ANSI sequences are removed, other characters that XML 1.0 forbids written out. */
const xmlText = (text: string): string =>
  visible(stripVTControlCharacters(text))
    .replace(/[\ufffe\uffff]/g, "")
    .replace(/[&<>"]/g, (sign) => named[sign] ?? sign);

/** In an attribute a newline would become a space. */
const xmlAttribute = (text: string): string =>
  xmlText(text).replaceAll("\n", "&#10;").replaceAll("\t", "&#9;");

export type Element = {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string | number>>;
  readonly children?: readonly Element[];
  readonly text?: string;
};

/** The element and all within it, indented. */
export const xmlOf = ({ name, attributes, children = [], text = "" }: Element, indent = ""): string => {
  const signs = Object.entries(attributes).map(([key, value]) => ` ${key}="${xmlAttribute(String(value))}"`);
  const open = `${indent}<${name}${signs.join("")}`;
  if (children.length === 0 && text === "") return `${open}/>\n`;
  if (children.length === 0) return `${open}>${xmlText(text)}</${name}>\n`;
  const inner = children.map((child) => xmlOf(child, `${indent}  `)).join("");
  return `${open}>\n${inner}${indent}</${name}>\n`;
};
