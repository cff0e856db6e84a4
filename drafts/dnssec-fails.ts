import {
  type Check,
  check,
  dns,
  machine,
  procedure,
  scenario,
  step,
  systemd,
  type TextLike,
} from "drillbook";

const authority = machine("authority", { addresses: { lan: "192.0.2.53" } });
const resolver = machine("resolver", { addresses: { lan: "192.0.2.54" } });
const client = machine("client", { addresses: { lan: "192.0.2.60" } });

const PARENT = "corp.example";
const expired = `expired.${PARENT}`;
const rolled = `rolled.${PARENT}`;
const early = `early.${PARENT}`;
const well = `well.${PARENT}`;
const children = [expired, rolled, early, well];
const broken = [expired, rolled, early];
/** Named answers there, beside Unbound at 53. */
const NAMED_PORT = 5353;

const soa =
  "$TTL 300\n@ IN SOA ns.corp.example. hostmaster.corp.example. 1 7200 900 1209600 300\n@ IN NS ns.corp.example.\n";
const childZone: TextLike = [soa, "www IN A ", authority.on("lan"), "\n"];
const parentZone: TextLike = [
  soa,
  "ns IN A ",
  authority.on("lan"),
  "\n",
  ...children.map((zone) => `${zone}. IN NS ns.corp.example.\n$INCLUDE /srv/dns/ds/${zone}\n`),
];
const signZone = `#!/bin/sh
# sign-zone ZONE [options of dnssec-signzone]: signs the zone with its keys, and has named load it.
set -eu
zone=$1
shift
cd /srv/dns
dnssec-signzone -q -S -z -K keys -d work -N unixtime -o "$zone" -f "work/$zone" "$@" "zones/$zone" >/dev/null
mv "work/$zone" "signed/$zone"
systemctl try-reload-or-restart named.service
`;
const newKey = `#!/bin/sh
# new-key ZONE: a new key in place of the zone's own.
set -eu
cd /srv/dns
rm -f keys/K"$1".+*
dnssec-keygen -q -K keys -a ECDSAP256SHA256 -f KSK "$1" >/dev/null
`;
const authorityConfig: TextLike = [
  'options {\n  directory "/var/cache/bind";\n  listen-on port 53 { ',
  authority.on("lan"),
  "; };\n  listen-on-v6 { none; };\n  recursion no;\n  allow-query { any; };\n  empty-zones-enable no;\n};\n",
  ...[PARENT, ...children].map(
    (zone) => `zone "${zone}" { type primary; file "/srv/dns/signed/${zone}"; };\n`,
  ),
];
const unboundConfig: TextLike = [
  "server:\n  interface: ",
  resolver.on("lan"),
  `
  access-control: 0.0.0.0/0 allow
  do-ip6: no
  chroot: ""
  module-config: "validator iterator"
  trust-anchor-file: "/etc/dnssec/corp.example"
  val-log-level: 2
  ede: yes
remote-control:
  control-enable: yes
  control-interface: /run/unbound.ctl
stub-zone:
  name: "${PARENT}"
  stub-addr: `,
  authority.on("lan"),
  "\n",
];
const namedConfig: TextLike = [
  `include "/etc/dnssec/corp.example.named";\noptions {\n  directory "/var/cache/bind";\n  listen-on port ${NAMED_PORT} { `,
  resolver.on("lan"),
  "; };\n  listen-on-v6 { none; };\n  allow-query { any; };\n  allow-recursion { any; };\n  dnssec-validation yes;\n  empty-zones-enable no;\n};\n",
  `zone "${PARENT}" { type static-stub; server-addresses { `,
  authority.on("lan"),
  "; }; };\n",
];
const resolvedConfig: TextLike = ["[Resolve]\nDNS=", authority.on("lan"), "\nDomains=~.\nDNSSEC=yes\n"];
const RESOLVED_FILE = "/etc/systemd/resolved.conf.d/corp.conf";

const nameIn = (zone: string) => `www.${zone}`;
const answersByUnbound = (zone: string): Check =>
  dns(client)
    .asks(nameIn(zone), "A", { server: resolver.on("lan"), as: `Unbound answers for ${zone}` })
    .answers(authority.on("lan"));
const answersByNamed = (zone: string): Check =>
  dns(client)
    .asks(nameIn(zone), "A", { server: resolver.on("lan"), port: NAMED_PORT, as: `BIND answers for ${zone}` })
    .answers(authority.on("lan"));
const query = (zone: string) => client.root.sh`resolvectl query ${nameIn(zone)}`;
const authenticated = (zone: string): Check =>
  check(
    `systemd-resolved has an authenticated answer for ${zone}`,
    query(zone).prints(/Data is authenticated: yes/),
  );
