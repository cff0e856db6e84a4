#!/usr/bin/env node
// Made of harness/cli/standalone.ts and runbooks/symptoms by `npm run build:diagnose`: not for editing.
const drillbookIndex = [
{"schema":1,"scenario":"agent-unit","title":"After a reboot the agent cannot start a container: its own unit forbids it","cause":"The agent's unit has a sandbox in which rootless podman cannot make a user namespace. The failure shows only after a boot: while a pause process of the account's podman lives, every later podman joins that process, and the sandbox has no effect. Two signs identify the incident: the settings of the unit, and the missing pause process. Do not try podman by hand: it works, and hides the incident until the next boot.","drills":{"container":{"times":6,"last":"2026-11-27"}},"symptoms":[{"title":"the agent's podman fails at newuidmap, which says \u201cwrite to uid_map failed\u201d, or in newer versions \u201copen of uid_map failed\u201d (the drill's agent passes this on; yours may have it in its journal)","machine":"vade","user":"the operator","command":"mcp ps 2>&1 | sed 's: / :\\n:g'","answer":"rift  -        -          -      error  answered 500: podman ps: exit 125: time=\"2026-11-27T23:54:11Z\" level=error msg=\"running `/run/current-system/sw/bin/newuidmap 176 0 850 1 1 100000 65536`: newuidmap: open of uid_map failed: Function not implemented\\n\"\nError: cannot set up namespace using \"/run/current-system/sw/bin/newuidmap\": should have setuid or have filecaps setuid: exit status 1","texts":[{"text":"rift  -        -          -      error  answered 500: podman ps: exit 125: time=\"2026-11-27T23:54:11Z\" level=error msg=\"running `/run/current-system/sw/bin/newuidmap 176 0 850 1 1 100000 65536`: newuidmap: open of uid_map failed: Function not implemented\\n\"","core":"newuidmap: open of uid_map failed: Function not implemented","about":true,"seen":{"container":{"times":1,"last":"2026-11-27"}}},{"text":"Error: cannot set up namespace using \"/run/current-system/sw/bin/newuidmap\": should have setuid or have filecaps setuid: exit status 1","core":"cannot set up namespace using \"/run/current-system/sw/bin/newuidmap\": should have setuid or have filecaps setuid: exit status 1","about":true,"seen":{"container":{"times":1,"last":"2026-11-27"}}}]},{"title":"no container runs","machine":"rift","user":"root","command":"pgrep --count conmon","answer":"exit 1: 0","texts":[]},{"title":"no pause process of mcp's podman lives","machine":"rift","user":"root","command":"pgrep --list-full --uid mcp --full 'catatonit -P'","answer":"exit 1, nothing printed","texts":[]},{"title":"the unit forbids what podman needs","machine":"rift","user":"root","command":"systemctl show mcp-agent.service --property=NoNewPrivileges,PrivateDevices,ProtectKernelTunables","answer":"PrivateDevices=yes\nProtectKernelTunables=yes\nNoNewPrivileges=yes","texts":[]},{"title":"the right PATH alone does not repair it: a trial unit with that PATH and the unit's NoNewPrivileges fails, too, and does not mention setuid","machine":"rift","user":"root","command":"systemd-run --quiet --collect --wait --pipe --uid=mcp --gid=mcp --property=NoNewPrivileges=true --setenv=HOME=/srv/mcp --setenv=XDG_RUNTIME_DIR=/run/user/850 --setenv=PATH=/run/wrappers/bin:/run/current-system/sw/bin:/usr/local/bin podman ps 2>&1","answer":"exit 125: Error: cannot set up namespace using \"/run/wrappers/bin/newuidmap\": exit status 1","texts":[{"text":"time=\"2026-11-27T23:54:11Z\" level=error msg=\"running `/run/wrappers/bin/newuidmap 169 0 850 1 1 100000 65536`: newuidmap: write to uid_map failed: Operation not permitted\\n\"","about":false,"seen":{"container":{"times":3,"last":"2026-11-27"}}},{"text":"Error: cannot set up namespace using \"/run/wrappers/bin/newuidmap\": exit status 1","core":"cannot set up namespace using \"/run/wrappers/bin/newuidmap\": exit status 1","about":true,"seen":{"container":{"times":3,"last":"2026-11-27"}}}]},{"title":"systemd rates the unit as half protected, which does not show whether it works","machine":"rift","user":"root","command":"systemd-analyze security --no-pager mcp-agent.service | tail --lines=1","answer":"\u2192 Overall exposure level for mcp-agent.service: 7.1 MEDIUM :-|","texts":[]},{"title":"names no longer resolve","machine":"rift","user":"root","command":"dig @192.168.88.181 mcq.svc.mcp.metacircular.net A +short","answer":"unreachable: recvmsg ECONNREFUSED","texts":[{"text":";; communications error to 192.168.88.181#53: connection refused","about":true,"seen":{"container":{"times":6,"last":"2026-11-27"}}},{"text":";; no servers could be reached","about":false,"seen":{"container":{"times":6,"last":"2026-11-27"}}}]}],"tellsApart":[{"from":"newuidmap-path","how":"There only PATH is wrong, and with the right PATH podman works. Here the unit forbids setuid bits, too: with the right PATH newuidmap still fails, and podman's error no longer mentions setuid.","ask":"the unit forbids what podman needs"},{"from":"uid-collision","how":"There newuidmap says that the process has another owner; here it says only that it may not write the map.","unless":{"kind":"contains","value":["Target process is owned by a different user"]},"ask":"the agent's podman fails at newuidmap, which says \u201cwrite to uid_map failed\u201d, or in newer versions \u201copen of uid_map failed\u201d (the drill's agent passes this on; yours may have it in its journal)"},{"from":"uid-change","how":"There podman reaches its database, which names the old /run/user; here it fails before that.","unless":{"kind":"contains","value":["default OCI runtime \"crun\" not found"]},"ask":"the agent's podman fails at newuidmap, which says \u201cwrite to uid_map failed\u201d, or in newer versions \u201copen of uid_map failed\u201d (the drill's agent passes this on; yours may have it in its journal)"},{"from":"newuidmap has its setuid bit, but another owner than root, or a mount with nosuid","how":"Here the unit forbids setuid bits, and podman works in a shell of the account; there it fails in every shell, too.","ask":"the unit forbids what podman needs","alike":"the agent's podman fails at newuidmap, which says \u201cwrite to uid_map failed\u201d, or in newer versions \u201copen of uid_map failed\u201d (the drill's agent passes this on; yours may have it in its journal)"}]},
{"schema":1,"scenario":"bootstrap-from-zero","title":"Nothing runs: bring the whole platform up from cached images","cause":"No container exists, the agent's registry is empty, and names do not resolve. The images are cached and the data is there. Twelve containers start in four stages, each healthy before the next.","drills":{"container":{"times":10,"last":"2026-11-27"}},"symptoms":[{"title":"podman ps --all is empty","machine":"rift","user":"mcp","command":"podman ps --all --quiet","answer":"exit 0, nothing printed","texts":[]},{"title":"the agent's registry is empty","machine":"rift","user":"mcp","command":"sqlite3 /srv/mcp/mcp.db 'select count(*) from components'","answer":"0","texts":[]},{"title":"podman has images: a number above 0","machine":"rift","user":"mcp","command":"podman images --quiet | wc --lines","answer":"(a number above 0)","texts":[]},{"title":"podman has the images","machine":"rift","user":"mcp","command":"podman images --format '{{.Repository}}:{{.Tag}}' | grep --count --fixed-strings --line-regexp -e mcr.svc.mcp.metacircular.net:8443/mcns:v1.2.0 -e mcr.svc.mcp.metacircular.net:8443/mc-proxy:v1.2.2 -e mcr.svc.mcp.metacircular.net:8443/mcr:v1.2.1 -e mcr.svc.mcp.metacircular.net:8443/mcr-web:v1.3.2 -e mcr.svc.mcp.metacircular.net:8443/metacrypt:v1.3.1 -e mcr.svc.mcp.metacircular.net:8443/metacrypt-web:v1.4.1 -e mcr.svc.mcp.metacircular.net:8443/mcp-master:v0.10.3 -e mcr.svc.mcp.metacircular.net:8443/kls:v0.2.0 -e mcr.svc.mcp.metacircular.net:8443/mcat:v1.2.0 -e mcr.svc.mcp.metacircular.net:8443/mcdoc:v0.1.0 -e mcr.svc.mcp.metacircular.net:8443/mcq:v0.4.2 -e mcr.svc.mcp.metacircular.net:8443/sgardd:v3.2.0","answer":"12","texts":[]},{"title":"no name of the platform resolves","machine":"vade","user":"root","command":"dig @192.168.88.181 mcq.svc.mcp.metacircular.net A +short","answer":"unreachable: recvmsg ECONNREFUSED","texts":[{"text":";; communications error to 192.168.88.181#53: connection refused","about":true,"seen":{"container":{"times":6,"last":"2026-11-27"}}},{"text":";; no servers could be reached","about":false,"seen":{"container":{"times":6,"last":"2026-11-27"}}}]},{"title":"no other name resolves through MCNS, either","machine":"vade","user":"root","command":"dig @192.168.88.181 google.com A +short","answer":"unreachable: recvmsg ECONNREFUSED","texts":[{"text":";; communications error to 192.168.88.181#53: connection refused","about":true,"seen":{"container":{"times":3,"last":"2026-11-27"}}},{"text":";; no servers could be reached","about":false,"seen":{"container":{"times":3,"last":"2026-11-27"}}}]}],"tellsApart":[{"from":"podman-db-reset","how":"The agent's registry is empty; there it has every container.","ask":"the agent's registry is empty"},{"from":"cold-start","how":"The images are there; there podman has none.","ask":"podman has images: a number above 0"}]},
{"schema":1,"scenario":"cascade","title":"A new UID, a reboot, no containers, no names, and no access to the agent","cause":"The account that runs every container got a new UID. After the reboot podman refused every command. MCNS was down, so no name resolved anywhere. The operator turned the tailnet off to get names back, and lost access to the agent. This drill causes all of these failures, and recovers from all of them.","drills":{"container":{"times":10,"last":"2026-11-27"}},"symptoms":[{"title":"podman fails and blames the OCI runtime, or the old run directory","machine":"rift","user":"mcp","command":"podman ps --all","answer":"exit 125: Error: default OCI runtime \"crun\" not found: invalid argument","texts":[{"text":"Error: default OCI runtime \"crun\" not found: invalid argument","core":"default OCI runtime \"crun\" not found: invalid argument","about":true,"seen":{"container":{"times":10,"last":"2026-11-27"}}}]},{"title":"no container runs","machine":"rift","user":"root","command":"pgrep --count conmon","answer":"exit 1: 0","texts":[]},{"title":"no name resolves","machine":"vade","user":"root","command":"dig @192.168.88.181 google.com A +short","answer":"unreachable: recvmsg ECONNREFUSED","texts":[{"text":";; communications error to 192.168.88.181#53: connection refused","about":true,"seen":{"container":{"times":7,"last":"2026-11-27"}}},{"text":";; no servers could be reached","about":false,"seen":{"container":{"times":7,"last":"2026-11-27"}}}]},{"title":"mcp ps shows an error for rift","machine":"vade","user":"the operator","command":"mcp ps","answer":"exit 1: rift   -        -          -      error  connect 100.95.252.120:9444: EHOSTUNREACH","texts":[{"text":"rift   -        -          -      error  connect 100.95.252.120:9444: EHOSTUNREACH","about":true,"seen":{"container":{"times":10,"last":"2026-11-27"}}},{"text":"svc    -        -          -      error  connect ADDRESS_OF_SVC_ON_TAILNET:9444: EHOSTUNREACH","about":false,"seen":{"container":{"times":10,"last":"2026-11-27"}}},{"text":"orion  -        -          -      error  connect ADDRESS_OF_ORION_ON_TAILNET:9444: EHOSTUNREACH","about":false,"seen":{"container":{"times":10,"last":"2026-11-27"}}},{"text":"rift   -        -          -      error  connect 100.95.252.120:9444: timeout after 3 s","about":true,"seen":{"container":{"times":1,"last":"2026-11-21"}}},{"text":"svc    -        -          -      error  connect ADDRESS_OF_SVC_ON_TAILNET:9444: timeout after 3 s","about":false,"seen":{"container":{"times":1,"last":"2026-11-21"}}},{"text":"orion  -        -          -      error  connect ADDRESS_OF_ORION_ON_TAILNET:9444: timeout after 3 s","about":false,"seen":{"container":{"times":1,"last":"2026-11-21"}}}]},{"title":"files under /srv belong to 995","machine":"rift","user":"root","command":"find /srv -xdev -uid 995 -print -quit","answer":"/srv/mcq","texts":[]}],"tellsApart":[{"from":"uid-change","how":"Access is lost, too: the operator's tool does not reach the agent.","ask":"mcp ps shows an error for rift"},{"from":"tailnet-only-agent","how":"Podman fails as well; there it works, and only access to the agent is lost.","look":{"kind":"pattern","source":"default OCI runtime .* not found|RunRoot is pointing to a path","flags":""}}]},
{"schema":1,"scenario":"circular-boot","title":"Nothing starts without a login, and the login service is one of the services to start","cause":"MCIAS authenticates operators. It was put under the control plane, which starts a service only for a valid token of MCIAS. While MCIAS ran, this circle had no effect. After a power loss the agent is up and the operator is there, but the agent accepts no command.","drills":{"container":{"times":8,"last":"2026-11-27"}},"symptoms":[{"title":"no container runs","machine":"rift","user":"root","command":"pgrep --count conmon","answer":"exit 1: 0","texts":[]},{"title":"the operator's tool gets no token (type it last: with a token it would deploy)","machine":"vade","user":"the operator","command":"mcp deploy mcq --direct","answer":"exit 1: mcp: log in at https://100.95.252.120:8443: connect 100.95.252.120:8443: ECONNREFUSED","texts":[{"text":"mcp: log in at https://100.95.252.120:8443: connect 100.95.252.120:8443: ECONNREFUSED","about":true,"seen":{"container":{"times":2,"last":"2026-11-27"}}}]},{"title":"MCIAS is one of the services that the agent should start","machine":"vade","user":"the operator","command":"mcp ps","answer":"exit 1: rift  mcias    mcias      2      exited  -","texts":[]}],"tellsApart":[]},
{"schema":1,"scenario":"cold-reboot","title":"The platform's host was rebooted, and no container came back","cause":"Every container is declared `unless-stopped`, and after a plain reboot none of them runs: rootless podman has no daemon that would start them, and podman-restart.service starts only what is declared `always`.","drills":{"container":{"times":8,"last":"2026-11-28"}},"symptoms":[{"title":"no container runs","machine":"rift","user":"root","command":"pgrep --count conmon","answer":"exit 1: 0","texts":[]},{"title":"mcp ps lists the containers, and shows no error of podman","machine":"vade","user":"the operator","command":"mcp ps","answer":"exit 1: rift  mcns        mcns           1      exited  -","texts":[{"text":"svc   -           -              -      none    podman: executable file not found in $PATH","about":false,"seen":{"container":{"times":2,"last":"2026-11-28"}}}]},{"title":"podman knows every container","machine":"rift","user":"mcp","command":"podman ps --all --format '{{.Names}}' | wc --lines","answer":"12","texts":[]},{"title":"no name of the platform resolves","machine":"vade","user":"root","command":"dig @192.168.88.181 mcq.svc.mcp.metacircular.net A +short","answer":"unreachable: recvmsg ECONNREFUSED","texts":[{"text":";; communications error to 192.168.88.181#53: connection refused","about":true,"seen":{"container":{"times":6,"last":"2026-11-28"}}},{"text":";; no servers could be reached","about":false,"seen":{"container":{"times":6,"last":"2026-11-28"}}}]},{"title":"no other name resolves through MCNS, either","machine":"vade","user":"root","command":"dig @192.168.88.181 google.com A +short","answer":"unreachable: recvmsg ECONNREFUSED","texts":[{"text":";; communications error to 192.168.88.181#53: connection refused","about":true,"seen":{"container":{"times":3,"last":"2026-11-28"}}},{"text":";; no servers could be reached","about":false,"seen":{"container":{"times":3,"last":"2026-11-28"}}}]}],"tellsApart":[{"from":"agent-unit","how":"The agent can use podman, and lists the containers; there it shows an error of podman. Look before you type podman yourself: a podman by hand hides that incident until the next boot.","unless":{"kind":"contains","value":["newuidmap: "]},"ask":"mcp ps lists the containers, and shows no error of podman"},{"from":"podman-db-reset","how":"Podman knows the containers; there it knows none.","ask":"podman knows every container"},{"from":"bootstrap-from-zero","how":"Podman knows the containers; there it knows none.","ask":"podman knows every container"}]},
{"schema":1,"scenario":"cold-start","title":"No container and no image: the host's storage was lost","cause":"Rift has neither containers nor images, and what the agent knew of them was on the same disk. The registry that would serve the images runs on rift itself. Another machine still has them, and the definitions say how each is started.","drills":{"container":{"times":9,"last":"2026-11-28"}},"symptoms":[{"title":"podman ps --all is empty","machine":"rift","user":"mcp","command":"podman ps --all --quiet","answer":"exit 0, nothing printed","texts":[]},{"title":"podman images is empty","machine":"rift","user":"mcp","command":"podman images --quiet","answer":"exit 0, nothing printed","texts":[]},{"title":"the agent's registry is empty","machine":"rift","user":"mcp","command":"sqlite3 /srv/mcp/mcp.db 'select count(*) from components'","answer":"0","texts":[]},{"title":"the registry cannot provide them: it is itself one of the missing services (podman cannot connect to it, or finds no address for its name)","machine":"rift","user":"mcp","command":"podman pull --quiet mcr.svc.mcp.metacircular.net:8443/mcns:v1.2.0","answer":"exit 125: time=\"2026-11-27T23:59:21Z\" level=warning msg=\"Failed, retrying in 1s ... (1/3). Error: initializing source docker://mcr.svc.mcp.metacircular.net:8443/mcns:v1.2.0: pinging container registry mcr.svc.mcp.metacircular.net:8443: Get \\\"https://mcr.svc.mcp.metacircular.net:8443/v2/\\\": dial tcp 100.95.252.120:8443: connect: connection refused\"\ntime=\"2026-11-27T23:59:22Z\" level=warning msg=\"Failed, retrying in 1s ... (2/3). Error: initializing source docker://mcr.svc.mcp.metacircular.net:8443/mcns:v1.2.0: pinging container registry mcr.svc.mcp.metacircular.net:8443: Get \\\"https://mcr.svc.mcp.metacircular.net:8443/v2/\\\": dial tcp 100.95.252.120:8443: connect: connection refused\"\ntime=\"2026-11-27T23:59:23Z\" level=warning msg=\"Failed, retrying in 1s ... (3/3). Error: initializing source docker://mcr.svc.mcp.metacircular.net:8443/mcns:v1.2.0: pinging container registry mcr.svc.mcp.metacircular.net:8443: Get \\\"https://mcr.svc.mcp.metacircular.net:8443/v2/\\\": dial tcp 192.168.88.181:8443: connect: connection refused\"","texts":[{"text":"time=\"2026-11-27T23:59:21Z\" level=warning msg=\"Failed, retrying in 1s ... (1/3). Error: initializing source docker://mcr.svc.mcp.metacircular.net:8443/mcns:v1.2.0: pinging container registry mcr.svc.mcp.metacircular.net:8443: Get \\\"https://mcr.svc.mcp.metacircular.net:8443/v2/\\\": dial tcp 100.95.252.120:8443: connect: connection refused\"","about":true,"seen":{"container":{"times":1,"last":"2026-11-28"}}},{"text":"Error: initializing source docker://mcr.svc.mcp.metacircular.net:8443/mcns:v1.2.0: pinging container registry mcr.svc.mcp.metacircular.net:8443: Get \"https://mcr.svc.mcp.metacircular.net:8443/v2/\": dial tcp 100.95.252.120:8443: connect: connection refused","about":false,"seen":{"container":{"times":1,"last":"2026-11-28"}}}]},{"title":"no name of the platform resolves","machine":"vade","user":"root","command":"dig @192.168.88.181 mcq.svc.mcp.metacircular.net A +short","answer":"unreachable: recvmsg ECONNREFUSED","texts":[{"text":";; communications error to 192.168.88.181#53: connection refused","about":true,"seen":{"container":{"times":6,"last":"2026-11-28"}}},{"text":";; no servers could be reached","about":false,"seen":{"container":{"times":6,"last":"2026-11-28"}}}]}],"tellsApart":[{"from":"bootstrap-from-zero","how":"Podman has no image; there it has every one.","ask":"podman images is empty"}]},
{"schema":1,"scenario":"container-uid","title":"A container whose image has a user of its own cannot use its data","cause":"The newer image of MCNS runs as a user of its own, UID 100. In a rootless container only UID 0 is mcp; UID 100 is one of mcp's subordinate UIDs, which has no access to /srv/mcns.","drills":{"container":{"times":6,"last":"2026-11-28"}},"symptoms":[{"title":"its log has the refusal of its configuration, from the first start on (the other lines follow attempts to open the folder, or to put the database aside)","machine":"rift","user":"mcp","command":"podman logs mcns 2>&1 | grep -e 'permission denied' -e 'not permitted' -e 'readonly database' | sort --unique","answer":"open database: attempt to write a readonly database: /srv/mcns/mcns.db\nopen database: create /srv/mcns/mcns.db: permission denied\nread configuration: EACCES: permission denied, open '/srv/mcns/mcns.toml'","texts":[{"text":"open database: attempt to write a readonly database: /srv/mcns/mcns.db","about":true,"seen":{"container":{"times":3,"last":"2026-11-28"}}},{"text":"open database: create /srv/mcns/mcns.db: permission denied","about":true,"seen":{"container":{"times":3,"last":"2026-11-28"}}},{"text":"read configuration: EACCES: permission denied, open '/srv/mcns/mcns.toml'","about":true,"seen":{"container":{"times":3,"last":"2026-11-28"}}},{"text":"warning: chmod /srv/mcns/mcns.db: operation not permitted; going on with the mode that it has","core":"warning: chmod /srv/mcns/mcns.db: operation not permitted; going on","about":true,"seen":{"container":{"times":3,"last":"2026-11-28"}}}]},{"title":"the image has a user of its own","machine":"rift","user":"mcp","command":"podman image inspect --format '{{.Config.User}}' mcr.svc.mcp.metacircular.net:8443/mcns:v1.3.0","answer":"mcns","texts":[]},{"title":"the image's own /etc/passwd has that user's numbers, its UID and then its GID","machine":"rift","user":"mcp","command":"podman unshare sh -c 'grep \"^$2:\" \"$(podman image mount \"$1\")/etc/passwd\"; code=$?; podman image unmount \"$1\" >/dev/null; exit \"$code\"' sh mcr.svc.mcp.metacircular.net:8443/mcns:v1.3.0 mcns","answer":"mcns:x:100:101::/srv/mcns:/sbin/nologin","texts":[]},{"title":"in podman's namespace the data belongs to root, which is mcp on rift","machine":"rift","user":"mcp","command":"podman unshare stat --format='%u:%g' /srv/mcns /srv/mcns/mcns.db","answer":"0:0\n0:0","texts":[]},{"title":"names no longer resolve","machine":"rift","user":"root","command":"dig @192.168.88.181 mcq.svc.mcp.metacircular.net A +short","answer":"timeout: no answer in 9214 ms","texts":[{"text":";; communications error to 192.168.88.181#53: connection refused","about":true,"seen":{"container":{"times":4,"last":"2026-11-28"}}},{"text":";; no servers could be reached","about":false,"seen":{"container":{"times":4,"last":"2026-11-28"}}}]}],"tellsApart":[{"from":"fchmod-denial","how":"The data belongs to root in podman's namespace, as it should, and the image names a user. There the data belongs to the account nobody (65534), because its owner is not mapped: the files are wrong, not the image.","unless":{"kind":"contains","value":["65534"]},"ask":"in podman's namespace the data belongs to root, which is mcp on rift"},{"from":"fchmod-seccomp","how":"The image names a user. There it names none, the service could write, and only its chmod is refused.","ask":"the image has a user of its own"}]},
{"schema":1,"scenario":"dns-cutover","title":"The DNS server has to be replaced, on the same addresses, while it is in use","cause":"The old server lacks a name that was added, and must be replaced. All clients have its addresses, so the new server must take these addresses over. Between the two servers no name resolves. The drill measured that time for three procedures: the proof of this page has it. In the real night it was about five seconds.","drills":{"container":{"times":7,"last":"2026-11-28"}},"symptoms":[{"title":"mcr.svc.mcp.metacircular.net gets an empty NOERROR","machine":"vade","user":"root","command":"dig @192.168.88.181 mcr.svc.mcp.metacircular.net A +noall +comments +answer +authority","answer":"empty NOERROR: no answer and no SOA; the server claims success and says nothing","texts":[{"text":"dig answer status: NOERROR, ANSWER: 0, AUTHORITY: 0","about":true,"seen":{"container":{"times":7,"last":"2026-11-28"}}}]},{"title":"mcq.svc.mcp.metacircular.net resolves","machine":"vade","user":"root","command":"dig @192.168.88.181 mcq.svc.mcp.metacircular.net A +short","answer":"NOERROR with 100.95.252.120","texts":[]},{"title":"google.com resolves","machine":"vade","user":"root","command":"dig @192.168.88.181 google.com A +short","answer":"NOERROR with (an address of google.com)","texts":[]},{"title":"mcns-coredns runs","machine":"rift","user":"mcp","command":"podman inspect --format '{{.State.Status}}' mcns-coredns","answer":"running","texts":[]}],"tellsApart":[{"from":"dns-empty-answers","how":"One name is missing, and the others are answered; there every name gets an empty answer.","ask":"google.com resolves"},{"from":"the name does not exist (NXDOMAIN)","how":"The answer is empty and has no error code. A server that is right says NXDOMAIN for a name that it lacks, with a SOA.","ask":"mcr.svc.mcp.metacircular.net gets an empty NOERROR"}]},
{"schema":1,"scenario":"dns-empty-answers","title":"The DNS server answers every question with an empty answer, and every monitor is green","cause":"The server answers every question with NOERROR, no record and no SOA. Its port is open, its container runs, and no answer carries an error code. A monitor that checks these three sees a healthy server, but no name resolves. Without a SOA such an answer has no lifetime, so clients do not cache it: after the repair no cache has to be flushed. Only a client that waits for an answer during the exchange may wait up to 5 s longer.","drills":{"container":{"times":9,"last":"2026-11-28"}},"symptoms":[{"title":"mcq.svc.mcp.metacircular.net gets an empty NOERROR","machine":"vade","user":"root","command":"dig @192.168.88.181 mcq.svc.mcp.metacircular.net A +noall +comments +answer +authority","answer":"empty NOERROR: no answer and no SOA; the server claims success and says nothing","texts":[{"text":"dig answer status: NOERROR, ANSWER: 0, AUTHORITY: 0","about":true,"seen":{"container":{"times":9,"last":"2026-11-28"}}}]},{"title":"google.com gets an empty NOERROR","machine":"vade","user":"root","command":"dig @192.168.88.181 google.com A +noall +comments +answer +authority","answer":"empty NOERROR: no answer and no SOA; the server claims success and says nothing","texts":[{"text":"dig answer status: NOERROR, ANSWER: 0, AUTHORITY: 0","about":true,"seen":{"container":{"times":9,"last":"2026-11-28"}}}]},{"title":"google.com (SOA) gets an empty NOERROR","machine":"vade","user":"root","command":"dig @192.168.88.181 google.com SOA +noall +comments +answer +authority","answer":"empty NOERROR: no answer and no SOA; the server claims success and says nothing","texts":[{"text":"dig answer status: NOERROR, ANSWER: 0, AUTHORITY: 0","about":true,"seen":{"container":{"times":9,"last":"2026-11-28"}}}]},{"title":"what the monitor looks at is green: port 53 is open","machine":"rift","user":"root","command":"timeout 2 bash -c 'exec 3<>/dev/tcp/192.168.88.181/53'","answer":"succeeds","texts":[]},{"title":"what the monitor looks at is green: mcns-coredns runs","machine":"rift","user":"mcp","command":"podman inspect --format '{{.State.Status}}' mcns-coredns","answer":"running","texts":[]},{"title":"what the monitor looks at is green: the answer has no error code","machine":"vade","user":"root","command":"dig @192.168.88.181 google.com A +noall +comments +answer +authority","answer":"empty NOERROR: no answer and no SOA; the server claims success and says nothing","texts":[{"text":"dig answer status: NOERROR, ANSWER: 0, AUTHORITY: 0","about":true,"seen":{"container":{"times":9,"last":"2026-11-28"}}}]},{"title":"the resolver of the workstation names no error of the server","machine":"vade","user":"root","command":"resolvectl query google.com","answer":"exit 1: google.com: resolve call failed: 'google.com' does not have any RR of the requested type","texts":[{"text":"google.com: resolve call failed: 'google.com' does not have any RR of the requested type","core":"does not have any RR of the requested type","about":true,"seen":{"container":{"times":9,"last":"2026-11-28"}}}]}],"tellsApart":[{"from":"dns-cutover","how":"Every name gets an empty answer, public names too; there one name is missing, and the others are answered.","ask":"google.com gets an empty NOERROR"},{"from":"a name without a record of that type (NODATA)","how":"The answer has no SOA; a server that knows the name would send one.","unless":{"kind":"pattern","source":"^dig answer status: NOERROR, ANSWER: 0, AUTHORITY: 1","flags":""},"ask":"google.com gets an empty NOERROR"}]},
{"schema":1,"scenario":"dns-firewalled","title":"The zone is delegated, and public resolvers say SERVFAIL or do not answer","cause":"Public resolvers are sent to MCNS on svc for the platform's names. Its firewall drops all traffic to ports that are not listed, and port 53 is not listed. MCNS runs and answers on svc itself. A client outside waits: its resolver says SERVFAIL after ten seconds, or does not answer.","drills":{"container":{"times":8,"last":"2026-11-28"}},"symptoms":[{"title":"1.1.1.1 says SERVFAIL, after ten seconds","machine":"vade","user":"root","command":"dig @1.1.1.1 mcq.svc.mcp.metacircular.net A +noall +comments +answer +authority +tries=1 +timeout=14","answer":"SERVFAIL: the server could not find out","texts":[{"text":"dig answer status: SERVFAIL, ANSWER: 0, AUTHORITY: 0","about":true,"seen":{"container":{"times":8,"last":"2026-11-28"}}}]},{"title":"8.8.8.8 says nothing at all","machine":"vade","user":"root","command":"dig @8.8.8.8 mcq.svc.mcp.metacircular.net A +noall +comments +answer +authority +tries=1 +timeout=3","answer":"timeout: no answer in 20413 ms","texts":[{"text":";; communications error to 8.8.8.8#53: timed out","about":true,"seen":{"container":{"times":8,"last":"2026-11-28"}}},{"text":";; no servers could be reached","about":false,"seen":{"container":{"times":8,"last":"2026-11-28"}}}]},{"title":"a client outside gets no answer from MCNS on svc","machine":"vade","user":"root","command":"dig @71.19.144.164 mcq.svc.mcp.metacircular.net A +noall +comments +answer +authority +tries=1 +timeout=1","answer":"timeout: no answer in 6804 ms","texts":[{"text":";; communications error to 71.19.144.164#53: timed out","about":true,"seen":{"container":{"times":1,"last":"2026-11-28"}}},{"text":";; no servers could be reached","about":false,"seen":{"container":{"times":1,"last":"2026-11-28"}}}]},{"title":"no rule of the firewall of svc names port 53","machine":"svc","user":"root","command":"ufw status verbose | grep --count '^53[/ ]'","answer":"exit 1: 0","texts":[]},{"title":"mcns is active","machine":"svc","user":"root","command":"systemctl is-active mcns","answer":"active","texts":[]},{"title":"MCNS on svc answers on svc itself","machine":"svc","user":"root","command":"dig @71.19.144.164 mcq.svc.mcp.metacircular.net A +short","answer":"NOERROR with 100.95.252.120","texts":[]}],"tellsApart":[]},
{"schema":1,"scenario":"dns-spof","title":"One DNS server died, and no machine can resolve any name","cause":"MCNS is the only resolver that the machines know. Its container is gone, and no name resolves: neither the platform's names nor public names, which MCNS only forwarded. With other resolvers beside it, public names keep resolving the next time. A closed port then costs a lookup milliseconds; a silent host costs 5 s at the first lookup, and little after that. The proof of this page has the times that the drill measured.","drills":{"container":{"times":10,"last":"2026-11-28"}},"symptoms":[{"title":"mcq.svc.mcp.metacircular.net finds no server","machine":"vade","user":"root","command":"dig @192.168.88.181 mcq.svc.mcp.metacircular.net A +noall +comments +answer +authority +tries=1 +timeout=1","answer":"unreachable: recvmsg ECONNREFUSED","texts":[{"text":";; communications error to 192.168.88.181#53: connection refused","about":true,"seen":{"container":{"times":10,"last":"2026-11-28"}}},{"text":";; no servers could be reached","about":false,"seen":{"container":{"times":10,"last":"2026-11-28"}}}]},{"title":"the resolver says that no server answers","machine":"vade","user":"root","command":"resolvectl query google.com","answer":"exit 1: google.com: resolve call failed: Lookup failed due to system error: Connection refused","texts":[{"text":"google.com: resolve call failed: Lookup failed due to system error: Connection refused","about":true,"seen":{"container":{"times":3,"last":"2026-11-28"}}}]},{"title":"the public resolver 1.1.1.1 answers for google.com","machine":"vade","user":"root","command":"dig @1.1.1.1 google.com A +short","answer":"NOERROR with (an address of google.com)","texts":[]},{"title":"the public resolver 8.8.8.8 answers for google.com","machine":"vade","user":"root","command":"dig @8.8.8.8 google.com A +short","answer":"NOERROR with (an address of google.com)","texts":[]}],"tellsApart":[{"from":"uid-change","how":"Podman works, and only the DNS server is gone; there podman itself fails.","unless":{"kind":"pattern","source":"default OCI runtime .* not found|RunRoot is pointing to a path","flags":""}},{"from":"seed-migration","how":"The container is gone; there it restarts again and again, and its log says why it ends.","unless":{"kind":"pattern","source":"run migration .* failed","flags":""}}]},
{"schema":1,"scenario":"dnssec-fails","title":"Names of signed zones do not resolve: DNSSEC validation fails","cause":"Three signed zones are broken: the signatures of one have expired, the parent of one has the DS of another key, and the signatures of one begin in the future, because a clock is wrong. Their server answers as before. Every resolver that validates refuses the answers: systemd-resolved, Unbound, BIND. A resolver that does not validate sees no fault.","drills":{"container":{"times":2,"last":"2026-11-28"}},"symptoms":[{"title":"systemd-resolved finds the signature expired","machine":"a client","user":"root","command":"resolvectl query www.expired.corp.example","answer":"exit 1: www.expired.corp.example: resolve call failed: DNSSEC validation failed: signature-expired","texts":[{"text":"www.expired.corp.example: resolve call failed: DNSSEC validation failed: signature-expired","core":"resolve call failed: DNSSEC validation failed: signature-expired","about":true,"seen":{"container":{"times":2,"last":"2026-11-28"}}}]},{"title":"systemd-resolved finds no key that fits the parent's DS","machine":"a client","user":"root","command":"resolvectl query www.rolled.corp.example","answer":"exit 1: www.rolled.corp.example: resolve call failed: DNSSEC validation failed: missing-key","texts":[{"text":"www.rolled.corp.example: resolve call failed: DNSSEC validation failed: missing-key","core":"resolve call failed: DNSSEC validation failed: missing-key","about":true,"seen":{"container":{"times":2,"last":"2026-11-28"}}}]},{"title":"it calls a signature expired, too, that is not valid yet","machine":"a client","user":"root","command":"resolvectl query www.early.corp.example","answer":"exit 1: www.early.corp.example: resolve call failed: DNSSEC validation failed: signature-expired","texts":[{"text":"www.early.corp.example: resolve call failed: DNSSEC validation failed: signature-expired","core":"resolve call failed: DNSSEC validation failed: signature-expired","about":true,"seen":{"container":{"times":2,"last":"2026-11-28"}}}]},{"title":"Unbound says that the signature has expired","machine":"a client","user":"root","command":"dig @ADDRESS_OF_UNBOUND_ON_LAN www.expired.corp.example A | grep --only-matching --extended-regexp 'EDE: [0-9]+ [(][A-Za-z ]+[)]|no keys have a DS with algorithm [A-Z0-9]+'","answer":"EDE: 7 (Signature Expired)","texts":[{"text":"EDE: 7 (Signature Expired)","about":true,"seen":{"container":{"times":1,"last":"2026-11-28"}}}]},{"title":"Unbound says that no key fits the parent's DS","machine":"a client","user":"root","command":"dig @ADDRESS_OF_UNBOUND_ON_LAN www.rolled.corp.example A | grep --only-matching --extended-regexp 'EDE: [0-9]+ [(][A-Za-z ]+[)]|no keys have a DS with algorithm [A-Z0-9]+'","answer":"no keys have a DS with algorithm ECDSAP256SHA256","texts":[]},{"title":"Unbound says that the signature is not valid yet","machine":"a client","user":"root","command":"dig @ADDRESS_OF_UNBOUND_ON_LAN www.early.corp.example A | grep --only-matching --extended-regexp 'EDE: [0-9]+ [(][A-Za-z ]+[)]|no keys have a DS with algorithm [A-Z0-9]+'","answer":"EDE: 8 (Signature Not Yet Valid)","texts":[]},{"title":"Unbound's log says it, too","machine":"the resolver with Unbound","user":"root","command":"journalctl --boot --unit unbound.service --output cat --no-pager | grep --only-matching 'signature expired from .*' | sort --unique","answer":"signature expired from ADDRESS_OF_AUTHORITY_ON_LAN for key expired.corp.example. while building chain of trust","texts":[{"text":"signature expired from ADDRESS_OF_AUTHORITY_ON_LAN for key expired.corp.example. while building chain of trust","about":true,"seen":{"container":{"times":1,"last":"2026-11-28"}}}]},{"title":"BIND's log says that the signature has expired","machine":"the resolver with BIND","user":"root","command":"dig @ADDRESS_OF_BIND_ON_LAN www.expired.corp.example A > /dev/null; journalctl --boot --unit named.service --output cat --no-pager | sort --unique","answer":"validating expired.corp.example/DNSKEY: verify failed due to bad signature (keyid=16294): RRSIG has expired","texts":[{"text":"validating early.corp.example/DNSKEY: verify failed due to bad signature (keyid=44084): RRSIG validity period has not begun","about":false,"seen":{"container":{"times":1,"last":"2026-11-28"}}},{"text":"Failed to attach 231 to compat systemd cgroup '/drillbook-37f0b2ca-1e68-9k550/57978b70390856a63e8dc8c6932df243fa76ac2ffbfe7be5560ced6442828ed0/system.slice/named.service', ignoring: No such file or directory","about":false,"seen":{"container":{"times":1,"last":"2026-11-28"}}},{"text":"broken trust chain resolving 'expired.corp.example/NS/IN': ADDRESS_OF_AUTHORITY_ON_LAN#53","about":false,"seen":{"container":{"times":1,"last":"2026-11-28"}}},{"text":"broken trust chain resolving 'www.expired.corp.example/A/IN': ADDRESS_OF_AUTHORITY_ON_LAN#53","about":false,"seen":{"container":{"times":1,"last":"2026-11-28"}}},{"text":"no valid RRSIG resolving 'expired.corp.example/DNSKEY/IN': ADDRESS_OF_AUTHORITY_ON_LAN#53","about":false,"seen":{"container":{"times":1,"last":"2026-11-28"}}},{"text":"validating expired.corp.example/DNSKEY: no valid signature found (DS)","about":false,"seen":{"container":{"times":1,"last":"2026-11-28"}}},{"text":"validating expired.corp.example/DNSKEY: verify failed due to bad signature (keyid=16294): RRSIG has expired","about":true,"seen":{"container":{"times":1,"last":"2026-11-28"}}}]},{"title":"BIND's log says that no signature fits the parent's DS","machine":"the resolver with BIND","user":"root","command":"dig @ADDRESS_OF_BIND_ON_LAN www.rolled.corp.example A > /dev/null; journalctl --boot --unit named.service --output cat --no-pager | sort --unique","answer":"validating rolled.corp.example/DNSKEY: no valid signature found (DS)","texts":[{"text":"Failed to attach 231 to compat systemd cgroup '/drillbook-37f0b2ca-1e68-9k550/57978b70390856a63e8dc8c6932df243fa76ac2ffbfe7be5560ced6442828ed0/system.slice/named.service', ignoring: No such file or directory","about":false,"seen":{"container":{"times":1,"last":"2026-11-28"}}},{"text":"broken trust chain resolving 'expired.corp.example/NS/IN': ADDRESS_OF_AUTHORITY_ON_LAN#53","about":false,"seen":{"container":{"times":1,"last":"2026-11-28"}}},{"text":"broken trust chain resolving 'www.expired.corp.example/A/IN': ADDRESS_OF_AUTHORITY_ON_LAN#53","about":false,"seen":{"container":{"times":1,"last":"2026-11-28"}}},{"text":"no valid RRSIG resolving 'expired.corp.example/DNSKEY/IN': ADDRESS_OF_AUTHORITY_ON_LAN#53","about":false,"seen":{"container":{"times":1,"last":"2026-11-28"}}},{"text":"validating early.corp.example/DNSKEY: verify failed due to bad signature (keyid=44084): RRSIG validity period has not begun","about":false,"seen":{"container":{"times":1,"last":"2026-11-28"}}},{"text":"validating expired.corp.example/DNSKEY: no valid signature found (DS)","about":false,"seen":{"container":{"times":1,"last":"2026-11-28"}}},{"text":"validating expired.corp.example/DNSKEY: verify failed due to bad signature (keyid=16294): RRSIG has expired","about":false,"seen":{"container":{"times":1,"last":"2026-11-28"}}}]},{"title":"BIND's log says that the signature has not begun","machine":"the resolver with BIND","user":"root","command":"dig @ADDRESS_OF_BIND_ON_LAN www.early.corp.example A > /dev/null; journalctl --boot --unit named.service --output cat --no-pager | sort --unique","answer":"validating early.corp.example/DNSKEY: verify failed due to bad signature (keyid=44084): RRSIG validity period has not begun","texts":[{"text":"Failed to attach 231 to compat systemd cgroup '/drillbook-37f0b2ca-1e68-9k550/57978b70390856a63e8dc8c6932df243fa76ac2ffbfe7be5560ced6442828ed0/system.slice/named.service', ignoring: No such file or directory","about":false,"seen":{"container":{"times":1,"last":"2026-11-28"}}},{"text":"broken trust chain resolving 'expired.corp.example/NS/IN': ADDRESS_OF_AUTHORITY_ON_LAN#53","about":false,"seen":{"container":{"times":1,"last":"2026-11-28"}}},{"text":"broken trust chain resolving 'www.expired.corp.example/A/IN': ADDRESS_OF_AUTHORITY_ON_LAN#53","about":false,"seen":{"container":{"times":1,"last":"2026-11-28"}}},{"text":"no valid RRSIG resolving 'expired.corp.example/DNSKEY/IN': ADDRESS_OF_AUTHORITY_ON_LAN#53","about":false,"seen":{"container":{"times":1,"last":"2026-11-28"}}},{"text":"validating early.corp.example/DNSKEY: verify failed due to bad signature (keyid=44084): RRSIG validity period has not begun","about":true,"seen":{"container":{"times":1,"last":"2026-11-28"}}},{"text":"validating expired.corp.example/DNSKEY: no valid signature found (DS)","about":false,"seen":{"container":{"times":1,"last":"2026-11-28"}}},{"text":"validating expired.corp.example/DNSKEY: verify failed due to bad signature (keyid=16294): RRSIG has expired","about":false,"seen":{"container":{"times":1,"last":"2026-11-28"}}}]},{"title":"without validation the answer is there","machine":"a client","user":"root","command":"dig @ADDRESS_OF_UNBOUND_ON_LAN www.expired.corp.example A +cd +short","answer":"ADDRESS_OF_AUTHORITY_ON_LAN","texts":[]},{"title":"another signed zone is validated","machine":"a client","user":"root","command":"resolvectl query www.well.corp.example","answer":"-- Data is authenticated: yes; Data was acquired via local or encrypted transport: no","texts":[]}],"tellsApart":[{"from":"dns-firewalled","how":"The same resolver answers with +cd, which asks for no validation; there it has no answer at all.","look":{"kind":"pattern","source":"DNSSEC validation failed|EDE: [678] ","flags":""},"unless":{"kind":"pattern","source":"No Reachable Authority|communications error","flags":""},"ask":"without validation the answer is there"},{"from":"dns-spof","how":"The server runs, and names of other zones are answered.","unless":{"kind":"pattern","source":"communications error to \\S+: connection refused","flags":""},"ask":"systemd-resolved finds the signature expired"},{"from":"a wrong clock of the machine that validates","how":"Names of other signed zones are validated; with a wrong clock every signed name fails.","ask":"another signed zone is validated","alike":"systemd-resolved finds the signature expired"}]},
{"schema":1,"scenario":"fchmod-denial","title":"chmod on a database is denied: in the container its owner is the account nobody","cause":"The databases kept the account's former UID, which the containers do not map. There the databases belong to 65534 (the account nobody), and no process in the container may chmod them. Services on release 1.7 of the platform's library end at the chmod. From release 1.8 on they warn and continue, as far as the file's mode allows. If the log says `unable to open database file` and does not mention chmod, look at the owner of the -wal and -shm files. In the drill the services were killed before, together with a program that was writing a transaction. The last committed rows are only in a -wal file, and must survive, too.","drills":{"container":{"times":6,"last":"2026-11-28"}},"symptoms":[{"title":"mcr-api ends at the chmod","machine":"rift","user":"mcp","command":"podman logs --tail 1 mcr-api 2>&1","answer":"open database: chmod /srv/mcr/mcr.db: operation not permitted","texts":[{"text":"open database: chmod /srv/mcr/mcr.db: operation not permitted","about":true,"seen":{"container":{"times":6,"last":"2026-11-28"}}}]},{"title":"the containers see 65534, the account nobody, as the owner of the database","machine":"rift","user":"mcp","command":"podman unshare stat --format '%u %n' /srv/mcr/mcr.db","answer":"65534 /srv/mcr/mcr.db","texts":[]},{"title":"its owner on the host is the former UID, not the account's","machine":"rift","user":"root","command":"stat --format '%u %n' /srv/mcr/mcr.db","answer":"995 /srv/mcr/mcr.db","texts":[]},{"title":"root of a namespace may not take it over","machine":"rift","user":"mcp","command":"podman unshare chown 0:0 /srv/mcr/mcr.db","answer":"exit 1: chown: changing ownership of '/srv/mcr/mcr.db': Operation not permitted","texts":[{"text":"chown: changing ownership of '/srv/mcr/mcr.db': Operation not permitted","about":true,"seen":{"container":{"times":3,"last":"2026-11-28"}}}]},{"title":"a service on release 1.8 warns, and cannot open the file unless its group may read it","machine":"rift","user":"mcp","command":"podman logs mcq 2>&1 | grep -e chmod -e database | sort --unique","answer":"open database: unable to open database file: /srv/mcq/mcq.db\nwarning: chmod /srv/mcq/mcq.db: operation not permitted; going on with the mode that it has","texts":[{"text":"open database: unable to open database file: /srv/mcq/mcq.db","about":true,"seen":{"container":{"times":3,"last":"2026-11-28"}}},{"text":"warning: chmod /srv/mcq/mcq.db: operation not permitted; going on with the mode that it has","about":true,"seen":{"container":{"times":3,"last":"2026-11-28"}}}]},{"title":"only if the .db file alone was given back: its -wal and -shm keep the service from opening it","machine":"rift","user":"mcp","command":"podman logs --tail 1 metacrypt-api 2>&1","answer":"open database: unable to open database file: /srv/metacrypt/metacrypt.db","texts":[{"text":"open database: unable to open database file: /srv/metacrypt/metacrypt.db","about":true,"seen":{"container":{"times":3,"last":"2026-11-28"}}}]},{"title":"only if the group may read: a service on release 1.8 runs and cannot write","machine":"rift","user":"root","command":"curl --silent --show-error http://127.0.0.1:38080/v1/health","answer":"{\"status\":\"error\",\"reason\":\"database: attempt to write a readonly database\",\"service\":\"mcdoc\",\"version\":\"v0.1.0\"}","texts":[{"text":"{\"status\":\"error\",\"reason\":\"database: attempt to write a readonly database\",\"service\":\"mcdoc\",\"version\":\"v0.1.0\"}","core":"\"reason\":\"database: attempt to write a readonly database\"","about":true,"seen":{"container":{"times":3,"last":"2026-11-28"}}}]}],"tellsApart":[{"from":"fchmod-seccomp","how":"The owner of the database is the account nobody (65534). There it is root, as it should be, and a container may not chmod a file that it has just made either.","look":{"kind":"contains","value":["65534 /srv/mcr/mcr.db"]},"unless":{"kind":"contains","value":["EPERM: operation not permitted, chmod"]},"ask":"the containers see 65534, the account nobody, as the owner of the database"},{"from":"container-uid","how":"The owner of the database is the account nobody (65534); there it is root, and the image names a user of its own.","look":{"kind":"contains","value":["65534 /srv/mcr/mcr.db"]},"unless":{"kind":"contains","value":["open database: create"]},"ask":"the containers see 65534, the account nobody, as the owner of the database"}]},
{"schema":1,"scenario":"fchmod-seccomp","title":"chmod is denied in every container, for new files, too","cause":"A seccomp profile answers `Operation not permitted` to chmod and the related calls fchmod, fchmodat and fchmodat2. Owners and modes are correct, and the line in the log is the same as for a database with a foreign owner. Services on release 1.7 of the platform's library end at it, also with a new database. The recovery document's advice loses the data and repairs nothing.","drills":{"container":{"times":5,"last":"2026-11-28"}},"symptoms":[{"title":"mcr-api ends at the chmod","machine":"rift","user":"mcp","command":"podman logs --tail 1 mcr-api 2>&1","answer":"open database: chmod /srv/mcr/mcr.db: operation not permitted","texts":[{"text":"open database: chmod /srv/mcr/mcr.db: operation not permitted","about":true,"seen":{"container":{"times":5,"last":"2026-11-28"}}}]},{"title":"the containers see root as the owner of the database, as it should be","machine":"rift","user":"mcp","command":"podman unshare stat --format '%u %a %n' /srv/mcr/mcr.db","answer":"0 600 /srv/mcr/mcr.db","texts":[]},{"title":"a container may not even chmod a file that it has just made (in node's words; a shell's chmod says `Operation not permitted`)","machine":"rift","user":"mcp","command":"podman run --rm --network none --entrypoint sh mcr.svc.mcp.metacircular.net:8443/mcr:v1.2.0 -c 'touch /tmp/new && chmod 600 /tmp/new'","answer":"exit 1: Error: EPERM: operation not permitted, chmod '/tmp/new'","texts":[{"text":"Error: EPERM: operation not permitted, chmod '/tmp/new'","about":true,"seen":{"container":{"times":2,"last":"2026-11-28"}}}]},{"title":"a container without a profile may chmod: so the profile is the cause","machine":"rift","user":"mcp","command":"podman run --rm --network none --security-opt seccomp=unconfined --entrypoint sh mcr.svc.mcp.metacircular.net:8443/mcr:v1.2.0 -c 'touch /tmp/new && chmod 600 /tmp/new'","answer":"succeeds","texts":[]},{"title":"the profile of new containers is the hardened one","machine":"rift","user":"mcp","command":"podman info --format '{{.Host.Security.SECCOMPProfilePath}}'","answer":"/etc/containers/seccomp-hardened.json","texts":[]},{"title":"the profile refuses chmod, in all its forms (with podman's own profile, this prints nothing)","machine":"rift","user":"root","command":"tr --delete '[:space:]' < /etc/containers/seccomp-hardened.json | grep --only-matching --extended-regexp '\"names\":\\[[^]]*\\],\"action\":\"SCMP_ACT_ERRNO\"' | grep --only-matching --extended-regexp '\"f?chmod[a-z0-9]*\"'","answer":"\"chmod\"\n\"fchmod\"\n\"fchmodat\"","texts":[]},{"title":"a service on release 1.8 warns and runs","machine":"rift","user":"mcp","command":"podman logs mcq 2>&1 | grep chmod | sort --unique","answer":"warning: chmod /srv/mcq/mcq.db: operation not permitted; going on with the mode that it has","texts":[{"text":"warning: chmod /srv/mcq/mcq.db: operation not permitted; going on with the mode that it has","about":false,"seen":{"container":{"times":5,"last":"2026-11-28"}}}]}],"tellsApart":[{"from":"fchmod-denial","how":"Root of the container owns the database, as it should, and chmod on a new file fails, too. There the owner is the account nobody (65534), and chmod on a new file works.","look":{"kind":"contains","value":["EPERM: operation not permitted, chmod '/tmp/new'"]},"unless":{"kind":"contains","value":["65534 /srv/"]},"ask":"a container may not even chmod a file that it has just made (in node's words; a shell's chmod says `Operation not permitted`)"},{"from":"container-uid","how":"The image names no user, and the service may write: only its chmod is refused.","unless":{"kind":"contains","value":["attempt to write a readonly database"]},"ask":"a container may not even chmod a file that it has just made (in node's words; a shell's chmod says `Operation not permitted`)"}]},
{"schema":1,"scenario":"h2c-backend","title":"The proxy speaks HTTP/2 to a backend that knows HTTP/1.1 only","cause":"A route of mc-proxy was set to h2c, HTTP/2 without TLS. The backend sees the first line of HTTP/2 as an invalid request and closes the connection. The backend is healthy, and answers direct requests; through the proxy every request is a 502. The words of the 502 are those of the drill's proxy; on the platform the number tells.","drills":{"container":{"times":7,"last":"2026-11-28"}},"symptoms":[{"title":"through the proxy every request is a 502 that names backend and protocol","machine":"rift","user":"root","command":"curl --silent --show-error --insecure --write-out '%{http_code}\\n' https://mcq.svc.mcp.metacircular.net/v1/health","answer":"{\"error\":\"mcq.svc.mcp.metacircular.net: backend http://127.0.0.1:48080 over h2c: Protocol error\"}\n502","texts":[{"text":"{\"error\":\"mcq.svc.mcp.metacircular.net: backend http://127.0.0.1:48080 over h2c: Protocol error\"}","core":"backend http://127.0.0.1:48080 over h2c: Protocol error\"}","about":true,"seen":{"container":{"times":3,"last":"2026-11-28"}}}]},{"title":"the proxy's log says the same","machine":"rift","user":"mcp","command":"podman logs --tail 1 mc-proxy 2>&1","answer":"mcq.svc.mcp.metacircular.net: backend http://127.0.0.1:48080 over h2c: Protocol error","texts":[{"text":"mcq.svc.mcp.metacircular.net: backend http://127.0.0.1:48080 over h2c: Protocol error","about":true,"seen":{"container":{"times":7,"last":"2026-11-28"}}}]},{"title":"the backend answers HTTP/1.1","machine":"rift","user":"root","command":"curl --silent --show-error --http1.1 http://127.0.0.1:48080/v1/health","answer":"{\"status\":\"ok\",\"service\":\"mcq\",\"version\":\"v0.4.2\"}","texts":[]},{"title":"the backend does not answer HTTP/2","machine":"rift","user":"root","command":"curl --silent --show-error --http2-prior-knowledge http://127.0.0.1:48080/v1/health","answer":"exit 16: curl: (16) Remote peer returned unexpected data while we expected SETTINGS frame.  Perhaps, peer does not support HTTP/2 properly.","texts":[{"text":"curl: (16) Remote peer returned unexpected data while we expected SETTINGS frame.  Perhaps, peer does not support HTTP/2 properly.","core":"unexpected data while we expected SETTINGS frame","about":true,"seen":{"container":{"times":7,"last":"2026-11-28"}}}]}],"tellsApart":[]},
{"schema":1,"scenario":"magicdns-amplification","title":"The tailnet's resolver sent every question to a dead server","cause":"The tailnet of the workstation routes all names through its own resolver, which forwards them to MCNS. MCNS died, and the workstation could not resolve public names either, although its links have two public resolvers. systemd-resolved's global servers are MCNS's addresses, too, for the platform's names alone. The tailnet's own names (`*.ts.net`) still resolve: the tailnet's resolver answers them itself. Turning the tailnet off brought public names back, but cut the only access to the agent that could have started MCNS. Two states are possible. **A**: the tailnet was turned off already, and the symptoms below apply. **B**: the tailnet is on and no name resolves (see \u201cState B\u201d below). The same steps recover from both.","drills":{"container":{"times":9,"last":"2026-11-28"}},"symptoms":[{"title":"A, the tailnet is off: mcp ps shows an error for rift","machine":"vade","user":"the operator","command":"mcp ps","answer":"exit 1: rift  -        -          -      error  connect 100.95.252.120:9444: EHOSTUNREACH","texts":[{"text":"rift  -        -          -      error  connect 100.95.252.120:9444: EHOSTUNREACH","about":true,"seen":{"container":{"times":3,"last":"2026-11-28"}}}]},{"title":"A, the tailnet is off: rift is not reached over the tailnet","machine":"vade","user":"root","command":"ping -c 1 -W 2 100.95.252.120","answer":"exit 1: PING 100.95.252.120 (100.95.252.120) 56(84) bytes of data.\n\n--- 100.95.252.120 ping statistics ---","texts":[]},{"title":"A, the tailnet is off: vade: google.com resolves","machine":"vade","user":"root","command":"dig google.com A +short","answer":"NOERROR with (an address of google.com)","texts":[]},{"title":"A, the tailnet is off: no name of the platform resolves","machine":"vade","user":"root","command":"dig mcq.svc.mcp.metacircular.net A +short","answer":"SERVFAIL: the server could not find out","texts":[{"text":";; communications error to 127.0.0.53#53: timed out","about":true,"seen":{"container":{"times":1,"last":"2026-11-27"}}}]},{"title":"the public resolver 1.1.1.1 answers for google.com","machine":"vade","user":"root","command":"dig @1.1.1.1 google.com A +short","answer":"NOERROR with (an address of google.com)","texts":[]},{"title":"the public resolver 8.8.8.8 answers for google.com","machine":"vade","user":"root","command":"dig @8.8.8.8 google.com A +short","answer":"NOERROR with (an address of google.com)","texts":[]}],"tellsApart":[{"from":"tailnet-only-agent","how":"The DNS server is dead; there it answers, and only the tailnet is down.","ask":"A, the tailnet is off: no name of the platform resolves"}]},
{"schema":1,"scenario":"missing-ca-certificates","title":"A smaller image, and no certificate can be verified any more","cause":"The registry's image was made smaller: only the program was copied into it. The list of certificate authorities is missing, so the registry cannot verify any certificate. Outside the container the same certificate and address are accepted. The drill's registry prints Node's message; a program written in Go, as the platform's are, says `x509: certificate signed by unknown authority`.","drills":{"container":{"times":8,"last":"2026-11-28"}},"symptoms":[{"title":"the registry does not know the authority that signed MCIAS's certificate","machine":"rift","user":"root","command":"curl --silent --show-error --insecure https://127.0.0.1:28443/v1/health","answer":"{\"status\":\"error\",\"reason\":\"https://mcias.metacircular.net:8443/v1/health: unable to verify the first certificate; if the root CA is installed locally, try running Node.js with --use-system-ca\",\"service\":\"mcr\",\"version\":\"v1.2.1\"}","texts":[{"text":"{\"status\":\"error\",\"reason\":\"https://mcias.metacircular.net:8443/v1/health: unable to verify the first certificate; if the root CA is installed locally, try running Node.js with --use-system-ca\",\"service\":\"mcr\",\"version\":\"v1.2.1\"}","core":"https://mcias.metacircular.net:8443/v1/health: unable to verify the first certificate","about":true,"seen":{"container":{"times":2,"last":"2026-11-28"}}}]},{"title":"the same request from outside the container succeeds","machine":"rift","user":"root","command":"curl --silent --show-error https://mcias.metacircular.net:8443/v1/health","answer":"{\"status\":\"ok\",\"service\":\"mcias\",\"version\":\"v1.0.0\"}","texts":[]},{"title":"the container has no list of authorities","machine":"rift","user":"mcp","command":"podman cp mcr-api:/etc/ssl/certs/ca-certificates.crt -","answer":"exit 125: Error: \"/etc/ssl/certs/ca-certificates.crt\" could not be found on container mcr-api: no such file or directory","texts":[{"text":"Error: \"/etc/ssl/certs/ca-certificates.crt\" could not be found on container mcr-api: no such file or directory","about":true,"seen":{"container":{"times":8,"last":"2026-11-28"}}}]}],"tellsApart":[]},
{"schema":1,"scenario":"newuidmap-path","title":"The AI stack starts by hand, but not at boot","cause":"NixOS has newuidmap twice: with its setuid bit in /run/wrappers/bin, without it in /run/current-system/sw/bin. A user service and its script found only the second. At boot podman could make no user namespace, and none of seven containers started. After one start by hand the unit works, too: the first podman after a boot leaves a pause process that holds the namespace. All later podmans join it without newuidmap. A start by hand therefore proves nothing; a start without that process does, as at a boot.","drills":{"container":{"times":5,"last":"2026-11-28"}},"symptoms":[{"title":"podman may not write the map of UIDs","machine":"workstation","user":"hyperd","command":"journalctl --user --boot --unit ai-stack-startup.service --output cat --no-pager --grep 'newuidmap[:\"]'","answer":"time=\"2026-11-28T00:07:36Z\" level=error msg=\"running `/run/current-system/sw/bin/newuidmap 118 0 1000 1 1 100000 65536`: newuidmap: write to uid_map failed: Operation not permitted\\n\"","texts":[{"text":"time=\"2026-11-28T00:07:36Z\" level=error msg=\"running `/run/current-system/sw/bin/newuidmap 118 0 1000 1 1 100000 65536`: newuidmap: write to uid_map failed: Operation not permitted\\n\"","core":"newuidmap: write to uid_map failed: Operation not permitted","about":true,"seen":{"container":{"times":5,"last":"2026-11-28"}}},{"text":"Error: cannot set up namespace using \"/run/current-system/sw/bin/newuidmap\": should have setuid or have filecaps setuid: exit status 1","about":false,"seen":{"container":{"times":5,"last":"2026-11-28"}}}]},{"title":"podman says that this newuidmap has no setuid bit","machine":"workstation","user":"hyperd","command":"journalctl --user --boot --unit ai-stack-startup.service --output cat --no-pager --grep 'newuidmap[:\"]'","answer":"Error: cannot set up namespace using \"/run/current-system/sw/bin/newuidmap\": should have setuid or have filecaps setuid: exit status 1","texts":[{"text":"time=\"2026-11-28T00:07:36Z\" level=error msg=\"running `/run/current-system/sw/bin/newuidmap 118 0 1000 1 1 100000 65536`: newuidmap: write to uid_map failed: Operation not permitted\\n\"","about":false,"seen":{"container":{"times":5,"last":"2026-11-28"}}},{"text":"Error: cannot set up namespace using \"/run/current-system/sw/bin/newuidmap\": should have setuid or have filecaps setuid: exit status 1","core":"cannot set up namespace using \"/run/current-system/sw/bin/newuidmap\": should have setuid or have filecaps setuid: exit status 1","about":true,"seen":{"container":{"times":5,"last":"2026-11-28"}}}]},{"title":"two newuidmaps exist, and the one that the unit finds lacks the bit","machine":"workstation","user":"hyperd","command":"ls -l /run/current-system/sw/bin/newuidmap /run/wrappers/bin/newuidmap","answer":"-r-xr-xr-x 1 root root 59488 Nov 28 00:06 /run/current-system/sw/bin/newuidmap\n-r-s--x--x 1 root root 59488 Nov 28 00:07 /run/wrappers/bin/newuidmap","texts":[]},{"title":"the unit's PATH finds that one","machine":"workstation","user":"hyperd","command":"systemctl --user show --property Environment --value ai-stack-startup.service","answer":"PATH=/run/current-system/sw/bin:/usr/bin:/bin:/home/hyperd/.nix-profile/bin HOME=/home/hyperd","texts":[]},{"title":"the unit has no restriction that would disable a setuid bit","machine":"workstation","user":"hyperd","command":"systemctl --user show --property NoNewPrivileges --value ai-stack-startup.service","answer":"no","texts":[]},{"title":"no container runs","machine":"workstation","user":"root","command":"pgrep --count conmon","answer":"exit 1: 0","texts":[]},{"title":"only the manager of the user's services shows the failed unit","machine":"workstation","user":"hyperd","command":"systemctl --user --failed --plain --no-legend","answer":"ai-stack-startup.service loaded failed failed AI Stack Automatic Startup Service","texts":[{"text":"ai-stack-startup.service loaded failed failed AI Stack Automatic Startup Service","about":true,"seen":{"container":{"times":3,"last":"2026-11-28"}}}]},{"title":"podman works in a login, and knows seven containers. Ask it last: it leaves a pause process, which step 3 ends","machine":"workstation","user":"hyperd","command":"podman ps --all --format '{{.Names}} {{.Status}}'","answer":"local-ai-postgres Exited (135) 3 seconds ago\nlocal-ai-redis Exited (0) 3 seconds ago\nlocal-ai-qdrant Exited (135) 3 seconds ago","texts":[]}],"tellsApart":[{"from":"agent-unit","how":"Only the PATH is wrong, in a unit of an account's own manager. There the unit of a system service has a PATH without the setuid newuidmap, too, and also forbids setuid bits. With the right PATH the same first line appears again, without a line on setuid after it.","unless":{"kind":"contains","value":["newuidmap\": exit status 1"]},"ask":"the unit has no restriction that would disable a setuid bit"},{"from":"uid-collision","how":"newuidmap may not write the map; there it fails earlier, because it sees the caller as another account.","look":{"kind":"pattern","source":"should have setuid or have filecaps setuid","flags":""},"unless":{"kind":"pattern","source":"Target process is owned by a different user|no subuid ranges found","flags":""},"ask":"podman says that this newuidmap has no setuid bit"},{"from":"newuidmap has lost its setuid bit and its file capability (a copy, an archive, an image)","how":"A newuidmap with its bit exists, in /run/wrappers/bin; there none has it, so no PATH helps: the package is to be installed again, or NixOS to be rebuilt.","ask":"two newuidmaps exist, and the one that the unit finds lacks the bit","alike":"podman says that this newuidmap has no setuid bit"},{"from":"no folder of PATH has a newuidmap","how":"The unit finds a newuidmap, which podman names with its path; there it finds none.","unless":{"kind":"pattern","source":"exec: \"newuidmap\": executable file not found in \\$PATH","flags":""},"ask":"podman says that this newuidmap has no setuid bit"}]},
{"schema":1,"scenario":"no-user-session","title":"Rootless podman has no session: su, sudo, cron and CI","cause":"An account of services lost its lingering. As soon as it has no session, systemd ends its manager, with all containers, and deletes its directory in /run/user. No boot starts its units any more, and podman fails for all who become the account without a login: su, sudo, cron, and units with User=.","drills":{"container":{"times":2,"last":"2026-11-28"}},"symptoms":[{"title":"the account has no manager of systemd to talk to","machine":"the machine of the containers","user":"root","command":"sudo --user wiki --set-home env XDG_RUNTIME_DIR=/run/user/1001 systemctl --user status","answer":"exit 1: Failed to connect to user scope bus via local transport: No such file or directory","texts":[{"text":"Failed to connect to user scope bus via local transport: No such file or directory","about":true,"seen":{"container":{"times":2,"last":"2026-11-28"}}}]},{"title":"the account is neither logged in nor lingering","machine":"the machine of the containers","user":"root","command":"loginctl show-user wiki","answer":"exit 1: Failed to get user: User ID 1001 is not logged in or lingering","texts":[{"text":"Failed to get user: User ID 1001 is not logged in or lingering","about":true,"seen":{"container":{"times":2,"last":"2026-11-28"}}}]},{"title":"podman fails with sudo, and blames its runtime","machine":"the machine of the containers","user":"root","command":"cd / && sudo --user wiki --set-home podman ps --format '{{.Names}}'","answer":"exit 125: Error: default OCI runtime \"crun\" not found: invalid argument","texts":[{"text":"Error: default OCI runtime \"crun\" not found: invalid argument","about":true,"seen":{"container":{"times":2,"last":"2026-11-28"}}}]},{"title":"podman fails with su","machine":"the machine of the containers","user":"root","command":"su --login wiki --command \"podman ps --format '{{.Names}}'\"","answer":"exit 125: Error: default OCI runtime \"crun\" not found: invalid argument","texts":[{"text":"Error: default OCI runtime \"crun\" not found: invalid argument","about":true,"seen":{"container":{"times":2,"last":"2026-11-28"}}}]},{"title":"podman fails in a unit with User=","machine":"the machine of the containers","user":"root","command":"systemd-run --quiet --wait --pipe --property=User=wiki podman ps --format '{{.Names}}'","answer":"exit 125: Error: default OCI runtime \"crun\" not found: invalid argument","texts":[{"text":"Error: default OCI runtime \"crun\" not found: invalid argument","about":true,"seen":{"container":{"times":2,"last":"2026-11-28"}}}]},{"title":"podman fails in cron's job","machine":"the machine of the containers","user":"root","command":"cat /home/wiki/count-visits.log","answer":"Error: default OCI runtime \"crun\" not found: invalid argument","texts":[{"text":"Error: default OCI runtime \"crun\" not found: invalid argument","about":true,"seen":{"container":{"times":2,"last":"2026-11-28"}}}]},{"title":"there is no directory of the account","machine":"the machine of the containers","user":"root","command":"ls -ld /run/user/1001","answer":"exit 2: ls: cannot access '/run/user/1001': No such file or directory","texts":[{"text":"ls: cannot access '/run/user/1001': No such file or directory","about":true,"seen":{"container":{"times":2,"last":"2026-11-28"}}}]},{"title":"podman may not make its run directory","machine":"the machine of the containers","user":"root","command":"cd / && sudo --user wiki --set-home podman --log-level=debug ps 2>&1 | grep --fixed-strings 'mkdir /run/user'","answer":"time=\"2026-11-28T00:09:02Z\" level=debug msg=\"Configured OCI runtime crun-wasm initialization failed: creating OCI runtime exit files directory: mkdir /run/user/1001: permission denied\"\ntime=\"2026-11-28T00:09:02Z\" level=debug msg=\"Configured OCI runtime crun initialization failed: creating OCI runtime exit files directory: mkdir /run/user/1001: permission denied\"","texts":[]},{"title":"the runtime that podman blames is there","machine":"the machine of the containers","user":"root","command":"command -v crun","answer":"/usr/bin/crun","texts":[]}],"tellsApart":[{"from":"uid-change","how":"The account has no session, and the directory that podman misses has the account's own UID; there it has a session, and the directory has the UID that the account had before.","ask":"the account is neither logged in nor lingering"},{"from":"stale-pause-process","how":"Podman has no run directory at all; there it has one, with notes of the last boot.","unless":{"kind":"pattern","source":"could not find any running process|an unhandled reboot has occurred","flags":""},"ask":"podman fails with sudo, and blames its runtime"},{"from":"crun is not installed, or podman does not find it","how":"crun is there. Podman asks it for nothing, because it has no directory for what it would answer.","ask":"the runtime that podman blames is there","alike":"podman fails with sudo, and blames its runtime"},{"from":"no systemd at all (a container, WSL, another init)","how":"logind knows the account, and says that it has no session; there no logind answers.","look":{"kind":"pattern","source":"User ID \\d+ is not logged in or lingering","flags":""},"ask":"the account is neither logged in nor lingering","alike":"the account has no manager of systemd to talk to"}]},
{"schema":1,"scenario":"podman-db-reset","title":"Podman's database is gone, and every container with it","cause":"Podman keeps its list of containers in one SQLite file. Without it `podman ps --all` is empty. The images are still in overlay storage, and the data below /srv is unchanged; only the definitions of twelve containers are missing.","drills":{"container":{"times":7,"last":"2026-11-28"}},"symptoms":[{"title":"podman ps --all is empty","machine":"rift","user":"mcp","command":"podman ps --all --quiet","answer":"exit 0, nothing printed","texts":[]},{"title":"no container runs","machine":"rift","user":"root","command":"pgrep --count conmon","answer":"exit 1: 0","texts":[]},{"title":"podman has the images","machine":"rift","user":"mcp","command":"podman images --format '{{.Repository}}:{{.Tag}}' | grep --count --fixed-strings --line-regexp -e mcr.svc.mcp.metacircular.net:8443/mcns:v1.2.0 -e mcr.svc.mcp.metacircular.net:8443/mc-proxy:v1.2.2 -e mcr.svc.mcp.metacircular.net:8443/mcr:v1.2.1 -e mcr.svc.mcp.metacircular.net:8443/mcr-web:v1.3.2 -e mcr.svc.mcp.metacircular.net:8443/metacrypt:v1.3.1 -e mcr.svc.mcp.metacircular.net:8443/metacrypt-web:v1.4.1 -e mcr.svc.mcp.metacircular.net:8443/mcp-master:v0.10.3 -e mcr.svc.mcp.metacircular.net:8443/kls:v0.2.0 -e mcr.svc.mcp.metacircular.net:8443/mcat:v1.2.0 -e mcr.svc.mcp.metacircular.net:8443/mcdoc:v0.1.0 -e mcr.svc.mcp.metacircular.net:8443/mcq:v0.4.2 -e mcr.svc.mcp.metacircular.net:8443/sgardd:v3.2.0","answer":"12","texts":[]},{"title":"the agent's registry has every container","machine":"rift","user":"mcp","command":"sqlite3 /srv/mcp/mcp.db 'select count(*) from components'","answer":"12","texts":[]},{"title":"no name of the platform resolves","machine":"vade","user":"root","command":"dig @192.168.88.181 mcq.svc.mcp.metacircular.net A +short","answer":"unreachable: recvmsg ECONNREFUSED","texts":[{"text":";; communications error to 192.168.88.181#53: connection refused","about":true,"seen":{"container":{"times":5,"last":"2026-11-28"}}},{"text":";; no servers could be reached","about":false,"seen":{"container":{"times":5,"last":"2026-11-28"}}}]}],"tellsApart":[{"from":"bootstrap-from-zero","how":"The agent's registry has every container; there it is empty.","ask":"the agent's registry has every container"},{"from":"cold-reboot","how":"Podman knows no container; there it knows every one, and none runs.","ask":"podman ps --all is empty"}]},
{"schema":1,"scenario":"port-53-conflict","title":"The DNS server does not start: address already in use","cause":"MCNS was created anew with port 53 of every address. systemd-resolved holds that port at the loopback address, so the container is made but does not start. `podman run` ends with exit code 126, and every later `podman start` with 125. The same command works on a machine where systemd-resolved does not run.","drills":{"container":{"times":10,"last":"2026-11-28"}},"symptoms":[{"title":"podman says which port is taken","machine":"rift","user":"mcp","command":"podman start mcns","answer":"exit 125: Failed to bind port 53 (Address already in use) for option '-t 53-53:53-53'","texts":[{"text":"Error: unable to start container \"bece8b8b159c687b383e409804dbe63daaa304aafc610c752991cb4aee5b1a5f\": pasta failed with exit code 1:","about":false,"seen":{"container":{"times":10,"last":"2026-11-28"}}},{"text":"Failed to bind port 53 (Address already in use) for option '-t 53-53:53-53'","core":"Failed to bind port 53 (Address already in use)","about":true,"seen":{"container":{"times":9,"last":"2026-11-28"}}},{"text":"Listen failed for HOST TCP port */53: Address already in use","about":true,"seen":{"container":{"times":1,"last":"2026-11-27"}}},{"text":"Couldn't listen on requested ports","about":false,"seen":{"container":{"times":1,"last":"2026-11-27"}}}]},{"title":"the container exists and does not run","machine":"rift","user":"mcp","command":"podman ps --all --format '{{.Names}} {{.Status}}'","answer":"mcns Created","texts":[]},{"title":"systemd-resolved holds port 53 of the loopback address","machine":"rift","user":"root","command":"ss --listening --udp --numeric --no-header --processes src 127.0.0.53","answer":"UNCONN 0      0      127.0.0.53%lo:53 0.0.0.0:* users:((\"systemd-resolve\",pid=353,fd=15))","texts":[]}],"tellsApart":[]},
{"schema":1,"scenario":"resolver-disagreement","title":"One program finds the right address, and the next one a wrong one","cause":"The server has a wrong address for a name. Weeks ago an operator put the right one into /etc/hosts. glibc reads that file first. systemd-resolved is configured not to read it, and programs with their own resolver ask the server. So the answer depends on the program that asks. The document does not name the cause; this one explains all its observations.","drills":{"container":{"times":7,"last":"2026-11-28"}},"symptoms":[{"title":"mcq.svc.mcp.metacircular.net on vade resolves differently on its paths","machine":"vade","user":"root","command":"getent ahosts mcq.svc.mcp.metacircular.net\nresolvectl query mcq.svc.mcp.metacircular.net\ndig mcq.svc.mcp.metacircular.net A +short","answer":"the paths disagree: getaddrinfo: 100.95.252.120; resolvectl: 192.168.88.173; resolv.conf: 192.168.88.173","texts":[]},{"title":"glibc finds the right address","machine":"vade","user":"root","command":"getent ahostsv4 mcq.svc.mcp.metacircular.net","answer":"100.95.252.120   STREAM metacrypt.svc.mcp.metacircular.net\n100.95.252.120   DGRAM  \n100.95.252.120   RAW","texts":[]},{"title":"resolvectl finds another one","machine":"vade","user":"root","command":"resolvectl query mcq.svc.mcp.metacircular.net","answer":"mcq.svc.mcp.metacircular.net: 192.168.88.173                   -- link: eth0","texts":[]},{"title":"a flushed cache does not change what resolvectl finds","machine":"vade","user":"root","command":"resolvectl flush-caches && resolvectl query --cache=no mcq.svc.mcp.metacircular.net","answer":"mcq.svc.mcp.metacircular.net: 192.168.88.173                   -- link: eth0","texts":[]},{"title":"a program that reads /etc/resolv.conf finds it, too","machine":"vade","user":"root","command":"dig mcq.svc.mcp.metacircular.net A +short","answer":"NOERROR with 192.168.88.173","texts":[]},{"title":"systemd-resolved is configured not to read the hosts file","machine":"vade","user":"root","command":"systemd-analyze cat-config systemd/resolved.conf | grep --count ^ReadEtcHosts=no","answer":"1","texts":[]}],"tellsApart":[]},
{"schema":1,"scenario":"seed-migration","title":"The DNS server starts once with its new seed records, and never again","cause":"A migration that adds records uses plain INSERT. The first start with it succeeds, so the migration is considered correct. At the next start the records exist, the database refuses them, and MCNS ends before it answers. Weeks may pass between the two starts.","drills":{"container":{"times":8,"last":"2026-11-28"}},"symptoms":[{"title":"MCNS says which migration failed, and why","machine":"rift","user":"mcp","command":"podman logs --tail 1 mcns 2>&1","answer":"run migration /srv/mcns/migrations/002-catalogue.sql: UNIQUE constraint failed: records.name, records.type, records.value","texts":[{"text":"run migration /srv/mcns/migrations/002-catalogue.sql: UNIQUE constraint failed: records.name, records.type, records.value","about":true,"seen":{"container":{"times":8,"last":"2026-11-28"}}}]},{"title":"podman has restarted it without success: a number above 0","machine":"rift","user":"mcp","command":"podman inspect --format '{{.RestartCount}}' mcns","answer":"(a number above 0)","texts":[]},{"title":"the records exist, so the migration cannot be repeated (mcat is the drill's record: ask for one of yours)","machine":"rift","user":"mcp","command":"sqlite3 /srv/mcns/mcns.db 'select count(*) from records where name = '\\''mcat.svc.mcp.metacircular.net'\\'''","answer":"1","texts":[]},{"title":"no name of the platform resolves","machine":"rift","user":"root","command":"dig @192.168.88.181 mcq.svc.mcp.metacircular.net A +short","answer":"unreachable: recvmsg ECONNREFUSED","texts":[{"text":";; communications error to 192.168.88.181#53: connection refused","about":true,"seen":{"container":{"times":7,"last":"2026-11-28"}}},{"text":";; no servers could be reached","about":false,"seen":{"container":{"times":7,"last":"2026-11-28"}}}]}],"tellsApart":[{"from":"dns-spof","how":"The container exists, and its log says why it ends; there it is gone.","look":{"kind":"pattern","source":"run migration .* failed","flags":""},"ask":"MCNS says which migration failed, and why"},{"from":"uid-change","how":"Podman works, and restarts the container again and again.","look":{"kind":"pattern","source":"run migration .* failed","flags":""},"ask":"MCNS says which migration failed, and why"}]},
{"schema":1,"scenario":"service-databases-lost","title":"The databases of the registry and of the certificate authority cannot be read","cause":"For a service that cannot use its database, the recovery document advises to delete the file and start again. This drill counts the losses of the registry and of the certificate authority, and what a copy of the file saves.","drills":{"container":{"times":8,"last":"2026-11-28"}},"symptoms":[{"title":"the registry says that its file is not a database","machine":"rift","user":"mcp","command":"podman logs --tail 3 mcr-api 2>&1","answer":"open database: file is not a database: /srv/mcr/mcr.db","texts":[{"text":"open database: file is not a database: /srv/mcr/mcr.db","about":true,"seen":{"container":{"times":8,"last":"2026-11-28"}}}]},{"title":"so does the certificate authority","machine":"rift","user":"mcp","command":"podman logs --tail 3 metacrypt-api 2>&1","answer":"open database: file is not a database: /srv/metacrypt/metacrypt.db","texts":[{"text":"open database: file is not a database: /srv/metacrypt/metacrypt.db","core":"open database: file is not a database","about":true,"seen":{"container":{"times":8,"last":"2026-11-28"}}}]}],"tellsApart":[]},
{"schema":1,"scenario":"sqlite-locked","title":"A service finds its SQLite database locked","cause":"Two services of one machine store nothing any more: `database is locked`. A job waits for its data in the middle of a transaction that writes, and a report that reads has come to a halt. Nothing is damaged, and no file is a lock that could be deleted: the kernel has the locks, and lists the programs that hold them. The services are orders and stock, the jobs import-orders and report-stock: put in the names, folders and ports of yours.","drills":{"container":{"times":3,"last":"2026-11-28"}},"symptoms":[{"title":"orders finds its database locked","machine":"the machine of the services","user":"root","command":"journalctl --boot --unit orders.service --output cat --no-pager --grep locked --lines 1","answer":"ERR_SQLITE_ERROR 5: database is locked","texts":[]},{"title":"stock finds its database locked","machine":"the machine of the services","user":"root","command":"journalctl --boot --unit stock.service --output cat --no-pager --grep locked --lines 1","answer":"ERR_SQLITE_ERROR 5: database is locked","texts":[]},{"title":"the client of orders answers 503","machine":"the machine of the services","user":"root","command":"curl --silent --show-error --output /dev/null --write-out '%{http_code}\\n' http://127.0.0.1:8201/","answer":"status 503: database is locked","texts":[]},{"title":"the client of stock answers 503","machine":"the machine of the services","user":"root","command":"curl --silent --show-error --output /dev/null --write-out '%{http_code}\\n' http://127.0.0.1:8202/","answer":"status 503: database is locked","texts":[]},{"title":"another program than the service holds a lock for writing","machine":"the machine of the services","user":"root","command":"lslocks --noheadings --raw --output COMMAND,TYPE,MODE,PATH","answer":"sqlite3 POSIX WRITE /srv/orders/orders.db-shm","texts":[]},{"title":"another program than the service holds a lock for reading","machine":"the machine of the services","user":"root","command":"lslocks --noheadings --raw --output COMMAND,TYPE,MODE,PATH","answer":"sqlite3 POSIX READ /srv/stock/stock.db","texts":[]},{"title":"the program belongs to import-orders.service","machine":"the machine of the services","user":"root","command":"ps --no-headers --format unit,args -C sqlite3","answer":"import-orders.service           sqlite3 /srv/orders/orders.db","texts":[]},{"title":"the program belongs to report-stock.service","machine":"the machine of the services","user":"root","command":"ps --no-headers --format unit,args -C sqlite3","answer":"report-stock.service            sqlite3 /srv/stock/stock.db","texts":[]}],"tellsApart":[{"from":"a file system without locks (NFS without its lock daemon, SMB)","how":"The kernel names a program that holds the lock, on a local file system; there no program has the file open, and the message comes all the same.","ask":"another program than the service holds a lock for writing","alike":"orders finds its database locked"},{"from":"container-uid","how":"The database is locked; there it may not be written, also where no other program has it open.","unless":{"kind":"pattern","source":"readonly database|unable to open database file","flags":""},"ask":"another program than the service holds a lock for writing"}]},
{"schema":1,"scenario":"stale-pause-process","title":"After a crash podman looks for processes of the last boot","cause":"An account without a session, and a unit with TMPDIR=/var/tmp: podman keeps its run directory there, on the disk. What is noted in it of running containers and of the pause process survives a power loss; the processes do not. Every podman command of the account fails from then on, also `podman ps`, and systemd starts the unit in vain. The account is wiki with UID 1001, its unit is notes.service: put in those of yours.","drills":{"container":{"times":3,"last":"2026-11-28"}},"symptoms":[{"title":"podman looks for processes of the last boot","machine":"the machine of the containers","user":"root","command":"journalctl --boot --unit notes.service --output cat --no-pager","answer":"time=\"2026-11-28T00:12:46Z\" level=error msg=\"invalid internal status, try resetting the pause process with \\\"/usr/bin/podman system migrate\\\": could not find any running process: no such process\"\ntime=\"2026-11-28T00:12:51Z\" level=error msg=\"invalid internal status, try resetting the pause process with \\\"/usr/bin/podman system migrate\\\": could not find any running process: no such process\"","texts":[{"text":"conmon b73c9ccd03049c0fc7da <nwarn>: Failed to open /sys/fs/cgroup/memory/drillbook-37f0b2ca-1e68-9k550/dddc6f46cb1f7a5a2d2ba867d4dc26b5f692026956566ad93e0608bb01701059/cgroup.event_control","about":false,"seen":{"container":{"times":3,"last":"2026-11-28"}}},{"text":"Failed to attach 124 to compat systemd cgroup '/drillbook-37f0b2ca-1e68-9k550/dddc6f46cb1f7a5a2d2ba867d4dc26b5f692026956566ad93e0608bb01701059/system.slice/notes.service', ignoring: No such file or directory","about":false,"seen":{"container":{"times":3,"last":"2026-11-28"}}},{"text":"time=\"2026-11-28T00:12:46Z\" level=error msg=\"invalid internal status, try resetting the pause process with \\\"/usr/bin/podman system migrate\\\": could not find any running process: no such process\"","core":"invalid internal status, try resetting the pause process with \\\"/usr/bin/podman system migrate\\\": could not find any running process: no such process","about":true,"seen":{"container":{"times":3,"last":"2026-11-28"}}},{"text":"notes.service: Main process exited, code=exited, status=1/FAILURE","about":false,"seen":{"container":{"times":3,"last":"2026-11-28"}}}]},{"title":"so does every podman command of the account","machine":"the machine of the containers","user":"root","command":"cd / && sudo --user wiki --set-home env TMPDIR=/var/tmp podman ps --all --format '{{.Names}} {{.State}}'","answer":"exit 1: time=\"2026-11-28T00:12:51Z\" level=error msg=\"invalid internal status, try resetting the pause process with \\\"podman system migrate\\\": could not find any running process: no such process\"","texts":[{"text":"time=\"2026-11-28T00:12:51Z\" level=error msg=\"invalid internal status, try resetting the pause process with \\\"podman system migrate\\\": could not find any running process: no such process\"","core":"could not find any running process: no such process","about":true,"seen":{"container":{"times":3,"last":"2026-11-28"}}}]},{"title":"the notes of the last boot are there, on a disk","machine":"the machine of the containers","user":"root","command":"find /var/tmp/storage-run-1001 -name conmon.pid; findmnt --noheadings --output FSTYPE --target /var/tmp/storage-run-1001","answer":"/var/tmp/storage-run-1001/containers/overlay-containers/b73c9ccd03049c0fc7da242d0d30f1deb975d31a610403766c6e72cf0b56a8c2/userdata/conmon.pid\noverlay","texts":[]},{"title":"and the process that they name is not conmon","machine":"the machine of the containers","user":"root","command":"ps --no-headers --format comm --pid \"$(cat $(find /var/tmp/storage-run-1001 -name conmon.pid))\" | grep conmon","answer":"exit 1, nothing printed","texts":[]}],"tellsApart":[{"from":"no-user-session","how":"Podman has its run directory, and does not find the processes that are noted there; there it has no run directory.","unless":{"kind":"pattern","source":"\\/run\\/user\\/.*: no such file or directory|\\/run\\/user\\/.*: permission denied","flags":""},"ask":"so does every podman command of the account"},{"from":"subid-ranges","how":"Podman fails before it makes a namespace; there newuidmap is called, and its message comes first.","unless":{"kind":"pattern","source":"newuidmap: |no subuid ranges found","flags":""},"ask":"so does every podman command of the account"}]},
{"schema":1,"scenario":"subid-ranges","title":"Rootless podman's accounts have no subordinate ids, too few, the same twice, or those of another account","cause":"A template wrote /etc/subuid and /etc/subgid anew. Of five accounts one has no line any more, one has too few ids, one has its line twice, and two have the same range. The running containers notice nothing; after the next reboot four of five services are down, each with another message. The fifth runs, and the container of another account can read its files. The accounts are wiki, chat, blog, shop and bank, their unit is notes.service: put in the names, numbers, folders and ports of yours.","drills":{"container":{"times":3,"last":"2026-11-28"}},"symptoms":[{"title":"podman finds no range of wiki","machine":"the machine of the containers","user":"wiki","command":"journalctl --user --boot --output cat --no-pager --grep 'Error|EACCES|newuidmap|ranges|mapping'","answer":"time=\"2026-11-28T00:13:16Z\" level=error msg=\"cannot find UID/GID for user wiki: no subuid ranges found for user \\\"wiki\\\" in /etc/subuid - check rootless mode in man pages.\"","texts":[{"text":"time=\"2026-11-28T00:13:16Z\" level=error msg=\"cannot find UID/GID for user wiki: no subuid ranges found for user \\\"wiki\\\" in /etc/subuid - check rootless mode in man pages.\"","core":"cannot find UID/GID for user wiki: no subuid ranges found for user \\\"wiki\\\" in /etc/subuid","about":true,"seen":{"container":{"times":3,"last":"2026-11-28"}}},{"text":"time=\"2026-11-28T00:13:16Z\" level=warning msg=\"Using rootless single mapping into the namespace. This might break some images. Check /etc/subuid and /etc/subgid for adding sub*ids if not using a network user\"","about":false,"seen":{"container":{"times":3,"last":"2026-11-28"}}},{"text":"Error: OCI runtime error: crun: cannot setresgid to `65532`: Invalid argument","about":false,"seen":{"container":{"times":3,"last":"2026-11-28"}}}]},{"title":"and then runs with one id","machine":"the machine of the containers","user":"wiki","command":"journalctl --user --boot --output cat --no-pager --grep 'Error|EACCES|newuidmap|ranges|mapping'","answer":"time=\"2026-11-28T00:13:16Z\" level=warning msg=\"Using rootless single mapping into the namespace. This might break some images. Check /etc/subuid and /etc/subgid for adding sub*ids if not using a network user\"","texts":[{"text":"time=\"2026-11-28T00:13:16Z\" level=error msg=\"cannot find UID/GID for user wiki: no subuid ranges found for user \\\"wiki\\\" in /etc/subuid - check rootless mode in man pages.\"","about":false,"seen":{"container":{"times":3,"last":"2026-11-28"}}},{"text":"time=\"2026-11-28T00:13:16Z\" level=warning msg=\"Using rootless single mapping into the namespace. This might break some images. Check /etc/subuid and /etc/subgid for adding sub*ids if not using a network user\"","core":"Using rootless single mapping into the namespace","about":true,"seen":{"container":{"times":3,"last":"2026-11-28"}}},{"text":"Error: OCI runtime error: crun: cannot setresgid to `65532`: Invalid argument","about":false,"seen":{"container":{"times":3,"last":"2026-11-28"}}}]},{"title":"the user of wiki's container is not in that map","machine":"the machine of the containers","user":"wiki","command":"journalctl --user --boot --output cat --no-pager --grep 'Error|EACCES|newuidmap|ranges|mapping'","answer":"Error: OCI runtime error: crun: cannot setresgid to `65532`: Invalid argument","texts":[{"text":"time=\"2026-11-28T00:13:16Z\" level=error msg=\"cannot find UID/GID for user wiki: no subuid ranges found for user \\\"wiki\\\" in /etc/subuid - check rootless mode in man pages.\"","about":false,"seen":{"container":{"times":3,"last":"2026-11-28"}}},{"text":"time=\"2026-11-28T00:13:16Z\" level=warning msg=\"Using rootless single mapping into the namespace. This might break some images. Check /etc/subuid and /etc/subgid for adding sub*ids if not using a network user\"","about":false,"seen":{"container":{"times":3,"last":"2026-11-28"}}},{"text":"Error: OCI runtime error: crun: cannot setresgid to `65532`: Invalid argument","core":"OCI runtime error: crun: cannot setresgid to `65532`: Invalid argument","about":true,"seen":{"container":{"times":3,"last":"2026-11-28"}}}]},{"title":"the user of chat's container is not in its map","machine":"the machine of the containers","user":"chat","command":"journalctl --user --boot --output cat --no-pager --grep 'Error|EACCES|newuidmap|ranges|mapping'","answer":"Error: OCI runtime error: crun: setgroups: Invalid argument","texts":[{"text":"Error: no container with ID ca01e6749e387d8c36fa46c0121394ca1a7695bf3bcf321316866d8127f9a326 found in database: no such container","about":false,"seen":{"container":{"times":1,"last":"2026-11-28"}}},{"text":"Error: OCI runtime error: crun: setgroups: Invalid argument","core":"OCI runtime error: crun: setgroups: Invalid argument","about":true,"seen":{"container":{"times":3,"last":"2026-11-28"}}}]},{"title":"chat's map ends before it","machine":"the machine of the containers","user":"chat","command":"podman unshare cat /proc/self/uid_map","answer":"1     165536      10000","texts":[]},{"title":"blog: the kernel refuses a map that has the same ids twice","machine":"the machine of the containers","user":"blog","command":"journalctl --user --boot --output cat --no-pager --grep 'Error|EACCES|newuidmap|ranges|mapping'","answer":"time=\"2026-11-28T00:13:16Z\" level=error msg=\"running `/usr/bin/newuidmap 289 0 1003 1 1 231072 65536 65537 231072 65536`: newuidmap: write to uid_map failed: Invalid argument\\n\"","texts":[{"text":"Error: no container with ID 53925c2d314688265fcf9dd8ae85f7879a1090186f955c4a26082919893d4be0 found in database: no such container","about":false,"seen":{"container":{"times":3,"last":"2026-11-28"}}},{"text":"time=\"2026-11-28T00:13:16Z\" level=error msg=\"running `/usr/bin/newuidmap 289 0 1003 1 1 231072 65536 65537 231072 65536`: newuidmap: write to uid_map failed: Invalid argument\\n\"","core":"newuidmap: write to uid_map failed: Invalid argument","about":true,"seen":{"container":{"times":3,"last":"2026-11-28"}}},{"text":"Error: cannot set up namespace using \"/usr/bin/newuidmap\": exit status 1","about":false,"seen":{"container":{"times":3,"last":"2026-11-28"}}}]},{"title":"shop's service may not read its own data","machine":"the machine of the containers","user":"shop","command":"journalctl --user --boot --output cat --no-pager --grep 'Error|EACCES|newuidmap|ranges|mapping'","answer":"shop: EACCES: permission denied, open '/data/visits'\nshop: EACCES: permission denied, open '/data/visits'","texts":[{"text":"shop: EACCES: permission denied, open '/data/visits'","about":true,"seen":{"container":{"times":3,"last":"2026-11-28"}}},{"text":"Error: no container with ID 4e22fcdc6503aed1bb33f8da53679bdf398fabc404a81a70778eb5f85d5276d3 found in database: no such container","about":false,"seen":{"container":{"times":1,"last":"2026-11-27"}}}]},{"title":"shop's data belongs to an id that is not in its range","machine":"the machine of the containers","user":"root","command":"stat --format='%u %n' /srv/shop; grep ^shop: /etc/subuid","answer":"362139 /srv/shop\nshop:362144:65536","texts":[]},{"title":"lines share ids","machine":"the machine of the containers","user":"root","command":"for file in /etc/subuid /etc/subgid; do sort --field-separator=: --key=2,2n $file | awk -F: -v file=$file '$2 < end { print file \": \" owner \" and \" $1 \" share ids from \" $2 } $2 + $3 > end { end = $2 + $3; owner = $1 }'; done","answer":"/etc/subuid: blog and blog share ids from 231072\n/etc/subuid: bank and shop share ids from 362144\n/etc/subgid: blog and blog share ids from 231072","texts":[]},{"title":"a container of shop reads bank's file","machine":"the machine of the containers","user":"shop","command":"podman run --rm --network host --user 65532:65532 --volume /usr:/usr:ro --volume /srv/bank:/other:ro localhost/notes:1 head --lines=1 /other/visits","answer":"visit","texts":[]},{"title":"bank's service answers 200","machine":"the machine of the containers","user":"root","command":"curl --fail-with-body --silent --show-error http://127.0.0.1:8105/","answer":"status 200: bank","texts":[]}],"tellsApart":[{"from":"newuidmap-path","how":"The map itself is wrong, so the kernel says `Invalid argument`; there newuidmap may not write any map, and says `Operation not permitted`.","look":{"kind":"contains","value":["write to uid_map failed: Invalid argument"]},"unless":{"kind":"contains","value":["write to uid_map failed: Operation not permitted"]},"ask":"blog: the kernel refuses a map that has the same ids twice"},{"from":"uid-collision","how":"Podman names the account that asks, and that has no line; there it names another account, with the same UID.","unless":{"kind":"contains","value":["is owned by a different user"]},"ask":"podman finds no range of wiki"},{"from":"container-uid","how":"The data belongs to an id that the account's range does not have; there it belongs to one of the range, but not to the container's user.","ask":"shop's service may not read its own data"}]},
{"schema":1,"scenario":"tailnet-only-agent","title":"The tailnet is down, and the agent cannot be reached over the LAN","cause":"The agent listens on one address, that of the tailnet, and the operator's tool knows only that address. When the tailnet is down, a machine cannot be managed, even from its own LAN.","drills":{"container":{"times":9,"last":"2026-11-28"}},"symptoms":[{"title":"the operator's tool shows an error for rift","machine":"vade","user":"the operator","command":"mcp ps","answer":"exit 1: rift  -        -          -      error  connect 100.95.252.120:9444: timeout after 3 s","texts":[{"text":"rift  -        -          -      error  connect 100.95.252.120:9444: timeout after 3 s","about":true,"seen":{"container":{"times":9,"last":"2026-11-28"}}}]},{"title":"vade reaches rift over the LAN","machine":"vade","user":"root","command":"ping -c 1 -W 2 192.168.88.181","answer":"succeeds","texts":[]},{"title":"rift's DNS server answers for mcq.svc.mcp.metacircular.net","machine":"vade","user":"root","command":"dig @192.168.88.181 mcq.svc.mcp.metacircular.net A +short","answer":"NOERROR with 100.95.252.120","texts":[]},{"title":"the agent does not listen on the LAN","machine":"rift","user":"root","command":"ss --listening --tcp --numeric --no-header src 192.168.88.181 | grep :9444","answer":"exit 1, nothing printed","texts":[]}],"tellsApart":[{"from":"magicdns-amplification","how":"MCNS answers, so names resolve; there the DNS server is dead.","ask":"rift's DNS server answers for mcq.svc.mcp.metacircular.net"},{"from":"cascade","how":"The machine answers on its LAN address, and its containers run.","ask":"vade reaches rift over the LAN"}]},
{"schema":1,"scenario":"tls-san-mismatch","title":"A service asks for a name that the certificate does not have","cause":"The registry's configuration has MCIAS at svc.metacircular.net. The name resolves, the machine is right, and the port answers. But the certificate there is for mcias.metacircular.net, so the registry closes the connection before its first request. The drill's registry prints Node's message; a program written in Go, as the platform's are, says `x509: certificate is valid for \u2026, not svc.metacircular.net`.","drills":{"container":{"times":7,"last":"2026-11-28"}},"symptoms":[{"title":"the registry says which name it asked for, and which names the certificate has","machine":"rift","user":"root","command":"curl --silent --show-error --insecure https://127.0.0.1:28443/v1/health","answer":"{\"status\":\"error\",\"reason\":\"https://svc.metacircular.net:8443/v1/health: Hostname/IP does not match certificate's altnames: Host: svc.metacircular.net. is not in the cert's altnames: DNS:localhost, IP Address:127.0.0.1, DNS:mcias.metacircular.net, DNS:mcias.svc.mcp.metacircular.net\",\"service\":\"mcr\",\"version\":\"v1.2.1\"}","texts":[{"text":"{\"status\":\"error\",\"reason\":\"https://svc.metacircular.net:8443/v1/health: Hostname/IP does not match certificate's altnames: Host: svc.metacircular.net. is not in the cert's altnames: DNS:localhost, IP Address:127.0.0.1, DNS:mcias.metacircular.net, DNS:mcias.svc.mcp.metacircular.net\",\"service\":\"mcr\",\"version\":\"v1.2.1\"}","core":"Hostname/IP does not match certificate's altnames: Host: svc.metacircular.net. is not in the cert's altnames: DNS:localhost, IP Address:127.0.0.1, DNS:mcias.metacircular.net","about":true,"seen":{"container":{"times":3,"last":"2026-11-28"}}}]},{"title":"curl closes the connection for the same name","machine":"rift","user":"root","command":"curl --silent --show-error --cacert /srv/mcp/certs/metacircular-ca.pem https://svc.metacircular.net:8443/v1/health","answer":"exit 60: curl: (60) SSL: no alternative certificate subject name matches target hostname 'svc.metacircular.net'","texts":[{"text":"curl: (60) SSL: no alternative certificate subject name matches target hostname 'svc.metacircular.net'","core":"SSL: no alternative certificate subject name matches target hostname 'svc.metacircular.net'","about":true,"seen":{"container":{"times":3,"last":"2026-11-28"}}},{"text":"curl failed to verify the legitimacy of the server and therefore could not","about":false,"seen":{"container":{"times":3,"last":"2026-11-28"}}}]},{"title":"the certificate at that name is for another one","machine":"rift","user":"root","command":"openssl s_client -connect svc.metacircular.net:8443 -servername svc.metacircular.net </dev/null 2>/dev/null | openssl x509 -noout -ext subjectAltName","answer":"DNS:localhost, IP Address:127.0.0.1, DNS:mcias.metacircular.net, DNS:mcias.svc.mcp.metacircular.net","texts":[]},{"title":"both names lead to the same machine","machine":"rift","user":"root","command":"for name in svc.metacircular.net mcias.metacircular.net; do getent ahostsv4 \"$name\" | head --lines=1 | cut --delimiter=' ' --fields=1; done | sort --unique | wc --lines","answer":"1","texts":[]},{"title":"MCIAS answers 200","machine":"rift","user":"root","command":"curl --fail-with-body --silent --show-error --cacert /srv/mcp/certs/metacircular-ca.pem https://mcias.metacircular.net:8443/v1/health","answer":"status 200: {\"status\":\"ok\",\"service\":\"mcias\",\"version\":\"v1.0.0\"}","texts":[]}],"tellsApart":[]},
{"schema":1,"scenario":"uid-change","title":"The account that owns rootless podman has a new UID","cause":"Podman stores the account's old UID in its database and in the path of the run directory, and the data keeps its old owner. After the change and a reboot no container starts. Without the DNS server, other services cannot be found either.","drills":{"container":{"times":13,"last":"2026-11-28"},"vm":{"times":1,"last":"2026-11-21"}},"symptoms":[{"title":"podman fails and blames the OCI runtime, or the old run directory","machine":"rift","user":"mcp","command":"podman ps --all","answer":"exit 125: Error: default OCI runtime \"crun\" not found: invalid argument","texts":[{"text":"Error: default OCI runtime \"crun\" not found: invalid argument","core":"default OCI runtime \"crun\" not found: invalid argument","about":true,"seen":{"container":{"times":13,"last":"2026-11-28"},"vm":{"times":1,"last":"2026-11-21"}}},{"text":"time=\"2026-11-21T07:03:17Z\" level=warning msg=\"RunRoot is pointing to a path (/run/user/995/containers) which is not writable. Most likely podman will fail.\"","core":"RunRoot is pointing to a path (/run/user/995/containers) which is not writable","about":true,"seen":{"vm":{"times":1,"last":"2026-11-21"}}}]},{"title":"podman's database still names the old run directory","machine":"rift","user":"mcp","command":"for table in DBConfig ContainerConfig ContainerState; do sqlite3 /srv/mcp/.local/share/containers/storage/db.sql \"select * from $table\"; done | grep --count --fixed-strings /run/user/995/","answer":"(a number above 0)","texts":[]},{"title":"no container runs","machine":"rift","user":"root","command":"pgrep --count conmon","answer":"exit 1: 0","texts":[]},{"title":"names no longer resolve","machine":"rift","user":"root","command":"dig @192.168.88.181 mcq.svc.mcp.metacircular.net A +short","answer":"unreachable: recvmsg ECONNREFUSED","texts":[{"text":";; communications error to 192.168.88.181#53: connection refused","about":true,"seen":{"container":{"times":11,"last":"2026-11-28"}}},{"text":";; no servers could be reached","about":false,"seen":{"container":{"times":11,"last":"2026-11-28"}}}]},{"title":"the images are still on the disk","machine":"rift","user":"mcp","command":"grep --only-matching --fixed-strings -e mcr.svc.mcp.metacircular.net:8443/mcns:v1.2.0 -e mcr.svc.mcp.metacircular.net:8443/mc-proxy:v1.2.2 -e mcr.svc.mcp.metacircular.net:8443/mcr:v1.2.1 -e mcr.svc.mcp.metacircular.net:8443/mcr-web:v1.3.2 -e mcr.svc.mcp.metacircular.net:8443/metacrypt:v1.3.1 -e mcr.svc.mcp.metacircular.net:8443/metacrypt-web:v1.4.1 -e mcr.svc.mcp.metacircular.net:8443/mcp-master:v0.10.3 -e mcr.svc.mcp.metacircular.net:8443/kls:v0.2.0 -e mcr.svc.mcp.metacircular.net:8443/mcat:v1.2.0 -e mcr.svc.mcp.metacircular.net:8443/mcdoc:v0.1.0 -e mcr.svc.mcp.metacircular.net:8443/mcq:v0.4.2 -e mcr.svc.mcp.metacircular.net:8443/sgardd:v3.2.0 /srv/mcp/.local/share/containers/storage/overlay-images/images.json | sort --unique","answer":"mcr.svc.mcp.metacircular.net:8443/kls:v0.2.0\nmcr.svc.mcp.metacircular.net:8443/mc-proxy:v1.2.2\nmcr.svc.mcp.metacircular.net:8443/mcat:v1.2.0","texts":[]},{"title":"files under /srv belong to 995","machine":"rift","user":"root","command":"find /srv -xdev -uid 995 -print -quit","answer":"/srv/mcq","texts":[]}],"tellsApart":[{"from":"crun is not installed, or podman does not find it","how":"crun exists. Podman blames it, but the cause is a directory of the old UID in podman's own database.","ask":"podman's database still names the old run directory","alike":"podman fails and blames the OCI runtime, or the old run directory"},{"from":"no-user-session","how":"The directory that podman names belongs to another UID than the account has now.","ask":"podman's database still names the old run directory"}]},
{"schema":1,"scenario":"uid-collision","title":"Podman's account shares its UID with another account","cause":"On orion sshd had been given UID 995 automatically, and then mcp was pinned to it. The order in /etc/passwd decides which account the UID stands for. With mcp first everything works; with sshd first podman cannot make its namespace. A rebuild can change the order, and the failure shows at the next reboot.","drills":{"container":{"times":6,"last":"2026-11-28"}},"symptoms":[{"title":"id names another account than the one in its argument. If your system shows another UID or account, replace 995 and sshd on the whole page","machine":"orion","user":"root","command":"id mcp","answer":"uid=995(sshd) gid=988(mcp) groups=65534(nogroup),999(systemd-journal)","texts":[]},{"title":"two accounts have the UID","machine":"orion","user":"root","command":"getent passwd | awk -F: '$3 == 995'","answer":"sshd:x:995:65534:sshd user:/run/sshd:/usr/sbin/nologin\nmcp:x:995:988::/srv/mcp:/usr/sbin/nologin","texts":[]},{"title":"the session of mcp is sshd's: it has sshd's name and home, and therefore not the units in /srv/mcp/.config","machine":"orion","user":"mcp","command":"systemctl --user show-environment | grep --extended-regexp '^(HOME|USER)='\nsystemctl --user show --property=UnitPath --value | tr ' ' '\\n' | grep '/.config/systemd/user$'","answer":"HOME=/run/sshd\nUSER=sshd\n/run/sshd/.config/systemd/user","texts":[]},{"title":"podman refuses where USER is mcp","machine":"orion","user":"mcp","command":"{ echo \"USER is $USER\"; podman ps --all; echo \"exit $?\"; } 2>&1","answer":"USER is mcp\ntime=\"2026-11-28T00:16:42Z\" level=error msg=\"running `/usr/bin/newuidmap 163 0 995 1 1 100000 65536`: newuidmap: Target process is owned by a different user: uid:995 pw_uid:995 st_uid:995, gid:988 pw_gid:65534 st_gid:988\\n\"\nexit 125","texts":[{"text":"time=\"2026-11-28T00:16:42Z\" level=error msg=\"running `/usr/bin/newuidmap 163 0 995 1 1 100000 65536`: newuidmap: Target process is owned by a different user: uid:995 pw_uid:995 st_uid:995, gid:988 pw_gid:65534 st_gid:988\\n\"","core":"newuidmap: Target process is owned by a different user: uid:995 pw_uid:995 st_uid:995, gid:988 pw_gid:65534 st_gid:988","about":true,"seen":{"container":{"times":2,"last":"2026-11-28"}}},{"text":"Error: cannot set up namespace using \"/usr/bin/newuidmap\": exit status 1","about":false,"seen":{"container":{"times":2,"last":"2026-11-28"}}}]},{"title":"no container runs","machine":"orion","user":"root","command":"pgrep --count conmon","answer":"exit 1: 0","texts":[]},{"title":"mcq does not answer","machine":"orion","user":"root","command":"curl --fail-with-body --silent --show-error http://127.0.0.1:48080/v1/health","answer":"unreachable: connect ECONNREFUSED 127.0.0.1:48080","texts":[]},{"title":"orion's ssh server still answers","machine":"rift","user":"root","command":"ssh-keyscan -t ed25519 ADDRESS_OF_ORION_ON_TAILNET 2>/dev/null | awk '!/^#/ { print $2 }'","answer":"ssh-ed25519","texts":[]},{"title":"where USER is not set podman takes itself for sshd and continues with a single UID. From then on it does so with USER, too","machine":"orion","user":"mcp","command":"{\n( unset USER; podman ps --all --quiet >/dev/null ); echo \"without USER: exit $?\"\npodman unshare cat /proc/self/uid_map\npkill --uid 995 --full '[c]atatonit -P'; rm --force \"$XDG_RUNTIME_DIR/libpod/tmp/pause.pid\"\n} 2>&1","answer":"time=\"2026-11-28T00:16:43Z\" level=error msg=\"cannot find UID/GID for user sshd: no subuid ranges found for user \\\"sshd\\\" in /etc/subuid - check rootless mode in man pages.\"\nwithout USER: exit 0\n         0        995          1","texts":[{"text":"time=\"2026-11-28T00:16:43Z\" level=error msg=\"cannot find UID/GID for user sshd: no subuid ranges found for user \\\"sshd\\\" in /etc/subuid - check rootless mode in man pages.\"","core":"no subuid ranges found for user","about":true,"seen":{"container":{"times":3,"last":"2026-11-28"}}},{"text":"time=\"2026-11-28T00:16:43Z\" level=warning msg=\"Using rootless single mapping into the namespace. This might break some images. Check /etc/subuid and /etc/subgid for adding sub*ids if not using a network user\"","about":false,"seen":{"container":{"times":3,"last":"2026-11-28"}}}]}],"tellsApart":[{"from":"uid-change","how":"The account still has its old UID, but shares it. There the account has a new UID, and podman complains of a directory of the old one.","unless":{"kind":"pattern","source":"default OCI runtime .* not found|RunRoot is pointing to a path|mkdir \\/run\\/user\\/\\d+: permission denied","flags":""},"ask":"id names another account than the one in its argument. If your system shows another UID or account, replace 995 and sshd on the whole page"},{"from":"newuidmap-path","how":"newuidmap could write the map, but refuses because it takes the caller for another account; there it cannot write the map.","look":{"kind":"contains","value":["is owned by a different user: uid:"]},"unless":{"kind":"contains","value":["should have setuid or have filecaps setuid"]},"ask":"id names another account than the one in its argument. If your system shows another UID or account, replace 995 and sshd on the whole page"},{"from":"agent-unit","how":"newuidmap takes the caller for another account, even in a shell of mcp. There podman fails only in the unit, whose sandbox removes newuidmap's right to write the map.","look":{"kind":"contains","value":["is owned by a different user: uid:"]},"unless":{"kind":"contains","value":["newuidmap: write to uid_map failed"]},"ask":"id names another account than the one in its argument. If your system shows another UID or account, replace 995 and sshd on the whole page"},{"from":"/proc is mounted with a group of its own (gid=)","how":"In newuidmap's line, pw_gid has the group of another account. There pw_gid has the caller's group, and st_gid has another one.","unless":{"kind":"pattern","source":"owned by a different user: .*\\bgid:(\\d+) pw_gid:\\1 ","flags":""},"ask":"id names another account than the one in its argument. If your system shows another UID or account, replace 995 and sshd on the whole page","alike":"podman refuses where USER is mcp"},{"from":"the account has no line in /etc/subuid","how":"Podman and id name another account than the caller; there they name the caller.","unless":{"kind":"contains","value":["cannot find UID/GID for user mcp"]},"ask":"id names another account than the one in its argument. If your system shows another UID or account, replace 995 and sshd on the whole page","alike":"where USER is not set podman takes itself for sshd and continues with a single UID. From then on it does so with USER, too"}]},
];
var __create = Object.create;
var __defProp = Object.defineProperty;
var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __getProtoOf = Object.getPrototypeOf;
var __hasOwnProp = Object.prototype.hasOwnProperty;
var __esm = (fn, res, err) => function __init() {
  if (err) throw err[0];
  try {
    return fn && (res = (0, fn[__getOwnPropNames(fn)[0]])(fn = 0)), res;
  } catch (e) {
    throw err = [e], e;
  }
};
var __commonJS = (cb, mod) => function __require() {
  try {
    return mod || (0, cb[__getOwnPropNames(cb)[0]])((mod = { exports: {} }).exports, mod), mod.exports;
  } catch (e) {
    throw mod = 0, e;
  }
};
var __export = (target, all) => {
  for (var name in all)
    __defProp(target, name, { get: all[name], enumerable: true });
};
var __copyProps = (to, from, except, desc) => {
  if (from && typeof from === "object" || typeof from === "function") {
    for (let key of __getOwnPropNames(from))
      if (!__hasOwnProp.call(to, key) && key !== except)
        __defProp(to, key, { get: () => from[key], enumerable: !(desc = __getOwnPropDesc(from, key)) || desc.enumerable });
  }
  return to;
};
var __toESM = (mod, isNodeMode, target) => (target = mod != null ? __create(__getProtoOf(mod)) : {}, __copyProps(
  // If the importer is in node compatibility mode or this is not an ESM
  // file that has been converted to a CommonJS file using a Babel-
  // compatible transform (i.e. "__esModule" has not been set), then set
  // "default" to the CommonJS "module.exports" for node compatibility.
  isNodeMode || !mod || !mod.__esModule ? __defProp(target, "default", { value: mod, enumerable: true }) : target,
  mod
));

