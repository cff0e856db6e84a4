import {
  type Check,
  check,
  dns,
  fails,
  machine,
  procedure,
  scenario,
  step,
  systemd,
  type TextLike,
} from "drillbook";

const authority = machine("authority", { addresses: { lan: "192.0.2.53" } });
const unbound = machine("unbound", { addresses: { lan: "192.0.2.54" } });
const bind = machine("bind", { addresses: { lan: "192.0.2.55" } });
const client = machine("client", { addresses: { lan: "192.0.2.60" } });

const PARENT = "corp.example";
const expired = `expired.${PARENT}`;
const rolled = `rolled.${PARENT}`;
const early = `early.${PARENT}`;
const well = `well.${PARENT}`;
const children = [expired, rolled, early, well];
const broken = [expired, rolled, early];
/** Those whose signatures are wrong, not their keys. */
const wronglySigned = [expired, early];

/** Debian's AppArmor profile lets named write here. */
const HOME = "/var/lib/bind";
const ZONES = `${HOME}/zones`;
const KEYS = `${HOME}/keys`;
const SIGNED = `${HOME}/signed`;
const DS = `${HOME}/ds`;
const LOCAL = "/etc/bind/named.conf.local";
const OPTIONS = "/etc/bind/named.conf.options";
const ANCHOR = "/etc/dnssec/corp.example";
const ANCHOR_OF_BIND = "/etc/bind/corp.example.anchor";
const RESOLVED_FILE = "/etc/systemd/resolved.conf.d/corp.conf";