const proven = (zone: string): readonly Check[] => [
  answersByUnbound(zone),
  answersByNamed(zone),
  authenticated(zone),
];
const everything = children.flatMap(proven);

const forget = [
  client.root.sh`resolvectl flush-caches`,
  resolver.root.sh`unbound-control flush_zone ${PARENT}`,
  resolver.root.sh`rndc flush`,
];
const signed = (zone: string) =>
  check(
    `the signatures of ${zone} are valid now`,
    authority.root
      .sh`dig @${authority.on("lan")} ${nameIn(zone)} A +dnssec +noall +answer | awk -v now="$(date --utc +%Y%m%d%H%M%S)" '$4 == "RRSIG" { if ($10 <= now && now < $9) print "valid"; else print "valid from " $10 " to " $9 }'`.printsExactly(
      "valid",
    ),
  );
const dsFits = check(
  `the parent's DS of ${rolled} is that of its key`,
  authority.root
    .sh`test "$(dig @${authority.on("lan")} ${rolled} DS +short | tr --delete ' ')" = "$(dig @${authority.on("lan")} ${rolled} DNSKEY +noall +answer | dnssec-dsfromkey -2 -f - ${rolled} | cut --delimiter=' ' --fields=4- | tr --delete ' ')"`,
);

const signAgain = step("Sign the zone again, if its signatures have expired", {
  why: "A signature has a beginning and an end. What signs the zone must run more often than that.",
  run: authority.root.sh`sign-zone ${expired}`,
  verify: signed(expired),
});
const newDs = step("Give the parent the DS of the new key, if the key was replaced", {
  why: "The parent vouches for one key. It is another machine with most zones: the registrar's form takes the line that dnssec-dsfromkey prints.",
  run: [
    authority.root.sh`dnssec-dsfromkey -2 /srv/dns/keys/K${rolled}.+*.key > /srv/dns/ds/${rolled}`,
    authority.root.sh`sign-zone ${PARENT}`,
  ],
  verify: dsFits,
});
const signWithClock = step(
  "Sign the zone again with the right clock, if its signatures begin later than now",
  {
    why: "The clock of one of both is wrong, of the machine that signs or of the one that validates. Compare `date --utc` of both with a third. If it is yours, every signed name fails, and the clock is what to set.",
    run: authority.root.sh`sign-zone ${early}`,
    verify: signed(early),
  },
);
const forgetAll = step("Have every resolver forget the zones", {
  why: "A resolver keeps keys, DS records and what it found wrong as long as their TTL says.",
  run: forget,
  verify: everything,
});

const resolvedSays = (zone: string, pattern: RegExp, title: string) =>
  check(title, query(zone).exits("nonzero", pattern));
const unboundSays = (zone: string, pattern: RegExp, title: string) =>
  check(title, client.root.sh`dig @${resolver.on("lan")} ${nameIn(zone)} A`.prints(pattern));
const expiredAtResolved = resolvedSays(
  expired,
  /resolve call failed: DNSSEC validation failed: signature-expired/,
  "systemd-resolved finds the signature expired",
);
const datesOf = (zone: string, title: string, pattern: RegExp) =>
  check(
    title,
    client.root
      .sh`dig @${authority.on("lan")} ${nameIn(zone)} A +dnssec +noall +answer; date --utc +%Y%m%d%H%M%S`.prints(
      pattern,
    ),
  );

