import type { Text } from "drillbook";

/** The identity service's configuration; the account exists in drills only. */
export const mciasConfig: Text = [
  `# MCIAS: who may log in to the platform.

[server]
listen = "0.0.0.0:8443"

[database]
path = "/srv/mcias/mcias.db"

[tls]
cert = "/srv/mcias/certs/mcias.pem"
key = "/srv/mcias/certs/mcias.key"

# Added at the first start; afterwards the database has the word.
[[accounts]]
name = "admin"
password = "drill"
`,
];

/** The names on its certificate. */
export const mciasCertificateNames: readonly string[] = [
  "mcias.metacircular.net",
  "mcias.svc.mcp.metacircular.net",
];