const soa = `$TTL 300
@ IN SOA ns.${PARENT}. hostmaster.${PARENT}. 1 7200 900 1209600 300
@ IN NS ns.${PARENT}.
`;
const childZone: TextLike = [soa, "www IN A ", authority.on("lan"), "\n"];
const parentZone: TextLike = [
  soa,
  "ns IN A ",
  authority.on("lan"),
  "\n",
  ...children.map((zone) => `${zone}. IN NS ns.${PARENT}.\n$INCLUDE ${DS}/${zone}\n`),
];
const authorityOptions: TextLike = [
  'options {\n  directory "/var/cache/bind";\n  listen-on { ',
  authority.on("lan"),
  "; };\n  listen-on-v6 { none; };\n  recursion no;\n  allow-query { any; };\n};\n",
];
const zoneLines = [PARENT, ...children].map(
  (zone) => `zone "${zone}" { type primary; file "${SIGNED}/${zone}"; };\n`,
);
const unboundConfig: TextLike = [
  "server:\n  interface: ",
  unbound.on("lan"),
  `
  access-control: 0.0.0.0/0 allow
  do-ip6: no
  # The address may come later than the server.
  ip-freebind: yes
  chroot: ""
  module-config: "validator iterator"
  trust-anchor-file: "${ANCHOR}"
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
const bindOptions: TextLike = [
  `include "${ANCHOR_OF_BIND}";\noptions {\n  directory "/var/cache/bind";\n  listen-on { `,
  bind.on("lan"),
  "; };\n  listen-on-v6 { none; };\n  allow-query { any; };\n  allow-recursion { any; };\n  dnssec-validation yes;\n};\n",
];
const bindLocal: TextLike = [
  `zone "${PARENT}" { type static-stub; server-addresses { `,
  authority.on("lan"),
  "; }; };\n",
];
const resolvedConfig: TextLike = ["[Resolve]\nDNS=", authority.on("lan"), "\nDomains=~.\nDNSSEC=yes\n"];

const nameIn = (zone: string) => `www.${zone}`;
const allNames = children.map(nameIn);

const answers = (zone: string): Check =>
  dns(client)
    .asks(nameIn(zone), "A", { server: unbound.on("lan"), as: `Unbound answers for ${zone}` })
    .answers(authority.on("lan"));
/** The flag ad says that the resolver has validated the answer. */
const proves = (server: typeof unbound | typeof bind, name: string): Check =>
  check(
    `${name} has validated the answers for all ${children.length} zones`,
    client.root
      .sh`dig @${server.on("lan")} +noall +comments ${allNames} | grep --count 'flags: .* ad;'`.printsExactly(
      String(children.length),
    ),
  );
const query = (zone: string) => client.root.sh`resolvectl query ${nameIn(zone)}`;
const proofOfUnbound = proves(unbound, "Unbound");
const proofs = [
  proofOfUnbound,
  proves(bind, "BIND"),
  check(
    `systemd-resolved has validated the answers for all ${children.length} zones`,
    client.root.sh`resolvectl query --type=A ${allNames} | grep --count 'authenticated: yes'`.printsExactly(
      String(children.length),
    ),
  ),
];

const signed = (zone: string): Check =>
  check(
    `the signatures of ${zone} are valid now`,
    authority.root
      .sh`dig @${authority.on("lan")} ${nameIn(zone)} A +dnssec +noall +answer | awk -v now="$(date --utc +%Y%m%d%H%M%S)" '$4 == "RRSIG" { if ($10 <= now && now < $9) print "valid"; else print "valid from " $10 " to " $9 }' | sort --unique`.printsExactly(
      "valid",
    ),
  );
const keyOf = (zone: string): Check =>
  check(
    `both keys of ${zone} are here, with their private halves`,
    authority.root.sh`ls ${KEYS} | grep --count --fixed-strings ${`K${zone}.+`}`.printsExactly("4"),
  );
const dsFits = check(
  `the parent's DS of ${rolled} is that of its key`,
  authority.root
    .sh`dig @${authority.on("lan")} ${rolled} DNSKEY +noall +answer | dnssec-dsfromkey -2 -f - ${rolled} | cut --delimiter=' ' --fields=4- | grep --count --fixed-strings --line-regexp "$(dig @${authority.on("lan")} ${rolled} DS +short | awk '{ print $1, $2, $3, $4 $5 }')"`.printsExactly(
    "1",
  ),
);

const signZone = (zone: string, ...options: readonly string[]) =>
  authority.root
    .sh`dnssec-signzone ${["-q", "-S", "-N", "unixtime", ...options]} -K ${KEYS} -d ${SIGNED} -o ${zone} -f ${`${SIGNED}/${zone}`} ${`${ZONES}/${zone}`} > /dev/null`;
const reload = (zone: string) => authority.root.sh`rndc reload ${zone}`;
/** One key signs the keys, the other the zone. */
const newKeys = (zone: string) =>
  [["-f", "KSK"], []].map(
    (kind) =>
      authority.root
        .sh`dnssec-keygen ${["-q", "-K", KEYS, "-a", "ECDSAP256SHA256", ...kind]} ${zone} > /dev/null`,
  );
const writeDs = (zone: string) =>
  authority.root
    .sh`dig @${authority.on("lan")} ${zone} DNSKEY +noall +answer | dnssec-dsfromkey -2 -f - ${zone} > ${`${DS}/${zone}`}`;
const forget = [
  client.root.sh`resolvectl flush-caches`,
  unbound.root.sh`unbound-control -q flush_zone ${PARENT}`,
  bind.root.sh`rndc flush`,
];

const signNow = step("Sign the zones whose signatures have expired, or begin later than now", {
  why: "A signature has a beginning and an end. Where it begins later than now, a clock is wrong: compare `date --utc` of the signer and of a resolver with a third clock, and set the wrong one first.",
  run: wronglySigned.flatMap((zone) => [signZone(zone), reload(zone)]),
  verify: wronglySigned.map(signed),
  otherwise:
    "`dig` with `+dnssec` prints the end and the beginning of each signature, in this order, in UTC. `journalctl --unit named` says why a zone was not loaded.",
});
/** With the named policy; a secondary server takes no zone with a smaller serial number. */
const bindSigns = (policy: string) => [
  authority.root
    .sh`sed --in-place "/ SOA /s/ [0-9]* 7200 / $(date +%s) 7200 /" ${wronglySigned.map((zone) => `${ZONES}/${zone}`)}`,
  ...wronglySigned.map(
    (zone) =>
      authority.root
        .sh`sed --in-place ${`s|file "${SIGNED}/${zone}";|file "${ZONES}/${zone}"; inline-signing yes; dnssec-policy ${policy}; key-directory "${KEYS}";|`} ${LOCAL}`,
  ),
  authority.root.sh`named-checkconf && rndc reconfig`,
];
const isSignedByBind = wronglySigned.map((zone) =>
  check(
    `BIND signs ${zone} again before the signatures end`,
    authority.root.sh`rndc zonestatus ${zone}`.prints(/^next resign time: /m),
  ),
);
const POLICY =
  'dnssec-policy "as-keys" { keys { ksk lifetime unlimited algorithm ecdsap256sha256; zsk lifetime unlimited algorithm ecdsap256sha256; }; };\n';
const notSignedByBind = [
  ...wronglySigned.map(
    (zone) =>
      authority.root
        .sh`sed --in-place ${`s|file "${ZONES}/${zone}"; inline-signing.*|file "${SIGNED}/${zone}"; };|`} ${LOCAL}`,
  ),
  authority.root.sh`rndc reconfig`,
];
const signsByBind = bindSigns("as-keys");
const letBindSign = step("Have BIND sign the zones, and renew the signatures by itself", {
  why: "With `dnssec-policy` BIND signs the zone file, and signs again before a signature ends. The policy must name the keys that the zone has, one of each kind, with their algorithm: BIND withdraws keys that do not fit it. The file gets a larger serial number, because a secondary server takes no zone with a smaller one.",
  run: [authority.root.sh`printf %s ${POLICY} >> ${LOCAL}`, ...signsByBind],
  verify: [...isSignedByBind, ...wronglySigned.map(signed)],
  otherwise: {
    look: "`journalctl --unit named` says why. BIND must be able to write into the folders of the zones and of the keys, and to read the keys.",
    undo: notSignedByBind,
    take: "sign-by-hand",
  },
});
const newDs = step("Give the parent the DS of the new key, if the key was replaced", {
  why: "The parent's DS is the digest of one key, and resolvers take no other.",
  onThePlatform:
    "The parent of most zones is a registry, and its DS is entered at the registrar: the first command prints the line. The others are for a parent of your own.",
  run: [writeDs(rolled), signZone(PARENT), reload(PARENT)],
  verify: dsFits,
  otherwise: "`dig` with the zone and `DS`, asked at a server of the parent, shows what the parent has now.",
});
const forgetAll = step("Have the resolvers forget the zones", {
  why: "A resolver keeps keys, DS records and what it found wrong as long as their TTL says. Resolvers of others need that long.",
  run: forget,
  verify: [...children.map(answers), ...proofs],
  otherwise: "The error that a resolver still gives names the zone and the reason.",
});

const resolvedSays = (zone: string, pattern: RegExp, title: string) =>
  check(title, query(zone).exits("nonzero", pattern));
const unboundSays = (zone: string, pattern: RegExp, title: string) =>
  check(
    title,
    client.root
      .sh`dig @${unbound.on("lan")} ${nameIn(zone)} A | grep --only-matching --extended-regexp 'EDE: [0-9]+ [(][A-Za-z ]+[)]|no keys have a DS with algorithm [A-Z0-9]+'`.prints(
      pattern,
    ),
  );
const expiredAtResolved = resolvedSays(
  expired,
  /resolve call failed: DNSSEC validation failed: signature-expired/,
  "systemd-resolved finds the signature expired",
);
const wellAnswers = check(
  "another signed zone is validated",
  query(well).prints(/Data is authenticated: yes/),
);
const withoutValidation = check(
  "without validation the answer is there",
  client.root.sh`dig @${unbound.on("lan")} ${nameIn(expired)} A +cd +short`.printsExactly([
    authority.on("lan"),
  ]),
);
const bindSays = (zone: string, pattern: RegExp, title: string) =>
  check(
    title,
    bind.root
      .sh`dig @${bind.on("lan")} ${nameIn(zone)} A > /dev/null; journalctl --boot --unit named.service --output cat --no-pager | sort --unique`.prints(
      pattern,
    ),
  );

export default scenario({
  id: "dnssec-fails",
  title: "Names of signed zones do not resolve: DNSSEC validation fails",
  source:
    "public threads: systemd/systemd #12388, #20235, #27361 and #38401; RFC 4035, RFC 8914 (extended DNS errors)",
  summary:
    "Three signed zones are broken: the signatures of one have expired, the parent of one has the DS of another key, and the signatures of one begin in the future, because a clock is wrong. Their server answers as before. Every resolver that validates refuses the answers: systemd-resolved, Unbound, BIND. A resolver that does not validate sees no fault.",
  tags: ["dns", "dnssec", "systemd-resolved", "unbound", "bind"],
  rig: {
    networks: [{ name: "lan", subnet: "192.0.2.0/24" }],
    machines: [
      {
        ...authority.spec,
        provision: [
          authority.root.sh`install --directory --owner=bind --group=bind ${[ZONES, KEYS]}`,
          authority.root.sh`install --directory ${[SIGNED, DS]}`,
          authority.put(`${ZONES}/${PARENT}`, { content: parentZone }),
          ...children.map((zone) => authority.put(`${ZONES}/${zone}`, { content: childZone })),
          ...[PARENT, ...children].flatMap(newKeys),
          authority.root.sh`chown --recursive bind:bind ${KEYS}`,
          authority.put(OPTIONS, { content: authorityOptions }),
          authority.put(LOCAL, { content: zoneLines.join("") }),
          authority.root.sh`systemctl unmask named.service && systemctl enable named.service`,
        ],
      },
      {
        ...unbound.spec,
        provision: [
          unbound.root.sh`install --directory /etc/dnssec`,
          unbound.put("/etc/unbound/unbound.conf", { content: unboundConfig }),
        ],
      },
      {
        ...bind.spec,
        provision: [bind.put(OPTIONS, { content: bindOptions }), bind.put(LOCAL, { content: bindLocal })],
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
          ...children.map((zone) => signZone(zone)),
          authority.root.sh`systemctl restart named.service`,
          ...children.map(writeDs),
          signZone(PARENT),
          reload(PARENT),
        ],
        verify: [systemd(authority).unitIsActive("named.service"), ...children.map(signed)],
      }),
      step("Trust the parent's key", {
        why: "The rig has no root: what validates is given the key of the parent as its anchor.",
        run: [
          ...[
            [unbound, ANCHOR] as const,
            [bind, ANCHOR_OF_BIND] as const,
            [client, "/etc/dnssec-trust-anchors.d/corp.positive"] as const,
          ].map(
            ([where, file]) =>
              where.root
                .sh`dig @${authority.on("lan")} ${PARENT} DNSKEY +noall +answer | dnssec-dsfromkey -2 -f - ${PARENT} > ${file}`,
          ),
          bind.root
            .sh`awk '{ printf "trust-anchors { %s static-ds %s %s %s \"%s\"; };\n", $1, $4, $5, $6, $7 $8 }' ${ANCHOR_OF_BIND} > /etc/bind/anchor.new && mv /etc/bind/anchor.new ${ANCHOR_OF_BIND}`,
          unbound.root.sh`systemctl unmask unbound.service && systemctl enable --now unbound.service`,
          bind.root.sh`systemctl unmask named.service && systemctl enable --now named.service`,
          client.root.sh`systemctl restart systemd-resolved.service`,
        ],
        verify: [...children.map(answers), ...proofs],
        within: "30s",
      }),
    ],
    samples: children.map(answers),
    note: "systemd-resolved, Unbound, BIND and its tools that sign are the real ones. The drill signs with dates in the past and in the future; it does not wait for a month, and sets no clock.",
  },

  steady: [...children.map(answers), ...proofs, ...wronglySigned.map(signed), dsFits],

  fault: [
    step("Let the signatures of one zone expire", {
      why: "The job that signs it every week did not run for a month, and no monitor looked at the dates.",
      run: [signZone(expired, "-P", "-s", "now-40d", "-e", "now-10d"), reload(expired)],
      verify: fails(signed(expired), "they have expired"),
    }),
    step("Replace the key of another, without a new DS at its parent", {
      why: "The old key was taken for lost. The parent still has the DS of that one.",
      run: [
        authority.root.sh`rm ${KEYS}/K${rolled}.+*`,
        ...newKeys(rolled),
        signZone(rolled),
        reload(rolled),
      ],
      verify: fails(dsFits, "the parent has the DS of the old key"),
    }),
    step("Sign the third with a clock that is ahead", {
      why: "For a clock that is right, its signatures begin two days from now. For a resolver whose clock is behind, those of every zone do.",
      run: [signZone(early, "-P", "-s", "now+2d", "-e", "now+30d"), reload(early)],
      verify: fails(signed(early), "they are not valid yet"),
    }),
    step("Let the resolvers forget", {
      why: "Until their TTL is over they have the old answers. The drill does not wait.",
      run: forget,
      verify: broken.map((zone) =>
        dns(client)
          .asks(nameIn(zone), "A", { server: unbound.on("lan"), as: `Unbound says SERVFAIL for ${zone}` })
          .fails("SERVFAIL"),
      ),
    }),
  ],
  breaks: [...broken.map(answers), ...proofs, ...wronglySigned.map(signed), dsFits],

  symptoms: [
    expiredAtResolved,
    resolvedSays(
      rolled,
      /resolve call failed: DNSSEC validation failed: missing-key/,
      "systemd-resolved finds no key that fits the parent's DS",
    ),
    resolvedSays(
      early,
      /resolve call failed: DNSSEC validation failed: signature-expired/,
      "it calls a signature expired, too, that is not valid yet",
    ),
    unboundSays(expired, /EDE: 7 \(Signature Expired\)/, "Unbound says that the signature has expired"),
    unboundSays(
      rolled,
      /no keys have a DS with algorithm ECDSAP256SHA256/,
      "Unbound says that no key fits the parent's DS",
    ),
    unboundSays(
      early,
      /EDE: 8 \(Signature Not Yet Valid\)/,
      "Unbound says that the signature is not valid yet",
    ),
    check(
      "Unbound's log says it, too",
      unbound.root
        .sh`journalctl --boot --unit unbound.service --output cat --no-pager | grep --only-matching 'signature expired from .*' | sort --unique`.prints(
        /signature expired from \S+ for key expired\.corp\.example/,
      ),
    ),
    bindSays(
      expired,
      /validating expired\.corp\.example\/DNSKEY: verify failed due to bad signature \(keyid=\d+\): RRSIG has expired/,
      "BIND's log says that the signature has expired",
    ),
    bindSays(
      rolled,
      /validating rolled\.corp\.example\/DNSKEY: no valid signature found \(DS\)/,
      "BIND's log says that no signature fits the parent's DS",
    ),
    bindSays(
      early,
      /validating early\.corp\.example\/DNSKEY: verify failed due to bad signature \(keyid=\d+\): RRSIG validity period has not begun/,
      "BIND's log says that the signature has not begun",
    ),
    withoutValidation,
    wellAnswers,
  ],
  tellsApart: [
    {
      from: "dns-firewalled",
      how: "The same resolver answers with +cd, which asks for no validation; there it has no answer at all.",
      look: /DNSSEC validation failed|EDE: [678] /,
      unless: /No Reachable Authority|communications error/,
      ask: withoutValidation,
    },
    {
      from: "dns-spof",
      how: "The server runs, and names of other zones are answered.",
      unless: /communications error to \S+: connection refused/,
      ask: expiredAtResolved,
    },
    {
      from: "a wrong clock of the machine that validates",
      how: "Names of other signed zones are validated; with a wrong clock every signed name fails.",
      alike: expiredAtResolved,
      ask: wellAnswers,
    },
  ],
  preconditions: children.map(keyOf),

  procedures: {
    "let-bind-sign": procedure({
      title: "Have BIND sign the zones from now on, and correct the DS",
      summary:
        "For zones of your own that BIND serves. Do what is yours of the first two steps, and then the last. No signature expires again, because no job has to run.",
      steps: [letBindSign, newDs, forgetAll],
      endurance: [
        step("Undo the signing by BIND", {
          why: "The page has the commands where the step does not help.",
          run: notSignedByBind,
          verify: fails(signed(expired), "the old signatures are back"),
        }),
        step("Have BIND sign again", {
          why: "The next check needs it.",
          run: signsByBind,
          verify: wronglySigned.map(signed),
        }),
      ],
    }),
    "sign-by-hand": procedure({
      title: "Sign the zones by hand, and correct the DS",
      summary:
        "For zones of your own that a job signs. Do what is yours of the first two steps, and then the last.",
      steps: [signNow, newDs, forgetAll],
      lasts: "until these signatures end, 30 days from now, unless a job signs again",
    }),
    "default-policy": procedure({
      title: "Have BIND sign with its policy `default`",
      summary: "It is the policy of most examples.",
      steps: [
        step("Have BIND sign with the policy default", {
          why: "One line is enough for it.",
          run: bindSigns("default"),
          verify: [...isSignedByBind, ...wronglySigned.map(signed)],
        }),
        step("Flush what the resolvers have of the zones", {
          why: "They are to see the new signatures.",
          run: forget,
          verify: wronglySigned.map(answers),
          within: "5s",
        }),
      ],
      mustFail: {
        at: "Flush what the resolvers have of the zones",
        because:
          "The policy wants one key for everything. The zones have two, so BIND withdraws both, and signs with a new key that the parent has no DS of.",
      },
    }),
    "forget-only": procedure({
      title: "Flush the caches and restart the resolvers",
      summary: "A restart of systemd-resolved is the usual advice.",
      steps: [
        step("Restart the resolvers", {
          why: "They start without anything in their caches.",
          run: [
            client.root.sh`systemctl restart systemd-resolved.service`,
            unbound.root.sh`systemctl restart unbound.service`,
            bind.root.sh`systemctl restart named.service`,
          ],
          verify: [...children.map(answers), ...proofs],
          within: "5s",
        }),
      ],
      mustFail: {
        at: "Restart the resolvers",
        because: "The zones are wrong, not what the resolvers remember of them.",
      },
    }),
    "allow-downgrade": procedure({
      title: "Set DNSSEC=allow-downgrade",
      summary: "It looks like the mild form of DNSSEC=no.",
      steps: [
        step("Set allow-downgrade on the client", {
          why: "systemd-resolved then does without DNSSEC, where a server does not support it.",
          run: [
            client.root.sh`sed --in-place s/^DNSSEC=.*/DNSSEC=allow-downgrade/ ${RESOLVED_FILE}`,
            client.root.sh`systemctl restart systemd-resolved.service`,
          ],
          verify: check("the name resolves", query(expired)),
          within: "5s",
        }),
      ],
      mustFail: {
        at: "Set allow-downgrade on the client",
        because: "The server supports DNSSEC. A wrong signature is refused as before.",
      },
    }),
    "do-not-validate": procedure({
      title: "Do not validate",
      summary:
        "The usual advice, DNSSEC=no, and its counterpart for one zone in Unbound and BIND. For a zone of another owner there is nothing else; then take the form for one zone, with an end.",
      steps: [
        step("Switch validation off", {
          why: "For the whole client, and for the three zones in both resolvers.",
          run: [
            client.root.sh`sed --in-place s/^DNSSEC=.*/DNSSEC=no/ ${RESOLVED_FILE}`,
            client.root.sh`systemctl restart systemd-resolved.service`,
            ...broken.map((zone) => unbound.root.sh`unbound-control insecure_add ${zone}`),
            ...broken.map((zone) => bind.root.sh`rndc nta -lifetime 1h ${zone}`),
            ...forget,
          ],
          verify: [
            ...broken.map(answers),
            ...broken.map((zone) => check(`the client resolves ${nameIn(zone)}`, query(zone))),
          ],
          within: "20s",
        }),
      ],
      mustFail: {
        at: "checklist",
        because: "Every name resolves, and no answer is validated any more: a forged one is taken, too.",
      },
    }),
    "delete-ds": procedure({
      title: "Delete the DS of the broken zones",
      summary: "Without a DS a zone counts as unsigned, and resolvers take what its server says.",
      steps: [
        step("Delete the DS at the parent", {
          why: "The registrar's form has a button for it.",
          run: [
            authority.root.sh`truncate --size=0 ${broken.map((zone) => `${DS}/${zone}`)}`,
            signZone(PARENT),
            reload(PARENT),
          ],
          verify: check(
            "the parent has no DS",
            authority.root
              .sh`dig @${authority.on("lan")} +short ${broken.flatMap((zone) => [zone, "DS"])}`.printsNothing(),
          ),
        }),
        step("Have the resolvers forget the zones", {
          why: "They have the old DS.",
          run: forget,
          verify: broken.map(answers),
        }),
      ],
      mustFail: {
        at: "checklist",
        because:
          "Every name resolves, and no resolver can tell a forged answer from a right one. The zones are as wrong as before.",
      },
    }),
  },

  checklist: [...children.map(answers), ...proofs, ...wronglySigned.map(signed), dsFits],
  endurance: [
    step("Reboot the server, the resolvers and the client", {
      why: "What they had in their caches is gone.",
      run: [authority.reboot(), unbound.reboot(), bind.reboot(), client.reboot()],
      verify: [...children.map(answers), ...proofs],
      within: "60s",
    }),
    step("Have Unbound validate with a clock that is a year behind", {
      why: "A machine without a battery for its clock starts like this. Every signed name fails then, also those of a zone without a fault.",
      run: [
        unbound.root
          .sh`unbound-control set_option val-override-date: $(date --utc --date='1 year ago' +%Y%m%d%H%M%S)`,
        unbound.root.sh`unbound-control -q flush_zone ${PARENT}`,
      ],
      verify: unboundSays(
        well,
        /EDE: 8 \(Signature Not Yet Valid\)/,
        "Unbound refuses the zone without a fault, too",
      ),
    }),
    step("Have Unbound validate with the machine's clock again", {
      why: "No zone has to be changed.",
      run: unbound.root.sh`systemctl restart unbound.service`,
      verify: [...children.map(answers), proofOfUnbound],
    }),
  ],
  never: [
    "Do not set DNSSEC=no for one broken zone: it is off for all of them, and stays off when the zone is mended.",
    "Do not delete the DS of a zone while its keys are there: without it the zone counts as unsigned.",
    "Do not set back a clock to make a signature valid: certificates, logs and backups see it, too.",
  ],
});