export default scenario({
  id: "dnssec-fails",
  title: "Names of signed zones do not resolve: DNSSEC validation fails",
  source: "public threads: systemd/systemd #27361 and #38401; RFC 4035, RFC 8914 (extended DNS errors)",
  summary:
    "Three signed zones broke: one has signatures that expired, one has another key than its parent vouches for, one has signatures that begin in the future, because a clock is wrong. The server answers as ever, and every resolver that validates answers SERVFAIL or nothing: systemd-resolved, Unbound, BIND. A resolver that does not validate sees no fault.",
  tags: ["dns", "dnssec", "systemd-resolved", "unbound", "bind"],
  rig: {
    networks: [{ name: "lan", subnet: "192.0.2.0/24" }],
    machines: [
      {
        ...authority.spec,
        provision: [
          authority.put("/usr/local/bin/sign-zone", { content: signZone, mode: "0755" }),
          authority.put("/usr/local/bin/new-key", { content: newKey, mode: "0755" }),
          authority.root
            .sh`install --directory /srv/dns/zones /srv/dns/keys /srv/dns/ds /srv/dns/work /srv/dns/signed`,
          authority.put(`/srv/dns/zones/${PARENT}`, { content: parentZone }),
          ...children.map((zone) => authority.put(`/srv/dns/zones/${zone}`, { content: childZone })),
          ...[PARENT, ...children].map((zone) => authority.root.sh`new-key ${zone}`),
          ...children.map(
            (zone) =>
              authority.root.sh`dnssec-dsfromkey -2 /srv/dns/keys/K${zone}.+*.key > /srv/dns/ds/${zone}`,
          ),
          authority.put("/etc/bind/named.conf", { content: authorityConfig }),
          authority.root.sh`systemctl unmask named.service && systemctl enable named.service`,
        ],
      },
      {
        ...resolver.spec,
        provision: [
          resolver.root.sh`install --directory /etc/dnssec`,
          resolver.put("/etc/unbound/unbound.conf", { content: unboundConfig }),
          resolver.put("/etc/bind/named.conf", { content: namedConfig }),
          resolver.root.sh`systemctl unmask named.service unbound.service`,
        ],
      },
      {
        ...client.spec,
        provision: [
          client.root.sh`install --directory /etc/dnssec-trust-anchors.d`,
          client.put(RESOLVED_FILE, { content: resolvedConfig }),
        ],
      },
    ],
    setup: [
      step("Sign the zones, and start the server", {
        why: "Signatures are made in each drill, because they expire.",
        run: [
          ...[...children, PARENT].map((zone) => authority.root.sh`sign-zone ${zone}`),
          authority.root.sh`systemctl restart named.service`,
        ],
        verify: [systemd(authority).unitIsActive("named.service"), ...children.map(signed)],
      }),
      step("Trust the parent's key", {
        why: "The rig has no root: what validates is given the key of the parent as its anchor.",
        run: [
          ...[
            [resolver, "/etc/dnssec/corp.example"] as const,
            [client, "/etc/dnssec-trust-anchors.d/corp.positive"] as const,
          ].map(
            ([where, file]) =>
              where.root
                .sh`dig @${authority.on("lan")} ${PARENT} DNSKEY +noall +answer | dnssec-dsfromkey -2 -f - ${PARENT} > ${file}`,
          ),
          resolver.root
            .sh`awk '{ printf "trust-anchors { %s static-ds %s %s %s \\"%s\\"; };\\n", $1, $4, $5, $6, $7 $8 }' /etc/dnssec/corp.example > /etc/dnssec/corp.example.named`,
          resolver.root.sh`systemctl enable --now named.service unbound.service`,
          client.root.sh`systemctl restart systemd-resolved.service`,
        ],
        verify: everything,
      }),
    ],
    samples: children.map(answersByUnbound),
    note: "systemd-resolved, Unbound, BIND and its tools that sign are the real ones. The drill signs with dates that are past or to come, in place of waiting a month.",
  },

  steady: [...everything, ...broken.map(signed), dsFits],

  fault: [
    step("Let the signatures of one zone expire", {
      why: "The job that signs it every week did not run for a month, and no monitor looked at the dates.",
      run: authority.root.sh`sign-zone ${expired} -s now-40d -e now-10d`,
      verify: check(
        "they have expired",
        authority.root.sh`dig @${authority.on("lan")} ${nameIn(expired)} A +dnssec`.prints(/RRSIG/),
      ),
    }),
    step("Replace the key of another, and tell its parent nothing", {
      why: "The old key was thought to be lost. The parent goes on vouching for it.",
      run: authority.root.sh`new-key ${rolled} && sign-zone ${rolled}`,
      verify: check(
        "the new key signs",
        authority.root.sh`dig @${authority.on("lan")} ${rolled} DNSKEY +short`.prints(/^257 3 13 /),
      ),
    }),
    step("Sign the third with a clock that is ahead", {
      why: "For a clock that is right, its signatures begin two days from now. For a clock that is behind, those of every zone do.",
      run: authority.root.sh`sign-zone ${early} -s now+2d -e now+30d`,
      verify: check(
        "its signatures are there",
        authority.root.sh`dig @${authority.on("lan")} ${nameIn(early)} A +dnssec`.prints(/RRSIG/),
      ),
    }),
    step("Let the resolvers forget", {
      why: "Until their TTL is over the old answers are valid.",
      run: forget,
      verify: broken.map((zone) =>
        dns(client)
          .asks(nameIn(zone), "A", { server: resolver.on("lan"), as: `Unbound has no answer for ${zone}` })
          .fails("SERVFAIL"),
      ),
    }),
  ],
  breaks: [...broken.flatMap(proven), ...[expired, early].map(signed), dsFits],

  symptoms: [
    expiredAtResolved,
    resolvedSays(
      rolled,
      /resolve call failed: DNSSEC validation failed: [\w-]+/,
      "systemd-resolved finds no way from the parent to the new key",
    ),
    resolvedSays(
      early,
      /resolve call failed: DNSSEC validation failed: signature-expired/,
      "it calls a signature expired, too, that is not valid yet",
    ),
    unboundSays(expired, /EDE: 7 \(Signature Expired\)/, "Unbound says that the signature has expired"),
    unboundSays(rolled, /EDE: 9 \(DNSKEY Missing\)/, "Unbound says that no key fits the parent's DS"),
    unboundSays(
      early,
      /EDE: 8 \(Signature Not Yet Valid\)/,
      "Unbound says that the signature is not valid yet",
    ),
    check(
      "Unbound's log says it, too",
      resolver.root.sh`journalctl --boot --unit unbound.service --output cat --no-pager`.prints(
        /validation failure <www\.expired\.corp\.example\. A IN>: signature expired/,
      ),
    ),
    check(
      "so does BIND's",
      resolver.root
        .sh`dig @${resolver.on("lan")} -p ${NAMED_PORT} ${nameIn(expired)} A >/dev/null; journalctl --boot --unit named.service --output cat --no-pager`.prints(
        /(?:no valid signature found|broken trust chain) resolving '[\w.]+\.corp\.example|RRSIG has expired/,
      ),
    ),
    check(
      "without validation the answer is there",
      client.root.sh`dig @${resolver.on("lan")} ${nameIn(expired)} A +cd +short`.printsExactly([
        authority.on("lan"),
      ]),
    ),
    datesOf(expired, "the dates of the signature are past", /RRSIG/),
    ...proven(well),
  ],
  tellsApart: [
    {
      from: "dns-firewalled",
      how: "The same resolver answers with +cd, which asks for no validation; there it has no answer at all.",
      look: /DNSSEC validation failed|EDE: [789] /,
      unless: /No Reachable Authority|communications error/,
    },
    {
      from: "dns-spof",
      how: "The server runs, and names of other zones are answered.",
      unless: /communications error to \S+: connection refused/,
      ask: expiredAtResolved,
    },
  ],

  procedures: {
    "mend-zones": procedure({
      title: "Mend the zones, and have the resolvers forget",
      summary:
        "Do the step that is yours of the first three, and then the last. Every answer is proven again.",
      steps: [signAgain, newDs, signWithClock, forgetAll],
    }),
    "allow-downgrade": procedure({
      title: "Set DNSSEC=allow-downgrade",
      summary: "It looks like the mild form of DNSSEC=no.",
      steps: [
        step("Set allow-downgrade on the client", {
          why: "systemd-resolved then does without DNSSEC, where a server does not know it.",
          run: [
            client.root.sh`sed --in-place s/^DNSSEC=.*/DNSSEC=allow-downgrade/ ${RESOLVED_FILE}`,
            client.root.sh`systemctl restart systemd-resolved.service`,
          ],
          verify: check("the name resolves", query(expired)),
          within: "10s",
        }),
      ],
      mustFail: {
        at: "Set allow-downgrade on the client",
        because:
          "The server does know DNSSEC. It is the zone that is wrong, and a wrong signature is refused as before.",
      },
    }),
    "do-not-validate": procedure({
      title: "Do not validate",
      summary:
        "The usual advice, DNSSEC=no, and its like for one zone in Unbound and BIND. For a zone of others it is all that you can do; then take the form for one zone, and only until they have mended it.",
      steps: [
        step("Switch validation off", {
          why: "For the whole client, and for the three zones in both resolvers.",
          run: [
            client.root.sh`sed --in-place s/^DNSSEC=.*/DNSSEC=no/ ${RESOLVED_FILE}`,
            client.root.sh`systemctl restart systemd-resolved.service`,
            ...broken.map((zone) => resolver.root.sh`unbound-control insecure_add ${zone}`),
            ...broken.map((zone) => resolver.root.sh`rndc nta -lifetime 1h ${zone}`),
            ...forget,
          ],
          verify: broken.flatMap((zone) => [answersByUnbound(zone), answersByNamed(zone)]),
        }),
      ],
      mustFail: {
        at: "checklist",
        because: "Every name resolves, and nothing is proven any more: a forged answer is taken, too.",
      },
    }),
  },

  checklist: [...everything, ...broken.map(signed), dsFits],
  endurance: [
    step("Reboot the resolver and the client", {
      why: "What they had in their caches is gone.",
      run: [resolver.reboot(), client.reboot()],
      verify: everything,
      within: "60s",
    }),
  ],
  never: [
    "Do not set DNSSEC=no for one broken zone: it is off for all of them, and nothing reminds you of it.",
    "Do not delete the DS of a zone while its keys are there: it is a signed zone without proof then.",
    "Do not set back a clock to make a signature valid: certificates, logs and backups see it, too.",
  ],
});