// harness/cli/standalone-methods.ts
var methods;
var init_standalone_methods = __esm({
  "harness/cli/standalone-methods.ts"() {
    "use strict";
    methods = {
      toSorted(compare) {
        return [...this].sort(compare);
      },
      toReversed() {
        return [...this].reverse();
      }
    };
    for (const [name, value] of Object.entries(methods)) {
      if (!(name in Array.prototype)) {
        Object.defineProperty(Array.prototype, name, { value, writable: true, configurable: true });
      }
    }
  }
});

// harness/errors.ts
var DrillbookError, HostNotReadyError, UsageError;
var init_errors = __esm({
  "harness/errors.ts"() {
    "use strict";
    init_standalone_methods();
    DrillbookError = class extends Error {
      facts;
      constructor(message2, facts = {}) {
        super(message2, facts.cause === void 0 ? void 0 : { cause: facts.cause });
        this.facts = facts;
        this.name = new.target.name;
      }
    };
    HostNotReadyError = class extends DrillbookError {
      code = "host-not-ready";
      exitCode = 69;
    };
    UsageError = class extends DrillbookError {
      code = "usage";
      exitCode = 64;
    };
  }
});

// harness/scenario/text.ts
var isOfKind, isPlaceholder, text, fill;
var init_text = __esm({
  "harness/scenario/text.ts"() {
    "use strict";
    init_standalone_methods();
    isOfKind = (value, ...kinds3) => typeof value === "object" && value !== null && kinds3.includes(value.kind);
    isPlaceholder = (value) => isOfKind(value, "address", "word", "instead", "firewall");
    text = (value) => typeof value === "string" || isPlaceholder(value) ? [value] : value;
    fill = (value, resolve2) => text(value).map((part) => typeof part === "string" ? part : resolve2(part)).join("");
  }
});

