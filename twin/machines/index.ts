import type { MachinesConfig } from "drillbook/config";

/** What the twin's machines have beside what drillbook puts into every one. */
export const machines: MachinesConfig = {
  packages: [
    "bind9", // a resolver of the twin's internet; its tools sign zones
    "cron", // jobs of accounts without a session
    "knot", // the tests hold DNS checks against it, and against the others
    "openssh-client", // ssh-keyscan; from Debian forky on openssh-server does not bring it any more
    "openssh-server", // the account sshd, which takes the UID of another
    "sudo", // one account becomes another, without a session
    "ufw", // the firewall of svc
    "unbound", // a resolver of the twin's internet, and the program of its CoreDNS
  ],
  // Rigs make container images of them, without a network.
  downloads: {
    // The number in PostgreSQL's names is the release's.
    packages: ["?name(^postgresql-[0-9]+-pgvector$)", "redis-server"],
    // LLVM compiles queries, which is switched off, and Perl runs Debian's own cluster tools, which are not used: more
    // bytes than all the rest.
    except: ["libllvm*", "libperl*", "libz3*", "locales*", "perl*"],
  },
  // The incidents' own accounts must be able to have them. Debian's packages take theirs from 999 downwards, in the order
  // in which they happen to be installed: sshd comes to sit on user 995.
  reservedIds: { users: [850, 995], groups: [850, 988, 995] },
  // Only a scenario starts them: the DNS servers all want port 53, and a job of cron would run in every drill.
  maskedUnits: [
    "cron.service",
    "knot.service",
    "named-resolvconf.service",
    "named.service",
    "ssh.service",
    "ssh.socket",
    "ufw.service",
    "unbound-resolvconf.service",
    "unbound.service",
  ],
};
