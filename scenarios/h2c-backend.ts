import { check, drillOnly, http, loss, procedure, reproduces, scenario, step } from "drillbook";
import { mcp, platformRig, profile, resolver, rift, service, trusted } from "#twin/metacircular/index.ts";
import { dnsDay } from "./claims/index.ts";

const CANARY_ROWS = 20;
const config = "/srv/mc-proxy/mc-proxy.toml";
const host = "mcq.svc.mcp.metacircular.net";
const url = `https://${host}/v1/health`;
const queue = service("mcq");
const proxy = service("mc-proxy");
const services = [service("mcns"), proxy, queue];
const backend = queue.component.healthUrl;
const healthy = services.map((one) => one.isHealthy());
const throughTheProxy = http(rift).answers(url, 200, { as: "mcq, asked through mc-proxy,", ...trusted });
const proxyAnswers = http(rift).answers("https://localhost:443/", 404, {
  as: "mc-proxy at an unknown name",
  ...trusted,
});
const routeLine = `^name = "${host.replaceAll(".", "\\.")}"$`;
/** The lines of this route: those of others may be h2c, as every route of gRPC is. */
const ofTheRoute = `/${routeLine}/,/^$/`;
const h2cLines = mcp.sh`sed --quiet ${`${ofTheRoute}p`} ${config} | grep --count ${'^protocol = "h2c"$'}`;

export default scenario({
  id: "h2c-backend",
  title: "The proxy speaks HTTP/2 to a backend that knows HTTP/1.1 only",
  source: 'Metacircular post-mortem "DNS day", other failures on the way',
  summary:
    "A route of mc-proxy was set to h2c, HTTP/2 without TLS. The backend sees the first line of HTTP/2 as an invalid request and closes the connection. The backend is healthy, and answers direct requests; through the proxy every request is a 502. The words of the 502 are those of the drill's proxy; on the platform the number tells.",
  tags: ["proxy", "http2"],
  rig: platformRig({
    services,
    canaryRows: CANARY_ROWS,
    samples: [throughTheProxy, proxyAnswers, queue.isHealthy()],
    // The proxy is reached by name, and the name is asked of MCNS.
    provision: [resolver([rift.on("lan")])],
  }),

  steady: [...healthy, throughTheProxy, proxyAnswers],

  fault: [
    step("Set the route to h2c", {
      why: "The route was copied from a gRPC route: gRPC backends need h2c, this backend does not.",
      run: mcp.sh`sed --in-place ${`/${routeLine}/a protocol = "h2c"`} ${config} && podman stop --time 2 ${proxy.name} && podman start ${proxy.name}`,
      verify: [check("the route is h2c", h2cLines.printsExactly("1")), proxy.isHealthy()],
    }),
  ],
  breaks: [throughTheProxy],
  symptoms: [
    check(
      "through the proxy every request is a 502 that names backend and protocol",
      rift.root
        .sh`curl --silent --show-error ${profile.word("trust")} --write-out ${"%{http_code}\\n"} ${url}`.prints(
        /backend http:\/\/127\.0\.0\.1:48080 over h2c: Protocol error"\}\n502/,
      ),
    ),
    check(
      "the proxy's log says the same",
      mcp.sh`podman logs --tail 1 ${proxy.name} 2>&1`.prints(
        /^mcq\.svc\.mcp\.metacircular\.net: backend http:\/\/127\.0\.0\.1:48080 over h2c: Protocol error$/m,
      ),
    ),
    check(
      "the backend answers HTTP/1.1",
      rift.root.sh`curl --silent --show-error --http1.1 ${backend}`.prints(/"status":"ok"/),
    ),
    check(
      "the backend does not answer HTTP/2",
      rift.root.sh`curl --silent --show-error --http2-prior-knowledge ${backend}`.exits(
        16,
        /unexpected data while we expected SETTINGS frame/,
      ),
    ),
  ],

  procedures: {
    "http-1.1": procedure({
      title: "Have the proxy speak HTTP/1.1 to this backend",
      summary:
        "Every other route does the same. The proxy reads its routes when it starts, so all names are out for that moment.",
      steps: [
        step("Remove h2c from the route", {
          why: "Without a protocol a route speaks HTTP/1.1, which every backend of the platform understands except those of gRPC. Other routes stay unchanged.",
          onThePlatform:
            "`protocol` is an option of the drill's proxy. The platform's mc-proxy has the choice in its source: replace `http2.Transport` with `http.Transport` for backends without TLS, and build it under a new version.",
          run: mcp.sh`sed --in-place ${`${ofTheRoute}{/^protocol = "h2c"$/d}`} ${config}`.typedAs(""),
          verify: drillOnly(check("the route is not h2c", h2cLines.exits(1).printsExactly("0"))),
          otherwise:
            "Until it can be built, the backend answers at its own address on this machine, as symptom 4 shows.",
        }),
        step("Restart the proxy", {
          why: "mc-proxy reads its routes only when it starts.",
          onThePlatform:
            "A container keeps the image that it was made from. On rift make it anew from the image of the new version, with `mcp deploy mc-proxy --direct` on vade, in place of the command. On svc the proxy is a program: copy the new one over the old one with `scp`, and restart its unit.",
          run: mcp.sh`podman stop --time 2 ${proxy.name} && podman start ${proxy.name}`,
          verify: throughTheProxy,
          within: "15s",
          otherwise: "`podman logs --tail 20 mc-proxy` names the line of its configuration that it refuses.",
        }),
      ],
    }),
  },

  checklist: [...healthy, throughTheProxy, proxyAnswers],
  losses: [
    loss.containers(mcp),
    ...services.map((one) => one.losesCanaryRows()),
    loss.files(rift.root, ...services.map((one) => one.dataDir)),
  ],
  claims: [
    reproduces("through the proxy every request is a 502 that names backend and protocol", dnsDay(207)),
  ],
  never: [
    "Do not restart the backend, or deploy it again: it is healthy, and answers HTTP/1.1.",
    "Do not set h2c for a backend before `curl --http2-prior-knowledge` gets an answer from it.",
  ],
});
