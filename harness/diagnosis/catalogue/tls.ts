import type { Message } from "./message.ts";

// Where the texts are from: Go (crypto/x509), OpenSSL, Node (tls), Python (ssl, requests), curl, wget, rustls, Java, .NET.

const of = String.raw`(?:\bhttps:\/\/(?<host>[\w.-]+)(?::(?<port>\d+))?[^\n]*?)?`;
const withHost = (source: string): RegExp => new RegExp(of + source, "i");

const unknownIssuer = ["missing-ca-certificates", "private-authority", "incomplete-chain"];
const named = ["tls-san-mismatch", "client-name-check"];

/** Certificates: who signed them, and which names they have. */
export const tlsMessages: readonly Message[] = [
  {
    id: "authority-unknown",
    weight: { asks: ["missing-ca-certificates", "private-authority"] },
    pattern: withHost("x509: certificate signed by unknown authority(?! \\(possibly)"),
    anchors: ["signed by unknown authority"],
    examples: [
      'Get "https://api.example/v1": tls: failed to verify certificate: x509: certificate signed by unknown authority',
    ],
  },
  {
    id: "authority-of-another",
    weight: { asks: ["private-authority", "authority-renewed"] },
    pattern: withHost("x509: certificate signed by unknown authority \\(possibly because of"),
    anchors: ["signed by unknown authority"],
    against: ["missing-ca-certificates"],
    examples: [
      'x509: certificate signed by unknown authority (possibly because of "crypto/rsa: verification error" while trying to verify candidate authority certificate "example")',
    ],
  },
  {
    id: "issuer-not-found",
    weight: { asks: unknownIssuer },
    pattern: withHost(
      "(?:certificate verify failed.*unable to get (?:local )?issuer certificate|SSL certificate problem: unable to get (?:local )?issuer certificate|verify error:num=20|certificate verify failed \\(_ssl|SSL routines:[^:]*:certificate verify failed(?!.*(?:expired|mismatch))|Unable to locally verify the issuer's authority|server certificate verification failed\\. CAfile|certificate issuer is unknown)",
    ),
    anchors: [
      "issuer certificate",
      "verify error:num=20",
      "certificate verify failed",
      "verify the issuer's",
      "certificate verification failed",
      "issuer is unknown",
    ],
    examples: [
      "curl: (60) SSL certificate problem: unable to get local issuer certificate",
      "fatal: unable to access 'https://git.example/app.git/': server certificate verification failed. CAfile: none CRLfile: none",
      "ssl.SSLCertVerificationError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: unable to get local issuer certificate (_ssl.c:1076)",
    ],
  },
  {
    id: "issuer-not-found-by-node",
    weight: { asks: ["private-authority", "incomplete-chain", "missing-ca-certificates"] },
    pattern:
      /(?:\bhttps:\/\/(?<host>[\w.-]+)(?::(?<port>\d+))?\S*:? .*?)?(?:unable to verify the first certificate|UNABLE_TO_GET_ISSUER_CERT(?:_LOCALLY)?|UNABLE_TO_VERIFY_LEAF_SIGNATURE)|(?:Error|reason|error|(?<!verify )failed):? unable to get (?:local )?issuer certificate/,
    anchors: ["first certificate", "unable_to_", "issuer certificate"],
    examples: [
      "https://login.example:8443/v1/health: unable to verify the first certificate",
      "npm ERR! code UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
    ],
  },
  {
    id: "issuer-not-found-by-others",
    weight: { asks: ["private-authority", "missing-ca-certificates", "incomplete-chain"] },
    pattern: withHost(
      "(?:invalid (?:peer )?certificate:? (?:InvalidCertificate\\()?UnknownIssuer|PKIX path building failed|unable to find valid certification path to requested target|errors in the certificate chain: (?:PartialChain|UntrustedRoot))",
    ),
    anchors: ["unknownissuer", "pkix path", "certification path", "errors in the certificate"],
    examples: [
      "error trying to connect: invalid peer certificate: UnknownIssuer",
      "javax.net.ssl.SSLHandshakeException: PKIX path building failed: unable to find valid certification path to requested target",
    ],
  },
  {
    id: "self-signed",
    weight: { asks: ["private-authority", "authority-renewed"] },
    pattern: withHost(
      "(?:self[- ]signed certificate(?: in certificate chain)?|SELF_SIGNED_CERT_IN_CHAIN|DEPTH_ZERO_SELF_SIGNED_CERT)",
    ),
    anchors: ["signed certificate", "self_signed_cert"],
    against: ["missing-ca-certificates"],
    examples: ["Error: self signed certificate in certificate chain"],
  },
  {
    id: "authorities-not-there",
    weight: { decides: "missing-ca-certificates" },
    pattern:
      /error setting certificate (?:verify locations|file)|Could not find a suitable TLS CA certificate bundle, invalid path: (?<path>\S+)|certs\/ca-certificates\.crt" could not be found on container|No CA certificates were loaded from the system|No system certificates available|open \/etc\/ssl\/certs\/ca-certificates\.crt: no such file/i,
    anchors: [
      "setting certificate",
      "ca certificate bundle",
      "ca-certificates.crt",
      "no ca certificates",
      "no system certificates",
    ],
    examples: [
      "curl: (77) error setting certificate verify locations:  CAfile: /etc/ssl/certs/ca-certificates.crt CApath: none",
      'Error: "/etc/ssl/certs/ca-certificates.crt" could not be found on container api: no such file or directory',
    ],
  },
  {
    id: "name-is-there-after-all",
    weight: { asks: ["client-name-check", "tls-san-mismatch"] },
    pattern:
      /Host: ?(?<host>[\w.-]*\w)\.? is not in the cert's altnames: (?:.*, )?DNS:\k<host>(?:,|\s|"|$)|certificate is valid for (?:.*, )?(?<host2>[\w.-]+)(?:, .*)?, not \k<host2>(?:\s|"|$)/i,
    anchors: ["cert's altnames", "certificate is valid for"],
    examples: [
      "Hostname/IP does not match certificate's altnames: Host:da1.example.net. is not in the cert's altnames: DNS:da1.example.net",
    ],
  },
  {
    id: "name-not-in-certificate",
    weight: { decides: "tls-san-mismatch" },
    pattern:
      /Host: ?(?<host>[\w.-]*\w)\.? is not in the cert's altnames: (?!(?:.*, )?DNS:\k<host>(?:,|\s|"|$))\S|IP: (?<host2>[\d.a-f:]+) is not in the cert's list: ?|x509: certificate is valid for (?:[^,]+, )*?[^,]+, not (?<host3>[\w.-]+)|x509: certificate is not valid for any names, but wanted to match (?<host4>[\w.-]+)|x509: cannot validate certificate for (?<host5>[\w.:]+) because it doesn't contain any IP SANs|x509: certificate relies on legacy Common Name|certificate subject name '(?<subject>[^']+)' does not match target host ?name '(?!\k<subject>')(?<host6>[^']+)'|hostname '(?<host7>[\w.-]+)' doesn't match (?:either of )?'/i,
    anchors: [
      "cert's altnames",
      "in the cert's list",
      "certificate is valid for",
      "is not valid for any names",
      "any ip sans",
      "legacy common name",
      "does not match target host",
      "doesn't match",
    ],
    examples: [
      "Hostname/IP does not match certificate's altnames: Host: www.shop.example. is not in the cert's altnames: DNS:old.example, DNS:*.old.example",
      "tls: failed to verify certificate: x509: certificate is valid for a.example, not b.example",
      "x509: cannot validate certificate for 192.0.2.10 because it doesn't contain any IP SANs",
      "Hostname/IP does not match certificate's altnames: IP: 192.0.2.16 is not in the cert's list: ",
      "curl: (51) SSL: certificate subject name 'example.com' does not match target host name 'localhost'",
    ],
  },
  {
    id: "name-refused",
    weight: { asks: named },
    pattern:
      /no (?:alternative )?certificate subject (?:alternative )?name matches (?:target|requested)? ?host ?name ?['‘"]?(?<host>[\w.-]+)|(?:Hostname|IP address) mismatch, certificate is not valid for '(?<host2>[\w.:-]+)'|Hostname\/IP (?:does not|doesn't) match certificate's altnames(?!.*(?:is not in the cert's))|(?:Cert)?NotValidForName\b|No subject alternative DNS name matching (?<host3>[\w.-]+) found|No subject alternative names (?:present|matching)|RemoteCertificateNameMismatch|ERR_TLS_CERT_ALTNAME_INVALID(?!.*(?:is not in the cert's))/i,
    anchors: [
      "certificate subject",
      "mismatch, certificate",
      "certificate's altnames",
      "notvalidforname",
      "no subject alternative",
      "remotecertificatenamemismatch",
      "altname_invalid",
    ],
    examples: [
      "curl: (60) SSL: no alternative certificate subject name matches target host name 'download.example'",
      "ssl.SSLCertVerificationError: Hostname mismatch, certificate is not valid for 'login.example'. (_ssl.c:1129)",
      'Error = Tls(Io(Custom { kind: InvalidData, error: InvalidCertificateData("invalid peer certificate: CertNotValidForName") }))',
    ],
  },
  {
    id: "legitimacy",
    weight: { after: "the reason is in the line before" },
    pattern: /curl failed to verify the legitimacy of the server/,
    anchors: ["verify the legitimacy"],
    examples: ["curl failed to verify the legitimacy of the server and therefore could not"],
  },
];
