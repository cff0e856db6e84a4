/** Puts a command's output together from the chunks before its answer and the rest in the answer. */
export class OutputParts {
  readonly #parts: { readonly stdout: Buffer[]; readonly stderr: Buffer[] } = { stdout: [], stderr: [] };

  add(part: "stdout" | "stderr" | "file", data: Buffer): void {
    if (part !== "file") this.#parts[part].push(data);
  }

  /** The text; bytes that are not UTF-8 become U+FFFD, and what the agent cut is said at the end. */
  complete(part: "stdout" | "stderr", rest: string, cutBytes: number): string {
    const text = Buffer.concat([...this.#parts[part], Buffer.from(rest, "base64")]).toString("utf8");
    return cutBytes === 0 ? text : `${text}\n[cut here: ${cutBytes} more bytes were printed]\n`;
  }
}
