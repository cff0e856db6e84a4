import { describe, expect, it } from "vitest";
import { Scan } from "./scan.ts";
import { entry, newuidmapEntries, symptom, writeFailed } from "./testing/entries.ts";

const empty = entry("dns-empty", [
  symptom("nothing is answered", "dig", "dig answer status: NOERROR, ANSWER: 0, AUTHORITY: 0"),
]);

const dig = (status: string, counts: string): string[] => [
  `;; ->>HEADER<<- opcode: QUERY, status: ${status}, id: 14167`,
  `;; flags: qr rd ra; QUERY: 1, ${counts}, ADDITIONAL: 1`,
];

const scanned = (lines: readonly string[], index = [...newuidmapEntries, empty]) => {
  // What drills alone know: the catalogue has its own tests.
  const scan = new Scan(index, []);
  for (const line of lines) scan.add(line);
  return scan.end();
};

describe("a scan", () => {
  it("knows an empty answer from one that says why it is empty", () => {
    expect(scanned(dig("NOERROR", "ANSWER: 0, AUTHORITY: 0")).hits).toHaveLength(1);
    expect(scanned(dig("NOERROR", "ANSWER: 0, AUTHORITY: 1")).hits).toEqual([]);
    expect(scanned(dig("NXDOMAIN", "ANSWER: 0, AUTHORITY: 0")).hits).toEqual([]);
    expect(scanned(dig("NOERROR", "ANSWER: 1, AUTHORITY: 0")).hits).toEqual([]);
  });

  const upstreamRefused = "connect() failed (111: Connection refused) while connecting to upstream";
  const nginxLine = (rest: string): string =>
    `Nov 21 10:22:34 web nginx[9]: 2026/11/21 10:22:34 [error] 9#9: *1 ${upstreamRefused}, client: ${rest}`;
  const asked =
    '192.0.2.21, server: _, request: "GET / HTTP/1.1", upstream: "http://192.0.2.20/", host: "web"';
  const askedElse =
    '203.0.113.7, server: shop.example, request: "POST /orders HTTP/2.0", upstream: "http://192.0.2.9/orders", host: "shop.example", referrer: "https://shop.example/cart"';

  it.each([
    ["the message alone", upstreamRefused],
    ["the whole line of another request", nginxLine(asked)],
  ])("knows the line of nginx that a drill printed, with its request, where the index has %s", (_, known) => {
    const index = [entry("upstream-gone", [symptom("nginx says why", "journalctl", known)])];
    expect(scanned([nginxLine(askedElse)], index).hits).toHaveLength(1);
    const other = upstreamRefused.replace("Connection refused", "No route to host");
    expect(scanned([nginxLine(asked).replace(upstreamRefused, other)], index).hits).toEqual([]);
  });

  it("counts a line that comes again, and keeps the first", () => {
    const { hits, lines } = scanned([
      "",
      writeFailed,
      "fine",
      writeFailed.replace("newuidmap", "  newuidmap"),
    ]);
    expect(lines).toBe(4);
    expect(new Set(hits.map(({ line }) => `${line.number}×${line.times}`))).toEqual(new Set(["2×2"]));
  });

  it("keeps a few of the complaints that nobody knows, however many there are", () => {
    const { strangers, moreStrangers } = scanned(
      Array.from(
        { length: 90 },
        (_, index) => `${String.fromCharCode(97 + (index % 26)).repeat(5 + index / 26)} has failed`,
      ),
    );
    expect(strangers).toHaveLength(20);
    expect(moreStrangers).toBeGreaterThan(60);
  });

  it("takes SQLite's readonly database for a complaint", () => {
    expect(scanned(["attempt to write a readonly database"]).strangers).toHaveLength(1);
  });

  it("finds a known error after a million other lines", () => {
    const scan = new Scan(newuidmapEntries, []);
    for (let line = 0; line < 1_000_000; line += 1) scan.add("GET /v1/health 200 in 3 ms");
    scan.add(writeFailed);
    expect(scan.end().hits.map(({ line }) => line.number)).toEqual([1_000_001, 1_000_001]);
  });

  it("wants few lines of a long text, and all that can be evidence", () => {
    const scan = new Scan(newuidmapEntries);
    scan.add("fine");
    expect(scan.wanted()).toBeUndefined();
    scan.pass(20_000);
    const isWanted = (line: string): boolean => {
      const wanted = scan.wanted() ?? /(?!)/g;
      wanted.lastIndex = 0;
      return wanted.test(line);
    };
    expect(isWanted("job 7 has failed: no answer")).toBe(false);
    for (const line of [writeFailed, ...dig("SERVFAIL", "ANSWER: 0, AUTHORITY: 0"), '{"MESSAGE":[101]}']) {
      expect(isWanted(line)).toBe(true);
    }
  });

  it("looks no longer for what very many lines of a long text have", () => {
    const scan = new Scan([]);
    scan.pass(20_000);
    const refused = "dial tcp 192.0.2.7:80: connect: connection refused";
    for (let line = 0; line < 2_500; line += 1) scan.add(refused);
    expect("connection refused".match(scan.wanted() ?? /./g)).toBeNull();
    expect("database is locked".match(scan.wanted() ?? /(?!)/g)).not.toBeNull();
    expect(scan.end().evidence[0]?.line.times).toBeGreaterThan(1_000);
  });

  it("reads no more of a line than an error has", () => {
    const { hits, strangers } = scanned([
      `${writeFailed} ${"x ".repeat(1_000_000)}`,
      `${"y ".repeat(1_000_000)}${writeFailed}`,
    ]);
    expect(new Set(hits.map(({ line }) => line.number))).toEqual(new Set([1]));
    expect(strangers).toEqual([]);
  });
});
