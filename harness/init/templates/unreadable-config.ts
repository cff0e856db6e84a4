import { check, http, machine, procedure, scenario, step, systemd } from "drillbook";

// A machine of the rig. Addresses are documentation addresses (RFC 5737); networks of a drill have no route out.
const web = machine("web", {
  addresses: { lan: "192.0.2.20" },
  // Done once, when the rig's image is built, and cached until one of these lines changes.
  provision: [],
});

const unit = `[Service]
User=hello
ExecStart=/usr/local/bin/node /opt/hello/server.mjs
[Install]
WantedBy=multi-user.target
`;
const server = `import { readFileSync } from "node:fs";
import { createServer } from "node:http";
const { port, greeting } = JSON.parse(readFileSync("/etc/hello.json", "utf8"));
createServer((_, response) => response.end(greeting)).listen(port);
`;
const config = `${JSON.stringify({ port: 8080, greeting: "hello" })}\n`;

// A check reads and never changes anything. Its title reads as a sentence.
const answers = http(web).answers("http://127.0.0.1:8080/", 200, { as: "hello", body: "hello" });
const isActive = systemd(web).unitIsActive("hello.service");
const configIsReadable = check(
  "hello may read its configuration",
  web.root.sh`runuser -u hello -- test -r /etc/hello.json`,
);

const startAgain = step("Start the service", {
  why: "systemd does not restart it.",
  run: web.root.sh`systemctl restart hello.service`,
  // A started process is not enough: the service must answer.
  verify: answers,
  within: "30s",
});

export default scenario({
  id: "unreadable-config", // the name of the file
  title: "A deployment left a configuration file that its service may not read",
  source: "an example, written by drillbook init",
  summary: "The file was written by root with the umask 077. The service no longer starts.",

  rig: {
    networks: [{ name: "lan", subnet: "192.0.2.0/24" }],
    machines: [
      {
        ...web.spec,
        provision: [
          web.root.sh`useradd --system hello`,
          web.put("/opt/hello/server.mjs", { content: server }),
          web.put("/etc/systemd/system/hello.service", { content: unit }),
          web.put("/etc/hello.json", { content: config, mode: "0640", owner: "root:hello" }),
        ],
      },
    ],
    // Done in every drill, before the steady state is asserted.
    setup: [
      step("Start the service", {
        why: "The incident happened to a service that was running.",
        run: web.root.sh`systemctl start hello.service`,
        verify: answers,
        within: "30s",
      }),
    ],
    // Asked every 100 ms, so that the outage is measured and drawn.
    samples: [answers],
  },

  // All of this must hold before anything is broken.
  steady: [answers, isActive, configIsReadable],

  // What broke it. `why` and `verify` are required: a step whose failure is not detected proves nothing.
  fault: [
    step("Deploy the configuration as root with the umask 077", {
      why: "A new version of the deployment script sets the umask to keep its own files private.",
      run: [
        web.root
          .sh`umask 077 && printf %s ${config} > /etc/hello.json.new && mv /etc/hello.json.new /etc/hello.json`,
        web.root.sh`systemctl restart hello.service`,
      ],
      verify: check("the service has failed", web.root.sh`systemctl is-failed hello.service`),
      within: "30s",
    }),
  ],

  // Checks that must be red after the fault. A check that was never red proves nothing.
  breaks: [answers, isActive, configIsReadable],

  // The fingerprint: the literal text. If it does not appear, the verdict is not-reproduced.
  symptoms: [
    check(
      "the journal names the file that may not be read",
      web.root.sh`journalctl --unit hello.service --no-pager`.prints(
        /EACCES: permission denied, open '\/etc\/hello\.json'/,
      ),
    ),
  ],

  // Procedures that recover. Each is drilled on machines of its own, and the page compares them.
  procedures: {
    "give-access": procedure({
      title: "Give the service access to the file",
      summary: "The content of the file is right; this corrects only its group and mode.",
      steps: [
        step("Give the file to the service's group", {
          why: "root wrote it, so it belongs to root's group.",
          run: web.root.sh`chgrp hello /etc/hello.json && chmod 0640 /etc/hello.json`,
          verify: configIsReadable,
        }),
        startAgain,
      ],
    }),
    "write-again": procedure({
      title: "Write the file again",
      summary: "Also corrects the content.",
      steps: [
        step("Write the configuration with its owner and mode", {
          why: "The deployment's content cannot be trusted.",
          run: web.put("/etc/hello.json", { content: config, mode: "0640", owner: "root:hello" }),
          verify: configIsReadable,
        }),
        startAgain,
      ],
    }),
  },

  // All of this must hold at the end.
  checklist: [answers, isActive, configIsReadable],
  never: ["Do not make the file world-readable: it may hold a password."],
});
