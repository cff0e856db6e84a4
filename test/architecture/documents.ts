const fence = /^```(\w*)\n(.*?)^```/gms;

/** Code within the sentences of a document. */
export const codeSpans = (markdown: string): string[] =>
  [...markdown.replaceAll(fence, "").matchAll(/`([^`\n]+)`/g)].map(([, code = ""]) => code);

const shellLines = (markdown: string): string[] =>
  [...markdown.matchAll(fence)].flatMap(([, language, text = ""]) =>
    language === "sh" ? text.split("\n") : [],
  );

const command = /^(?:npm (?:run|test|create)|npx drillbook|drill (?=[a-z]))\b/;

/** The commands of this project that a document gives, in code or in a block for a shell, without what is piped into them. */
export const commandsIn = (markdown: string): string[] => {
  const parts = shellLines(markdown).flatMap((line) => line.replace(/\s#.*/, "").split("|"));
  return [...codeSpans(markdown), ...parts].map((one) => one.trim()).filter((one) => command.test(one));
};

const isPattern = (path: string): boolean => /[<>*…]/.test(path);

/** Paths from the root, and names of files, in the code of a document; those with a placeholder are left out. */
export const pathsIn = (markdown: string, folders: readonly string[]): string[] =>
  codeSpans(markdown).filter(
    (code) =>
      !isPattern(code) &&
      /^[\w.@-]+(?:\/[\w.@-]+)*\/?$/.test(code) &&
      (folders.some((folder) => code.startsWith(`${folder}/`)) ||
        /^[\w.-]+\.(?:ts|mjs|json|toml)$/.test(code)),
  );

const slug = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\w\s-]/g, "")
    .trim()
    .replaceAll(/\s/g, "-");

/** The anchors of a document, as GitHub makes them of its headings. */
export const anchorsIn = (markdown: string): string[] =>
  [...markdown.replaceAll(fence, "").matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) => slug(heading));

/** The links of a document that lead to files of the repository, as path and anchor from the document's own folder. */
export const linksIn = (markdown: string): { readonly path: string; readonly anchor: string }[] =>
  [...markdown.replaceAll(fence, "").matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = ""]) => target)
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => {
      const [path = "", anchor = ""] = target.split("#");
      return { path, anchor };
    });
