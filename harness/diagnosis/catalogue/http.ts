import type { Message } from "./message.ts";

// Where the texts are from: curl and nghttp2, Go (net/http, x/net/http2, grpc-go), nginx, Envoy, Node (http2), Caddy.

/** HTTP/2 and HTTP/1.1 that meet without knowing it. */
export const httpMessages: readonly Message[] = [
  {
    id: "settings-expected",
    weight: { decides: "h2c-backend" },
    pattern:
      /unexpected data while we expected SETTINGS frame|frame header looked like an HTTP\/1\.1 header|malformed HTTP response \\?"\\+x00\\+x00|bogus greeting \\?"(?!\\+x16)|HTTP\/2 client preface string missing or corrupt(?!.*bytes: 1603)|"PRI \* HTTP\/2\.0"|"method":"PRI","uri":"\*"/,
    anchors: [
      "settings frame",
      "like an http/1.1",
      "malformed http response",
      "pri * http/2.0",
      '"method":"pri"',
      "bogus greeting",
      "preface string",
    ],
    examples: [
      "curl: (16) Remote peer returned unexpected data while we expected SETTINGS frame.  Perhaps, peer does not support HTTP/2 properly.",
      'http2: server: error reading preface from client 10.0.0.1:52014: bogus greeting "GET / HTTP/1.1\\r\\nHost: b"',
      'net/http: HTTP/1.x transport connection broken: malformed HTTP response "\\x00\\x00\\x06\\x04\\x00"',
      '192.0.2.7 - - [21/Nov/2026:10:00:00 +0000] "PRI * HTTP/2.0" 400 157 "-" "-"',
    ],
  },
  {
    id: "tls-where-plain",
    weight: { decides: "wrong-port" },
    pattern:
      /malformed HTTP response \\?"\\+x15\\+x03|server gave HTTP response to HTTPS client|SSL routines:\S*:wrong version number|first record does not look like a TLS handshake|The plain HTTP request was sent to HTTPS port|bogus greeting \\?"\\+x16\\+x03|preface string missing or corrupt.*bytes: 1603/i,
    anchors: [
      "malformed http response",
      "response to https client",
      "wrong version number",
      "look like a tls handshake",
      "sent to https port",
      "bogus greeting",
      "preface string",
    ],
    against: ["h2c-backend"],
    examples: [
      "http: server gave HTTP response to HTTPS client",
      'http2: server: error reading preface from client 10.0.0.1:52014: bogus greeting "\\x16\\x03\\x01\\x02\\x00\\x01\\x00\\x01\\xfc\\x03\\x03"',
    ],
  },
  {
    id: "protocol-error",
    weight: { asks: ["h2c-backend", "wrong-port"] },
    pattern:
      /error reading server preface: http2: frame too large|http2: frame too large|\bh2c\b.*Protocol error|ERR_HTTP2_ERROR.*Protocol error|reset reason: protocol error|upstream sent (?:no valid HTTP\/1\.\d header|unexpected frame|invalid http2|too large http2 frame)|Received HTTP\/0\.9 when not allowed|HPE_INVALID_CONSTANT/i,
    anchors: [
      "frame too large",
      "protocol error",
      "upstream sent",
      "received http/0.9",
      "hpe_invalid_constant",
    ],
    examples: [
      'rpc error: code = Unavailable desc = connection error: desc = "error reading server preface: http2: frame too large"',
      "curl: (1) Received HTTP/0.9 when not allowed",
      "upstream connect error or disconnect/reset before headers. reset reason: protocol error",
    ],
  },
  {
    id: "stream-closed",
    weight: { next: ["h2c-backend"] },
    pattern: /HTTP\/2 stream \d+ was not closed cleanly: (?:PROTOCOL_ERROR|INTERNAL_ERROR)/,
    anchors: ["not closed cleanly"],
    examples: ["curl: (92) HTTP/2 stream 1 was not closed cleanly: PROTOCOL_ERROR (err 1)"],
  },
];
