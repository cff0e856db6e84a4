/** What to do when Node refuses a file of a project with this message; empty where the message says it. */
export const loadingHint = (said: string): { readonly next?: string } =>
  // `npm init` writes the type "commonjs".
  /Cannot use import statement outside a module|Unexpected token 'export'/.test(said)
    ? { next: "npm pkg set type=module: package.json says that the project's files are CommonJS" }
    : {};
