import { check, http, loss, procedure, reproduces, scenario, step } from "drillbook";
import { identityRig, mcp, profile, rift, service, svc } from "#twin/metacircular/index.ts";
import { dnsDay } from "./claims/index.ts";

const CANARY_ROWS = 20;
const caFile = profile.word("caFile");
const config = "/srv/mcr/mcr.toml";
const certs = "/srv/mcias/certs";
const wrong = "svc.metacircular.net";
const right = "mcias.metacircular.net";
const names = ["localhost", right, "mcias.svc.mcp.metacircular.net", wrong];
const registry = service("mcr-api");
const healthy = registry.isHealthy();
const healthUrl = registry.component.healthUrl;

const identityAnswers = http(rift).answers(`https://${right}:8443/v1/health`, 200, { as: "MCIAS", caFile });

const namesOnCertificate = (host: string) =>
  rift.root
    .sh`openssl s_client -connect ${`${host}:8443`} -servername ${host} </dev/null 2>/dev/null | openssl x509 -noout -ext subjectAltName`;

const fits = (file: string, name: string) =>
  check(
    `${file} is good for ${name}`,
    svc.root.sh`openssl verify -CAfile ${`${certs}/ca.pem`} -verify_hostname ${name} ${`${certs}/${file}`}`,
  );

