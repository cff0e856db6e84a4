// The service of an account: it adds a line to its file at each visit, and does not start without it.
import { appendFileSync } from "node:fs";
import { createServer } from "node:http";

const [, , name, port] = process.argv;
const visit = () => appendFileSync("/data/visits", "visit\n", { mode: 0o600 });

try {
  visit();
} catch (error) {
  console.error(`${name}: ${error.message}`);
  process.exit(1);
}
createServer((_, response) => {
  visit();
  response.end(`${name}\n`);
}).listen(Number(port), "127.0.0.1");
for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, () => process.exit(0));
