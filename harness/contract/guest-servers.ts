/** Ports of the servers that the contract starts inside a machine. */
export const dnsPort = 5399;
export const httpPort = 8099;

/** The program's output when all of its servers listen. */
export const readyLine = "listening";

/** A program for the machine's own Node: a DNS server over UDP and TCP, and a web server. */
export const guestServers = `
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { createServer } from "node:net";
import { createServer as createHttp } from "node:http";

const answer = (query) => {
  let end = 12;
  while (query[end] !== 0) end += query[end] + 1;
  const question = query.subarray(12, end + 5);
  if (question.subarray(1, 7).toString().toLowerCase() === "silent") return undefined;
  const header = Buffer.from([0x85, 0x80, 0, 1, 0, 1, 0, 0, 0, 0]);
  const record = Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 192, 0, 2, 99]);
  return Buffer.concat([query.subarray(0, 2), header, question, record]);
};

const udp = createSocket("udp4");
udp.on("message", (query, from) => {
  const reply = answer(query);
  if (reply) udp.send(reply, from.port, from.address);
});
udp.bind(${dnsPort}, "127.0.0.1");

const tcp = createServer((socket) => {
  socket.on("error", () => {});
  socket.on("data", (data) => {
    const reply = answer(data.subarray(2));
    if (!reply) return;
    const length = Buffer.alloc(2);
    length.writeUInt16BE(reply.length);
    socket.end(Buffer.concat([length, reply]));
  });
}).listen(${dnsPort}, "127.0.0.1");

const http = createHttp((request, response) => {
  if (request.url === "/silent") return;
  response.writeHead(request.url === "/bad" ? 503 : 200, { "x-method": request.method });
  response.end("body of " + request.url);
}).listen(${httpPort}, "127.0.0.1");

await Promise.all([udp, tcp, http].map((server) => once(server, "listening")));
console.log("${readyLine}");
`;