export default scenario({
  id: "tls-san-mismatch",
  title: "A service asks for a name that the certificate does not have",
  source: 'Metacircular post-mortem "DNS day", other failures on the way',
  summary:
    "The registry's configuration has MCIAS at svc.metacircular.net. The name resolves, the machine is right, and the port answers. But the certificate there is for mcias.metacircular.net, so the registry closes the connection before its first request. The drill's registry prints Node's message; a program written in Go, as the platform's are, says `x509: certificate is valid for …, not svc.metacircular.net`.",
  tags: ["tls", "certificates", "names"],
  rig: identityRig({ canaryRows: CANARY_ROWS, samples: [healthy, identityAnswers] }),

  steady: [healthy, identityAnswers],

  fault: [
    step("Name the machine instead of the service", {
      why: "Both names lead to the same address, and the machine's name was shorter.",
      run: mcp.sh`sed --in-place ${`s#https://${right}:#https://${wrong}:#`} ${config} && podman stop --time 2 ${registry.name} && podman start ${registry.name}`,
      verify: check("the configuration names the machine", mcp.sh`grep ${`https://${wrong}:8443`} ${config}`),
    }),
  ],
  breaks: [healthy],
  symptoms: [
    check(
      "the registry says which name it asked for, and which names the certificate has",
      rift.root.sh`curl --silent --show-error ${profile.word("trust")} ${healthUrl}`.prints(
        /Hostname\/IP does not match certificate's altnames: Host: svc\.metacircular\.net\. is not in the cert's altnames: .*DNS:mcias\.metacircular\.net/,
      ),
    ),
    check(
      "curl closes the connection for the same name",
      rift.root.sh`curl --silent --show-error --cacert ${caFile} ${`https://${wrong}:8443/v1/health`}`.exits(
        60,
        /SSL: no alternative certificate subject name matches target host ?name 'svc\.metacircular\.net'/,
      ),
    ),
    check(
      "the certificate at that name is for another one",
      namesOnCertificate(wrong).prints(
        /DNS:localhost, IP Address:127\.0\.0\.1, DNS:mcias\.metacircular\.net/,
      ),
    ),
    check(
      "both names lead to the same machine",
      rift.root
        .sh`for name in ${[wrong, right]}; do getent ahostsv4 "$name" | head --lines=1 | cut --delimiter=' ' --fields=1; done | sort --unique | wc --lines`.printsExactly(
        "1",
      ),
    ),
    identityAnswers,
  ],

  procedures: {
    "right-name": procedure({
      title: "Ask for the name that the certificate has",
      summary: "Repairs the cause. Only the registry restarts; MCIAS is not interrupted.",
      steps: [
        step("Write the service's name into the configuration", {
          why: "The certificate names the service, MCIAS. The name of its machine does not matter to clients.",
          run: mcp.sh`sed --in-place ${`s#https://${wrong}:#https://${right}:#`} ${config}`,
          verify: check("the configuration names MCIAS", mcp.sh`grep ${`https://${right}:8443`} ${config}`),
          otherwise:
            "`grep --line-number metacircular.net /srv/mcr/mcr.toml` shows how the name is written there.",
        }),
        step("Restart the registry", {
          why: "It reads its configuration only when it starts.",
          run: mcp.sh`podman stop --time 2 ${registry.name} && podman start ${registry.name}`,
          verify: healthy,
          within: "15s",
          otherwise: "`podman logs --tail 20 mcr-api` says what it asked, and what the certificate names.",
        }),
      ],
    }),
    "certificate-with-both-names": procedure({
      title: "Have the certificate name the machine, too",
      summary:
        "Use it if too many clients use the other name, and only while MCIAS is the only service of svc on this port. MCIAS restarts, so logins fail for a moment.",
      loses: { certificate: "it is another one; clients that pinned the old one need the new one" },
      steps: [
        step("Make a certificate with both names, for the same key", {
          why: "Every old name must be kept; otherwise a client of that name fails.",
          onThePlatform:
            "The authority's key is not on svc. The command makes a request for the same key. Have it signed by Metacrypt, or by the authority that signs for svc. Put the signed certificate into `new.pem`.",
          run: svc.root
            .sh`openssl req -x509 -key ${`${certs}/mcias.key`} -days 365 -CA /etc/ssl/drillbook/ca.pem -CAkey /etc/ssl/drillbook/ca.key -subj /CN=mcias -addext ${`subjectAltName=IP:127.0.0.1,${names.map((name) => `DNS:${name}`).join(",")}`} -addext basicConstraints=critical,CA:FALSE -addext extendedKeyUsage=serverAuth -out ${`${certs}/new.pem`}`.typedAs(
            `openssl req -new -key ${certs}/mcias.key -subj /CN=mcias -addext subjectAltName=${names.map((name) => `DNS:${name}`).join(",")} -out ${certs}/new.csr`,
          ),
          verify: [wrong, right].map((name) => fits("new.pem", name)),
        }),
        step("Put it in place, and restart MCIAS", {
          why: "MCIAS reads the certificate when it starts. The old one is kept beside it for a return.",
          run: svc.root
            .sh`cp --archive ${`${certs}/mcias.pem`} ${`${certs}/mcias.pem.before`} && install --owner=mcp --group=mcp --mode=0644 ${`${certs}/new.pem`} ${`${certs}/mcias.pem`} && systemctl restart mcias`.typedAs(
            `cp --archive ${certs}/mcias.pem ${certs}/mcias.pem.before && cp ${certs}/new.pem ${certs}/mcias.pem && docker restart mcias`,
          ),
          verify: [
            check(
              "MCIAS shows both names",
              namesOnCertificate(wrong).prints(/DNS:mcias\.metacircular\.net.*DNS:svc\.metacircular\.net/),
            ),
            healthy,
          ],
          otherwise: {
            look: "`cp --archive /srv/mcias/certs/mcias.pem.before /srv/mcias/certs/mcias.pem && docker restart mcias`, as root on svc, puts the old certificate back.",
            take: "right-name",
          },
        }),
      ],
    }),
  },

  checklist: [
    healthy,
    identityAnswers,
    check(
      "a name that the certificate does not have is still refused",
      rift.root
        .sh`curl --silent --show-error --cacert ${caFile} --connect-to ${`google.com:8443:${right}:8443`} https://google.com:8443/v1/health`.exits(
        60,
        /no alternative certificate subject name matches/,
      ),
    ),
  ],
  losses: [
    registry.losesCanaryRows(),
    loss.lines(
      "certificate",
      "certificates of MCIAS",
      svc.root.sh`openssl x509 -noout -fingerprint -sha256 -in ${`${certs}/mcias.pem`}`,
    ),
    loss.rows(
      "accounts",
      "accounts of MCIAS",
      svc.account("mcp"),
      "/srv/mcias/mcias.db",
      "select name from accounts",
    ),
    loss.files(rift.root, "/srv/mcr", "/srv/mcns"),
  ],
  claims: [
    reproduces("the registry says which name it asked for, and which names the certificate has", dnsDay(213)),
  ],
  never: [
    "Do not switch verification off in the registry (`InsecureSkipVerify`): it would then trust any server at that address, and send it the tokens.",
    "Do not repair it in /etc/hosts: TLS compares the name that was asked for, not the address.",
  ],
});