// harness/scenario/shell.ts
var quote;
var init_shell = __esm({
  "harness/scenario/shell.ts"() {
    "use strict";
    init_standalone_methods();
    init_errors();
    init_text();
    quote = (word) => /^[A-Za-z0-9_@%+=:,./^-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
  }
});

// harness/invocation.ts
var invocation, calledAs, line, drillCommand, diagnoseCommand, scenarioCommand;
var init_invocation = __esm({
  "harness/invocation.ts"() {
    "use strict";
    init_standalone_methods();
    init_shell();
    invocation = { asScript: true, folders: [], root: process.cwd() };
    calledAs = (changed) => {
      const before = invocation;
      invocation = { ...invocation, ...changed };
      return () => {
        invocation = before;
      };
    };
    line = (script, words2, flags, options) => {
      const { quiet = false, sudo = false } = options;
      const call = invocation.asScript ? ["npm", "run", ...quiet ? ["-s"] : [], script, ...words2, ...flags.length === 0 ? [] : ["--"]] : ["npx", "drillbook", script, ...words2];
      return [...sudo ? ["sudo"] : [], ...call, ...flags].join(" ");
    };
    drillCommand = (words2 = [], flags = [], options = {}) => line("drill", words2, flags, options);
    diagnoseCommand = (words2 = [], flags = [], options = {}) => invocation.diagnoseFile === void 0 ? drillCommand(["diagnose", ...words2], flags, options) : ["node", quote(invocation.diagnoseFile), ...words2, ...flags].join(" ");
    scenarioCommand = (words2, flags = []) => drillCommand(words2, [...flags, ...invocation.folders.map(quote)]);
  }
});

// harness/diagnosis/catalogue/causes.ts
var findOwner, causes;
var init_causes = __esm({
  "harness/diagnosis/catalogue/causes.ts"() {
    "use strict";
    init_standalone_methods();
    findOwner = "podman unshare stat --format='%u %n' {path|FILE}";
    causes = [
      // Rootless podman
      {
        id: "uid-change",
        title: "The account's UID differs from the one that podman stored",
        question: {
          ask: "Does podman's database name the directory of another UID than the account has?",
          run: "id -u; podman --log-level=debug info 2>&1 | grep 'Overriding run root'",
          yes: "two different UIDs after /run/user, of which the second, from the database, is not the account's"
        }
      },
      {
        id: "no-user-session",
        title: "The account has no session, so its directory in /run/user is missing",
        question: {
          ask: "Does the account have a session or lingering, and does it own the directory?",
          run: "id -u; echo $XDG_RUNTIME_DIR; ls -ld /run/user/{uid|$(id -u)}; loginctl show-user $(id -un) --property=Linger,State",
          yes: "no such directory, a directory of another account, an XDG_RUNTIME_DIR with another UID than the account's, or a user who is neither logged in nor lingering"
        }
      },
      {
        id: "session-variable",
        title: "The account has its directory in /run/user, and this shell or job does not know it",
        question: {
          ask: "Is the directory there, and does a command find its manager with the variable?",
          run: "ls -d /run/user/$(id -u); XDG_RUNTIME_DIR=/run/user/$(id -u) systemctl --user is-system-running",
          yes: "the directory, and running or degraded: sudo, su, cron and units with User= do not set XDG_RUNTIME_DIR"
        }
      },
      {
        id: "no-user-manager",
        title: "No systemd manager of the user runs here (a container, WSL, another init)",
        question: {
          ask: "Does systemd run, for the machine and for the user?",
          run: "ps -p 1 -o comm=; systemctl --user is-system-running; ls /run/user/$(id -u)/bus",
          yes: "another first process than systemd, or offline"
        }
      },
      {
        id: "runtime-missing",
        title: "The OCI runtime is not installed, or not where podman looks",
        question: {
          ask: "Is {runtime|crun} installed?",
          run: "command -v {runtime|crun}; grep -rn runtime /etc/containers/containers.conf ~/.config/containers/containers.conf",
          yes: "no path of {runtime|crun}, or a configured path that does not exist"
        }
      },
      {
        id: "newuidmap-path",
        title: "newuidmap is not in PATH, or the one found first has neither setuid bit nor capability",
        question: {
          ask: "Which newuidmap is found first, and may it write the map?",
          run: "ls -l {newuidmap|$(command -v newuidmap)}; getcap {newuidmap|$(command -v newuidmap)}",
          yes: "nothing, or a mode without s and no cap_setuid"
        }
      },
      {
        id: "agent-unit",
        title: "The unit's sandbox removes newuidmap's right to write the map",
        question: {
          ask: "Does podman fail only in the unit, and does the unit forbid new privileges?",
          run: "systemctl show {unit|UNIT} --property=NoNewPrivileges,PrivateDevices,ProtectKernelTunables,RestrictNamespaces; grep NoNewPrivs /proc/self/status",
          yes: "NoNewPrivileges=yes, or an option that implies it; in a shell of the account the same command works"
        }
      },
      {
        id: "setuid-without-effect",
        title: "newuidmap has its setuid bit, and the bit has no effect: its owner is not root, or its mount has nosuid",
        question: {
          ask: "Whose is newuidmap, and may its mount have setuid programs?",
          run: "ls -l {newuidmap|$(command -v newuidmap)}; findmnt --noheadings --output OPTIONS --target {newuidmap|$(command -v newuidmap)}",
          yes: "another owner than root, or nosuid"
        }
      },
      {
        id: "subid-ranges",
        title: "The account's subordinate UIDs are missing, too few, listed twice, or overlap",
        question: {
          ask: "Which ranges does the account have?",
          run: `grep -n '^{account|'"$(id -un)"'}:' /etc/subuid /etc/subgid; cat /etc/subuid /etc/subgid`,
          yes: "no line for the account, a range that is listed twice or overlaps another, or fewer than 65536 ids"
        }
      },
      {
        id: "uid-collision",
        title: "Two accounts share the UID",
        question: {
          ask: "How many accounts have the UID?",
          run: "getent passwd | awk -F: '$3 == {uid|UID}'",
          yes: "more than one line"
        }
      },
      {
        id: "other-group",
        title: "Podman runs with another primary group than the account's",
        question: {
          ask: "Is the group that of the account?",
          run: "id; getent passwd $(id -un)",
          yes: "a gid that differs from the fourth field: newgrp, sg, or Group= of a unit"
        }
      },
      {
        id: "proc-group",
        title: "/proc is mounted with a group of its own",
        question: {
          ask: "How is /proc mounted?",
          run: "findmnt --noheadings --output OPTIONS /proc",
          yes: "gid= or hidepid="
        }
      },
      {
        id: "nested-container",
        title: "Podman runs in a container that may not make this map",
        question: {
          ask: "Which ids does podman's own namespace have?",
          run: "cat /proc/self/uid_map; grep CapBnd /proc/self/status",
          yes: "another line than `0 0 4294967295`, or capabilities without SETUID: podman runs in a container already"
        }
      },
      {
        id: "stale-pause-process",
        title: "Podman's run directory names processes that are gone",
        question: {
          ask: "Does the process in pause.pid exist, and is the run directory on a tmpfs?",
          run: 'ps -p "$(cat {pause|/run/user/$(id -u)/libpod/tmp/pause.pid})"; findmnt --noheadings --output FSTYPE --target {path|/run/user/$(id -u)}',
          yes: "no such process, or one that is not podman's; or another file system than tmpfs"
        }
      },
      {
        id: "run-root-configured",
        title: "Podman was configured with another run root before",
        question: {
          ask: "Which run root is configured, and which one is in the database?",
          run: "grep -rn -e runroot -e tmp_dir /etc/containers ~/.config/containers; env | grep -e XDG_RUNTIME_DIR -e TMPDIR",
          yes: "a directory that differs from {old|the one in the database}, below the same UID"
        }
      },
      {
        id: "quadlet-before-network",
        title: "The unit starts before the network is there",
        question: {
          ask: "Does the unit work when it is started again later?",
          run: "systemctl --user restart {unit|UNIT}; systemctl show network-online.target --property=ActiveEnterTimestamp",
          yes: "success now, and a failure that is older than network-online.target"
        }
      },
      {
        id: "no-default-route",
        title: "The host has no default route",
        question: {
          ask: "Does the host have an address and a default route?",
          run: "ip -brief address; ip route show default; ip -6 route show default",
          yes: "no default route"
        }
      },
      // Files
      {
        id: "container-uid",
        title: "The container runs as a user who does not own the data",
        question: {
          ask: "As which user does the container run, and who owns the file there?",
          run: `podman inspect --format '{{.Config.User}}' CONTAINER; ${findOwner}`,
          yes: "a user that is not 0, and another number than that user's before the file"
        }
      },
      {
        id: "fchmod-denial",
        title: "The owner of the data is not mapped in the container",
        question: {
          ask: "Who owns the file in podman's namespace?",
          run: findOwner,
          yes: "65534 (nobody)"
        }
      },
      {
        id: "fchmod-seccomp",
        title: "A seccomp profile refuses the call in every container",
        question: {
          ask: "Does it work without the profile, on a new file?",
          run: "for profile in '' --security-opt=seccomp=unconfined; do podman run --rm $profile IMAGE sh -c 'touch /tmp/new && chmod 600 /tmp/new' && echo well; done",
          yes: "Operation not permitted with the profile, and success without it"
        }
      },
      {
        id: "selinux-label",
        title: "SELinux forbids it: the volume lacks the label of a container",
        question: {
          ask: "Does SELinux refuse it?",
          run: "ls -Zd {path|FILE}; ausearch -m avc -ts recent",
          yes: "a label without container_file_t, and a denial (mount the volume with :Z)"
        }
      },
      {
        id: "foreign-file-system",
        title: "The file system does not support changes of owners and modes, or locks",
        question: {
          ask: "What is the file system?",
          run: "findmnt --noheadings --output FSTYPE,OPTIONS --target {path|FILE}",
          yes: "nfs, cifs, 9p, drvfs, fuse or exfat"
        }
      },
      {
        id: "file-permissions",
        title: "The file or its directory is not writable, or mounted read-only",
        question: {
          ask: "May the program write the file and its directory?",
          run: 'ls -ld {path|FILE} "$(dirname {path|FILE})"; findmnt --noheadings --output OPTIONS --target {path|FILE}',
          yes: "a mode without w for its user, the option ro, or no such directory"
        }
      },
      // SQLite
      {
        id: "service-databases-lost",
        title: "The file is no database: overwritten, cut off, or damaged",
        question: {
          ask: "How does the file begin?",
          run: "head --bytes=16 {path|FILE} | od -c",
          yes: "another text than `SQLite format 3`"
        }
      },
      {
        id: "encrypted-database",
        title: "The database is encrypted, and the key is wrong or missing",
        question: {
          ask: "Is the database encrypted, and did its key change?",
          run: "head --bytes=16 {path|FILE} | od -c",
          yes: "random bytes from the start, in a program that encrypts its database"
        }
      },
      {
        id: "sqlite-locked",
        title: "Another process holds the database's lock, or the file system has no locks",
        question: {
          ask: "Which process has the file open, and on which file system is it?",
          run: "fuser --verbose {path|FILE}; findmnt --noheadings --output FSTYPE --target {path|FILE}",
          yes: "a second process, or a network file system"
        }
      },
      {
        id: "seed-migration",
        title: "A migration adds records that exist already",
        question: {
          ask: "Does the error come from a migration, at every start?",
          run: "podman logs --tail 20 CONTAINER; sqlite3 FILE 'select count(*) from {table|TABLE}'",
          yes: "a migration in the lines before, and rows in the table"
        }
      },
      {
        id: "interrupted-migration",
        title: "An earlier migration was interrupted",
        question: {
          ask: "Are tables of the migration left, without an entry that it completed?",
          run: "sqlite3 FILE .tables",
          yes: "tables with a name of the migration, such as _old or _new"
        }
      },
      {
        id: "duplicate-row",
        title: "The program itself adds the same key twice",
        question: {
          ask: "Does the error come with one action, and not at every start?",
          run: "podman logs --tail 50 CONTAINER",
          yes: "a request or a job in the lines before, and a service that continues to run"
        }
      },
      // DNS
      {
        id: "dns-spof",
        title: "No DNS server runs at that address",
        question: {
          ask: "Does a server listen at {server|the server's address}?",
          run: "ss --listening --udp --tcp --numeric --processes '( sport = :{port|53} )'   # on {server|the server}",
          yes: "no line with that address; the server's own log says why it ended"
        }
      },
      {
        id: "wrong-resolver",
        title: "The client asks an address that is not a DNS server's",
        question: {
          ask: "Which servers is this machine configured to ask, and by which configuration?",
          run: "resolvectl dns; cat /etc/resolv.conf",
          yes: "an address that is not your DNS server's"
        }
      },
      {
        id: "dns-firewalled",
        title: "A firewall drops questions to the DNS server",
        question: {
          ask: "Does the server answer on its own machine, but not from outside?",
          run: "dig @{server|SERVER} {name|NAME} +tries=1 +timeout=2   # once on the server itself, once from outside",
          yes: "an answer on the server itself, and none from outside, over UDP and with +tcp"
        }
      },
      {
        id: "upstream-unreachable",
        title: "The resolver works, but the servers behind it do not answer",
        question: {
          ask: "Do the servers of the zone answer?",
          run: "dig +trace {name|NAME}; dig @1.1.1.1 {name|NAME}",
          yes: "an answer from another resolver, or the server at which the trace stops"
        }
      },
      {
        id: "magicdns-amplification",
        title: "The tailnet's resolver forwards all questions to a server that does not answer",
        question: {
          ask: "To which servers does the tailnet forward its questions, and do they answer?",
          run: "tailscale dns status; resolvectl dns; dig @1.1.1.1 {name|NAME}",
          yes: "a resolver of yours that does not answer, while a public one does"
        }
      },
      {
        id: "magicdns-no-upstream",
        title: "The tailnet's resolver has no upstream server",
        question: {
          ask: 'Does the tailnet have global name servers, and is "override local DNS" on?',
          run: "tailscale dns status; resolvectl status tailscale0",
          yes: "no resolver for names outside the tailnet"
        }
      },
      {
        id: "no-record",
        title: "The name has no record of the type that was asked for",
        question: {
          ask: "Does the same server answer for a name that certainly exists?",
          run: "dig @{server|SERVER} {name|NAME} A; dig @{server|SERVER} . NS",
          yes: "an answer: the server works, and this name has no record of this type"
        }
      },
      {
        id: "dns-empty-answers",
        title: "The DNS server answers every question with an empty answer",
        question: {
          ask: "Does the server give an empty answer to every question?",
          run: "dig @{server|SERVER} {name|NAME} SOA; dig @{server|SERVER} google.com A",
          yes: "NOERROR with ANSWER: 0 and AUTHORITY: 0 to both"
        }
      },
      {
        id: "dns-cutover",
        title: "The DNS server does not know this one name",
        question: {
          ask: "Does the server answer for other names of the zone?",
          run: "dig @{server|SERVER} {name|NAME} A +short; dig @{server|SERVER} ANOTHER_NAME A +short",
          yes: "no answer for this name, and a record for the other"
        }
      },
      {
        id: "dnssec-fails",
        title: "DNSSEC validation fails: an expired signature, a wrong DS, or a wrong clock",
        question: {
          ask: "Is there an answer without validation, and is the clock right?",
          run: "dig {name|NAME} +cd; dig {name|NAME} +dnssec; date --utc; timedatectl",
          yes: "an answer only with +cd. With a wrong clock every signed name fails, with a broken zone only its names"
        }
      },
      {
        id: "dnssec-stripped",
        title: "The server behind systemd-resolved does not pass on DNSSEC's records",
        question: {
          ask: "Does the server that systemd-resolved asks send signatures?",
          run: "resolvectl dns; dig @{server|THAT_SERVER} {name|NAME} +dnssec",
          yes: "an answer without RRSIG for a name that is signed"
        }
      },
      // Ports
      {
        id: "port-53-conflict",
        title: "Another program holds port 53, often systemd-resolved",
        question: {
          ask: "Which program holds port 53?",
          run: "ss --listening --udp --tcp --numeric --processes '( sport = :53 )'",
          yes: "a program that is not your DNS server: systemd-resolve, dnsmasq, named"
        }
      },
      // TLS and HTTP
      {
        id: "missing-ca-certificates",
        title: "The image has no list of certificate authorities",
        question: {
          ask: "Does the container have the list, and does the request succeed outside of it?",
          run: "podman cp CONTAINER:/etc/ssl/certs/ca-certificates.crt - | wc --bytes; curl --silent --show-error --head {url|URL}",
          yes: "no such file in the container, and no certificate error outside"
        }
      },
      {
        id: "private-authority",
        title: "A private authority signed the certificate, or a proxy that inspects TLS",
        question: {
          ask: "Which authority signed the certificate that arrives?",
          run: "openssl s_client -connect {host|HOST}:{port|443} -servername {host|HOST} </dev/null 2>/dev/null | openssl x509 -noout -issuer",
          yes: "an issuer of your own, or of your network's proxy"
        }
      },
      {
        id: "authority-renewed",
        title: "The authority was replaced, and one side has the old one",
        question: {
          ask: "Is the authority of the client the one that signed?",
          run: "openssl s_client -showcerts -connect {host|HOST}:{port|443} -CAfile CA_FILE </dev/null 2>&1 | grep Verif; openssl x509 -in CA_FILE -noout -subject -fingerprint -dates",
          yes: "a verification that fails although the subject of the authority is the same"
        }
      },
      {
        id: "incomplete-chain",
        title: "The server does not send its intermediate certificate",
        question: {
          ask: "How many certificates does the server send?",
          run: "openssl s_client -showcerts -connect {host|HOST}:{port|443} -servername {host|HOST} </dev/null | grep -c 'BEGIN CERTIFICATE'",
          yes: "1"
        }
      },
      {
        id: "tls-san-mismatch",
        title: "The certificate does not have the name that is asked for",
        question: {
          ask: "Which names does the certificate have?",
          run: "openssl s_client -connect {host|HOST}:{port|443} -servername {host|HOST} </dev/null 2>/dev/null | openssl x509 -noout -ext subjectAltName",
          yes: "names, but not {host|the one that is asked for}"
        }
      },
      {
        id: "client-name-check",
        title: "The certificate has the name, but the client checks it wrongly or reaches another server",
        question: {
          ask: "Does another client accept the same certificate?",
          run: "openssl s_client -connect {host|HOST}:{port|443} -servername {host|HOST} -verify_hostname {host|HOST} </dev/null | grep Verif",
          yes: "Verification: OK"
        }
      },
      {
        id: "h2c-backend",
        title: "One side speaks HTTP/2, and the other supports only HTTP/1.1",
        question: {
          ask: "Which protocol does the backend speak?",
          run: "curl --silent --show-error --http1.1 {url|URL}; curl --silent --show-error --http2-prior-knowledge {url|URL}",
          yes: "an answer to the first, and an error to the second"
        }
      },
      {
        id: "wrong-port",
        title: "The port belongs to another service, or to TLS where plain text is expected",
        question: {
          ask: "Which service answers at that port?",
          run: "curl --verbose {url|URL}; openssl s_client -connect {host|HOST}:{port|PORT} </dev/null",
          yes: "another service than the expected one, or a TLS handshake"
        }
      },
      // The tailnet and the platform
      {
        id: "tailnet-only-agent",
        title: "The agent listens only on the tailnet, and the tailnet is down",
        question: {
          ask: "Can the machine be reached over the LAN, but not over the tailnet?",
          run: "tailscale status; ping -c 1 {server|TAILNET_ADDRESS}; ping -c 1 LAN_ADDRESS",
          yes: "no answer over the tailnet, and one over the LAN"
        }
      },
      {
        id: "cold-start",
        title: "The images are gone, and the registry that serves them is one of the missing containers",
        question: {
          ask: "Are there images, and where does the registry run?",
          run: "podman images; podman ps --all",
          yes: "no image, on the machine of the registry's address"
        }
      },
      {
        id: "service-down",
        title: "The service at that address does not run",
        question: {
          ask: "Does a service listen at {server|the address}:{port|PORT}?",
          run: "ss --listening --tcp --numeric --processes '( sport = :{port|PORT} )'   # on {server|the machine}",
          yes: "no line; the service's own log says why"
        }
      }
    ];
  }
});

// harness/diagnosis/catalogue/dns.ts
var silent, unknownName, magic, dnsMessages;
var init_dns = __esm({
  "harness/diagnosis/catalogue/dns.ts"() {
    "use strict";
    init_standalone_methods();
    silent = ["dns-firewalled", "dns-spof", "wrong-resolver"];
    unknownName = ["dns-spof", "wrong-resolver", "quadlet-before-network"];
    magic = ["magicdns-no-upstream", "magicdns-amplification"];
    dnsMessages = [
      {
        id: "server-refuses",
        weight: { asks: ["dns-spof", "wrong-resolver"] },
        pattern: /communications error to (?<server>[\da-f.:]+)#(?<port>\d+): connection refused|lookup (?<name>[\w.-]+)\.? on (?<server2>[\da-f.:[\]]+):(?<port2>53): .*connection refused|(?<name2>\S+): resolve call failed: Lookup failed due to system error: Connection refused/i,
        anchors: ["connection refused"],
        examples: [
          ";; communications error to 127.0.0.1#5335: connection refused",
          "dial tcp: lookup registry.example on 127.0.0.1:53: read udp 127.0.0.1:40690->127.0.0.1:53: read: connection refused",
          "google.com: resolve call failed: Lookup failed due to system error: Connection refused"
        ]
      },
      {
        id: "server-unit-failed",
        weight: { fact: true, favours: ["dns-spof"] },
        pattern: /(?:unbound|named|bind9|dnsmasq|coredns|pihole-FTL|knot-resolver|kresd|pdns|pdns-recursor|technitium)\S*(?:\.service)?.*\b(?:failed|inactive|exited)\b/i,
        anchors: ["failed", "inactive", "exited"],
        examples: ["dnsmasq.service: Failed with result 'exit-code'."]
      },
      {
        id: "tailnet-resolver-silent",
        weight: { next: magic },
        pattern: /communications error to (?<server>100\.100\.100\.100)#53: timed out/,
        anchors: ["communications error to"],
        examples: [";; communications error to 100.100.100.100#53: timed out"]
      },
      {
        id: "server-silent",
        weight: { next: silent },
        pattern: /communications error to (?!100\.100\.100\.100#)(?<server>[\da-f.:]+)#(?<port>\d+): (?:timed out|end of file|host unreachable|network unreachable)|lookup (?<name>[\w.-]+)\.? on (?<server2>[\da-f.:[\]]+):53: .*(?:i\/o timeout|network is unreachable)|read udp [\d.:]+->(?<server3>[\d.]+):53: i\/o timeout/i,
        anchors: ["communications error to", "i/o timeout", "network is unreachable"],
        examples: [
          ";; communications error to 1.1.1.1#53: timed out",
          "dial tcp: lookup registry.example on 192.0.2.53:53: read udp 192.0.2.7:40690->192.0.2.53:53: i/o timeout"
        ]
      },
      {
        id: "no-server-reached",
        weight: { next: [...silent, ...magic] },
        pattern: /connection timed out; no servers could be reached/,
        anchors: ["no servers could be reached"],
        examples: [";; connection timed out; no servers could be reached"]
      },
      {
        id: "dig-gave-up",
        weight: { after: "the reason is in the lines before", next: silent },
        pattern: /^;; no servers could be reached/,
        anchors: ["no servers could be reached"],
        examples: [";; no servers could be reached"]
      },
      {
        id: "name-not-found",
        weight: { next: unknownName },
        pattern: /Temporary failure in name resolution|Name or service not known|nodename nor servname provided|getaddrinfo (?:EAI_AGAIN|ENOTFOUND) (?<name>[\w.-]+)|lookup (?<name2>[\w.-]+)(?: on [\d.:]+)?: (?:no such host|server misbehaving)|Could not resolve host: (?<name3>[\w.-]+)|Could not resolve '(?<name6>[\w.-]+)', server or network returned error|server can't find (?<name4>[\w.-]+): (?:SERVFAIL|REFUSED)|(?<name5>\S+): resolve call failed: (?:All attempts to contact name servers or networks failed|Query timed out|No appropriate name servers|Could not resolve|Lookup failed due to system error: (?!Connection refused))/,
        anchors: [
          "name resolution",
          "service not known",
          "servname provided",
          "getaddrinfo",
          "no such host",
          "server misbehaving",
          "could not resolve",
          "server can't find",
          "resolve call failed"
        ],
        examples: [
          "curl: (6) Could not resolve host: registry.example",
          "Error: getaddrinfo EAI_AGAIN registry.example:443",
          "ping: registry.example: Temporary failure in name resolution",
          "dial tcp: lookup registry.example: no such host",
          "status: resolve call failed: All attempts to contact name servers or networks failed"
        ]
      },
      {
        id: "server-failure",
        weight: { next: ["upstream-unreachable", "dnssec-fails", "dns-firewalled"] },
        pattern: /^dig answer status: SERVFAIL|\bServFail\b|Got SERVFAIL reply from (?<server>[\da-f.:]+)|not found: 2\(SERVFAIL\)/,
        anchors: ["servfail"],
        examples: [
          "dig answer status: SERVFAIL, ANSWER: 0, AUTHORITY: 0",
          ";; Got SERVFAIL reply from 192.0.2.53",
          "Host registry.example not found: 2(SERVFAIL)"
        ]
      },
      {
        id: "authority-unreachable",
        weight: { asks: ["upstream-unreachable", "dns-firewalled"] },
        pattern: /\bEDE: (?:22|23)\b|No Reachable Authority|SERVFAIL <(?<name>\S+) .*: (?:all the configured stub or forward servers failed|exceeded the maximum)/,
        anchors: ["ede: 2", "no reachable authority", "servfail <"],
        against: ["dnssec-fails"],
        examples: [
          "; EDE: 22 (No Reachable Authority): (at delegation example.org.)",
          "error: SERVFAIL <example.org. A IN>: all the configured stub or forward servers failed, at zone ."
        ]
      },
      {
        id: "validation-failed-proven",
        weight: { decides: "dnssec-fails" },
        pattern: /\bEDE: (?:6|7|8|9|10|12)\b|DNSSEC validation failed.*signature-expired|validation failure <(?<name>\S+) |DNSSEC validation failed due to invalid signature \[|broken trust chain resolving '(?<name2>[\w.-]+)|no valid signature found|got insecure response; parent indicates it should be secure|insecurity proof failed resolving|signature (?:expired|before inception date)|no valid RRSIG|RRSIG (?:has expired|validity period has not begun)/i,
        anchors: [
          "ede: 6",
          "ede: 7",
          "ede: 8",
          "ede: 9",
          "ede: 10",
          "ede: 12",
          "signature-expired",
          "validation failure <",
          "due to invalid signature",
          "broken trust chain",
          "no valid signature",
          "got insecure response",
          "insecurity proof",
          "signature expired",
          "before inception",
          "no valid rrsig",
          "rrsig has expired",
          "rrsig validity period"
        ],
        examples: [
          "; EDE: 7 (Signature Expired)",
          "info: validation failure <example.org. A IN>: signature before inception date",
          "example.org: resolve call failed: DNSSEC validation failed: signature-expired",
          "named[42]: broken trust chain resolving 'example.org/A/IN': 192.0.2.53#53",
          "named[42]: validating example.org/DNSKEY: verify failed due to bad signature (keyid=4242): RRSIG has expired",
          "named[42]: validating example.org/DNSKEY: verify failed due to bad signature (keyid=4242): RRSIG validity period has not begun"
        ]
      },
      {
        id: "validation-failed",
        weight: { asks: ["dnssec-fails", "dnssec-stripped"] },
        pattern: /(?:(?<name>[\w.-]+): resolve call failed: )?DNSSEC validation failed(?: for question (?<name2>[\w.-]+) IN \w+)?: (?!signature-expired)[\w-]+/,
        anchors: ["dnssec validation failed"],
        examples: [
          "registry.example: resolve call failed: DNSSEC validation failed: no-signature",
          "DNSSEC validation failed for question registry.example IN DS: failed-auxiliary"
        ]
      },
      {
        id: "answer-empty",
        weight: { asks: ["no-record", "dns-empty-answers", "dns-cutover"] },
        pattern: /^dig answer status: NOERROR, ANSWER: 0, AUTHORITY: 0/,
        anchors: ["status: noerror"],
        examples: ["dig answer status: NOERROR, ANSWER: 0, AUTHORITY: 0"]
      },
      {
        id: "no-such-record",
        weight: { asks: ["no-record", "dns-empty-answers"] },
        pattern: /(?<name>\S+): resolve call failed: .*does not have any RR of the requested type/,
        anchors: ["rr of the requested type"],
        examples: [
          "google.com: resolve call failed: 'google.com' does not have any RR of the requested type",
          "wifi.example: resolve call failed: Name 'wifi.example' does not have any RR of the requested type"
        ]
      },
      {
        id: "answer-with-authority",
        weight: { fact: true },
        pattern: /^dig answer status: NOERROR, ANSWER: 0, AUTHORITY: [1-9]/,
        anchors: ["status: noerror"],
        against: ["dns-empty-answers"],
        examples: ["dig answer status: NOERROR, ANSWER: 0, AUTHORITY: 1"]
      },
      {
        id: "question-asked",
        weight: { fact: true },
        pattern: /^;(?<name>[\w-][\w.-]*\.)\s+IN\s+[A-Z]+$/,
        anchors: ["	in	", " in  ", " in a", " in m", " in n", " in s"],
        examples: [";registry.example.		IN	AAAA"]
      },
      {
        id: "server-asked",
        weight: { fact: true },
        pattern: /^;; SERVER: (?!127\.0\.0\.5[34])(?<server>[\da-f.:]+)#(?<port>\d+)/,
        anchors: [";; server:"],
        examples: [";; SERVER: 192.0.2.53#53(192.0.2.53) (UDP)"]
      },
      {
        id: "tailnet-resolver",
        weight: { fact: true, favours: magic },
        pattern: /^nameserver 100\.100\.100\.100|;; SERVER: 100\.100\.100\.100#|@100\.100\.100\.100\b/,
        anchors: ["100.100.100.100"],
        examples: ["nameserver 100.100.100.100"]
      },
      {
        id: "tailnet-without-upstream",
        weight: { decides: "magicdns-no-upstream" },
        pattern: /no upstream resolvers set, returning SERVFAIL|due to missing upstream nameservers/,
        anchors: ["no upstream resolvers", "missing upstream nameservers"],
        against: ["dns-firewalled", "magicdns-amplification"],
        examples: ["dns: resolver: forward: no upstream resolvers set, returning SERVFAIL"]
      }
    ];
  }
});

// harness/diagnosis/catalogue/files.ts
var onData, fileMessages;
var init_files = __esm({
  "harness/diagnosis/catalogue/files.ts"() {
    "use strict";
    init_standalone_methods();
    onData = ["container-uid", "file-permissions", "fchmod-denial", "selinux-label"];
    fileMessages = [
      {
        id: "data-not-opened",
        weight: { asks: onData },
        pattern: /\bopen (?<path>\S*(?:\.(?:db|sqlite3?|bolt|toml|ya?ml|conf|ini|env)|\/db)): permission denied|permission denied, open '(?<path2>[^']*\.(?:db|sqlite3?|toml|ya?ml|conf|ini|env))'|\[Errno 13\] Permission denied: '(?<path3>[^']*\.(?:db|sqlite3?|toml|ya?ml|conf|ini|env))'|\bcreate (?<path4>\S+\.(?:db|sqlite3?)): permission denied/i,
        anchors: ["permission denied"],
        examples: [
          "Could not connect to db: could not open database file [uid=1000, gid=0]: open /db/app.db: permission denied",
          "2023/04/28 12:34:39 open /database.db: permission denied",
          "Error: EACCES: permission denied, open '/srv/app/app.toml'",
          "PermissionError: [Errno 13] Permission denied: '/data/app.db'"
        ]
      },
      {
        id: "path-denied",
        weight: { next: ["selinux-label", "container-uid", "file-permissions"] },
        pattern: /(?:cannot (?:open|touch|access|create)(?: directory| regular file)?|can't (?:open|stat|create directory)) ['‘]?(?<path>\/(?!run\/user)[^'’:\s]+)['’]?: Permission denied|permission denied, (?:open|mkdir|access|unlink|scandir) '(?<path2>\/(?!run\/user)[^']+)'|\[Errno 13\] Permission denied: '(?<path3>[^']+)'|Access to the path '(?<path5>[^']+)' is denied|AccessDeniedException: (?<path6>\/\S+)|\b(?:open|stat|mkdir|unlink|statfs) (?<path4>\/(?!run\/user)[^\s:]+): permission denied/i,
        anchors: ["permission denied", "access to the path", "accessdeniedexception"],
        examples: [
          "System.UnauthorizedAccessException: Access to the path '/config/app.xml' is denied.",
          "ls: cannot open directory '/mnt/conf': Permission denied",
          "touch: cannot touch '/data/testfile': Permission denied",
          "PermissionError: [Errno 13] Permission denied: '/etc/app/secrets'"
        ]
      },
      {
        id: "chmod-on-windows-drive",
        weight: { decides: "foreign-file-system" },
        pattern: /operation not permitted, f?chmod '(?<path>\/mnt\/[a-z]\/[^']*)'|chmod (?<path2>\/mnt\/[a-z]\/[^\s:]+): operation not permitted|changing permissions of ['‘](?<path3>\/mnt\/[a-z]\/[^'’]+)['’]: Operation not permitted/i,
        anchors: ["operation not permitted"],
        against: ["fchmod-denial", "fchmod-seccomp"],
        examples: ["Error: EPERM: operation not permitted, chmod '/mnt/c/Users/app/file'"]
      },
      {
        id: "volume-not-owned",
        weight: { asks: ["foreign-file-system", "fchmod-denial"] },
        pattern: /\b(?:l?chown|chmod) (?<path>\/\S*containers\/storage\/volumes\/\S+): operation not permitted|cannot chown \S*(?<path2>\/\S*storage\/volumes\/[^\s'’`]+)\S* ?: operation not permitted/i,
        anchors: ["operation not permitted"],
        against: ["fchmod-seccomp"],
        examples: [
          "Error: lchown /var/lib/containers/storage/volumes/share/_data: operation not permitted",
          "Error: chmod /var/lib/containers/storage/volumes/app/_data: operation not permitted"
        ]
      },
      {
        id: "chmod-denied",
        weight: { asks: ["fchmod-denial", "fchmod-seccomp", "foreign-file-system"] },
        pattern: /\bf?chmod (?<path>\/(?!run\/user\/|mnt\/[a-z]\/|\S*storage\/volumes\/)[^\s:]+): operation not permitted|operation not permitted, f?chmod(?: '(?<path2>[^']*)')?|Operation not permitted: '(?<path3>[^']+)'.*chmod/i,
        anchors: ["operation not permitted"],
        examples: [
          "open database: chmod /srv/app/app.db: operation not permitted",
          "Error: EPERM: operation not permitted, chmod '/data/app.db'"
        ]
      },
      {
        id: "call-refused-by-profile",
        weight: { asks: ["fchmod-seccomp", "foreign-file-system"] },
        pattern: /(?:fchmodat2?|faccessat2|statx)\(.*= -1 EPERM|Cannot change mode to \S+: Operation not permitted|cannot access ['‘](?<path>[^'’]+)['’]: Operation not permitted|\/bin\/(?:ba)?sh: Operation not permitted/i,
        anchors: ["operation not permitted", "= -1 eperm"],
        examples: [
          'fchmodat2(AT_FDCWD, "docker", 0775, AT_SYMLINK_NOFOLLOW) = -1 EPERM (Operation not permitted)',
          "tar: engine/daemon/config: Cannot change mode to rwxrwxr-x: Operation not permitted",
          "ls: cannot access 'root': Operation not permitted"
        ]
      },
      {
        id: "mode-not-changed",
        weight: { next: ["foreign-file-system", "fchmod-denial", "fchmod-seccomp"] },
        pattern: /chmod: (?:changing permissions of ['‘])?(?<path>[^'’:\s]+)['’]?: Operation not permitted|could not change permissions of directory "(?<path2>[^"]+)": Operation not permitted/i,
        anchors: ["operation not permitted"],
        examples: ["chmod: changing permissions of '/data/file': Operation not permitted"]
      },
      {
        id: "owner-not-changed",
        weight: { asks: ["foreign-file-system", "fchmod-denial", "container-uid"] },
        pattern: /chown: (?:changing ownership of ['‘])?(?<path>[^'’:\s]+)['’]?: Operation not permitted|operation not permitted, l?chown '(?<path2>[^']*)'|\bl?chown (?<path3>\/[^\s:]+): operation not permitted/i,
        anchors: ["operation not permitted"],
        examples: [
          "chown: changing ownership of '/home/app/data': Operation not permitted",
          "chown: /data/git/repositories/app.git/objects: Operation not permitted"
        ]
      },
      {
        id: "owner-is-nobody",
        weight: { decides: "fchmod-denial" },
        pattern: /^65534 (?<path>\/\S+)$/,
        anchors: ["65534 "],
        examples: ["65534 /srv/app/app.db"]
      }
    ];
  }
});

// harness/diagnosis/catalogue/http.ts
var httpMessages;
var init_http = __esm({
  "harness/diagnosis/catalogue/http.ts"() {
    "use strict";
    init_standalone_methods();
    httpMessages = [
      {
        id: "settings-expected",
        weight: { decides: "h2c-backend" },
        pattern: /unexpected data while we expected SETTINGS frame|frame header looked like an HTTP\/1\.1 header|malformed HTTP response \\?"\\+x00\\+x00|bogus greeting \\?"(?!\\+x16)|HTTP\/2 client preface string missing or corrupt(?!.*bytes: 1603)|"PRI \* HTTP\/2\.0"|"method":"PRI","uri":"\*"/,
        anchors: [
          "settings frame",
          "like an http/1.1",
          "malformed http response",
          "pri * http/2.0",
          '"method":"pri"',
          "bogus greeting",
          "preface string"
        ],
        examples: [
          "curl: (16) Remote peer returned unexpected data while we expected SETTINGS frame.  Perhaps, peer does not support HTTP/2 properly.",
          'http2: server: error reading preface from client 10.0.0.1:52014: bogus greeting "GET / HTTP/1.1\\r\\nHost: b"',
          'net/http: HTTP/1.x transport connection broken: malformed HTTP response "\\x00\\x00\\x06\\x04\\x00"',
          '192.0.2.7 - - [21/Nov/2026:10:00:00 +0000] "PRI * HTTP/2.0" 400 157 "-" "-"'
        ]
      },
      {
        id: "tls-where-plain",
        weight: { decides: "wrong-port" },
        pattern: /malformed HTTP response \\?"\\+x15\\+x03|server gave HTTP response to HTTPS client|SSL routines:\S*:wrong version number|first record does not look like a TLS handshake|The plain HTTP request was sent to HTTPS port|bogus greeting \\?"\\+x16\\+x03|preface string missing or corrupt.*bytes: 1603/i,
        anchors: [
          "malformed http response",
          "response to https client",
          "wrong version number",
          "look like a tls handshake",
          "sent to https port",
          "bogus greeting",
          "preface string"
        ],
        against: ["h2c-backend"],
        examples: [
          "http: server gave HTTP response to HTTPS client",
          'http2: server: error reading preface from client 10.0.0.1:52014: bogus greeting "\\x16\\x03\\x01\\x02\\x00\\x01\\x00\\x01\\xfc\\x03\\x03"'
        ]
      },
      {
        id: "protocol-error",
        weight: { asks: ["h2c-backend", "wrong-port"] },
        pattern: /error reading server preface: http2: frame too large|http2: frame too large|\bh2c\b.*Protocol error|ERR_HTTP2_ERROR.*Protocol error|reset reason: protocol error|upstream sent (?:no valid HTTP\/1\.\d header|unexpected frame|invalid http2|too large http2 frame)|Received HTTP\/0\.9 when not allowed|HPE_INVALID_CONSTANT/i,
        anchors: [
          "frame too large",
          "protocol error",
          "upstream sent",
          "received http/0.9",
          "hpe_invalid_constant"
        ],
        examples: [
          'rpc error: code = Unavailable desc = connection error: desc = "error reading server preface: http2: frame too large"',
          "curl: (1) Received HTTP/0.9 when not allowed",
          "upstream connect error or disconnect/reset before headers. reset reason: protocol error"
        ]
      },
      {
        id: "stream-closed",
        weight: { next: ["h2c-backend"] },
        pattern: /HTTP\/2 stream \d+ was not closed cleanly: (?:PROTOCOL_ERROR|INTERNAL_ERROR)/,
        anchors: ["not closed cleanly"],
        examples: ["curl: (92) HTTP/2 stream 1 was not closed cleanly: PROTOCOL_ERROR (err 1)"]
      }
    ];
  }
});

// harness/diagnosis/catalogue/namespaces.ts
var namespaceMessages;
var init_namespaces = __esm({
  "harness/diagnosis/catalogue/namespaces.ts"() {
    "use strict";
    init_standalone_methods();
    namespaceMessages = [
      {
        id: "newuidmap-not-found",
        weight: { decides: "newuidmap-path" },
        pattern: /exec: \\?"new[ug]idmap\\?": executable file not found|cannot find new[ug]idmap|new[ug]idmap: (?:command )?not found|which new[ug]idmap.*no new[ug]idmap/,
        anchors: ["newuidmap", "newgidmap"],
        examples: [
          'Error: command required for rootless mode with multiple IDs: exec: "newuidmap": executable file not found in $PATH',
          'ERRO[0000] cannot find newuidmap: exec: "newuidmap": executable file not found in $PATH',
          'level=error msg="invalid internal status, try resetting the pause process with \\"podman system migrate\\": command required for rootless mode with multiple IDs: exec: \\"newgidmap\\": executable file not found in $PATH"'
        ]
      },
      {
        id: "newuidmap-without-setuid",
        weight: { asks: ["newuidmap-path", "agent-unit"] },
        pattern: /cannot set ?up namespace using "?(?<newuidmap>\S*new[ug]idmap)"?: should have set[ug]id or have filecaps|^should have set[ug]id or have filecaps|Check that 'new[ug]idmap' is setuid root, or has required capabilities/,
        anchors: ["should have set", "is setuid root"],
        // Podman looks for the bit alone, not for what it can do.
        against: ["setuid-without-effect"],
        examples: [
          'Error: cannot set up namespace using "/run/current-system/sw/bin/newuidmap": should have setuid or have filecaps setuid: exit status 1',
          'Error: cannot setup namespace using "/bin/newuidmap": should have setuid or have filecaps setuid: exit status 1',
          'cannot set up namespace using "/usr/bin/newgidmap": should have setgid or have filecaps setgid: exit status 1'
        ]
      },
      {
        id: "map-denied",
        weight: { asks: ["newuidmap-path", "agent-unit", "setuid-without-effect", "nested-container"] },
        pattern: /(?:running `?(?<newuidmap>\/\S*new[ug]idmap) [^`]*`?: )?new[ug]idmap: (?:write to [ug]id_map failed: Operation not permitted|Could not set caps)/,
        anchors: ["id_map failed", "could not set caps"],
        examples: [
          "ERRO[0000] running `/usr/bin/newuidmap 146 0 30033 1 1 165536 65536`: newuidmap: write to uid_map failed: Operation not permitted",
          "newgidmap: write to gid_map failed: Operation not permitted",
          "newuidmap: Could not set caps"
        ]
      },
      {
        id: "map-denied-to-runtime",
        weight: { asks: ["newuidmap-path", "nested-container"] },
        pattern: /writing file [`'"]?\/proc\/\S+\/[ug]id_map[`'"]?: Operation not permitted/,
        anchors: ["id_map"],
        examples: ["writing file '/proc/1234/gid_map': Operation not permitted"]
      },
      {
        id: "namespace-not-made",
        weight: {
          after: "newuidmap itself says why, in the line before",
          next: ["agent-unit", "subid-ranges", "setuid-without-effect", "nested-container"]
        },
        pattern: /cannot set ?up namespace using "(?<newuidmap>\/\S*new[ug]idmap)": exit status \d/,
        anchors: ["namespace using"],
        // This podman looks whether newuidmap has the bit, and would have said that it has not.
        against: ["newuidmap-path"],
        examples: ['Error: cannot set up namespace using "/usr/bin/newuidmap": exit status 1']
      },
      {
        id: "namespace-not-made-old",
        weight: {
          after: "newuidmap itself says why, in the line before",
          next: ["newuidmap-path", "subid-ranges", "agent-unit"]
        },
        pattern: /cannot set ?up namespace using new[ug]idmap: exit status \d/,
        anchors: ["namespace using"],
        examples: ["Error: cannot setup namespace using newuidmap: exit status 1"]
      },
      {
        id: "range-given-twice",
        weight: { decides: "subid-ranges" },
        pattern: /new[ug]idmap \[?\d+ \[?(?:\d+ \d+ \d+ )*(?:\d+ (?<range>\d+) \d+ (?:\d+ \d+ \d+ )*\d+ \k<range> \d+|(?<inside>\d+) \d+ \d+ (?:\d+ \d+ \d+ )*\k<inside> \d+ \d+)\b/,
        anchors: ["newuidmap", "newgidmap"],
        examples: [
          "ERRO[0000] running `/usr/bin/newuidmap 380 0 1000750000 1 1 100000 65536 65537 100000 65536`: newuidmap: write to uid_map failed: Invalid argument",
          "newuidmap 2044050 0 100000 65536 0 165536 65536 0 1000000 1000000000"
        ]
      },
      {
        id: "map-invalid",
        weight: { asks: ["subid-ranges", "nested-container"] },
        pattern: /new[ug]idmap: write to [ug]id_map failed: Invalid argument|writing file [`'"]?\/proc\/\S+\/[ug]id_map[`'"]?: Invalid argument/,
        anchors: ["id_map"],
        against: ["newuidmap-path", "agent-unit"],
        examples: [
          "newuidmap: write to uid_map failed: Invalid argument",
          "Error: OCI runtime error: crun: writing file `/proc/27849/gid_map`: Invalid argument"
        ]
      },
      {
        // A filter of system calls that knows no openat2, or cannot look into its arguments: RestrictSUIDSGID= of systemd.
        id: "map-not-implemented",
        weight: { asks: ["agent-unit", "nested-container"] },
        pattern: /(?:running `?(?<newuidmap>\/\S*new[ug]idmap) [^`]*`?: )?new[ug]idmap: open of [ug]id_map failed: Function not implemented/,
        anchors: ["id_map failed"],
        against: ["newuidmap-path"],
        examples: [
          "running `/run/current-system/sw/bin/newuidmap 152 0 850 1 1 100000 65536`: newuidmap: open of uid_map failed: Function not implemented"
        ]
      },
      {
        id: "map-not-opened",
        weight: { next: ["proc-group", "nested-container"] },
        pattern: /new[ug]idmap: open of [ug]id_map failed: (?!Function not implemented)/,
        anchors: ["id_map failed"],
        against: ["newuidmap-path", "agent-unit"],
        examples: [
          "running `/usr/bin/newuidmap 16111 0 500 1 1 10000 65536`: newuidmap: open of uid_map failed: Permission denied"
        ]
      },
      {
        id: "range-not-allowed",
        weight: { decides: "subid-ranges" },
        pattern: /new[ug]idmap: [ug]id range \[\d+-\d+\) -> \[(?<range>\d+)-\d+\) not allowed/,
        anchors: ["id range ["],
        examples: ["newuidmap: uid range [1-65537) -> [100000-165536) not allowed"]
      },
      {
        id: "owner-by-proc",
        weight: { decides: "proc-group" },
        pattern: /Target (?:process )?(?:\[?\w+\]? )?is owned by a different user: uid:(?<uid>\d+) pw_uid:\k<uid> st_uid:\k<uid>, gid:(?<gid>\d+) pw_gid:\k<gid> st_gid:(?!\k<gid>\b)\d+/,
        anchors: ["is owned by a different user"],
        against: ["uid-collision"],
        examples: [
          "newuidmap: Target [pid] is owned by a different user: uid:0 pw_uid:0 st_uid:0, gid:0 pw_gid:0 st_gid:99"
        ]
      },
      {
        id: "owner-by-passwd",
        weight: { asks: ["uid-collision", "other-group"] },
        pattern: /Target (?:process )?(?:\[?\w+\]? )?is owned by a different user: uid:(?<uid>\d+)(?! pw_uid:\k<uid> st_uid:\k<uid>, gid:(?<gid>\d+) pw_gid:\k<gid>)/,
        anchors: ["is owned by a different user"],
        against: ["newuidmap-path", "agent-unit"],
        examples: [
          "newuidmap: Target process is owned by a different user: uid:995 pw_uid:995 st_uid:995, gid:988 pw_gid:65534 st_gid:988",
          "newuidmap: Target process is owned by a different user: uid:850 pw_uid:850",
          "newuidmap: Target process 60 is owned by a different user: uid:1001 pw_uid:1001 st_uid:1001, gid:123 pw_gid:12345 st_gid:123"
        ]
      },
      {
        id: "owner-unsaid",
        weight: { next: ["uid-collision", "proc-group"] },
        pattern: /Target \d+ is owned by a different user$/,
        anchors: ["is owned by a different user"],
        examples: ["newuidmap: Target 25276 is owned by a different user"]
      },
      {
        id: "ranges-not-found",
        weight: { asks: ["subid-ranges", "uid-collision"] },
        pattern: /no sub[ug]id ranges found for (?:user|group) (?:\d+ \()?\\?"?(?<account>[\w.@-]+)/i,
        anchors: ["ranges found for"],
        examples: [
          'cannot find UID/GID for user app: no subuid ranges found for user "app" in /etc/subuid - check rootless mode in man pages.',
          '[rootlesskit:parent] error: failed to setup UID/GID map: failed to compute uid/gid map: No subuid ranges found for user 1003 ("app")'
        ]
      },
      {
        id: "ranges-not-there",
        weight: { decides: "subid-ranges" },
        pattern: /open \/etc\/sub[ug]id: no such file or directory|Could not find records for the current user (?<account>\S+) from \/etc\/sub[ug]id|user has no sub[ug]ids/,
        anchors: ["/etc/subuid", "/etc/subgid", "has no subuids", "has no subgids"],
        examples: [
          "ERRO[0000] cannot find UID/GID for user app: open /etc/subuid: no such file or directory - check rootless mode in man pages."
        ]
      },
      {
        id: "too-few-ids",
        weight: { asks: ["subid-ranges", "newuidmap-path"] },
        pattern: /not be enough IDs available in the namespace|potentially insufficient UIDs or GIDs available in user namespace/,
        anchors: ["ids available in"],
        examples: [
          "potentially insufficient UIDs or GIDs available in user namespace (requested 0:42 for /etc/shadow): Check /etc/subuid and /etc/subgid: lchown /etc/shadow: invalid argument",
          "there might not be enough IDs available in the namespace (requested 0:15 for /etc/shadow): lchown /etc/shadow: invalid argument"
        ]
      },
      {
        id: "single-mapping",
        weight: { asks: ["subid-ranges", "newuidmap-path", "uid-collision"] },
        pattern: /rootless single mapping into the namespace|falling back to single mapping/i,
        anchors: ["single mapping"],
        examples: [
          'level=warning msg="Using rootless single mapping into the namespace. This might break some images. Check /etc/subuid and /etc/subgid for adding sub*ids if not using a network user"'
        ]
      },
      {
        id: "id-not-mapped",
        weight: { asks: ["subid-ranges", "newuidmap-path"] },
        pattern: /\blchown (?<path>\/\S+): invalid argument|changing ownership of ['‘](?<path2>[^'’]+)['’]: Invalid argument|mount `devpts` to `dev\/pts`: Invalid argument|\bset(?:groups|resuid|resgid|uid|gid)\b.*: invalid argument/i,
        anchors: [
          "lchown ",
          "devpts",
          "changing ownership",
          "setgroups",
          "setresuid",
          "setresgid",
          "setuid",
          "setgid"
        ],
        examples: [
          "chown: changing ownership of '/data': Invalid argument",
          "Error: OCI runtime error: crun: setgroups: Invalid argument",
          "ApplyLayer stdout:  stderr: lchown /etc/gshadow: invalid argument exit status 1",
          "Error: OCI runtime error: crun: mount `devpts` to `dev/pts`: Invalid argument"
        ]
      },
      {
        id: "user-namespaces-off",
        weight: { fact: true },
        pattern: /user namespaces are not enabled in \/proc\/sys|cannot clone: (?:Operation not permitted|No space left)/,
        anchors: ["user namespaces are not enabled", "cannot clone: "],
        against: ["stale-pause-process", "no-user-session"],
        examples: ["user namespaces are not enabled in /proc/sys/user/max_user_namespaces"]
      },
      {
        id: "no-new-privileges",
        weight: { fact: true, favours: ["agent-unit"] },
        pattern: /NoNewPriv(?:ileges=(?:yes|true)|s:\s*1)/,
        anchors: ["nonewpriv"],
        examples: ["NoNewPrivileges=yes", "NoNewPrivs:	1"]
      }
    ];
  }
});

// harness/diagnosis/catalogue/podman.ts
var session, podmanMessages;
var init_podman = __esm({
  "harness/diagnosis/catalogue/podman.ts"() {
    "use strict";
    init_standalone_methods();
    session = ["no-user-session", "uid-change"];
    podmanMessages = [
      {
        id: "run-root-of-another-uid",
        weight: { decides: "uid-change" },
        pattern: /Overriding (?:run root|tmp dir) "\/run\/user\/(?<uid>[1-9]\d*)\/[^"]*" with "\/run\/user\/(?!\k<uid>\b)(?<old>\d+)\//,
        anchors: ["overriding "],
        against: ["runtime-missing", "run-root-configured"],
        examples: [
          'DEBU[0000] Overriding run root "/run/user/60122/containers" with "/run/user/1000/containers" from database',
          'time="2024-05-01T10:00:00Z" level=debug msg="Overriding tmp dir \\"/run/user/60122/libpod/tmp\\" with \\"/run/user/1000/libpod/tmp\\" from database"'
        ]
      },
      {
        id: "run-root-outside-session",
        weight: { asks: ["no-user-session", "run-root-configured"] },
        pattern: /Overriding (?:run root|tmp dir) "(?:\/(?:var\/)?tmp\/[^"]*" with "\/run\/user\/(?<uid>\d+)|\/run\/user\/(?:0\/[^"]*" with "\/run\/user\/\d+|\d+\/[^"]*" with "\/(?:var\/)?tmp\/))/,
        anchors: ["overriding "],
        examples: [
          'DEBU[0000] Overriding run root "/tmp/storage-run-1000/containers" with "/run/user/1000/containers" from database',
          'DEBU[0000] Overriding run root "/run/user/0/containers" with "/run/user/1000/containers" from database'
        ]
      },
      {
        id: "run-root-in-database",
        weight: { decides: "uid-change" },
        pattern: /database (?:run root|tmp dir|temporary \S+) "?\/run\/user\/(?<old>\d+)\S* does not match our (?:run root|tmp dir|temporary \S+) "?\/run\/user\/(?!\k<old>\b)(?<uid>\d+)/,
        anchors: ["does not match our"],
        against: ["run-root-configured"],
        examples: [
          "Error: database run root /run/user/1000/containers does not match our run root /run/user/1001/containers: database configuration mismatch"
        ]
      },
      {
        id: "run-root-mismatch",
        weight: { asks: ["run-root-configured", "uid-change"] },
        pattern: /database (?:run root|tmp dir|temporary \S+) "?(?<old>\/[^\s"]+)"? does not match our (?:run root|tmp dir|temporary \S+) "?(?<new>\/[^\s":]+)/,
        anchors: ["does not match our"],
        examples: [
          "error creating libpod runtime: database run root /run/user/1000/run does not match our run root /run/user/1000: database configuration mismatch",
          'Error: database run root "/run/containers/storage" does not match our run root "/var/run/containers/storage": database configuration mismatch'
        ]
      },
      {
        id: "runtime-not-found",
        weight: { asks: ["runtime-missing", "uid-change", "no-user-session"] },
        pattern: /default OCI runtime \\?"(?<runtime>[\w.-]+)\\?" not found/,
        anchors: ["default oci runtime"],
        examples: [
          'Error: default OCI runtime "crun" not found: invalid argument',
          'Error: could not get runtime: default OCI runtime "runc" not found: invalid argument'
        ]
      },
      {
        id: "runtime-is-there",
        weight: { fact: true },
        pattern: /Using OCI runtime "\//,
        anchors: ["using oci runtime"],
        against: ["runtime-missing"],
        examples: ['DEBU[0000] Using OCI runtime "/usr/bin/crun"']
      },
      {
        id: "run-root-not-writable",
        weight: { asks: session },
        pattern: /RunRoot is pointing to a path \((?<path>\/run\/user\/(?<uid>\d+)[^)]*)\) which is not writable/,
        anchors: ["runroot is pointing"],
        examples: [
          'time="2026-11-21T07:03:17Z" level=warning msg="RunRoot is pointing to a path (/run/user/995/containers) which is not writable. Most likely podman will fail."'
        ]
      },
      {
        id: "run-directory-denied",
        weight: { asks: session },
        pattern: /\b(?:mkdir|chmod|chown|open|stat|lstat|access) (?<path>\/run\/user\/(?<uid>\d+)[^\s:]*): (?:permission denied|operation not permitted|no such file or directory)|permission denied, mkdir '(?<path2>\/run\/user\/(?<uid2>\d+)[^']*)'|cannot create (?:directory|regular file) ['‘"](?<path3>\/run\/user\/(?<uid3>\d+)[^'’"]*)['’"]: Permission denied/i,
        anchors: ["/run/user/"],
        examples: [
          "Error: error creating tmpdir: mkdir /run/user/1001: permission denied",
          "Error: lstat /run/user/1001: no such file or directory",
          "Error: creating events dirs: mkdir /run/user/1000/libpod: permission denied",
          "mkdir: cannot create directory '/run/user/1001': Permission denied",
          'level=debug msg="Configured OCI runtime crun initialization failed: creating OCI runtime exit files directory: mkdir /run/user/1001: permission denied"',
          "Failed to obtain podman configuration: lstat /run/user/1001: no such file or directory"
        ]
      },
      {
        id: "run-directory-below-tmp-denied",
        weight: { asks: ["uid-change", "no-user-session"] },
        pattern: /mkdir (?<path>\/(?:var\/)?tmp\/(?:podman-run|run|storage-run|containers-user|podman-static)-(?<uid>\d+)\S*?): permission denied/,
        anchors: ["permission denied"],
        examples: [
          "Error: error creating tmpdir /tmp/run-1003/libpod/tmp: mkdir /tmp/run-1003/libpod: permission denied"
        ]
      },
      {
        id: "run-directory-of-another",
        weight: { asks: session },
        pattern: /XDG_RUNTIME_DIR directory "?(?<path>\/run\/user(?:\/(?<uid>\d+))?)"? is not owned by the current user/,
        anchors: ["is not owned by the current user"],
        examples: ['ERRO[0000] XDG_RUNTIME_DIR directory "/run/user/1000" is not owned by the current user']
      },
      {
        // Printed with sudo for an account that lingers, too: only the variable is missing there.
        id: "no-user-bus",
        weight: { asks: ["no-user-session", "session-variable"] },
        pattern: /Failed to connect to (?:user scope )?bus(?: via local transport)?: (?:No medium found|\$DBUS_SESSION_BUS_ADDRESS and \$XDG_RUNTIME_DIR not defined)|there is no systemd user session available/,
        anchors: ["failed to connect to", "no systemd user session"],
        examples: [
          "Failed to connect to bus: No medium found",
          "Failed to connect to user scope bus via local transport: $DBUS_SESSION_BUS_ADDRESS and $XDG_RUNTIME_DIR not defined (consider using --machine=<user>@.host --user to connect to bus of other user)",
          "WARN[0000] The cgroupv2 manager is set to systemd but there is no systemd user session available"
        ]
      },
      {
        id: "user-bus-denied",
        weight: { asks: ["no-user-session", "no-user-manager"] },
        pattern: /Failed to connect to (?:user scope )?bus(?: via local transport)?: (?:Permission denied|Operation not permitted|No such file or directory|No such device or address|Connection refused)|sd-bus call: (?:Permission denied|Interactive authentication required|Transport endpoint is not connected|No such file or directory)|Process org\.freedesktop\.systemd1 exited with status \d|could not determine address of session bus|dial unix \/run\/user\/(?<uid>\d+)\/(?:bus|systemd\/private): connect: (?:no such file|connection refused|permission denied)/,
        anchors: [
          "failed to connect to",
          "sd-bus call",
          "org.freedesktop.systemd1 exited",
          "address of session bus",
          "dial unix /run/user/"
        ],
        examples: [
          "Failed to connect to bus: Permission denied",
          "Error: OCI runtime error: crun: sd-bus call: Transport endpoint is not connected",
          "Process org.freedesktop.systemd1 exited with status 1: OCI runtime error",
          "Failed to connect to user scope bus via local transport: No such device or address"
        ]
      },
      {
        id: "user-not-logged-in",
        weight: { decides: "no-user-session" },
        pattern: /User ID (?<uid>\d+) is not logged in or lingering/,
        anchors: ["is not logged in or lingering"],
        against: ["session-variable"],
        examples: ["Failed to get user: User ID 1001 is not logged in or lingering"]
      },
      {
        id: "pause-process-gone",
        weight: { decides: "stale-pause-process" },
        pattern: /resetting the pause process with .*: could not find any running process|cannot join userns of process \d+|unable to join (?:conmon|pause) .*no such process/,
        anchors: ["pause process", "cannot join userns", "unable to join"],
        examples: [
          'ERRO[0000] invalid internal status, try resetting the pause process with "podman system migrate": could not find any running process: no such process'
        ]
      },
      {
        // From podman 5.0 on, where the run directory outlived a boot: it was not on a tmpfs.
        id: "unhandled-reboot",
        weight: { decides: "stale-pause-process" },
        pattern: /current system boot ID differs from cached boot ID; an unhandled reboot has occurred(?:\. Please delete directories \\?"(?<path>[^"\\]+))?/,
        anchors: ["unhandled reboot"],
        examples: [
          'Error: current system boot ID differs from cached boot ID; an unhandled reboot has occurred. Please delete directories "/tmp/storage-run-1001/containers" and "/tmp/storage-run-1001/libpod/tmp" and re-run Podman'
        ]
      },
      {
        id: "pause-process-not-made",
        weight: { asks: ["stale-pause-process", "no-user-session"] },
        pattern: /resetting the pause process with .*: setting up the process: open (?<pause>\S+pause\.pid)|Error: cannot re-exec process|unable to create a new pause process/,
        anchors: ["pause process", "cannot re-exec process"],
        examples: [
          'ERRO[0000] invalid internal status, try resetting the pause process with "podman system migrate": setting up the process: open /run/user/4368/libpod/tmp/pause.pid: no such file or directory',
          "Error: cannot re-exec process"
        ]
      },
      {
        id: "pause-process-advice",
        weight: {
          after: "the reason stands behind it, or in the line before",
          next: ["newuidmap-path", "agent-unit", "stale-pause-process"]
        },
        pattern: /resetting the pause process with .*: cannot set ?up namespace/,
        anchors: ["pause process"],
        examples: [
          'level=error msg="invalid internal status, try resetting the pause process with \\"/usr/bin/podman system migrate\\": cannot set up namespace using \\"/usr/bin/newuidmap\\": exit status 1"'
        ]
      },
      {
        id: "pull-at-boot",
        weight: { asks: ["quadlet-before-network", "dns-spof", "wrong-resolver"] },
        pattern: /(?:initializing source|pinging container registry) \S+.*dial tcp: lookup (?<name>[\w.-]+)(?: on (?<server>[\d.]+):53)?: (?:Temporary failure in name resolution|no such host|.*i\/o timeout|.*network is unreachable|server misbehaving)/,
        anchors: ["dial tcp: lookup"],
        examples: [
          'Error: initializing source docker://ghcr.io/app/server:v1.94.1: pinging container registry ghcr.io: Get "https://ghcr.io/v2/": dial tcp: lookup ghcr.io: Temporary failure in name resolution'
        ]
      },
      {
        id: "pasta-without-network",
        weight: { asks: ["quadlet-before-network", "no-default-route"] },
        pattern: /Couldn't (?:set IPv[46] route\(s\) in guest|get any nameserver address|pick external interface)|No (?:routable|external) interface|External interface not usable/,
        anchors: [" in guest", "nameserver address", "external interface", "routable interface"],
        examples: [
          "Couldn't set IPv4 route(s) in guest: Invalid argument",
          "No external interface found",
          "External interface not usable"
        ]
      },
      {
        id: "pull-refused",
        weight: { asks: ["service-down", "cold-start"] },
        pattern: /pinging container registry \S+.*dial tcp (?<server>[\d.]+):(?<port>\d+): connect: connection refused/,
        anchors: ["pinging container registry"],
        examples: [
          'Error: initializing source docker://registry.example:8443/dns:v1.2.0: pinging container registry registry.example:8443: Get "https://registry.example:8443/v2/": dial tcp 192.0.2.10:8443: connect: connection refused'
        ]
      },
      {
        id: "pasta-failed",
        weight: { after: "the reason is in the next line" },
        pattern: /pasta failed with exit code \d+:/,
        anchors: ["pasta failed with"],
        examples: ['Error: unable to start container "e8ce395dc900": pasta failed with exit code 1:']
      }
    ];
  }
});

// harness/diagnosis/catalogue/ports.ts
var portMessages;
var init_ports = __esm({
  "harness/diagnosis/catalogue/ports.ts"() {
    "use strict";
    init_standalone_methods();
    portMessages = [
      {
        id: "port-53-taken",
        weight: { decides: "port-53-conflict" },
        pattern: /(?:listen (?:udp|tcp)[46]? \S*:53: bind|bind host port (?:for )?\S+?:53(?:[:/]\S+)?|EADDRINUSE\S* \S*:53\b.*|udp listener on \S+:53|tcp listener on \S+:53|bind port 53|\bport 53|udp :53: bind|binding (?:UDP|TCP)? ?socket \S*#53|\('[\d.:]*', 53\)|bind\(\) to \S*:53 failed).{0,60}(?:address (?:already )?in use)|(?:address (?:already )?in use).{0,30}(?:\bport 53\b|\S*[:#]53\b(?!\d))|Failed to bind\(\) (?:TCP|UDP) DNS socket to \S+:53\b|failed to create listening socket for (?:port 53|[\d.:a-f]+)?:? ?Address (?:already )?in use|Listen failed for HOST (?:TCP|UDP) port \S*?\b53: Address already in use|could not listen on (?:UDP|TCP) socket: address in use/i,
        anchors: ["in use", "dns socket to"],
        examples: [
          "docker: Error response from daemon: driver failed programming external connectivity on endpoint app (1ab5b9753ae9): Error starting userland proxy: listen udp 0.0.0.0:53: bind: address already in use.",
          "First container start: failed to bind host port for 0.0.0.0:53:172.24.0.2:53/tcp: address already in use",
          "Failed to bind port 53 (Address already in use) for option '-t 53-53:53-53'",
          "Listen failed for HOST TCP port */53: Address already in use",
          "dnsmasq: failed to create listening socket for port 53: Address already in use",
          "error: can't bind socket: Address already in use for 0.0.0.0 port 53",
          "Listen: listen tcp :53: bind: address already in use",
          "Error: bind EADDRINUSE 0.0.0.0:53: address already in use",
          "failed to bind host port 0.0.0.0:53/tcp: address already in use",
          "nginx: [emerg] bind() to 0.0.0.0:53 failed (98: Address already in use)",
          "aardvark-dns failed to start: Error starting server failed to bind udp listener on 10.89.0.1:53: IO error: Address already in use (os error 98)",
          "gdnsd[507]: Failed to bind() TCP DNS socket to 0.0.0.0:53"
        ]
      },
      {
        id: "host-unreachable",
        weight: { next: ["tailnet-only-agent", "service-down"] },
        pattern: /(?:connect )?EHOSTUNREACH (?<server>[\d.]+):(?<port>\d+)|connect (?<server4>[\d.]+):(?<port4>\d+): EHOSTUNREACH|dial tcp (?<server2>[\d.]+):(?<port2>\d+): (?:connect: no route to host|i\/o timeout|connect: connection timed out)|connect to (?<server3>\S+) port (?<port3>\d+).*No route to host/i,
        anchors: ["ehostunreach", "no route to host", "i/o timeout", "connection timed out"],
        examples: [
          "dial tcp 100.95.252.120:9444: connect: no route to host",
          "Error: connect EHOSTUNREACH 100.95.252.120:9444",
          "dial tcp 100.95.252.120:9444: i/o timeout"
        ]
      },
      {
        id: "service-refuses",
        weight: { next: ["service-down"] },
        pattern: /ECONNREFUSED (?<server>[\d.:]+?):(?<port>\d+)\b|connect (?<server4>[\d.]+):(?<port4>\d+): ECONNREFUSED|dial tcp (?<server2>[\d.]+):(?<port2>\d+): connect: connection refused|connect to (?<server3>\S+) port (?<port3>\d+).*Connection refused/i,
        anchors: ["econnrefused", "connection refused"],
        examples: [
          "Error: connect ECONNREFUSED 127.0.0.1:8080",
          "dial tcp 127.0.0.1:8080: connect: connection refused",
          "curl: (7) Failed to connect to 127.0.0.1 port 8080: Connection refused"
        ]
      }
    ];
  }
});

// harness/diagnosis/catalogue/sqlite.ts
var sqliteMessages;
var init_sqlite = __esm({
  "harness/diagnosis/catalogue/sqlite.ts"() {
    "use strict";
    init_standalone_methods();
    sqliteMessages = [
      {
        id: "database-readonly",
        weight: { asks: ["container-uid", "file-permissions", "fchmod-denial", "foreign-file-system"] },
        pattern: /attempt to write a readonly database(?:: (?<path>\/\S+))?|SQLITE_READONLY\w*/i,
        anchors: ["readonly database", "sqlite_readonly"],
        against: ["fchmod-seccomp"],
        examples: [
          "Error: database init error: attempt to write a readonly database (8)",
          "sqlite3.OperationalError: attempt to write a readonly database",
          "SQLSTATE[HY000]: General error: 8 attempt to write a readonly database",
          "SQLite Error 8: 'attempt to write a readonly database'."
        ]
      },
      {
        id: "database-not-opened",
        weight: { asks: ["container-uid", "file-permissions", "fchmod-denial"] },
        pattern: /unable to open (?:the )?database file(?:: (?<path>\/[^\s"'()]+))?|SQLITE_CANTOPEN\w*/i,
        anchors: ["database file", "sqlite_cantopen"],
        examples: [
          "SqliteError: unable to open database file",
          `thread 'main' panicked at 'Can't connect to DB: BadConnection("Unable to open the database file")'`,
          "unable to open database file: out of memory (14)"
        ]
      },
      {
        id: "not-a-database",
        weight: { asks: ["service-databases-lost", "encrypted-database"] },
        pattern: /file is (?:encrypted or is )?not a database(?:: (?<path>\/\S+))?|SQLITE_NOTADB\b|file is encrypted or is not a database/i,
        anchors: ["not a database", "sqlite_notadb"],
        examples: [
          "open database: file is not a database",
          "sqlite3.DatabaseError: file is not a database",
          "Error: SQLITE_NOTADB: file is not a database",
          "Error: file is encrypted or is not a database"
        ]
      },
      {
        id: "database-malformed",
        weight: { next: ["service-databases-lost", "foreign-file-system"] },
        pattern: /database disk image is malformed|SQLITE_CORRUPT\w*/i,
        anchors: ["image is malformed", "sqlite_corrupt"],
        examples: ["database disk image is malformed (11)"]
      },
      {
        id: "database-locked",
        weight: { decides: "sqlite-locked" },
        pattern: /database (?:table )?is locked|SQLITE_BUSY\w*|SQLITE_LOCKED\w*/i,
        anchors: ["is locked", "sqlite_busy", "sqlite_locked"],
        examples: [
          "database is locked (5) (SQLITE_BUSY)",
          "System.Data.SQLite.SQLiteException (0x80004005): database is locked",
          "django.db.utils.OperationalError: database is locked"
        ]
      },
      {
        id: "database-io-error",
        weight: { next: ["foreign-file-system", "file-permissions"] },
        pattern: /\bdisk I\/O error\b|SQLITE_IOERR/,
        anchors: ["disk i/o error", "sqlite_ioerr"],
        examples: ['FTL Error initializing error="enabling foreign keys: disk I/O error (4874)"']
      },
      {
        id: "row-is-there",
        weight: { asks: ["duplicate-row", "seed-migration"] },
        pattern: /UNIQUE constraint failed: (?<table>\w+)\.(?<column>\w+)/,
        anchors: ["unique constraint failed"],
        examples: [
          "run migration 002-catalogue.sql: UNIQUE constraint failed: records.name, records.type",
          "django.db.utils.IntegrityError: UNIQUE constraint failed: auth_user.username",
          "constraint failed: UNIQUE constraint failed: nodes.id (1555)"
        ]
      },
      {
        id: "migration-again",
        weight: { asks: ["seed-migration", "interrupted-migration"] },
        pattern: /there is already another table or index with this name|migrat\S*.*\b(?:table|index|column) [`"']?(?<table>\w+)[`"']? already exists/i,
        anchors: ["already another table", "already exists"],
        examples: [
          "renaming table users to users_old: SQL logic error: there is already another table or index with this name: users_old (1)"
        ]
      },
      {
        id: "migration",
        weight: { fact: true, favours: ["seed-migration"] },
        pattern: /\b(?:run(?:ning)?|appl\w+|failed|error|during) \S*\s?migrat|\bmigrations? .*\bfailed|migration error/i,
        anchors: ["migrat"],
        examples: ["Migration failed: copying data", "run migration /srv/app/002-catalogue.sql: it failed"]
      }
    ];
  }
});

// harness/diagnosis/catalogue/tls.ts
var of, withHost, unknownIssuer, named, tlsMessages;
var init_tls = __esm({
  "harness/diagnosis/catalogue/tls.ts"() {
    "use strict";
    init_standalone_methods();
    of = String.raw`(?:\bhttps:\/\/(?<host>[\w.-]+)(?::(?<port>\d+))?[^\n]*?)?`;
    withHost = (source) => new RegExp(of + source, "i");
    unknownIssuer = ["missing-ca-certificates", "private-authority", "incomplete-chain"];
    named = ["tls-san-mismatch", "client-name-check"];
    tlsMessages = [
      {
        id: "authority-unknown",
        weight: { asks: ["missing-ca-certificates", "private-authority"] },
        pattern: withHost("x509: certificate signed by unknown authority(?! \\(possibly)"),
        anchors: ["signed by unknown authority"],
        examples: [
          'Get "https://api.example/v1": tls: failed to verify certificate: x509: certificate signed by unknown authority'
        ]
      },
      {
        id: "authority-of-another",
        weight: { asks: ["private-authority", "authority-renewed"] },
        pattern: withHost("x509: certificate signed by unknown authority \\(possibly because of"),
        anchors: ["signed by unknown authority"],
        against: ["missing-ca-certificates"],
        examples: [
          'x509: certificate signed by unknown authority (possibly because of "crypto/rsa: verification error" while trying to verify candidate authority certificate "example")'
        ]
      },
      {
        id: "issuer-not-found",
        weight: { asks: unknownIssuer },
        pattern: withHost(
          "(?:certificate verify failed.*unable to get (?:local )?issuer certificate|SSL certificate problem: unable to get (?:local )?issuer certificate|verify error:num=20|certificate verify failed \\(_ssl|SSL routines:[^:]*:certificate verify failed(?!.*(?:expired|mismatch))|Unable to locally verify the issuer's authority|server certificate verification failed\\. CAfile|certificate issuer is unknown)"
        ),
        anchors: [
          "issuer certificate",
          "verify error:num=20",
          "certificate verify failed",
          "verify the issuer's",
          "certificate verification failed",
          "issuer is unknown"
        ],
        examples: [
          "curl: (60) SSL certificate problem: unable to get local issuer certificate",
          "fatal: unable to access 'https://git.example/app.git/': server certificate verification failed. CAfile: none CRLfile: none",
          "ssl.SSLCertVerificationError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: unable to get local issuer certificate (_ssl.c:1076)"
        ]
      },
      {
        id: "issuer-not-found-by-node",
        weight: { asks: ["private-authority", "incomplete-chain", "missing-ca-certificates"] },
        pattern: /(?:\bhttps:\/\/(?<host>[\w.-]+)(?::(?<port>\d+))?\S*:? .*?)?(?:unable to verify the first certificate|UNABLE_TO_GET_ISSUER_CERT(?:_LOCALLY)?|UNABLE_TO_VERIFY_LEAF_SIGNATURE)|(?:Error|reason|error|(?<!verify )failed):? unable to get (?:local )?issuer certificate/,
        anchors: ["first certificate", "unable_to_", "issuer certificate"],
        examples: [
          "https://login.example:8443/v1/health: unable to verify the first certificate",
          "npm ERR! code UNABLE_TO_GET_ISSUER_CERT_LOCALLY"
        ]
      },
      {
        id: "issuer-not-found-by-others",
        weight: { asks: ["private-authority", "missing-ca-certificates", "incomplete-chain"] },
        pattern: withHost(
          "(?:invalid (?:peer )?certificate:? (?:InvalidCertificate\\()?UnknownIssuer|PKIX path building failed|unable to find valid certification path to requested target|errors in the certificate chain: (?:PartialChain|UntrustedRoot))"
        ),
        anchors: ["unknownissuer", "pkix path", "certification path", "errors in the certificate"],
        examples: [
          "error trying to connect: invalid peer certificate: UnknownIssuer",
          "javax.net.ssl.SSLHandshakeException: PKIX path building failed: unable to find valid certification path to requested target"
        ]
      },
      {
        id: "self-signed",
        weight: { asks: ["private-authority", "authority-renewed"] },
        pattern: withHost(
          "(?:self[- ]signed certificate(?: in certificate chain)?|SELF_SIGNED_CERT_IN_CHAIN|DEPTH_ZERO_SELF_SIGNED_CERT)"
        ),
        anchors: ["signed certificate", "self_signed_cert"],
        against: ["missing-ca-certificates"],
        examples: ["Error: self signed certificate in certificate chain"]
      },
      {
        id: "authorities-not-there",
        weight: { decides: "missing-ca-certificates" },
        pattern: /error setting certificate (?:verify locations|file)|Could not find a suitable TLS CA certificate bundle, invalid path: (?<path>\S+)|certs\/ca-certificates\.crt" could not be found on container|No CA certificates were loaded from the system|No system certificates available|open \/etc\/ssl\/certs\/ca-certificates\.crt: no such file/i,
        anchors: [
          "setting certificate",
          "ca certificate bundle",
          "ca-certificates.crt",
          "no ca certificates",
          "no system certificates"
        ],
        examples: [
          "curl: (77) error setting certificate verify locations:  CAfile: /etc/ssl/certs/ca-certificates.crt CApath: none",
          'Error: "/etc/ssl/certs/ca-certificates.crt" could not be found on container api: no such file or directory'
        ]
      },
      {
        id: "name-is-there-after-all",
        weight: { asks: ["client-name-check", "tls-san-mismatch"] },
        pattern: /Host: ?(?<host>[\w.-]*\w)\.? is not in the cert's altnames: (?:.*, )?DNS:\k<host>(?:,|\s|"|$)|certificate is valid for (?:.*, )?(?<host2>[\w.-]+)(?:, .*)?, not \k<host2>(?:\s|"|$)/i,
        anchors: ["cert's altnames", "certificate is valid for"],
        examples: [
          "Hostname/IP does not match certificate's altnames: Host:da1.example.net. is not in the cert's altnames: DNS:da1.example.net"
        ]
      },
      {
        id: "name-not-in-certificate",
        weight: { decides: "tls-san-mismatch" },
        pattern: /Host: ?(?<host>[\w.-]*\w)\.? is not in the cert's altnames: (?!(?:.*, )?DNS:\k<host>(?:,|\s|"|$))\S|IP: (?<host2>[\d.a-f:]+) is not in the cert's list: ?|x509: certificate is valid for (?:[^,]+, )*?[^,]+, not (?<host3>[\w.-]+)|x509: certificate is not valid for any names, but wanted to match (?<host4>[\w.-]+)|x509: cannot validate certificate for (?<host5>[\w.:]+) because it doesn't contain any IP SANs|x509: certificate relies on legacy Common Name|certificate subject name '(?<subject>[^']+)' does not match target host ?name '(?!\k<subject>')(?<host6>[^']+)'|hostname '(?<host7>[\w.-]+)' doesn't match (?:either of )?'/i,
        anchors: [
          "cert's altnames",
          "in the cert's list",
          "certificate is valid for",
          "is not valid for any names",
          "any ip sans",
          "legacy common name",
          "does not match target host",
          "doesn't match"
        ],
        examples: [
          "Hostname/IP does not match certificate's altnames: Host: www.shop.example. is not in the cert's altnames: DNS:old.example, DNS:*.old.example",
          "tls: failed to verify certificate: x509: certificate is valid for a.example, not b.example",
          "x509: cannot validate certificate for 192.0.2.10 because it doesn't contain any IP SANs",
          "Hostname/IP does not match certificate's altnames: IP: 192.0.2.16 is not in the cert's list: ",
          "curl: (51) SSL: certificate subject name 'example.com' does not match target host name 'localhost'"
        ]
      },
      {
        id: "name-refused",
        weight: { asks: named },
        pattern: /no (?:alternative )?certificate subject (?:alternative )?name matches (?:target|requested)? ?host ?name ?['‘"]?(?<host>[\w.-]+)|(?:Hostname|IP address) mismatch, certificate is not valid for '(?<host2>[\w.:-]+)'|Hostname\/IP (?:does not|doesn't) match certificate's altnames(?!.*(?:is not in the cert's))|(?:Cert)?NotValidForName\b|No subject alternative DNS name matching (?<host3>[\w.-]+) found|No subject alternative names (?:present|matching)|RemoteCertificateNameMismatch|ERR_TLS_CERT_ALTNAME_INVALID(?!.*(?:is not in the cert's))/i,
        anchors: [
          "certificate subject",
          "mismatch, certificate",
          "certificate's altnames",
          "notvalidforname",
          "no subject alternative",
          "remotecertificatenamemismatch",
          "altname_invalid"
        ],
        examples: [
          "curl: (60) SSL: no alternative certificate subject name matches target host name 'download.example'",
          "ssl.SSLCertVerificationError: Hostname mismatch, certificate is not valid for 'login.example'. (_ssl.c:1129)",
          'Error = Tls(Io(Custom { kind: InvalidData, error: InvalidCertificateData("invalid peer certificate: CertNotValidForName") }))'
        ]
      },
      {
        id: "legitimacy",
        weight: { after: "the reason is in the line before" },
        pattern: /curl failed to verify the legitimacy of the server/,
        anchors: ["verify the legitimacy"],
        examples: ["curl failed to verify the legitimacy of the server and therefore could not"]
      }
    ];
  }
});

// harness/diagnosis/catalogue/catalogue.ts
var messages, byId, causeOf;
var init_catalogue = __esm({
  "harness/diagnosis/catalogue/catalogue.ts"() {
    "use strict";
    init_standalone_methods();
    init_causes();
    init_dns();
    init_files();
    init_http();
    init_namespaces();
    init_podman();
    init_ports();
    init_sqlite();
    init_tls();
    messages = [
      ...podmanMessages,
      ...namespaceMessages,
      ...fileMessages,
      ...sqliteMessages,
      ...dnsMessages,
      ...portMessages,
      ...tlsMessages,
      ...httpMessages
    ];
    byId = new Map(causes.map((cause2) => [cause2.id, cause2]));
    causeOf = (id) => {
      const cause2 = byId.get(id);
      if (cause2 === void 0) throw new Error(`no cause ${id} in the catalogue`);
      return cause2;
    };
  }
});

// harness/diagnosis/catalogue/message.ts
var causesOf, nextOf;
var init_message = __esm({
  "harness/diagnosis/catalogue/message.ts"() {
    "use strict";
    init_standalone_methods();
    causesOf = ({ weight }) => {
      if ("decides" in weight) return [weight.decides];
      return "asks" in weight ? weight.asks : [];
    };
    nextOf = ({ weight }) => "next" in weight && weight.next !== void 0 ? weight.next : [];
  }
});

// harness/scenario/machine-kind.ts
var kinds, machineKinds, onKind, kindNamedIn, forKind;
var init_machine_kind = __esm({
  "harness/scenario/machine-kind.ts"() {
    "use strict";
    init_standalone_methods();
    kinds = {
      container: { one: "a container", like: "a container" },
      vm: { one: "a VM", like: "a VM or a real host", word: "qemu" },
      uml: { one: "a UML machine", like: "a VM or a real host", as: "vm" }
    };
    machineKinds = Object.keys(kinds);
    onKind = (kind) => kinds[kind].one;
    kindNamedIn = (by, kind) => {
      const own = kinds[kind];
      return [kind, "as" in own ? own.as : void 0].find((one) => one !== void 0 && by[one] !== void 0);
    };
    forKind = (by, kind) => {
      const named2 = kindNamedIn(by, kind);
      return named2 && by[named2];
    };
  }
});

// harness/diagnosis/clean-line.ts
var escapes, controls, visibleLine, entities, withoutEntities, asPrinted, prefixes, requestOfNginx, logrus, unescaped, messageOf;
var init_clean_line = __esm({
  "harness/diagnosis/clean-line.ts"() {
    "use strict";
    init_standalone_methods();
    escapes = /\u001b\[[0-?]*[ -/]*[@-~]|\u001b[\]PX^_][^\u0007\u001b]*(?:\u0007|\u001b\\)?|\u001b[ -/]*[0-~]|\u009b[0-?]*[ -/]*[@-~]/g;
    controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;
    visibleLine = (line2) => line2.replace(escapes, "").replace(controls, "").trim();
    entities = {
      amp: "&",
      apos: "'",
      gt: ">",
      lt: "<",
      nbsp: " ",
      quot: '"'
    };
    withoutEntities = (line2) => line2.includes("&") && line2.includes(";") ? line2.replaceAll(/&(?:#(\d{1,6})|#x([\da-f]{1,5})|([a-z]{2,4}));/gi, (whole, decimal, hex, name) => {
      if (name !== void 0) return entities[name.toLowerCase()] ?? whole;
      const code = decimal === void 0 ? Number.parseInt(hex, 16) : Number(decimal);
      return code > 1114111 ? whole : String.fromCodePoint(code);
    }) : line2;
    asPrinted = (line2) => withoutEntities(line2).replaceAll(/\\+"/g, '"').replaceAll(/[\u2018\u2019]/g, "'").replaceAll(/[\u201c\u201d]/g, '"').replaceAll("\xA0", " ");
    prefixes = [
      /^[A-Z][a-z]{2} [ 0-9]\d \d\d:\d\d:\d\d(?:\.\d+)? \S+ [^\s:[\]]+(?:\[\d+\])?: /,
      /^\[? *\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?\]? +(?:\S+ [^\s:[\]]+\[\d+\]: )?/,
      /^\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d (?:\[\w+\] \d+#\d+: (?:\*\d+ )?)?/,
      /^\S+ +\| /,
      /^(?:ERRO|WARN|FATA|INFO|DEBU)\[\d+\] */,
      /^(?:Error|ERROR|error|fatal|FATAL): /
    ];
    requestOfNginx = /, client: [^\s,]+, server: .*$/;
    logrus = /\bmsg="((?:[^"\\]|\\.)*)"/;
    unescaped = (text2) => text2.replace(/\\(["\\nt])/g, (_, sign) => sign === '"' || sign === "\\" ? sign : " ");
    messageOf = (visible2) => {
      const inner = logrus.exec(visible2)?.[1];
      const rest2 = (inner === void 0 ? visible2 : unescaped(inner)).replace(requestOfNginx, "");
      const cut = prefixes.reduce((text2, prefix) => text2.replace(prefix, ""), rest2);
      return cut === rest2 ? cut : messageOf(cut);
    };
  }
});

// harness/diagnosis/complaint.ts
var words, answers, errnos, telling, isComplaint;
var init_complaint = __esm({
  "harness/diagnosis/complaint.ts"() {
    "use strict";
    init_standalone_methods();
    words = /\b(?:error|err|fatal|panic|fail(?:ed|s|ure)?|cannot|can't|could not|couldn't|unable|denied|refused|not permitted|not found|no such|does ?n[o']t|is not|invalid|unexpected|already in use|unreachable|timed out|timeout|no servers|no subuid|different user|single mapping|corrupt|malformed|read-?only|no space|no alternative|expired|mismatch)\b|should have/i;
    answers = /status: (?!NOERROR)[A-Z]+|ANSWER: 0\b/;
    errnos = new RegExp(
      `\\bE(?:${"ACCES ADDRINUSE ADDRNOTAVAIL AGAIN BADF BUSY CONNABORTED CONNREFUSED CONNRESET EXIST HOSTUNREACH INVAL IO ISDIR LOOP MFILE NETUNREACH NOENT NOMEM NOSPC NOTDIR NOTEMPTY NOTFOUND NOTSUP PERM PIPE ROFS STALE TIMEDOUT".replaceAll(" ", "|")})\\b`
    );
    telling = /^(?:\S+ +)*?(?:DEBU|INFO|TRAC)\[\d+\]|\blevel=(?:debug|info|trace)\b|"level":"(?:debug|info|trace)"/;
    isComplaint = (line2) => !telling.test(line2) && (words.test(line2) || answers.test(line2) || errnos.test(line2));
  }
});

// harness/diagnosis/words.ts
var telling2, usual, phrases, spellingsOf, slightWords, negations, highestKnownPort, pathWords, knownPort, withoutVariables, codes, calls, weightOf, wordsOf, keyOf;
var init_words = __esm({
  "harness/diagnosis/words.ts"() {
    "use strict";
    init_standalone_methods();
    telling2 = 4;
    usual = 1;
    phrases = [
      "address already in use",
      "cannot allocate memory",
      "connection refused",
      "connection reset by peer",
      "connection timed out",
      "host is unreachable",
      "input/output error",
      "invalid argument",
      "is a directory",
      "network is unreachable",
      "no route to host",
      "no space left on device",
      "no such file or directory",
      "not a directory",
      "operation not permitted",
      "permission denied",
      "read-only file system",
      "timed out"
    ].map((phrase) => [phrase, phrase.replaceAll(/[ /-]/g, "_")]);
    spellingsOf = (word) => [
      ...phrases.flatMap(([phrase, joined]) => joined === word ? [phrase] : []),
      word
    ];
    slightWords = new Set(
      "a an and as at by due for from in is it of on or the then this to which with".split(" ")
    );
    negations = /* @__PURE__ */ new Set(["not", "no", "never", "none", "0"]);
    highestKnownPort = 1023;
    pathWords = (path) => {
      const ofUser = path.replace(/^((?:\/var)?\/run\/user)\/\d+/, "$1");
      if (ofUser !== path) return ` ${ofUser.replaceAll(/\d+/g, "").replaceAll("/", " ")} `;
      const program = /\/s?bin\/([^/]+)$/.exec(path)?.[1];
      if (program !== void 0) return ` ${program} `;
      return /^\/(?:etc|dev|proc|sys)\//.test(path) ? ` ${path.replaceAll("/", " ").replaceAll(/\b\d+\b/g, "")} ` : " ";
    };
    knownPort = (port) => port !== void 0 && Number(port) <= highestKnownPort ? ` port ${Number(port)} ` : " ";
    withoutVariables = (message2) => message2.replaceAll(/\b(\w+)n't\b/gi, "$1 not").replaceAll(/\b[a-z][a-z0-9+.-]*:\/\/[^\s"'<>]+/gi, " ").replaceAll(/\bADDRESS_OF_[A-Z0-9_]+_ON_[A-Z0-9_]+(?::(\d+))?/g, (_, port) => knownPort(port)).replaceAll(/["'`“”‘’]([\w.@:-]+)["'`“”‘’]/g, " ").replaceAll(/\b(?:DNS|IP(?: Address)?):\S+/g, " ").replaceAll(/\b(?:\d{1,3}\.){3}\d{1,3}(?:%\w+)?(?:[:#](\d+))?\b/g, (_, port) => knownPort(port)).replaceAll(/\[[0-9a-f:]*:[0-9a-f:]*\](?::(\d+))?/gi, (_, port) => knownPort(port)).replaceAll(/(?<![\w.])(?:\/[\w.@+:~%-]+){2,}\/?/g, (path) => pathWords(path.replace(/:$/, ""))).replaceAll(/\bport (\d+)\b/gi, (_, port) => knownPort(port)).replaceAll(/(?<=\s|^|localhost):(\d{1,5})\b/g, (_, port) => knownPort(port)).replaceAll(/\b(?:[a-z0-9_-]+\.)+[a-z][a-z0-9-]*\.?(?=[\s,;:)]|$)/gi, " ").replaceAll(/\b(?=[a-f]*\d)[0-9a-f]{12,}\b/gi, " ");
    codes = new Set(
      "eacces eaddrinuse ebusy econnrefused econnreset ehostunreach einval eio enetunreach enoent enospc eperm epipe erofs etimedout formerr noerror notimp nxdomain servfail".split(
        " "
      )
    );
    calls = new Set("chmod chown copyfile fchmod lchown lstat mkdir rmdir scandir unlink".split(" "));
    weightOf = (word) => calls.has(word) || word.includes("_") || negations.has(word) || codes.has(word) || /^\d+$/.test(word) ? telling2 : usual;
    wordsOf = (message2) => {
      const constant = withoutVariables(message2).toLowerCase();
      const joined = phrases.reduce((text2, [phrase, word]) => text2.replaceAll(phrase, word), constant);
      const found = joined.match(/port \d+|[\p{L}_][\p{L}\p{N}_-]*|(?<![\w.:-])0(?![\w.:])/gu) ?? [];
      return found.flatMap((word) => word.startsWith("port ") ? word.split(" ") : [word]).filter((word) => !slightWords.has(word)).map((text2) => ({ text: text2, weight: weightOf(text2) }));
    };
    keyOf = (words2) => words2.map(({ text: text2 }) => text2).join(" ");
  }
});

// harness/diagnosis/known-texts.ts
var fewestWords, fewestLetters, isDistinct, wordsOfLine, wordsOfText, knownTexts;
var init_known_texts = __esm({
  "harness/diagnosis/known-texts.ts"() {
    "use strict";
    init_standalone_methods();
    init_clean_line();
    init_complaint();
    init_words();
    fewestWords = 3;
    fewestLetters = 14;
    isDistinct = (words2) => {
      const full = words2.filter(({ text: text2, weight }) => weight >= 1 && new RegExp("\\p{L}", "u").test(text2));
      return full.length >= fewestWords && full.reduce((sum3, { text: text2 }) => sum3 + text2.length, 0) >= fewestLetters;
    };
    wordsOfLine = (line2) => wordsOf(messageOf(visibleLine(line2)));
    wordsOfText = ({ core, text: text2 }) => wordsOfLine(core ?? text2);
    knownTexts = (entries) => entries.flatMap(
      (entry) => entry.symptoms.flatMap(
        (symptom) => symptom.texts.flatMap((text2) => {
          const words2 = wordsOfText(text2);
          return isDistinct(words2) ? [{ entry, symptom, text: text2, words: words2, key: keyOf(words2) }] : [];
        })
      )
    );
  }
});

// harness/diagnosis/merge-entry.ts
var timesIn;
var init_merge_entry = __esm({
  "harness/diagnosis/merge-entry.ts"() {
    "use strict";
    init_standalone_methods();
    init_machine_kind();
    init_known_texts();
    timesIn = (seen) => Object.values(seen).reduce((total, { times }) => total + times, 0);
  }
});

// harness/diagnosis/question.ts
var isPlain, filled, withValues, kinds2, inPlaceOf;
var init_question = __esm({
  "harness/diagnosis/question.ts"() {
    "use strict";
    init_standalone_methods();
    isPlain = (value) => /^[\w@%+=:,./-]+$/.test(value);
    filled = (template, values) => template.replaceAll(/\{(\w+)(?:\|([^}]*))?\}/g, (_, name, other) => {
      const value = values[name];
      return value !== void 0 && isPlain(value) ? value : other ?? name.toUpperCase();
    });
    withValues = ({ ask, run: run2, yes }, values) => ({
      ask: filled(ask, values),
      run: filled(run2, values),
      yes: filled(yes, values)
    });
    kinds2 = [
      /(?<=\/run\/user\/)\d+|(?<=\b(?:pw_|st_)?[ug]id[:=])\d+/g,
      /\b(?:\d{1,3}\.){3}\d{1,3}\b/g,
      /(?<![\w.:/])\/[\w.@+~-]+(?:\/[\w.@+~-]+)+/g,
      /(?<=["'`])[\w.-]+(?=["'`])/g
    ];
    inPlaceOf = (text2, drilledLine, readLine) => {
      const pairs = kinds2.flatMap((kind) => {
        const [drilled, read] = [drilledLine.match(kind) ?? [], readLine.match(kind) ?? []];
        return drilled.length === read.length ? drilled.map((value, at) => [value, read[at] ?? value]) : [];
      });
      const own = new Map(pairs.filter(([drilled, read]) => drilled !== read && drilled.length > 2));
      if (own.size === 0) return text2;
      const escaped4 = [...own.keys()].map((value) => value.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"));
      const pattern = new RegExp(`(?<![\\w.])(?:${escaped4.join("|")})(?![\\w-]|\\.\\w)`, "g");
      return text2.replaceAll(pattern, (value) => own.get(value) ?? value);
    };
  }
});

// harness/diagnosis/rank.ts
var besideWeight, foundWeight, contradicted, decisive, perPlace, favourWeight, diagnose, mostThatPrint, isNamedBy, hasTexts, sharedBy, oncePerText, isOfOneError, scoreOf, bestScore, favoursOf, drilledScore, candidateOf, valuesFor, bestOf, sum, linesOf, sharesLine, firstLine, grouped, leftOf, hintsOf, unusedLines;
var init_rank = __esm({
  "harness/diagnosis/rank.ts"() {
    "use strict";
    init_standalone_methods();
    init_catalogue();
    init_message();
    init_merge_entry();
    init_question();
    besideWeight = 0.25;
    foundWeight = 0.1;
    contradicted = 0.1;
    decisive = 3;
    perPlace = 0.1;
    favourWeight = 0.5;
    diagnose = (scanned, entries) => {
      const ids = [...new Set(scanned.evidence.flatMap(({ message: message2 }) => causesOf(message2)))];
      const known2 = ids.flatMap((id) => {
        const own = entries.filter(({ scenario }) => scenario === id);
        return own.length === 0 ? [candidateOf(id, void 0, scanned)] : own.map((entry) => candidateOf(id, entry, scanned));
      });
      const drilled = entries.flatMap(
        (entry) => !ids.includes(entry.scenario) && isNamedBy(entry, scanned) ? [candidateOf(entry.scenario, entry, scanned)] : []
      );
      const groups = grouped([...known2, ...drilled]);
      const named2 = new Set(groups.flatMap(({ candidates }) => candidates.map(({ id }) => id)));
      return {
        lines: scanned.lines,
        groups,
        hints: hintsOf(scanned, named2),
        strangers: [...scanned.strangers, ...unusedLines(scanned, groups)].toSorted(
          (a, b) => a.number - b.number
        ),
        moreStrangers: scanned.moreStrangers,
        head: scanned.head
      };
    };
    mostThatPrint = 5;
    isNamedBy = (entry, { hits }) => hits.some(
      (hit) => hit.known.entry === entry && hit.known.text.about && sharedBy(hit, hits) <= mostThatPrint
    );
    hasTexts = ({ texts: texts2 }) => texts2.some(({ about }) => about);
    sharedBy = ({ known: known2 }, hits) => new Set(hits.filter((one) => one.known.key === known2.key).map((one) => one.known.entry.scenario)).size;
    oncePerText = (hits) => [
      ...new Map(hits.map((hit) => [`${hit.line.number} ${hit.known.key}`, hit])).values()
    ];
    isOfOneError = (message2, evidence) => {
      const own = causesOf(message2);
      return own.length === 0 || evidence.some((other) => causesOf(other.message).some((id) => own.includes(id)));
    };
    scoreOf = (id, { message: message2 }) => {
      if ("decides" in message2.weight) return decisive;
      return 1 - perPlace * causesOf(message2).indexOf(id);
    };
    bestScore = (id, evidence, number) => Math.max(...evidence.filter(({ line: line2 }) => line2.number === number).map((one) => scoreOf(id, one)));
    favoursOf = (id, evidence) => evidence.filter(({ message: message2 }) => "favours" in message2.weight && message2.weight.favours?.includes(id)).length;
    drilledScore = (entry, own, all, covered) => {
      if (entry === void 0) return { score: 0, found: 0, of: 0 };
      const about = own.filter(({ known: known2 }) => known2.text.about);
      const symptoms = entry.symptoms.filter(hasTexts);
      const found = symptoms.filter((symptom) => about.some(({ known: known2 }) => known2.symptom === symptom)).length;
      const numbers = [...new Set(about.map(({ line: line2 }) => line2.number))].filter((number) => !covered.has(number));
      const score = sum(
        numbers.map(
          (number) => bestOf(
            about.filter(({ line: line2 }) => line2.number === number),
            all
          )
        )
      ) + besideWeight * sum(oncePerText(own.filter((hit) => !about.includes(hit))).map((hit) => hit.fit / sharedBy(hit, all))) + (symptoms.length === 0 || covered.size > 0 ? 0 : foundWeight * (found / symptoms.length));
      return { score, found, of: symptoms.length };
    };
    candidateOf = (id, entry, scanned) => {
      const { hits, tellings } = scanned;
      const evidence = scanned.evidence.filter(({ message: message2 }) => causesOf(message2).includes(id));
      const against = scanned.evidence.filter(
        ({ message: message2 }) => message2.against?.includes(id) && isOfOneError(message2, evidence)
      );
      const own = entry === void 0 ? [] : hits.filter(({ known: known2 }) => known2.entry === entry);
      const speaksAgainst = entry === void 0 ? [] : tellings.filter(
        ({ entry: by, difference: difference2, side }) => by === entry && side === "unless" || by !== entry && side === "look" && difference2.from === entry.scenario
      );
      const speaksFor = tellings.filter(
        ({ entry: by, difference: difference2, side }) => by === entry && side === "look" && hits.some(({ known: known2 }) => known2.entry.scenario === difference2.from)
      );
      const covered = new Set(evidence.map(({ line: line2 }) => line2.number));
      const { score, found, of: of2 } = drilledScore(entry, own, hits, covered);
      const isDecided = against.length === 0 && evidence.some(({ message: message2 }) => "decides" in message2.weight);
      const total = sum([...covered].map((number) => bestScore(id, evidence, number))) + favourWeight * favoursOf(id, scanned.evidence) + score + speaksFor.length;
      return {
        id,
        title: evidence.length === 0 ? entry?.title ?? id : causeOf(id).title,
        certainty: evidence.length === 0 ? "drilled" : isDecided ? "decided" : "asked",
        ...entry === void 0 ? {} : { entry },
        ...evidence.length === 0 ? {} : { question: withValues(causeOf(id).question, valuesFor(id, scanned)) },
        score: total * contradicted ** (speaksAgainst.length + against.length),
        evidence,
        hits: own,
        found,
        of: of2,
        speaksFor,
        speaksAgainst,
        against
      };
    };
    valuesFor = (id, { evidence }) => {
      const own = evidence.filter(
        ({ message: message2 }) => causesOf(message2).includes(id) || nextOf(message2).includes(id)
      );
      const others = evidence.filter((one) => !own.includes(one));
      return Object.assign({}, ...[...own, ...others].map(({ values }) => values).toReversed());
    };
    bestOf = (own, all) => Math.max(...own.map((hit) => hit.fit / sharedBy(hit, all)));
    sum = (numbers) => numbers.reduce((total, one) => total + one, 0);
    linesOf = ({ evidence, hits }) => [...new Map([...evidence, ...hits].map(({ line: line2 }) => [line2.number, line2])).values()].toSorted(
      (a, b) => a.number - b.number
    );
    sharesLine = (one, other) => linesOf(one).some(({ number }) => linesOf(other).some((line2) => line2.number === number));
    firstLine = (candidate2) => Math.min(...linesOf(candidate2).map(({ number }) => number));
    grouped = (candidates) => {
      const groups = [];
      for (const one of candidates) {
        const near = groups.filter((group) => group.some((other) => sharesLine(one, other)));
        const rest2 = groups.filter((group) => !near.includes(group));
        groups.splice(0, groups.length, ...rest2, [...near.flat(), one]);
      }
      return groups.toSorted((a, b) => Math.min(...a.map(firstLine)) - Math.min(...b.map(firstLine))).flatMap((group) => {
        const [first, ...others] = leftOf(group).toSorted(
          (a, b) => b.score - a.score || timesIn(b.entry?.drills ?? {}) - timesIn(a.entry?.drills ?? {}) || (a.id < b.id ? -1 : 1)
        );
        return first === void 0 ? [] : [{ candidates: [first, ...others] }];
      });
    };
    leftOf = (group) => {
      const decided = group.filter(({ certainty }) => certainty === "decided");
      if (decided.length === 0) return group;
      const explained = new Set(decided.flatMap(linesOf).map(({ number }) => number));
      return group.filter(
        (one) => decided.includes(one) || linesOf(one).some(({ number }) => !explained.has(number))
      );
    };
    hintsOf = (scanned, named2) => {
      const favoured = (id) => favoursOf(id, scanned.evidence);
      return scanned.evidence.flatMap(({ line: line2, message: message2 }) => {
        if (!("next" in message2.weight || "after" in message2.weight)) return [];
        const ids = nextOf(message2).filter(
          (id) => !scanned.evidence.some((other) => other.message.against?.includes(id))
        );
        if (nextOf(message2).some((id) => named2.has(id)) || "after" in message2.weight && named2.size > 0)
          return [];
        const next = ids.toSorted((a, b) => favoured(b) - favoured(a)).map((id) => {
          const { title, question } = causeOf(id);
          return { id, title, question: withValues(question, valuesFor(id, scanned)) };
        });
        const drilled = scanned.alike.flatMap(
          ({ line: { number }, known: known2 }) => number === line2.number && known2.text.about ? [known2.entry.scenario] : []
        );
        return [
          {
            line: line2,
            ..."after" in message2.weight ? { after: message2.weight.after } : {},
            next,
            drilled: [...new Set(drilled)]
          }
        ];
      });
    };
    unusedLines = ({ hits, evidence }, groups) => {
      const used = /* @__PURE__ */ new Set([
        ...groups.flatMap(({ candidates }) => candidates.flatMap(linesOf)).map(({ number }) => number),
        ...evidence.map(({ line: line2 }) => line2.number)
      ]);
      return [
        ...new Map(
          hits.flatMap(({ line: line2 }) => used.has(line2.number) ? [] : [[line2.number, line2]])
        ).values()
      ];
    };
  }
});

// harness/variants/versions.ts
var releaseDimension, dimensionWord, versionWords, versionFlags, versionSuffix;
var init_versions = __esm({
  "harness/variants/versions.ts"() {
    "use strict";
    init_standalone_methods();
    releaseDimension = "release";
    dimensionWord = (name) => name === releaseDimension ? "Debian" : name;
    versionWords = (versions) => Object.entries(versions).map(([name, version]) => `${dimensionWord(name)} ${version}`).join(" and ");
    versionFlags = (...all) => {
      const names = new Set(all.flatMap((one) => Object.keys(one)));
      return [...names].map((name) => {
        const versions = new Set(all.flatMap((one) => one[name] ?? []));
        return `--${name} ${[...versions].join(",")}`;
      });
    };
    versionSuffix = (versions) => Object.entries(versions).map(([name, version]) => `-${name}-${version}`).join("");
  }
});

// harness/scenario/literal.ts
var escaped, plainPartsOf, partsOf, literalOf;
var init_literal = __esm({
  "harness/scenario/literal.ts"() {
    "use strict";
    init_standalone_methods();
    escaped = /\\([/.*+?^${}()|[\]\\])/g;
    plainPartsOf = (source) => {
      const parts = source.split(/(?<!\\)(?:\.\*|\[\\s\\S\]\*)/).map((part) => {
        const begins = part.startsWith("^");
        return { source: begins ? part.slice(1) : part, begins };
      });
      const isPlain2 = parts.every(
        (part) => part.source !== "" && !/[\\.*+?^${}()|[\]]/.test(part.source.replaceAll(escaped, ""))
      );
      return isPlain2 ? parts.map((part) => ({ text: part.source.replaceAll(escaped, "$1"), begins: part.begins })) : void 0;
    };
    partsOf = ({ source }) => plainPartsOf(source.replaceAll(/\\d\+|\[[01]-9\]/g, "<n>"));
    literalOf = (match) => {
      if (match.kind === "contains") return match.value.join("");
      if (match.kind !== "pattern") return JSON.stringify(match);
      const parts = partsOf(match);
      return parts === void 0 ? `/${match.source}/${match.flags}` : parts.map(({ text: text2 }) => text2).join("\u2026");
    };
  }
});

// harness/diagnosis/advice.ts
var adviceFor, alone, withReadersValues, otherVersion, adviceOf, derived, difference, runOf;
var init_advice = __esm({
  "harness/diagnosis/advice.ts"() {
    "use strict";
    init_standalone_methods();
    init_literal();
    init_versions();
    init_question();
    adviceFor = (candidate2, { candidates }, index) => {
      const { entry, hits, question } = candidate2;
      if (entry === void 0) return [];
      const others = candidates.flatMap(
        (one) => one.entry === void 0 || one.entry === entry ? [] : [one.entry]
      );
      const found = new Set(hits.map(({ known: known2 }) => known2.symptom));
      const isMeant = ({ from, alike }) => index.some(({ scenario }) => scenario === from) ? others.some(({ scenario }) => scenario === from) : question === void 0 && (alike === void 0 || [...found].some(({ title }) => title === alike));
      const declared = entry.tellsApart.filter(isMeant).map((one) => adviceOf(entry, one)).filter(({ look, unless }) => question === void 0 || look !== void 0 || unless !== void 0);
      const otherPages = others.filter(({ scenario }) => scenario === entry.scenario).map((other) => otherVersion(entry, other));
      if (question !== void 0) return [...declared.map(({ run: _, ...rest2 }) => rest2), ...otherPages];
      const untold = others.filter(
        ({ scenario, tellsApart }) => scenario !== entry.scenario && !entry.tellsApart.some(({ from }) => from === scenario) && !tellsApart.some(({ from }) => from === entry.scenario)
      );
      const told = [...declared, ...derived(entry, untold, found), ...otherPages];
      return (told.length === 0 ? alone(entry, found) : told).map((one) => withReadersValues(one, candidate2));
    };
    alone = (entry, found) => {
      const symptom = entry.symptoms.find((one) => !found.has(one) && one.answer !== "");
      return symptom === void 0 ? [] : [{ from: "another cause that prints the same", how: symptom.title, run: runOf(symptom) }];
    };
    withReadersValues = (advice, { hits }) => {
      if (advice.run === void 0) return advice;
      const own = (text2) => hits.reduce((result, { known: known2, line: line2 }) => inPlaceOf(result, known2.text.text, line2.text), text2);
      const { command: command2, answer } = advice.run;
      return { ...advice, run: { ...advice.run, command: own(command2), answer: own(answer) } };
    };
    otherVersion = ({ versions: own = {} }, { scenario, versions }) => {
      const names = Object.keys(versions ?? own).map(dimensionWord);
      return {
        from: `${scenario} with ${versions === void 0 ? `another ${names.join(" or ")}` : versionWords(versions)}`,
        how: `The version of ${names.join(" and ")} says which page is for you: each has its own commands.`
      };
    };
    adviceOf = (entry, { from, how, look, unless, ask }) => {
      const asked = entry.symptoms.find(({ title }) => title === ask);
      return {
        from,
        how,
        ...look === void 0 ? {} : { look: literalOf(look) },
        ...unless === void 0 ? {} : { unless: literalOf(unless) },
        ...asked === void 0 ? {} : { run: runOf(asked) }
      };
    };
    derived = (entry, others, found) => {
      const bySymptom = /* @__PURE__ */ new Map();
      for (const other of others) {
        const symptom = difference(entry, other, found);
        if (symptom) bySymptom.set(symptom, (bySymptom.get(symptom) ?? /* @__PURE__ */ new Set()).add(other.scenario));
      }
      return [...bySymptom].map(([symptom, from]) => {
        const line2 = symptom.texts.find(({ about }) => about)?.text;
        return {
          from: [...from].join(", "),
          how: symptom.title,
          ...line2 === void 0 ? {} : { look: line2 },
          run: runOf(symptom)
        };
      });
    };
    difference = (entry, other, found) => {
      const own = entry.symptoms.filter(
        (symptom) => !found.has(symptom) && symptom.answer !== "" && !other.symptoms.some(({ title, command: command2 }) => title === symptom.title || command2 === symptom.command)
      );
      return own.find(({ texts: texts2 }) => texts2.some(({ about }) => about)) ?? own[0];
    };
    runOf = ({ command: command2, user, machine, answer }) => ({ command: command2, user, machine, answer });
  }
});

// harness/variants/releases.ts
var releaseNames;
var init_releases = __esm({
  "harness/variants/releases.ts"() {
    "use strict";
    init_standalone_methods();
    releaseNames = ["bookworm", "trixie", "forky"];
  }
});

// harness/variants/variants.ts
var releasesAlone;
var init_variants = __esm({
  "harness/variants/variants.ts"() {
    "use strict";
    init_standalone_methods();
    init_releases();
    init_versions();
    releasesAlone = {
      [releaseDimension]: Object.fromEntries(releaseNames.map((name) => [name, name]))
    };
  }
});

// harness/variants/variant.ts
var pageName;
var init_variant = __esm({
  "harness/variants/variant.ts"() {
    "use strict";
    init_standalone_methods();
    init_errors();
    init_machine_kind();
    init_releases();
    init_variants();
    init_versions();
    pageName = (scenario, versions = {}) => `${scenario}${versionSuffix(versions)}`;
  }
});

// harness/views/diagnosis-json.ts
var diagnosis_json_exports = {};
__export(diagnosis_json_exports, {
  diagnosisJson: () => diagnosisJson
});
var telling4, message, rounded, cause, hint, diagnosisJson;
var init_diagnosis_json = __esm({
  "harness/views/diagnosis-json.ts"() {
    "use strict";
    init_standalone_methods();
    init_advice();
    init_variant();
    telling4 = ({ line: line2, difference: difference2 }) => ({
      line: line2.number,
      text: line2.text,
      how: difference2.how
    });
    message = ({ line: line2, message: { id }, values }) => ({
      line: line2.number,
      text: line2.text,
      times: line2.times,
      message: id,
      values
    });
    rounded = (value) => Math.round(value * 1e3) / 1e3;
    cause = (one, group, { index, runbookOf }) => ({
      cause: one.id,
      scenario: one.entry?.scenario ?? null,
      ...one.entry?.versions === void 0 ? {} : { versions: one.entry.versions },
      title: one.title,
      certainty: one.certainty,
      score: rounded(one.score),
      ...one.question === void 0 ? {} : { question: one.question },
      messages: one.evidence.map(message),
      ...one.entry === void 0 ? {} : {
        symptoms: { found: one.found, of: one.of },
        lines: one.hits.map(({ line: line2, known: known2, fit }) => ({
          line: line2.number,
          text: line2.text,
          times: line2.times,
          symptom: known2.symptom.title,
          fit: rounded(fit),
          about: known2.text.about,
          seen: known2.text.seen
        })),
        drilled: { title: one.entry.title, cause: one.entry.cause, drills: one.entry.drills }
      },
      for: one.speaksFor.map(telling4),
      against: [...one.speaksAgainst.map(telling4), ...one.against.map(message)],
      runbook: one.entry === void 0 ? null : runbookOf(pageName(one.entry.scenario, one.entry.versions)) ?? null,
      apart: adviceFor(one, group, index)
    });
    hint = ({ line: line2, after, next, drilled }, { index, runbookOf }) => ({
      line: line2.number,
      text: line2.text,
      times: line2.times,
      ...after === void 0 ? {} : { after },
      next: next.map((one) => ({
        cause: one.id,
        title: one.title,
        question: one.question,
        runbook: index.some(({ scenario }) => scenario === one.id) ? runbookOf(one.id) ?? null : null
      })),
      drilled
    });
    diagnosisJson = ({ lines, groups, hints, strangers, moreStrangers }, view) => {
      const errors = groups.map((group) => ({
        causes: group.candidates.map((one) => cause(one, group, view))
      }));
      const unknown2 = strangers.map(({ number, text: text2, times }) => ({ line: number, text: text2, times }));
      return `${JSON.stringify({
        type: "diagnosis",
        lines,
        errors,
        hints: hints.map((one) => hint(one, view)),
        unknown: unknown2,
        moreUnknown: moreStrangers
      })}
`;
    };
  }
});

// harness/views/time-words.ts
var counted;
var init_time_words = __esm({
  "harness/views/time-words.ts"() {
    "use strict";
    init_standalone_methods();
    counted = (count, one, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;
  }
});

// harness/views/variant-words.ts
var withVersions;
var init_variant_words = __esm({
  "harness/views/variant-words.ts"() {
    "use strict";
    init_standalone_methods();
    init_machine_kind();
    init_variant();
    init_versions();
    withVersions = (versions) => {
      const words2 = versionWords(versions);
      return words2 === "" ? "" : ` with ${words2}`;
    };
  }
});

// harness/views/visible.ts
var hidden, escaped3, visible, oneLine, firstLines;
var init_visible = __esm({
  "harness/views/visible.ts"() {
    "use strict";
    init_standalone_methods();
    hidden = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
    escaped3 = (character) => {
      const code = character.charCodeAt(0);
      if (character === "\r") return "\\r";
      return code < 256 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u${code.toString(16).padStart(4, "0")}`;
    };
    visible = (text2) => text2.replaceAll("\r\n", "\n").replace(hidden, escaped3);
    oneLine = (text2) => visible(text2).trim().replace(/\s*\n\s*/g, " \u23CE ").replaceAll("	", " ");
    firstLines = (text2, most) => {
      const all = visible(text2).replace(/\s+$/, "").split("\n");
      return all.length <= most ? { lines: all, more: 0 } : { lines: all.slice(0, most), more: all.length - most };
    };
  }
});

// harness/views/width.ts
import { stripVTControlCharacters } from "node:util";
var segmenter, segmentsOf, wide, columnsOf, plain, widthOf, cutTo, fold;
var init_width = __esm({
  "harness/views/width.ts"() {
    "use strict";
    init_standalone_methods();
    segmentsOf = (text2) => {
      segmenter ??= new Intl.Segmenter();
      return segmenter.segment(text2);
    };
    wide = new RegExp("^(?:\\p{Emoji_Presentation}|[\\u1100-\\u115f\\u2e80-\\ua4cf\\uac00-\\ud7a3\\uf900-\\ufaff\\ufe30-\\ufe6f\\uff00-\\uff60\\uffe0-\\uffe6]|[\\u{20000}-\\u{3fffd}])", "u");
    columnsOf = (segment) => wide.test(segment) ? 2 : 1;
    plain = (text2) => /^[\x20-\x7e\xa1-\xac\xae-\xff\u2010-\u2027\u2190-\u21ff]*$/.test(text2);
    widthOf = (text2) => {
      const bare = stripVTControlCharacters(text2);
      if (plain(bare)) return bare.length;
      return [...segmentsOf(bare)].reduce((sum3, { segment }) => sum3 + columnsOf(segment), 0);
    };
    cutTo = (text2, columns) => {
      if (widthOf(text2) <= columns) return text2;
      if (columns < 1) return "";
      if (plain(text2)) return `${text2.slice(0, columns - 1)}\u2026`;
      let cut = "";
      let used = 0;
      for (const { segment } of segmentsOf(text2)) {
        used += columnsOf(segment);
        if (used > columns - 1) break;
        cut += segment;
      }
      return `${cut}\u2026`;
    };
    fold = (text2, columns) => text2.split("\n").flatMap((line2) => {
      const lines = [];
      let rest2 = line2.replaceAll("	", "  ");
      while (widthOf(rest2) > columns) {
        const piece = cutTo(rest2, columns + 1).slice(0, -1);
        const space = piece.lastIndexOf(" ");
        const end = space > columns / 2 ? space : piece.length;
        lines.push(rest2.slice(0, end).trimEnd());
        rest2 = rest2.slice(end).trimStart();
      }
      return [...lines, rest2];
    });
  }
});

// harness/views/diagnosis.ts
var diagnosis_exports = {};
__export(diagnosis_exports, {
  renderDiagnosis: () => renderDiagnosis
});
var mostCandidates, mostLinesOfGroup, labelWidth, renderDiagnosis, renderGroup, shownLine, candidate, command, factLines, factsOf, entryFacts, numbersOf, reasonWords, questionWords, nameOf, drillOf, fitWords, exactFit, isExact, tellingWords, seenWords, adviceWords, rest, hintLines;
var init_diagnosis = __esm({
  "harness/views/diagnosis.ts"() {
    "use strict";
    init_standalone_methods();
    init_advice();
    init_merge_entry();
    init_rank();
    init_invocation();
    init_machine_kind();
    init_variant();
    init_versions();
    init_time_words();
    init_variant_words();
    init_visible();
    init_width();
    mostCandidates = 6;
    mostLinesOfGroup = 6;
    labelWidth = 9;
    renderDiagnosis = (diagnosis, view) => {
      const { groups, hints, strangers, moreStrangers, lines } = diagnosis;
      const parts = groups.map((group, index) => renderGroup(group, index, groups.length, view));
      const isRest = strangers.length > 0 || hints.length > 0 || groups.length === 0;
      return [
        ...groups.length > 1 ? [`${counted(groups.length, "error")} in ${counted(lines, "line")}.
`] : [],
        ...parts,
        ...isRest ? [rest(groups.length > 0, { hints, strangers, more: moreStrangers }, view)] : []
      ].join("\n");
    };
    renderGroup = (group, index, count, view) => {
      const lines = [
        ...new Map(group.candidates.flatMap(linesOf).map((line2) => [line2.number, line2])).values()
      ].toSorted((a, b) => a.number - b.number);
      const hidden2 = group.candidates.length - mostCandidates;
      return [
        ...count > 1 ? [view.colors.bold(`Error ${index + 1}`)] : [],
        ...lines.slice(0, mostLinesOfGroup).map((line2) => shownLine(line2, view)),
        ...lines.length > mostLinesOfGroup ? [`  \u2026 and ${counted(lines.length - mostLinesOfGroup, "line")} more`] : [],
        "",
        ...group.candidates.slice(0, mostCandidates).flatMap((one, place) => [...candidate(one, place, group, view), ""]),
        ...hidden2 > 0 ? [`  \u2026 and ${counted(hidden2, "cause")} that fit less; --json lists all of them`, ""] : []
      ].join("\n");
    };
    shownLine = ({ number, text: text2, times }, { colors, columns }) => {
      const label = `line ${number}${times === 1 ? "" : ` \xD7${times}`}`.padEnd(labelWidth);
      return `  ${colors.dim(label)} ${cutTo(oneLine(text2), columns - label.length - 3)}`;
    };
    candidate = (one, place, group, view) => {
      const head = visible(`${place + 1}. ${one.title} (${nameOf(one)})`);
      return [
        ...fold(head, view.columns - 2).map(
          (line2, index) => index === 0 ? `  ${view.colors.bold(line2)}` : `     ${line2}`
        ),
        ...factsOf(one, group, view).flatMap((fact) => factLines(fact, view))
      ];
    };
    command = "run: ";
    factLines = ([label, text2], { columns, colors }) => visible(text2).split("\n").flatMap(
      (line2) => line2.startsWith(command) ? [line2] : fold(line2, Math.max(columns - labelWidth - 6, 30))
    ).map((line2, index) => `     ${colors.dim((index === 0 ? label : "").padEnd(labelWidth))}${line2}`);
    factsOf = (one, group, view) => {
      const { entry, question, speaksAgainst, speaksFor, against } = one;
      return [
        ...one.certainty === "drilled" && entry !== void 0 ? [["cause", entry.cause]] : [],
        one.certainty === "drilled" ? ["fits", fitWords(one)] : ["because", reasonWords(one)],
        ...speaksFor.map((telling5) => ["for it", tellingWords(telling5)]),
        ...speaksAgainst.map((telling5) => ["against", tellingWords(telling5)]),
        ...against.map(({ line: line2 }) => ["against", `line ${line2.number} is not printed by this cause`]),
        ...question === void 0 ? [] : [["ask", questionWords(question)]],
        ...entry === void 0 ? [] : entryFacts(one, entry, view),
        ...adviceFor(one, group, view.index).map((advice) => ["apart", adviceWords(advice)])
      ];
    };
    entryFacts = (one, entry, view) => [
      ["seen", seenWords(one, entry)],
      [
        "runbook",
        view.runbookOf(pageName(entry.scenario, entry.versions)) ?? `none yet: ${drillOf(entry)} writes it`
      ]
    ];
    numbersOf = (lines) => {
      const numbers = [...new Set(lines.map(({ number }) => number))].toSorted((a, b) => a - b);
      return `${numbers.length === 1 ? "line" : "lines"} ${numbers.slice(0, mostLinesOfGroup).join(", ")}`;
    };
    reasonWords = (one) => {
      const decisive2 = one.evidence.filter(({ message: message2 }) => "decides" in message2.weight);
      if (one.certainty === "decided") {
        return `this cause alone prints ${numbersOf(decisive2.map(({ line: line2 }) => line2))}`;
      }
      return `it can print ${numbersOf(one.evidence.map(({ line: line2 }) => line2))}, and so can other causes: ask before you act`;
    };
    questionWords = ({ ask, run: run2, yes }) => [ask, `${command}${oneLine(run2)}`, `this cause if it prints: ${yes}`].join("\n");
    nameOf = ({ id, entry }) => entry?.versions === void 0 ? id : `${id},${withVersions(entry.versions)}`;
    drillOf = ({ scenario, versions = {} }) => scenarioCommand([scenario], versionFlags(versions));
    fitWords = ({ hits, found, of: of2 }) => {
      const about = hits.filter(({ known: known2 }) => known2.text.about);
      const titles = [...new Set(about.map(({ known: known2 }) => known2.symptom.title))];
      const words2 = titles.map((title) => {
        const own = about.filter(({ known: known2 }) => known2.symptom.title === title);
        const numbers = [...new Set(own.map(({ line: line2 }) => line2.number))].slice(0, mostLinesOfGroup);
        const [one, many] = own.some(isExact) ? ["is", "are"] : ["is nearly", "are nearly"];
        return `${numbers.length === 1 ? "line" : "lines"} ${numbers.join(", ")} ${numbers.length === 1 ? one : many} \u201C${title}\u201D`;
      });
      return `${found} of ${counted(of2, "symptom")} that a text can show: ${words2.join("; ")}`;
    };
    exactFit = 0.97;
    isExact = ({ fit }) => fit >= exactFit;
    tellingWords = ({ line: line2, difference: difference2, entry, side }) => side === "look" ? `line ${line2.number} is printed by ${entry.scenario}, not by ${difference2.from}` : `line ${line2.number} is not printed here: ${difference2.how}`;
    seenWords = ({ hits }, entry) => {
      const [best] = hits.filter(({ known: known2 }) => known2.text.about).toSorted((a, b) => timesIn(b.known.text.seen) - timesIn(a.known.text.seen));
      if (best === void 0) return `not printed by a drill; drilled as \u201C${entry.title}\u201D`;
      const seen = best.known.text.seen;
      const kinds3 = Object.entries(seen).map(([kind, { times }]) => `${times} on ${onKind(kind)}`);
      const last = Object.values(seen).map((one) => one.last).sort().at(-1) ?? "";
      return `in ${timesIn(seen)} of ${counted(timesIn(entry.drills), "drill")} (${kinds3.join(", ")}), last on ${last}`;
    };
    adviceWords = ({ from, how, look, unless, run: run2 }) => [
      `from ${from}${how === void 0 ? "" : `: ${how}`}`,
      ...look === void 0 ? [] : [`look for: ${oneLine(look)}`],
      ...unless === void 0 ? [] : [`another cause if you see: ${oneLine(unless)}`],
      ...run2 === void 0 ? [] : [
        `on ${run2.machine}, as ${run2.user}:`,
        `${command}${oneLine(run2.command)}`,
        ...look === void 0 ? [`output in the drill: ${oneLine(run2.answer)}`] : []
      ]
    ].join("\n");
    rest = (besideKnown, { hints, strangers, more }, view) => {
      const language = "If the system does not speak English, run the command again with LC_ALL=C: only English texts are known.";
      const blocks = [
        ...besideKnown ? [] : [[view.colors.bold("Unknown: no cause is known by this text.")]],
        ...hints.map((hint2) => hintLines(hint2, view)),
        ...strangers.length === 0 ? [] : [
          [
            besideKnown ? "These look like errors, too:" : "These look like errors:",
            ...strangers.map((line2) => shownLine(line2, view)),
            ...more > 0 ? [`  \u2026 and ${more} more`] : []
          ]
        ],
        [
          ...besideKnown ? [] : [language],
          ...view.startScenario === void 0 ? [] : ["To drill it yourself, start a scenario from the text:", `  ${view.startScenario}`],
          ""
        ]
      ];
      return blocks.map((block) => block.join("\n")).join("\n\n");
    };
    hintLines = ({ line: line2, after, next, drilled }, view) => [
      shownLine(line2, view),
      `  identifies no cause by itself${after === void 0 ? "" : `: ${after}`}.${next.length === 0 ? "" : " Ask next:"}`,
      ...next.flatMap(
        ({ id, title, question }) => factLines(
          [
            "if",
            [
              `${title} (${id})`,
              `${command}${oneLine(question.run)}`,
              `this one if it prints: ${question.yes}`,
              ...view.index.some(({ scenario }) => scenario === id) ? [`runbook: ${view.runbookOf(id) ?? "none yet"}`] : []
            ].join("\n")
          ],
          view
        )
      ),
      ...drilled.length === 0 ? [] : factLines(["seen", `in drills of ${drilled.join(", ")}`], view)
    ];
  }
});

// node_modules/picocolors/picocolors.js
var require_picocolors = __commonJS({
  "node_modules/picocolors/picocolors.js"(exports, module) {
    init_standalone_methods();
    var p = process || {};
    var argv = p.argv || [];
    var env = p.env || {};
    var isColorSupported = !(!!env.NO_COLOR || argv.includes("--no-color")) && (!!env.FORCE_COLOR || argv.includes("--color") || p.platform === "win32" || (p.stdout || {}).isTTY && env.TERM !== "dumb" || !!env.CI);
    var formatter = (open, close, replace = open) => (input) => {
      let string = "" + input, index = string.indexOf(close, open.length);
      return ~index ? open + replaceClose(string, close, replace, index) + close : open + string + close;
    };
    var replaceClose = (string, close, replace, index) => {
      let result = "", cursor = 0;
      do {
        result += string.substring(cursor, index) + replace;
        cursor = index + close.length;
        index = string.indexOf(close, cursor);
      } while (~index);
      return result + string.substring(cursor);
    };
    var createColors = (enabled = isColorSupported) => {
      let f = enabled ? formatter : () => String;
      return {
        isColorSupported: enabled,
        reset: f("\x1B[0m", "\x1B[0m"),
        bold: f("\x1B[1m", "\x1B[22m", "\x1B[22m\x1B[1m"),
        dim: f("\x1B[2m", "\x1B[22m", "\x1B[22m\x1B[2m"),
        italic: f("\x1B[3m", "\x1B[23m"),
        underline: f("\x1B[4m", "\x1B[24m"),
        inverse: f("\x1B[7m", "\x1B[27m"),
        hidden: f("\x1B[8m", "\x1B[28m"),
        strikethrough: f("\x1B[9m", "\x1B[29m"),
        black: f("\x1B[30m", "\x1B[39m"),
        red: f("\x1B[31m", "\x1B[39m"),
        green: f("\x1B[32m", "\x1B[39m"),
        yellow: f("\x1B[33m", "\x1B[39m"),
        blue: f("\x1B[34m", "\x1B[39m"),
        magenta: f("\x1B[35m", "\x1B[39m"),
        cyan: f("\x1B[36m", "\x1B[39m"),
        white: f("\x1B[37m", "\x1B[39m"),
        gray: f("\x1B[90m", "\x1B[39m"),
        bgBlack: f("\x1B[40m", "\x1B[49m"),
        bgRed: f("\x1B[41m", "\x1B[49m"),
        bgGreen: f("\x1B[42m", "\x1B[49m"),
        bgYellow: f("\x1B[43m", "\x1B[49m"),
        bgBlue: f("\x1B[44m", "\x1B[49m"),
        bgMagenta: f("\x1B[45m", "\x1B[49m"),
        bgCyan: f("\x1B[46m", "\x1B[49m"),
        bgWhite: f("\x1B[47m", "\x1B[49m"),
        blackBright: f("\x1B[90m", "\x1B[39m"),
        redBright: f("\x1B[91m", "\x1B[39m"),
        greenBright: f("\x1B[92m", "\x1B[39m"),
        yellowBright: f("\x1B[93m", "\x1B[39m"),
        blueBright: f("\x1B[94m", "\x1B[39m"),
        magentaBright: f("\x1B[95m", "\x1B[39m"),
        cyanBright: f("\x1B[96m", "\x1B[39m"),
        whiteBright: f("\x1B[97m", "\x1B[39m"),
        bgBlackBright: f("\x1B[100m", "\x1B[49m"),
        bgRedBright: f("\x1B[101m", "\x1B[49m"),
        bgGreenBright: f("\x1B[102m", "\x1B[49m"),
        bgYellowBright: f("\x1B[103m", "\x1B[49m"),
        bgBlueBright: f("\x1B[104m", "\x1B[49m"),
        bgMagentaBright: f("\x1B[105m", "\x1B[49m"),
        bgCyanBright: f("\x1B[106m", "\x1B[49m"),
        bgWhiteBright: f("\x1B[107m", "\x1B[49m")
      };
    };
    module.exports = createColors();
    module.exports.createColors = createColors;
  }
});

// harness/views/message-block.ts
var order, mostLines, factsOf2, factLines2, factLine;
var init_message_block = __esm({
  "harness/views/message-block.ts"() {
    "use strict";
    init_standalone_methods();
    init_visible();
    init_width();
    order = ["claimed", "command", "expected", "got", "waited", "next"];
    mostLines = 12;
    factsOf2 = (facts) => {
      const texts2 = Object.entries(facts).filter(
        (entry) => typeof entry[1] === "string" && entry[1] !== "" && entry[0] !== "where"
      );
      const rank = (label) => label === "trace" ? order.length + 1 : order.includes(label) ? order.indexOf(label) : order.length;
      return texts2.sort(([a], [b]) => rank(a) - rank(b));
    };
    factLines2 = (message2, indent, style) => {
      const { facts } = message2;
      const where = typeof facts["where"] === "string" ? facts["where"] : "";
      const place = where === "" ? [] : fold(firstLines(where, 1).lines[0] ?? "", style.columns - indent.length);
      const lines = factsOf2(facts).flatMap(([label, value]) => factLine(label, value, `${indent}  `, style));
      return [...place.map((line2) => indent + line2), ...lines];
    };
    factLine = (label, value, indent, { colors, columns }) => {
      const { lines, more } = firstLines(value, mostLines);
      const left = `${indent}${label.padEnd(8)}  `;
      const folded = lines.flatMap((line2) => fold(line2, Math.max(20, columns - left.length)));
      const all = more === 0 ? folded : [...folded, `\u2026 ${more} more lines, in the journal`];
      return all.map(
        (line2, index) => index === 0 ? `${indent}${colors.dim(label.padEnd(8))}  ${line2}` : " ".repeat(left.length) + line2
      );
    };
  }
});

// harness/views/error.ts
var error_exports = {};
__export(error_exports, {
  renderError: () => renderError
});
var import_picocolors, renderError, known, unknown;
var init_error = __esm({
  "harness/views/error.ts"() {
    "use strict";
    init_standalone_methods();
    import_picocolors = __toESM(require_picocolors(), 1);
    init_errors();
    init_message_block();
    init_visible();
    init_width();
    renderError = (error, options = {}) => {
      const style = { colors: options.colors ?? import_picocolors.default.createColors(false), columns: options.columns ?? 100 };
      const message2 = error instanceof DrillbookError ? known(error) : unknown(error, options.reportFile);
      const headline = fold(oneLine(message2.headline), style.columns - 2).map(
        (line2, index) => index === 0 ? `${style.colors.red("\u2717")} ${line2}` : `  ${line2}`
      );
      return `${[...headline, ...factLines2(message2, "  ", style)].join("\n")}
`;
    };
    known = (error) => {
      const { cause: cause2, ...facts } = error.facts;
      const because = cause2 instanceof Error && cause2.message !== facts.got ? { cause: oneLine(cause2.message) } : {};
      return { headline: error.message, facts: { ...facts, ...because } };
    };
    unknown = (error, reportFile) => ({
      headline: error instanceof Error ? `${error.name}: ${error.message}` : `a value that is no Error was thrown: ${String(error)}`,
      facts: {
        claimed: "this is a bug in drillbook",
        ...reportFile === void 0 ? {} : { report: reportFile },
        next: reportFile === void 0 ? "please report it, with the command that you ran" : "please report it, with that file"
      }
    });
  }
});

// <stdin>
init_standalone_methods();

// harness/cli/standalone.ts
init_standalone_methods();
init_errors();
init_invocation();
import { existsSync as existsSync2 } from "node:fs";
import { join as join2 } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

// harness/cli/diagnose-text.ts
init_standalone_methods();
init_rank();

// harness/diagnosis/scan.ts
init_standalone_methods();

// harness/scenario/evaluate-match.ts
init_standalone_methods();
init_versions();
init_literal();
init_machine_kind();

// harness/scenario/match.ts
init_standalone_methods();
var ofVersion = ({ of: of2, by }, versions) => {
  const version = versions[of2];
  return version === void 0 ? void 0 : by[version];
};

// harness/scenario/phrase.ts
init_standalone_methods();
init_text();
var literal = (text2) => ({ literal: text2 });
var join = (parts, between = " and ") => parts.flatMap((part, index) => index === 0 ? part : [between, ...part]).filter((piece) => piece !== "");
var texts = (all, resolve2) => join(
  all.map((one) => [literal(fill(one, resolve2))]),
  ", "
);

// harness/scenario/evaluate-match.ts
init_text();
var patternPhrase = ({ source, flags }, stream) => {
  const parts = plainPartsOf(source);
  if (parts === void 0) return [`${verb(stream)} what matches `, { pattern: `/${source}/${flags}` }];
  const has = stream === "body" ? "its body has" : "prints";
  const [first, ...rest2] = parts;
  if (rest2.length > 0) {
    const each = parts.map(({ text: text2 }) => [literal(text2)]);
    return parts.every(({ begins }) => begins) ? [`${has} lines that begin with `, ...join(each, ", ")] : [`${has}, one after the other, `, ...join(each, ", ")];
  }
  if (first?.begins !== true)
    return [stream === "body" ? "its body has " : "prints a text with ", literal(first?.text ?? "")];
  return [`${has} a ${flags.includes("m") ? "line" : "text"} that begins with `, literal(first.text)];
};
var withoutEnd = (text2) => text2.replace(/\n+$/, "");
var lineSet = (text2) => withoutEnd(text2).split("\n").filter((line2) => line2 !== "").sort();
var verb = (stream) => stream === "body" ? "its body is" : "prints";
var on = (stream) => stream === "stderr" ? " on stderr" : "";
var eachOf = (by, where, stream, context) => join(
  Object.entries(by).map(([name, match]) => [...matchPhrase(match, stream, context), ` ${where} ${name}`]),
  ", or "
);
var definitions = {
  equals: {
    holds: ({ value }, text2, { resolve: resolve2 }) => withoutEnd(text2) === withoutEnd(fill(value, resolve2)),
    described: ({ value }, { resolve: resolve2 }, stream) => `${stream} that is ${JSON.stringify(fill(value, resolve2))}`,
    phrase: ({ value }, stream, { resolve: resolve2 }) => [
      `${verb(stream)} `,
      literal(fill(value, resolve2)),
      on(stream)
    ]
  },
  contains: {
    holds: ({ value }, text2, { resolve: resolve2 }) => text2.includes(fill(value, resolve2)),
    described: ({ value }, { resolve: resolve2 }, stream) => `${stream} that contains ${JSON.stringify(fill(value, resolve2))}`,
    phrase: ({ value }, stream, { resolve: resolve2 }) => [
      stream === "body" ? "its body has " : "prints a text with ",
      literal(fill(value, resolve2)),
      on(stream)
    ]
  },
  pattern: {
    holds: ({ source, flags }, text2) => new RegExp(source, flags).test(text2),
    described: ({ source, flags }, _, stream) => `${stream} that matches /${source}/${flags}`,
    phrase: (match, stream) => [...patternPhrase(match, stream), on(stream)]
  },
  lines: {
    holds: ({ values }, text2, { resolve: resolve2 }) => {
      const wanted = values.map((value) => fill(value, resolve2)).sort();
      const found = lineSet(text2);
      return wanted.length === found.length && wanted.every((line2, index) => line2 === found[index]);
    },
    described: ({ values }, { resolve: resolve2 }, stream) => `the lines ${values.map((value) => fill(value, resolve2)).join(", ")} on ${stream}`,
    phrase: ({ values }, stream, { resolve: resolve2 }) => [
      `${verb(stream)} the lines `,
      ...texts(values, resolve2),
      on(stream)
    ]
  },
  empty: {
    holds: (_, text2) => text2.trim() === "",
    described: (_match, _context, stream) => `nothing on ${stream}`,
    phrase: (_, stream) => [stream === "body" ? "its body is empty" : `prints nothing${on(stream)}`]
  },
  not: {
    holds: ({ match }, text2, context) => !matches(match, text2, context),
    described: ({ match }, context, stream) => `not ${describeMatch(match, context, stream)}`,
    phrase: ({ match }, stream, context) => ["not: ", ...matchPhrase(match, stream, context)]
  },
  "per-kind": {
    holds: ({ by }, text2, context) => {
      const own = forKind(by, context.kind);
      return own !== void 0 && matches(own, text2, context);
    },
    described: ({ by }, context, stream) => {
      const own = forKind(by, context.kind);
      return own === void 0 ? `a text declared for a ${context.kind}` : describeMatch(own, context, stream);
    },
    phrase: ({ by }, stream, context) => {
      const own = context.kind === void 0 ? void 0 : forKind(by, context.kind);
      return own ? matchPhrase(own, stream, context) : eachOf(by, "on a", stream, context);
    }
  },
  "per-version": {
    holds: (match, text2, context) => {
      const own = ofVersion(match, context.versions);
      return own !== void 0 && matches(own, text2, context);
    },
    described: (match, context, stream) => {
      const own = ofVersion(match, context.versions);
      const version = context.versions[match.of] ?? `in Debian ${context.versions.release}`;
      return own === void 0 ? `a text declared for ${dimensionWord(match.of)} ${version}` : describeMatch(own, context, stream);
    },
    phrase: (match, stream, context) => {
      const own = ofVersion(match, context.versions ?? {});
      return own ? matchPhrase(own, stream, context) : eachOf(match.by, `with ${dimensionWord(match.of)}`, stream, context);
    }
  }
};
var definitionOf = (match) => {
  if (Object.hasOwn(definitions, match.kind)) return definitions[match.kind];
  throw new TypeError(`unknown kind of match: ${JSON.stringify(match)}`);
};
var matches = (match, text2, context) => definitionOf(match).holds(match, text2, context);
var describeMatch = (match, context, stream) => definitionOf(match).described(match, context, stream);
var matchPhrase = (match, stream, context) => definitionOf(match).phrase(match, stream, context);

// harness/diagnosis/anchors.ts
init_standalone_methods();
init_words();
var escaped2 = (text2) => text2.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
var anyOf = (texts2, flags) => new RegExp([...new Set(texts2)].map(escaped2).join("|") || "(?!)", flags);
var anchorsOf = (words2) => {
  const telling5 = words2.filter(({ text: text2, weight }) => weight > 1 && text2.length > 3 && text2 !== "never");
  const longest = (of2) => of2.toSorted((a, b) => b.text.length - a.text.length);
  const [sure] = longest(telling5);
  if (sure) return [sure.text];
  const count = Math.floor(words2.length / 5) + 1;
  return longest(words2).slice(0, count).map(({ text: text2 }) => text2);
};
var indexAnchors = (known2) => known2.flatMap(({ words: words2 }) => anchorsOf(words2)).flatMap(spellingsOf);
var anchorPattern = (known2) => anyOf(indexAnchors(known2), "i");
var cataloguePattern = (catalogue) => anyOf(
  catalogue.flatMap(({ anchors }) => anchors),
  "i"
);
var shortestPart = 5;
var longAnchors = (known2) => known2.flatMap((one) => {
  const all = indexAnchors([one]);
  const long = all.filter(({ length }) => length >= shortestPart);
  return long.length === 0 ? all : long;
});
var partsOf2 = (match) => {
  if (match.kind === "contains") return [match.value.join("")];
  if (match.kind !== "pattern") return [];
  return match.source.split("|").flatMap((alternative) => {
    const runs = alternative.replaceAll(/\[(?:[^\]\\]|\\.)*\][*+?]?|\\[dwsb]\S?|\(\?.|[()^$]|.?[*+?]|\{[^}]*\}|(?<!\\)\./g, "\n").replaceAll(/\\(.)/g, "$1").split("\n");
    const [longest = ""] = runs.toSorted((a, b) => b.length - a.length);
    return longest.length < shortestPart ? [] : [longest];
  });
};
var always = ["->>header<<-", ";; flags: ", '"message":[', '"message" : ['];
var evidenceAnchors = (known2, catalogue, differences) => [
  ...catalogue.flatMap(({ anchors, weight }) => "fact" in weight ? [] : anchors),
  ...longAnchors(known2),
  ...differences.flatMap(partsOf2).map((part) => part.toLowerCase()),
  ...always
];

// harness/diagnosis/scan.ts
init_catalogue();
init_message();
init_clean_line();
init_complaint();

// harness/diagnosis/evidence.ts
init_standalone_methods();
var valuesOf = (groups) => Object.fromEntries(
  Object.entries(groups ?? {}).flatMap(
    ([name, value]) => value === void 0 || value === "" ? [] : [[name.replace(/\d+$/, ""), value.replace(/[.,;]+$/, "")]]
  )
);
var messagesIn = (line2, catalogue) => {
  const lower = line2.toLowerCase();
  return catalogue.filter(({ anchors }) => anchors.some((anchor) => lower.includes(anchor))).flatMap((message2) => {
    const found = message2.pattern.exec(line2);
    if (found === null) return [];
    const [from, to] = [found.index, found.index + found[0].length];
    return [{ message: message2, values: valuesOf(found.groups), from, to }];
  });
};

// harness/diagnosis/fit.ts
init_standalone_methods();
var sum2 = (words2) => words2.reduce((total, { weight }) => total + weight, 0);
var leastFit = 0.85;
var leastFitOfPort = 0.7;
var telling3 = 4;
var fitOf = (known2, line2) => {
  const leastOfThis = isOfPort(known2) ? leastFitOfPort : leastFit;
  const all = sum2(known2);
  const last = known2.findLastIndex((_, at) => sum2(known2.slice(0, at + 1)) < leastOfThis * all) + 1;
  const ends = new Set(known2.slice(last).map(({ text: text2 }) => text2));
  const fits = line2.flatMap(
    ({ text: text2 }, at) => ends.has(text2) ? [fitUpTo(known2, line2.slice(0, at + 1), all)] : []
  );
  const fit = Math.max(0, ...fits);
  return fit < leastOfThis ? 0 : fit;
};
var fitUpTo = (known2, line2, all) => {
  const places = commonPlaces(known2, line2);
  const matched = sum2(places.flatMap(([at]) => known2[at] ?? []));
  const missing = known2.filter((_, at) => !places.some(([place]) => place === at));
  if (missing.some(({ weight }) => weight === telling3)) return 0;
  const [first, end] = [places[0]?.[1] ?? 0, places.at(-1)?.[1] ?? 0];
  const own = new Set(places.map(([, at]) => at));
  const between = sum2(line2.filter((_, at) => at > first && at < end && !own.has(at)));
  return matched / all * (matched / (matched + between));
};
var isOfPort = (known2) => known2.some(({ text: text2 }) => /^[1-9]\d*$/.test(text2)) && known2.some(({ text: text2 }) => text2.includes("_"));
var commonPlaces = (known2, line2) => {
  const width = line2.length + 1;
  const best = new Float64Array((known2.length + 1) * width);
  for (let a2 = known2.length - 1; a2 >= 0; a2 -= 1) {
    for (let b2 = line2.length - 1; b2 >= 0; b2 -= 1) {
      const same = known2[a2]?.text === line2[b2]?.text;
      const taken = same ? (best[(a2 + 1) * width + b2 + 1] ?? 0) + (known2[a2]?.weight ?? 0) : 0;
      best[a2 * width + b2] = Math.max(taken, best[(a2 + 1) * width + b2] ?? 0, best[a2 * width + b2 + 1] ?? 0);
    }
  }
  const places = [];
  let [a, b] = [0, 0];
  while (a < known2.length && b < line2.length) {
    const here = best[a * width + b] ?? 0;
    if (here === (best[a * width + b + 1] ?? 0)) b += 1;
    else if (here === (best[(a + 1) * width + b] ?? 0)) a += 1;
    else places.push([a++, b++]);
  }
  return places;
};

// harness/diagnosis/scan.ts
init_known_texts();

// harness/diagnosis/logical-lines.ts
init_standalone_methods();
var digJoiner = () => {
  let status;
  return (line2) => {
    if (!line2.startsWith(";;") && status === void 0) return line2;
    const begun = /->>HEADER<<-.*\bstatus: ([A-Z0-9]+)/.exec(line2)?.[1];
    if (begun !== void 0) {
      status = begun;
      return void 0;
    }
    const counts = /^;; flags: .*\b(ANSWER: \d+, AUTHORITY: \d+)/.exec(line2)?.[1];
    const joined = status !== void 0 && counts !== void 0 ? `dig answer status: ${status}, ${counts}` : line2;
    status = void 0;
    return joined;
  };
};

// harness/diagnosis/unwrap.ts
init_standalone_methods();
var textOf = (value) => {
  if (typeof value === "string") return value;
  const isBytes = Array.isArray(value) && value.length > 0 && value.every((one) => Number.isInteger(one) && one >= 0 && one < 256);
  return isBytes ? Buffer.from(value).toString("utf8") : void 0;
};
var messageFields = ["MESSAGE", "log", "message", "msg"];
var reasonFields = ["error", "err"];
var parsed = (line2) => {
  try {
    const value = JSON.parse(line2);
    return typeof value === "object" && value !== null ? value : void 0;
  } catch {
    return void 0;
  }
};
var unwrapped = (line2) => {
  const start = line2.indexOf("{");
  if (start === -1 || !line2.trimEnd().endsWith("}")) return [line2];
  if (start > 0 && !/^[^"{]*[|\s]$/.test(line2.slice(0, start))) return [line2];
  const fields = parsed(line2.slice(start));
  if (fields === void 0) return [line2];
  const [message2] = messageFields.flatMap((name) => textOf(fields[name]) ?? []);
  if (message2 === void 0) return [line2];
  const reasons = reasonFields.flatMap((name) => {
    const reason = textOf(fields[name]);
    return reason === void 0 || message2.includes(reason) ? [] : [reason];
  });
  const lines = [...message2.split("\n"), ...reasons].filter((one) => one.trim() !== "");
  return lines.length === 0 ? [] : lines;
};

// harness/diagnosis/scan.ts
init_words();
var longestLine = 4096;
var longestShown = 300;
var headLines = 3;
var mostStrangers = 20;
var strangerLines = 2e4;
var mostOfOne = 2e3;
var nearlyAsGood = 0.03;
var shortestBroken = 40;
var literally = { kind: "container", versions: { release: "trixie" }, resolve: () => "" };
var Scan = class {
  #known;
  #anchors;
  #differences;
  /** Matches every line that one of the differences matches. */
  #mayTell;
  /** Matches every line with a message of the catalogue. */
  #mayBe;
  #wanted;
  #join = digJoiner();
  #evidence = /* @__PURE__ */ new Map();
  #hits = /* @__PURE__ */ new Map();
  #alike = /* @__PURE__ */ new Map();
  #tellings = /* @__PURE__ */ new Map();
  #strangers = /* @__PURE__ */ new Map();
  #head = [];
  #before;
  #moreStrangers = 0;
  #number = 0;
  #catalogue;
  constructor(entries, catalogue = messages) {
    this.#catalogue = catalogue;
    this.#known = knownTexts(entries).map((one) => ({ ...one, anchors: anchorsOf(one.words) }));
    this.#anchors = anchorPattern(this.#known);
    this.#differences = entries.flatMap(
      (entry) => entry.tellsApart.flatMap(
        (difference2) => ["look", "unless"].filter((side) => difference2[side] !== void 0).map((side) => ({ entry, difference: difference2, side }))
      )
    );
    const wanted = this.#differences.map(({ difference: difference2, side }) => difference2[side]);
    this.#mayTell = patternOfAll(wanted);
    this.#wanted = new Wanted(
      evidenceAnchors(
        this.#known,
        catalogue,
        wanted.flatMap((one) => one ?? [])
      )
    );
    this.#mayBe = cataloguePattern(catalogue);
  }
  /** Takes the next line. */
  add(raw) {
    this.#number += 1;
    if (this.#number > strangerLines) this.#wanted.met(raw);
    const cut = raw.length > longestLine ? raw.slice(0, longestLine) : raw;
    const lines = unwrapped(cut);
    const isKnown = lines.map((line2) => this.#look(line2)).includes(true);
    if (!isKnown && lines[0] !== cut)
      this.#note(this.#messagesIn(asPrinted(visibleLine(cut))), this.#lineOf(cut), /* @__PURE__ */ new Set());
  }
  /** After so many lines, complaints of which nothing is known are looked for no longer: what lines of evidence have. */
  wanted() {
    return this.#number < strangerLines ? void 0 : this.#wanted.pattern;
  }
  /** Counts lines that have nothing of what is wanted. */
  pass(count) {
    this.#number += count;
    this.#before = void 0;
  }
  end() {
    return {
      lines: this.#number,
      evidence: [...this.#evidence.values()].toSorted((a, b) => a.line.number - b.line.number),
      hits: [...this.#hits.values()].toSorted((a, b) => a.line.number - b.line.number),
      alike: [...this.#alike.values()],
      tellings: [...this.#tellings.values()],
      strangers: [...this.#strangers.values()],
      moreStrangers: this.#moreStrangers,
      head: this.#head
    };
  }
  #lineOf(visible2) {
    return { number: this.#number, text: shown(visible2), times: 1 };
  }
  /** Whether the catalogue or a drill has the line. */
  #look(raw) {
    const before = this.#before;
    this.#before = void 0;
    const joined = this.#join(raw);
    if (joined === void 0) return false;
    const visible2 = asPrinted(visibleLine(joined));
    if (visible2 === "") return false;
    const line2 = this.#lineOf(visible2);
    if (this.#head.length < headLines) this.#head.push(line2);
    if (this.#mayTell?.test(visible2) ?? false) this.#tell(visible2, line2);
    const found = this.#messagesIn(visible2);
    const again = /* @__PURE__ */ new Set();
    if (found.length > 0) this.#note(found, line2, again);
    else if (before !== void 0 && this.#isEndOf(before, joined, visible2)) return true;
    const fits = this.#anchors.test(visible2) && this.#match(visible2, line2, found, again);
    for (const one of again) one.times += 1;
    const isKnown = fits || found.some(({ message: message2 }) => !("fact" in message2.weight));
    const stranger = isKnown ? void 0 : this.#meet(visible2, line2);
    if (!isKnown) this.#before = { text: visible2, stranger };
    return isKnown;
  }
  #messagesIn(visible2) {
    return this.#mayBe.test(visible2) ? messagesIn(visible2, this.#catalogue) : [];
  }
  #note(found, line2, again) {
    for (const { message: message2, values } of found) {
      const before = this.#evidence.get(message2.id);
      if (before === void 0) this.#evidence.set(message2.id, { line: line2, message: message2, values });
      else {
        again.add(before.line);
        this.#evidence.set(message2.id, { ...before, values: { ...values, ...before.values } });
      }
    }
  }
  /** Whether this line is the second half of a message whose first half is the line before. */
  #isEndOf(before, raw, visible2) {
    if (before.text.length < shortestBroken && !/^\s/.test(raw)) return false;
    for (const between of [" ", ""]) {
      const whole = `${before.text}${between}${visible2}`;
      const broken = this.#messagesIn(whole).filter(
        ({ from, to }) => from < before.text.length && to > before.text.length + between.length
      );
      if (broken.length === 0) continue;
      this.#note(broken, { number: this.#number - 1, text: shown(whole), times: 1 }, /* @__PURE__ */ new Set());
      if (before.stranger !== void 0) this.#strangers.delete(before.stranger);
      return true;
    }
    return false;
  }
  /**
   * What the catalogue knows it knows better: of its causes alone a drill's lines are counted, and where it knows none
   * the drills are only told.
   */
  #match(visible2, line2, found, again) {
    const weighty = found.filter(({ message: message2 }) => !("fact" in message2.weight));
    const causes2 = weighty.flatMap(({ message: message2 }) => causesOf(message2));
    const isFree = weighty.length === 0;
    const words2 = wordsOf(messageOf(visible2));
    const said = new Set(words2.map(({ text: text2 }) => text2));
    const fits = this.#known.filter(({ entry }) => isFree || causes2.length === 0 || causes2.includes(entry.scenario)).filter(({ anchors }) => anchors.some((word) => said.has(word))).map((known2) => ({ known: known2, fit: fitOf(known2.words, words2) })).filter(({ fit }) => fit > 0);
    const best = Math.max(...fits.map(({ fit }) => fit));
    const hits = isFree || causes2.length > 0 ? this.#hits : this.#alike;
    for (const { known: known2, fit } of fits) {
      if (fit < best - nearlyAsGood) continue;
      const before = hits.get(known2);
      if (before === void 0 || before.fit < fit) hits.set(known2, { line: line2, known: known2, fit });
      else again.add(before.line);
    }
    return fits.length > 0;
  }
  #tell(visible2, line2) {
    for (const one of this.#differences) {
      const wanted = one.difference[one.side];
      if (wanted === void 0 || this.#tellings.has(one)) continue;
      if (matches(wanted, visible2, literally)) this.#tellings.set(one, { ...one, line: line2 });
    }
  }
  /** The name under which the line is kept as a complaint, if it is. */
  #meet(visible2, line2) {
    if (this.#number > strangerLines || !isComplaint(visible2)) return void 0;
    const words2 = wordsOf(messageOf(visible2));
    const key = isDistinct(words2) ? keyOf(words2) : visible2;
    const before = this.#strangers.get(key);
    if (before) before.times += 1;
    else if (this.#strangers.size < mostStrangers) this.#strangers.set(key, line2);
    else this.#moreStrangers += 1;
    return before === void 0 ? key : void 0;
  }
};
var Wanted = class {
  #texts;
  #times = /* @__PURE__ */ new Map();
  pattern;
  constructor(texts2) {
    this.#texts = new Set(texts2);
    this.pattern = anyOf([...this.#texts], "gi");
  }
  met(line2) {
    this.pattern.lastIndex = 0;
    const text2 = this.pattern.exec(line2)?.[0].toLowerCase();
    if (text2 === void 0) return;
    const times = (this.#times.get(text2) ?? 0) + 1;
    this.#times.set(text2, times);
    if (times < mostOfOne) return;
    this.#texts.delete(text2);
    this.pattern = anyOf([...this.#texts], "gi");
  }
};
var sourceOf = (match) => {
  if (match?.kind === "pattern") return [`(?:${match.source})`];
  if (match?.kind === "contains") return [match.value.join("").replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")];
  return [];
};
var patternOfAll = (matches2) => {
  const sources = [...new Set(matches2.flatMap(sourceOf))];
  return sources.length === 0 ? void 0 : new RegExp(sources.join("|"), "i");
};
var shown = (text2) => text2.length > longestShown ? `${text2.slice(0, longestShown - 1)}\u2026` : text2;

// harness/cli/read-lines.ts
init_standalone_methods();
init_errors();
init_invocation();

// harness/cli/text-decoder.ts
init_standalone_methods();
import { StringDecoder } from "node:string_decoder";
var zeros = (head, odd) => head.filter((byte, at) => byte === 0 && at % 2 === odd).length;
var utf16Of = (head) => {
  const [first, second] = head;
  if (first === 255 && second === 254) return "utf-16le";
  if (first === 254 && second === 255) return "utf-16be";
  const half = head.length / 2;
  const [even, odd] = [zeros(head, 0), zeros(head, 1)];
  if (odd > half * 0.7 && even < half * 0.1) return "utf-16le";
  return even > half * 0.7 && odd < half * 0.1 ? "utf-16be" : void 0;
};
var isBinary = (head) => {
  const odd = head.filter((byte) => byte < 9 || byte > 13 && byte < 27 || byte > 27 && byte < 32).length;
  return head.includes(0) || odd > head.length / 10;
};
var decoderFor = (head) => {
  const utf16 = utf16Of(head);
  if (utf16 !== void 0) {
    const decoder2 = new TextDecoder(utf16);
    return {
      write: (bytes) => decoder2.decode(bytes, { stream: true }),
      end: () => decoder2.decode()
    };
  }
  if (isBinary(head)) return void 0;
  const decoder = new StringDecoder("utf8");
  return { write: (bytes) => decoder.write(bytes), end: () => decoder.end() };
};

// harness/cli/read-lines.ts
var longestLine2 = 64 * 1024;
var headBytes = 4096;
var readLines = async (source, from, taker) => {
  const lines = new Lines(taker);
  let decoder;
  for await (const chunk of source) {
    decoder ??= decoderFor(chunk.subarray(0, headBytes));
    if (decoder === void 0) {
      throw new UsageError(`${from} is not text`, { next: "give the error text: what the command printed" });
    }
    lines.take(decoder.write(chunk));
  }
  lines.take(decoder?.end() ?? "");
  if (!lines.end()) {
    throw new UsageError(`there is no text in ${from}`, {
      next: `give what the command printed, both streams: podman ps 2>&1 | ${diagnoseCommand([], [], { quiet: true })}`
    });
  }
};
var countOf = (text2, from, to) => {
  let count = 0;
  for (let at = text2.indexOf("\n", from); at !== -1 && at < to; at = text2.indexOf("\n", at + 1)) count += 1;
  return count;
};
var Lines = class {
  #taker;
  #rest = "";
  #isPassingOver = false;
  #hasText = false;
  constructor(taker) {
    this.#taker = taker;
  }
  take(more) {
    const text2 = this.#rest + more;
    this.#hasText ||= /\S/.test(more);
    let start = 0;
    for (let end = text2.indexOf("\n"); end !== -1; end = text2.indexOf("\n", start)) {
      const wanted = this.#isPassingOver ? void 0 : this.#taker.wanted();
      if (wanted === void 0) {
        this.#takeLine(text2.slice(start, end));
        start = end + 1;
      } else start = this.#takeWanted(text2, start, wanted);
    }
    this.#rest = text2.slice(start);
    if (this.#rest.length > longestLine2) {
      this.#takeLine(this.#rest);
      this.#isPassingOver = true;
      this.#rest = "";
    }
  }
  /** Whether there was anything but white space. */
  end() {
    if (this.#rest !== "") this.#takeLine(this.#rest);
    return this.#hasText;
  }
  #takeLine(line2) {
    if (!this.#isPassingOver) this.#taker.add(line2);
    this.#isPassingOver = false;
  }
  /** Of the whole lines from `start` on the wanted ones; answers where the last of them ends. */
  #takeWanted(text2, from, wanted) {
    const stop = text2.lastIndexOf("\n") + 1;
    let start = from;
    while (start < stop) {
      wanted.lastIndex = start;
      const at = wanted.exec(text2)?.index ?? stop;
      if (at >= stop) break;
      const begin = Math.max(start, text2.lastIndexOf("\n", at - 1) + 1);
      const end = text2.indexOf("\n", at);
      this.#taker.pass(countOf(text2, start, begin));
      this.#taker.add(text2.slice(begin, end));
      start = end + 1;
    }
    this.#taker.pass(countOf(text2, start, stop));
    return stop;
  }
};

// harness/cli/text-source.ts
init_standalone_methods();
init_errors();
init_invocation();
import { createReadStream, existsSync, statSync } from "node:fs";
import { resolve } from "node:path";
var asCalled = (file) => {
  const called = process.env["INIT_CWD"];
  const there = called === void 0 ? file : resolve(called, file);
  return existsSync(there) ? there : file;
};
var fileSource = (name) => {
  const file = asCalled(name);
  const next = "name a file with the error text, or give the text on standard input";
  try {
    if (statSync(file).isDirectory()) throw new UsageError(`${file} is a directory`, { next });
  } catch (cause2) {
    if (cause2 instanceof UsageError) throw cause2;
    const { code } = cause2;
    if (code === "ENOENT") throw new UsageError(`there is no file ${name}`, { next });
    throw new UsageError(`${file} cannot be read`, { next, cause: cause2 });
  }
  return { from: name, chunks: readable(createReadStream(file), file, next) };
};
async function* readable(stream, file, next) {
  try {
    yield* stream;
  } catch (cause2) {
    throw new UsageError(`${file} cannot be read`, { next, cause: cause2 });
  }
}
var journalSource = (unit) => {
  const args = ["--boot", "--no-pager", "--output=cat", `--unit=${unit}`];
  return { from: `the journal of ${unit}`, chunks: journalText(unit, args) };
};
async function* journalText(unit, args) {
  const { spawn } = await import("node:child_process");
  const child = spawn("journalctl", args, { stdio: ["ignore", "pipe", "pipe"] });
  const complaints = [];
  child.stderr.on("data", (chunk) => complaints.push(chunk));
  const ended = new Promise((resolve2) => {
    child.on("error", resolve2);
    child.on("close", (code) => resolve2(code ?? 1));
  });
  let entries = 0;
  for await (const chunk of child.stdout) {
    if (entries === 0 && /^-- No entries --\s*$/.test(chunk.toString())) continue;
    entries += chunk.length;
    yield chunk;
  }
  const end = await ended;
  if (typeof end !== "number") {
    throw new HostNotReadyError("journalctl cannot be run here", {
      cause: end,
      next: "give the text in a file or on standard input"
    });
  }
  if (entries > 0) return;
  const said = Buffer.concat(complaints).toString().trim();
  throw new UsageError(`the journal has nothing of a unit ${unit} since the last boot`, {
    ...said === "" ? {} : { got: said },
    next: `systemctl list-units --all '*${unit.replace(/\..*/, "")}*' shows the names; a user's unit: journalctl --user --unit ${unit} | ${diagnoseCommand([], [], { quiet: true })}`
  });
}
var textSource = (file, unit) => {
  if (unit !== void 0 && file !== void 0) {
    throw new UsageError("a file and --journal are both given", { next: "choose one of them" });
  }
  if (unit !== void 0) {
    if (unit.trim() === "")
      throw new UsageError("--journal names no unit", { next: "--journal mcp-agent.service" });
    return journalSource(unit);
  }
  if (file !== void 0 && file !== "-") return fileSource(file);
  if (process.stdin.isTTY === true)
    process.stderr.write("Paste the text, then press Ctrl-D on a line of its own.\n");
  return { from: "standard input", chunks: process.stdin };
};

// harness/cli/diagnose-text.ts
var unknownExit = 2;
var diagnoseText = async (file, { journal, json = false }, known2) => {
  const scan = new Scan(known2.index);
  const { from, chunks } = textSource(file, journal);
  await readLines(chunks, from, scan);
  const diagnosis = diagnose(scan.end(), known2.index);
  if (json) {
    const { diagnosisJson: diagnosisJson2 } = await Promise.resolve().then(() => (init_diagnosis_json(), diagnosis_json_exports));
    process.stdout.write(diagnosisJson2(diagnosis, known2));
  } else {
    const [{ renderDiagnosis: renderDiagnosis2 }, { default: picocolors2 }] = await Promise.all([
      Promise.resolve().then(() => (init_diagnosis(), diagnosis_exports)),
      Promise.resolve().then(() => __toESM(require_picocolors(), 1))
    ]);
    const colors = picocolors2.createColors(process.stdout.isTTY === true && picocolors2.isColorSupported);
    const columns = process.stdout.columns ?? 100;
    process.stdout.write(renderDiagnosis2(diagnosis, { ...known2, colors, columns }));
  }
  return { diagnosis, exitCode: diagnosis.groups.length === 0 ? unknownExit : 0 };
};

// harness/cli/print-error.ts
init_standalone_methods();
init_errors();
var bugExit = 70;
var printError = async (error) => {
  const [{ renderError: renderError2 }, { default: picocolors2 }] = await Promise.all([
    Promise.resolve().then(() => (init_error(), error_exports)),
    Promise.resolve().then(() => __toESM(require_picocolors(), 1))
  ]);
  const colors = picocolors2.createColors(process.stderr.isTTY === true && picocolors2.isColorSupported);
  process.stderr.write(renderError2(error, { colors, columns: process.stderr.columns ?? 100 }));
  if (error instanceof DrillbookError) return error.exitCode;
  if (process.env["DRILLBOOK_TRACE"] && error instanceof Error) process.stderr.write(`${error.stack}
`);
  return bugExit;
};

// harness/cli/shown-path.ts
init_standalone_methods();
import { relative } from "node:path";
var shownPath = (path) => {
  const below = relative(process.cwd(), path);
  return below.startsWith("..") ? path : below || ".";
};

// harness/cli/standalone.ts
var usage = () => `Usage: ${diagnoseCommand(["[options]", "[file]"])}

Names the causes of an error text, how sure each is, what to ask, and the runbook. Without a file, or with -, the text
is read from standard input.

  --journal <unit>  read this unit's journal since the last boot
  --json            print one JSON object
  --help

Exit codes: 0 a cause is named \xB7 2 unknown \xB7 64 bad arguments, or no text \xB7 69 no journalctl
This file needs nothing but Node 18 or newer. The index of the drills' output is in it.
`;
var optionsOf = (args) => {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        journal: { type: "string" },
        json: { type: "boolean" },
        help: { type: "boolean", short: "h" }
      }
    });
  } catch (cause2) {
    throw new UsageError("the arguments are not known", { cause: cause2, next: diagnoseCommand([], ["--help"]) });
  }
};
var runbookIn = (folder) => (page) => {
  const file = join2(folder, `${page}.md`);
  return existsSync2(file) ? shownPath(file) : `runbooks/${page}.md`;
};
var run = async (index, file) => {
  const { values, positionals } = optionsOf(process.argv.slice(2));
  if (values.help === true) {
    process.stdout.write(usage());
    return 0;
  }
  if (positionals.length > 1) {
    throw new UsageError("more than one file is named", { next: "give one text at a time" });
  }
  const { journal, json = false } = values;
  const source = journal === void 0 ? { json } : { journal, json };
  const known2 = { index, runbookOf: runbookIn(join2(file, "..")) };
  return (await diagnoseText(positionals[0], source, known2)).exitCode;
};
var main = async (index, url) => {
  const file = fileURLToPath(url);
  calledAs({ diagnoseFile: shownPath(file) });
  process.stdout.on("error", () => process.exit());
  const code = await run(index, file).catch(printError);
  process.exitCode = code;
};

// <stdin>
await main(drillbookIndex, import.meta.url);
