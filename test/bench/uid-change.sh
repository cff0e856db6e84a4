#!/usr/bin/env bash
# Usage: DOCKER_HOST=… uid-change.sh IMAGE
# The drill uid-change with the procedure rewrite-paths, as an operator with nothing but the engine's command line
# would script it: the same machine, the same commands and conditions, one `docker exec` for what one user does in a
# row, waits that look every 50 ms. A test holds it to the scenario. What a drill does besides is left out: samples
# every 100 ms, a journal, evidence, messages that say what was expected.
set -euo pipefail

image=$1
id=uid-change-script-$$
machine=$id-rift

clean_up() {
  docker rm --force --volumes "$machine"
  docker network rm "$id-lan" "$id-tailnet"
} >/dev/null 2>&1
trap clean_up EXIT
trap 'exit 130' INT TERM HUP

# Put before what runs in the machine.
prelude='
red() { if "$@" >/dev/null 2>&1; then echo "this still holds: $*" >&2; exit 1; fi; }
'

# as_root, as_mcp UID: run the text on stdin in the machine; the first command that fails ends it, and this script.
as_root() {
  local script
  script=$(cat)
  timeout --foreground 60 docker exec "$machine" sh -euc "$prelude$script"
}

as_mcp() {
  local script
  script=$(cat)
  timeout --foreground 60 docker exec --user mcp --workdir /srv/mcp --env HOME=/srv/mcp --env USER=mcp \
    --env "XDG_RUNTIME_DIR=/run/user/$1" --env "DBUS_SESSION_BUS_ADDRESS=unix:path=/run/user/$1/bus" \
    "$machine" sh -euc "$prelude$script"
}

until_up() {
  as_root <<'EOF'
until [ "$(systemctl is-system-running)" = running ]; do sleep 0.05; done 2>/dev/null
EOF
}

start_machine() {
  docker network create --internal --subnet 192.0.2.0/24 --gateway 192.0.2.1 "$id-lan"
  docker network create --internal --subnet 198.51.100.0/24 --gateway 198.51.100.1 "$id-tailnet"
  docker create --name "$machine" --hostname rift --tty \
    --network "$id-lan" --ip 192.0.2.10 --env DRILLBOOK_ADDRESS=192.0.2.10 \
    --cap-add ALL --cap-drop SYS_RESOURCE \
    --security-opt seccomp=unconfined --security-opt apparmor=unconfined --security-opt label=disable \
    --security-opt systempaths=unconfined --device /dev/fuse --device /dev/net/tun \
    --tmpfs /run:exec,suid,mode=755 --tmpfs /tmp:exec,suid,mode=1777 "$image"
  docker network connect --ip 198.51.100.10 "$id-tailnet" "$machine"
  docker start "$machine"
  until_up
}

reboot() {
  docker restart --time 20 "$machine"
  until_up
}

prepare() {
  as_mcp 995 <<'EOF'
podman run -d --name mcns --restart unless-stopped -v /srv/mcns:/srv/mcns -p 192.0.2.10:53:53/tcp -p 192.0.2.10:53:53/udp -p 198.51.100.10:53:53/tcp -p 198.51.100.10:53:53/udp -p 127.0.0.1:38443:8443 mcr.svc.mcp.metacircular.net:8443/mcns:v1.2.0 server --config /srv/mcns/mcns.toml
EOF
  as_root <<'EOF'
until curl --fail-with-body --silent --show-error --cacert /etc/ssl/metacircular/ca.pem https://127.0.0.1:38443/v1/health; do sleep 0.05; done
EOF
  as_mcp 995 <<'EOF'
podman run -d --name mc-proxy --restart unless-stopped --network host -v /srv/mc-proxy:/srv/mc-proxy mcr.svc.mcp.metacircular.net:8443/mc-proxy:v1.2.2 server --config /srv/mc-proxy/mc-proxy.toml
podman run -d --name mcr-api --restart unless-stopped -v /srv/mcr:/srv/mcr -p 127.0.0.1:28443:8443 -p 127.0.0.1:29443:9443 mcr.svc.mcp.metacircular.net:8443/mcr:v1.2.1 server --config /srv/mcr/mcr.toml
podman run -d --name mcr-web --restart unless-stopped --user 0:0 -v /srv/mcr:/srv/mcr -p 127.0.0.1:28080:8080 mcr.svc.mcp.metacircular.net:8443/mcr-web:v1.3.2 server --config /srv/mcr/mcr.toml
podman run -d --name metacrypt-api --restart unless-stopped -v /srv/metacrypt:/srv/metacrypt -p 127.0.0.1:18443:8443 -p 127.0.0.1:19443:9443 mcr.svc.mcp.metacircular.net:8443/metacrypt:v1.3.1 server --config /srv/metacrypt/metacrypt.toml
podman run -d --name metacrypt-web --restart unless-stopped -v /srv/metacrypt:/srv/metacrypt -p 127.0.0.1:18080:8080 mcr.svc.mcp.metacircular.net:8443/metacrypt-web:v1.4.1 --config /srv/metacrypt/metacrypt.toml
EOF
  as_root <<'EOF'
until curl --fail-with-body --silent --show-error --cacert /etc/ssl/metacircular/ca.pem https://127.0.0.1:8443/v1/health; do sleep 0.05; done
until curl --fail-with-body --silent --show-error --cacert /etc/ssl/metacircular/ca.pem https://127.0.0.1:28443/v1/health; do sleep 0.05; done
until curl --fail-with-body --silent --show-error http://127.0.0.1:28080/v1/health; do sleep 0.05; done
until curl --fail-with-body --silent --show-error --cacert /etc/ssl/metacircular/ca.pem https://127.0.0.1:18443/v1/health; do sleep 0.05; done
until curl --fail-with-body --silent --show-error http://127.0.0.1:18080/v1/health; do sleep 0.05; done
EOF
  as_mcp 995 <<'EOF'
podman run -d --name mcp-master --restart unless-stopped --network host -v /srv/mcp-master:/srv/mcp-master mcr.svc.mcp.metacircular.net:8443/mcp-master:v0.10.3 server --config /srv/mcp-master/mcp-master.toml
EOF
  as_root <<'EOF'
until [ "$(printf '\0\0\0\0\0' | curl --silent --show-error --cacert /etc/ssl/metacircular/ca.pem --header 'content-type: application/grpc' --header 'te: trailers' --data-binary @- https://127.0.0.1:9555/grpc.health.v1.Health/Check | tr '\0\1\2\10' 0128)" = 0000281 ]; do sleep 0.05; done
EOF
  as_mcp 995 <<'EOF'
podman run -d --name kls --restart unless-stopped -v /srv/kls:/srv/kls -p 127.0.0.1:58080:8080 -p 198.51.100.10:58080:8080 mcr.svc.mcp.metacircular.net:8443/kls:v0.2.0 -f /srv/kls/kls.conf
podman run -d --name mcat --restart unless-stopped -v /srv/mcat:/srv/mcat -p 127.0.0.1:48116:8443 mcr.svc.mcp.metacircular.net:8443/mcat:v1.2.0 server --config /srv/mcat/mcat.toml
podman run -d --name mcdoc --restart unless-stopped -v /srv/mcdoc:/srv/mcdoc -p 127.0.0.1:38080:8080 mcr.svc.mcp.metacircular.net:8443/mcdoc:v0.1.0 server --config /srv/mcdoc/mcdoc.toml
podman run -d --name mcq --restart unless-stopped -v /srv/mcq:/srv/mcq -p 127.0.0.1:48080:8080 -p 198.51.100.10:48080:8080 mcr.svc.mcp.metacircular.net:8443/mcq:v0.4.2 server --config /srv/mcq/mcq.toml
podman run -d --name sgardd --restart unless-stopped -v /srv/sgard:/srv/sgard -p 127.0.0.1:19473:9473 mcr.svc.mcp.metacircular.net:8443/sgardd:v3.2.0 --repo /srv/sgard --authorized-keys /srv/sgard/authorized_keys --tls-cert /srv/sgard/certs/sgard.pem --tls-key /srv/sgard/certs/sgard.key
EOF
  as_root <<'EOF'
until curl --fail-with-body --silent --show-error http://127.0.0.1:58080/v1/health; do sleep 0.05; done
until curl --fail-with-body --silent --show-error --cacert /etc/ssl/metacircular/ca.pem https://127.0.0.1:48116/v1/health; do sleep 0.05; done
until curl --fail-with-body --silent --show-error http://127.0.0.1:38080/v1/health; do sleep 0.05; done
until curl --fail-with-body --silent --show-error http://127.0.0.1:48080/v1/health; do sleep 0.05; done
until curl --fail-with-body --silent --show-error --cacert /etc/ssl/metacircular/ca.pem https://127.0.0.1:19473/v1/health; do sleep 0.05; done
EOF
  as_root <<'EOF'
curl --fail-with-body --silent --show-error --cacert /etc/ssl/metacircular/ca.pem --json '{"rows":100}' https://127.0.0.1:38443/v1/canary
curl --fail-with-body --silent --show-error --cacert /etc/ssl/metacircular/ca.pem --json '{"rows":100}' https://127.0.0.1:8443/v1/canary
curl --fail-with-body --silent --show-error --cacert /etc/ssl/metacircular/ca.pem --json '{"rows":100}' https://127.0.0.1:28443/v1/canary
curl --fail-with-body --silent --show-error --cacert /etc/ssl/metacircular/ca.pem --json '{"rows":100}' http://127.0.0.1:28080/v1/canary
curl --fail-with-body --silent --show-error --cacert /etc/ssl/metacircular/ca.pem --json '{"rows":100}' https://127.0.0.1:18443/v1/canary
curl --fail-with-body --silent --show-error --cacert /etc/ssl/metacircular/ca.pem --json '{"rows":100}' http://127.0.0.1:18080/v1/canary
curl --fail-with-body --silent --show-error --cacert /etc/ssl/metacircular/ca.pem --json '{"rows":100}' http://127.0.0.1:58080/v1/canary
curl --fail-with-body --silent --show-error --cacert /etc/ssl/metacircular/ca.pem --json '{"rows":100}' https://127.0.0.1:48116/v1/canary
curl --fail-with-body --silent --show-error --cacert /etc/ssl/metacircular/ca.pem --json '{"rows":100}' http://127.0.0.1:38080/v1/canary
curl --fail-with-body --silent --show-error --cacert /etc/ssl/metacircular/ca.pem --json '{"rows":100}' http://127.0.0.1:48080/v1/canary
curl --fail-with-body --silent --show-error --cacert /etc/ssl/metacircular/ca.pem --json '{"rows":100}' https://127.0.0.1:19473/v1/canary
EOF
  as_mcp 995 <<'EOF'
sqlite3 /srv/mcp-master/mcp-master.db '.timeout 5000' 'with recursive row(id) as (select coalesce(max(id), 0) + 1 from canary union all select id + 1 from row limit 100) insert into canary (id, token) select id, '\''token '\'' || id from row'
until [ "$(sqlite3 /srv/mcns/mcns.db 'select count(*) from canary')" = 100 ]; do sleep 0.05; done
until [ "$(sqlite3 /srv/mc-proxy/mc-proxy.db 'select count(*) from canary')" = 100 ]; do sleep 0.05; done
until [ "$(sqlite3 /srv/mcr/mcr.db 'select count(*) from canary')" = 100 ]; do sleep 0.05; done
until [ "$(sqlite3 /srv/mcr/mcr-web.db 'select count(*) from canary')" = 100 ]; do sleep 0.05; done
until [ "$(sqlite3 /srv/metacrypt/metacrypt.db 'select count(*) from canary')" = 100 ]; do sleep 0.05; done
until [ "$(sqlite3 /srv/metacrypt/metacrypt-web.db 'select count(*) from canary')" = 100 ]; do sleep 0.05; done
until [ "$(sqlite3 /srv/mcp-master/mcp-master.db 'select count(*) from canary')" = 100 ]; do sleep 0.05; done
until [ "$(sqlite3 /srv/kls/kls.db 'select count(*) from canary')" = 100 ]; do sleep 0.05; done
until [ "$(sqlite3 /srv/mcat/mcat.db 'select count(*) from canary')" = 100 ]; do sleep 0.05; done
until [ "$(sqlite3 /srv/mcdoc/mcdoc.db 'select count(*) from canary')" = 100 ]; do sleep 0.05; done
until [ "$(sqlite3 /srv/mcq/mcq.db 'select count(*) from canary')" = 100 ]; do sleep 0.05; done
until [ "$(sqlite3 /srv/sgard/sgard.db 'select count(*) from canary')" = 100 ]; do sleep 0.05; done
EOF
}

# The checks that hold only after the recovery must be red here.
steady() {
  as_root <<'EOF'
[ "$(id -u mcp)" = 995 ]
[ "$(systemctl is-active "user@$(id -u mcp).service")" = active ]
curl --fail-with-body --silent --show-error --cacert /etc/ssl/metacircular/ca.pem https://127.0.0.1:38443/v1/health
curl --fail-with-body --silent --show-error --cacert /etc/ssl/metacircular/ca.pem https://127.0.0.1:8443/v1/health
curl --fail-with-body --silent --show-error --cacert /etc/ssl/metacircular/ca.pem https://127.0.0.1:28443/v1/health
curl --fail-with-body --silent --show-error http://127.0.0.1:28080/v1/health
curl --fail-with-body --silent --show-error --cacert /etc/ssl/metacircular/ca.pem https://127.0.0.1:18443/v1/health
curl --fail-with-body --silent --show-error http://127.0.0.1:18080/v1/health
[ "$(printf '\0\0\0\0\0' | curl --silent --show-error --cacert /etc/ssl/metacircular/ca.pem --header 'content-type: application/grpc' --header 'te: trailers' --data-binary @- https://127.0.0.1:9555/grpc.health.v1.Health/Check | tr '\0\1\2\10' 0128)" = 0000281 ]
curl --fail-with-body --silent --show-error http://127.0.0.1:58080/v1/health
curl --fail-with-body --silent --show-error --cacert /etc/ssl/metacircular/ca.pem https://127.0.0.1:48116/v1/health
curl --fail-with-body --silent --show-error http://127.0.0.1:38080/v1/health
curl --fail-with-body --silent --show-error http://127.0.0.1:48080/v1/health
curl --fail-with-body --silent --show-error --cacert /etc/ssl/metacircular/ca.pem https://127.0.0.1:19473/v1/health
[ "$(dig @192.0.2.10 mcq.svc.mcp.metacircular.net A +short)" = 198.51.100.10 ]
red [ "$(id -u mcp)" = 850 ]
red [ -z "$(find /srv -xdev -uid 995 -print -quit)" ]
EOF
  as_mcp 995 <<'EOF'
podman ps --all
[ "$(podman images --format '{{.Repository}}:{{.Tag}}' | grep --count --fixed-strings --line-regexp -e mcr.svc.mcp.metacircular.net:8443/mcns:v1.2.0 -e mcr.svc.mcp.metacircular.net:8443/mc-proxy:v1.2.2 -e mcr.svc.mcp.metacircular.net:8443/mcr:v1.2.1 -e mcr.svc.mcp.metacircular.net:8443/mcr-web:v1.3.2 -e mcr.svc.mcp.metacircular.net:8443/metacrypt:v1.3.1 -e mcr.svc.mcp.metacircular.net:8443/metacrypt-web:v1.4.1 -e mcr.svc.mcp.metacircular.net:8443/mcp-master:v0.10.3 -e mcr.svc.mcp.metacircular.net:8443/kls:v0.2.0 -e mcr.svc.mcp.metacircular.net:8443/mcat:v1.2.0 -e mcr.svc.mcp.metacircular.net:8443/mcdoc:v0.1.0 -e mcr.svc.mcp.metacircular.net:8443/mcq:v0.4.2 -e mcr.svc.mcp.metacircular.net:8443/sgardd:v3.2.0)" = 12 ]
[ "$(podman ps --format '{{.Names}}' | wc --lines)" = 12 ]
[ "$(for file in /srv/mcns/mcns.db /srv/mc-proxy/mc-proxy.db /srv/mcr/mcr.db /srv/mcr/mcr-web.db /srv/metacrypt/metacrypt.db /srv/metacrypt/metacrypt-web.db /srv/mcp-master/mcp-master.db /srv/kls/kls.db /srv/mcat/mcat.db /srv/mcdoc/mcdoc.db /srv/mcq/mcq.db /srv/sgard/sgard.db; do echo "$file $(sqlite3 "$file" 'select count(*) from canary')"; done | grep --count ' 100$')" = 12 ]
red [ "$(for table in DBConfig ContainerConfig ContainerState; do sqlite3 /srv/mcp/.local/share/containers/storage/db.sql "select * from $table"; done | grep --count --fixed-strings /run/user/995/)" = 0 ]
red [ "$(cat /srv/mcp/.local/share/containers/storage/db.sql.before-* | head --bytes=15)" = 'SQLite format 3' ]
EOF
}

fault() {
  as_root <<'EOF'
apply-accounts --set mcp.uid=850 2>&1 | grep 'warning: not applying UID change of user .*mcp.* (995 -> 850)'
[ "$(id -u mcp)" = 995 ]
code=0
usermod --uid 850 mcp 2>/tmp/said || code=$?
[ "$code" = 8 ]
grep 'user mcp is currently used by process' /tmp/said
[ "$(id -u mcp)" = 995 ]
loginctl terminate-user mcp; systemctl stop user@995.service
until [ "$(systemctl is-active "user@$(id -u mcp).service")" != active ]; do sleep 0.05; done
until [ "$(pgrep --count --uid mcp)" = 0 ]; do sleep 0.05; done
usermod --uid 850 mcp
[ "$(id -u mcp)" = 850 ]
EOF
  reboot
  as_root <<'EOF'
[ "$(systemctl is-system-running)" = running ]
until [ "$(systemctl is-active "user@$(id -u mcp).service")" = active ]; do sleep 0.05; done
EOF
}

# The fingerprint, then a look at the whole checklist: what the fault must break is red.
symptoms() {
  as_mcp 850 <<'EOF'
code=0
podman ps --all 2>/tmp/said || code=$?
[ "$code" = 125 ]
grep 'default OCI runtime "crun" not found: invalid argument' /tmp/said
[ "$(for table in DBConfig ContainerConfig ContainerState; do sqlite3 /srv/mcp/.local/share/containers/storage/db.sql "select * from $table"; done | grep --count --fixed-strings /run/user/995/)" -ge 1 ]
[ "$(grep --only-matching --fixed-strings -e mcr.svc.mcp.metacircular.net:8443/mcns:v1.2.0 -e mcr.svc.mcp.metacircular.net:8443/mc-proxy:v1.2.2 -e mcr.svc.mcp.metacircular.net:8443/mcr:v1.2.1 -e mcr.svc.mcp.metacircular.net:8443/mcr-web:v1.3.2 -e mcr.svc.mcp.metacircular.net:8443/metacrypt:v1.3.1 -e mcr.svc.mcp.metacircular.net:8443/metacrypt-web:v1.4.1 -e mcr.svc.mcp.metacircular.net:8443/mcp-master:v0.10.3 -e mcr.svc.mcp.metacircular.net:8443/kls:v0.2.0 -e mcr.svc.mcp.metacircular.net:8443/mcat:v1.2.0 -e mcr.svc.mcp.metacircular.net:8443/mcdoc:v0.1.0 -e mcr.svc.mcp.metacircular.net:8443/mcq:v0.4.2 -e mcr.svc.mcp.metacircular.net:8443/sgardd:v3.2.0 /srv/mcp/.local/share/containers/storage/overlay-images/images.json | sort --unique | wc --lines)" = 12 ]
red podman ps --all
red [ "$(for table in DBConfig ContainerConfig ContainerState; do sqlite3 /srv/mcp/.local/share/containers/storage/db.sql "select * from $table"; done | grep --count --fixed-strings /run/user/995/)" = 0 ]
red [ "$(cat /srv/mcp/.local/share/containers/storage/db.sql.before-* | head --bytes=15)" = 'SQLite format 3' ]
red [ "$(podman images --format '{{.Repository}}:{{.Tag}}' 2>/dev/null | grep --count --fixed-strings --line-regexp -e mcr.svc.mcp.metacircular.net:8443/mcns:v1.2.0 -e mcr.svc.mcp.metacircular.net:8443/mc-proxy:v1.2.2 -e mcr.svc.mcp.metacircular.net:8443/mcr:v1.2.1 -e mcr.svc.mcp.metacircular.net:8443/mcr-web:v1.3.2 -e mcr.svc.mcp.metacircular.net:8443/metacrypt:v1.3.1 -e mcr.svc.mcp.metacircular.net:8443/metacrypt-web:v1.4.1 -e mcr.svc.mcp.metacircular.net:8443/mcp-master:v0.10.3 -e mcr.svc.mcp.metacircular.net:8443/kls:v0.2.0 -e mcr.svc.mcp.metacircular.net:8443/mcat:v1.2.0 -e mcr.svc.mcp.metacircular.net:8443/mcdoc:v0.1.0 -e mcr.svc.mcp.metacircular.net:8443/mcq:v0.4.2 -e mcr.svc.mcp.metacircular.net:8443/sgardd:v3.2.0)" = 12 ]
red [ "$(podman ps --format '{{.Names}}' 2>/dev/null | wc --lines)" = 12 ]
for file in /srv/mcns/mcns.db /srv/mc-proxy/mc-proxy.db /srv/mcr/mcr.db /srv/mcr/mcr-web.db /srv/metacrypt/metacrypt.db /srv/metacrypt/metacrypt-web.db /srv/mcp-master/mcp-master.db /srv/kls/kls.db /srv/mcat/mcat.db /srv/mcdoc/mcdoc.db /srv/mcq/mcq.db /srv/sgard/sgard.db; do echo "$file $(sqlite3 "$file" 'select count(*) from canary')"; done 2>/dev/null || true
EOF
  as_root <<'EOF'
[ "$(pgrep --count conmon)" = 0 ]
[ "$(dig @192.0.2.10 mcq.svc.mcp.metacircular.net A +short)" != 198.51.100.10 ]
[ -n "$(find /srv -xdev -uid 995 -print -quit)" ]
[ -z "$(find /srv/mcp/.local/share/containers/storage -xdev -uid 995 -print -quit)" ]
[ "$(grep --no-filename ^mcp: /etc/subuid /etc/subgid | grep --count --line-regexp mcp:100000:65536)" = 2 ]
[ "$(id -u mcp)" = 850 ]
[ "$(systemctl is-active "user@$(id -u mcp).service")" = active ]
red curl --fail-with-body --silent --show-error --cacert /etc/ssl/metacircular/ca.pem https://127.0.0.1:38443/v1/health
red curl --fail-with-body --silent --show-error --cacert /etc/ssl/metacircular/ca.pem https://127.0.0.1:8443/v1/health
red curl --fail-with-body --silent --show-error --cacert /etc/ssl/metacircular/ca.pem https://127.0.0.1:28443/v1/health
red curl --fail-with-body --silent --show-error http://127.0.0.1:28080/v1/health
red curl --fail-with-body --silent --show-error --cacert /etc/ssl/metacircular/ca.pem https://127.0.0.1:18443/v1/health
red curl --fail-with-body --silent --show-error http://127.0.0.1:18080/v1/health
[ "$(printf '\0\0\0\0\0' | curl --silent --show-error --cacert /etc/ssl/metacircular/ca.pem --header 'content-type: application/grpc' --header 'te: trailers' --data-binary @- https://127.0.0.1:9555/grpc.health.v1.Health/Check | tr '\0\1\2\10' 0128)" != 0000281 ]
red curl --fail-with-body --silent --show-error http://127.0.0.1:58080/v1/health
red curl --fail-with-body --silent --show-error --cacert /etc/ssl/metacircular/ca.pem https://127.0.0.1:48116/v1/health
red curl --fail-with-body --silent --show-error http://127.0.0.1:38080/v1/health
red curl --fail-with-body --silent --show-error http://127.0.0.1:48080/v1/health
red curl --fail-with-body --silent --show-error --cacert /etc/ssl/metacircular/ca.pem https://127.0.0.1:19473/v1/health
red [ "$(dig @192.0.2.10 mcq.svc.mcp.metacircular.net A +short)" = 198.51.100.10 ]
red [ -z "$(find /srv -xdev -uid 995 -print -quit)" ]
EOF
}

recovery() {
  as_root <<'EOF'
[ "$(systemctl is-system-running)" = running ]
[ "$(id -u mcp)" = 850 ]
[ "$(pgrep --count conmon)" = 0 ]
[ "$(systemctl is-active "user@$(id -u mcp).service")" = active ]
EOF
  as_mcp 850 <<'EOF'
cp --archive --update=none /srv/mcp/.local/share/containers/storage/db.sql /srv/mcp/.local/share/containers/storage/db.sql.before-rewrite
[ "$(test -s /srv/mcp/.local/share/containers/storage/db.sql.before-rewrite && sqlite3 /srv/mcp/.local/share/containers/storage/db.sql.before-rewrite 'pragma integrity_check')" = ok ]
sqlite3 /srv/mcp/.local/share/containers/storage/db.sql "UPDATE DBConfig SET TmpDir = replace(TmpDir, '/run/user/995/', '/run/user/850/'), RunRoot = replace(RunRoot, '/run/user/995/', '/run/user/850/');
UPDATE ContainerConfig SET JSON = replace(JSON, '/run/user/995/', '/run/user/850/');
UPDATE ContainerState SET JSON = replace(JSON, '/run/user/995/', '/run/user/850/');"
[ "$(for table in DBConfig ContainerConfig ContainerState; do sqlite3 /srv/mcp/.local/share/containers/storage/db.sql "select * from $table"; done | grep --count --fixed-strings /run/user/995/)" = 0 ]
podman ps --all
podman unshare find /srv/mcp/.local/share/containers/storage/overlay -xdev -mindepth 3 -maxdepth 3 -path '*/merged/*' -exec rm -r {} +
[ -z "$(podman unshare find /srv/mcp/.local/share/containers/storage/overlay -xdev -mindepth 3 -maxdepth 3 -path '*/merged/*' -print -quit)" ]
EOF
  as_root <<'EOF'
find /srv -xdev -uid 995 -exec chown --no-dereference 850 {} +
[ -z "$(find /srv -xdev -uid 995 -print -quit)" ]
EOF
  as_mcp 850 <<'EOF'
podman start mcns
EOF
  as_root <<'EOF'
until curl --fail-with-body --silent --show-error --cacert /etc/ssl/metacircular/ca.pem https://127.0.0.1:38443/v1/health; do sleep 0.05; done
EOF
  as_mcp 850 <<'EOF'
podman start mc-proxy mcr-api mcr-web metacrypt-api metacrypt-web
EOF
  as_root <<'EOF'
until curl --fail-with-body --silent --show-error --cacert /etc/ssl/metacircular/ca.pem https://127.0.0.1:8443/v1/health; do sleep 0.05; done
until curl --fail-with-body --silent --show-error --cacert /etc/ssl/metacircular/ca.pem https://127.0.0.1:28443/v1/health; do sleep 0.05; done
until curl --fail-with-body --silent --show-error http://127.0.0.1:28080/v1/health; do sleep 0.05; done
until curl --fail-with-body --silent --show-error --cacert /etc/ssl/metacircular/ca.pem https://127.0.0.1:18443/v1/health; do sleep 0.05; done
until curl --fail-with-body --silent --show-error http://127.0.0.1:18080/v1/health; do sleep 0.05; done
EOF
  as_mcp 850 <<'EOF'
podman start mcp-master
EOF
  as_root <<'EOF'
until [ "$(printf '\0\0\0\0\0' | curl --silent --show-error --cacert /etc/ssl/metacircular/ca.pem --header 'content-type: application/grpc' --header 'te: trailers' --data-binary @- https://127.0.0.1:9555/grpc.health.v1.Health/Check | tr '\0\1\2\10' 0128)" = 0000281 ]; do sleep 0.05; done
EOF
  as_mcp 850 <<'EOF'
podman start kls mcat mcdoc mcq sgardd
EOF
  as_root <<'EOF'
until curl --fail-with-body --silent --show-error http://127.0.0.1:58080/v1/health; do sleep 0.05; done
until curl --fail-with-body --silent --show-error --cacert /etc/ssl/metacircular/ca.pem https://127.0.0.1:48116/v1/health; do sleep 0.05; done
until curl --fail-with-body --silent --show-error http://127.0.0.1:38080/v1/health; do sleep 0.05; done
until curl --fail-with-body --silent --show-error http://127.0.0.1:48080/v1/health; do sleep 0.05; done
until curl --fail-with-body --silent --show-error --cacert /etc/ssl/metacircular/ca.pem https://127.0.0.1:19473/v1/health; do sleep 0.05; done
EOF
}

checklist() {
  as_root <<'EOF'
[ "$(id -u mcp)" = 850 ]
[ "$(systemctl is-active "user@$(id -u mcp).service")" = active ]
[ -z "$(find /srv -xdev -uid 995 -print -quit)" ]
curl --fail-with-body --silent --show-error --cacert /etc/ssl/metacircular/ca.pem https://127.0.0.1:38443/v1/health
curl --fail-with-body --silent --show-error --cacert /etc/ssl/metacircular/ca.pem https://127.0.0.1:8443/v1/health
curl --fail-with-body --silent --show-error --cacert /etc/ssl/metacircular/ca.pem https://127.0.0.1:28443/v1/health
curl --fail-with-body --silent --show-error http://127.0.0.1:28080/v1/health
curl --fail-with-body --silent --show-error --cacert /etc/ssl/metacircular/ca.pem https://127.0.0.1:18443/v1/health
curl --fail-with-body --silent --show-error http://127.0.0.1:18080/v1/health
[ "$(printf '\0\0\0\0\0' | curl --silent --show-error --cacert /etc/ssl/metacircular/ca.pem --header 'content-type: application/grpc' --header 'te: trailers' --data-binary @- https://127.0.0.1:9555/grpc.health.v1.Health/Check | tr '\0\1\2\10' 0128)" = 0000281 ]
curl --fail-with-body --silent --show-error http://127.0.0.1:58080/v1/health
curl --fail-with-body --silent --show-error --cacert /etc/ssl/metacircular/ca.pem https://127.0.0.1:48116/v1/health
curl --fail-with-body --silent --show-error http://127.0.0.1:38080/v1/health
curl --fail-with-body --silent --show-error http://127.0.0.1:48080/v1/health
curl --fail-with-body --silent --show-error --cacert /etc/ssl/metacircular/ca.pem https://127.0.0.1:19473/v1/health
until [ "$(dig @192.0.2.10 mcq.svc.mcp.metacircular.net A +short)" = 198.51.100.10 ]; do sleep 0.05; done
EOF
  as_mcp 850 <<'EOF'
podman ps --all
[ "$(for table in DBConfig ContainerConfig ContainerState; do sqlite3 /srv/mcp/.local/share/containers/storage/db.sql "select * from $table"; done | grep --count --fixed-strings /run/user/995/)" = 0 ]
[ "$(cat /srv/mcp/.local/share/containers/storage/db.sql.before-* | head --bytes=15)" = 'SQLite format 3' ]
[ "$(podman images --format '{{.Repository}}:{{.Tag}}' | grep --count --fixed-strings --line-regexp -e mcr.svc.mcp.metacircular.net:8443/mcns:v1.2.0 -e mcr.svc.mcp.metacircular.net:8443/mc-proxy:v1.2.2 -e mcr.svc.mcp.metacircular.net:8443/mcr:v1.2.1 -e mcr.svc.mcp.metacircular.net:8443/mcr-web:v1.3.2 -e mcr.svc.mcp.metacircular.net:8443/metacrypt:v1.3.1 -e mcr.svc.mcp.metacircular.net:8443/metacrypt-web:v1.4.1 -e mcr.svc.mcp.metacircular.net:8443/mcp-master:v0.10.3 -e mcr.svc.mcp.metacircular.net:8443/kls:v0.2.0 -e mcr.svc.mcp.metacircular.net:8443/mcat:v1.2.0 -e mcr.svc.mcp.metacircular.net:8443/mcdoc:v0.1.0 -e mcr.svc.mcp.metacircular.net:8443/mcq:v0.4.2 -e mcr.svc.mcp.metacircular.net:8443/sgardd:v3.2.0)" = 12 ]
[ "$(podman ps --format '{{.Names}}' | wc --lines)" = 12 ]
[ "$(for file in /srv/mcns/mcns.db /srv/mc-proxy/mc-proxy.db /srv/mcr/mcr.db /srv/mcr/mcr-web.db /srv/metacrypt/metacrypt.db /srv/metacrypt/metacrypt-web.db /srv/mcp-master/mcp-master.db /srv/kls/kls.db /srv/mcat/mcat.db /srv/mcdoc/mcdoc.db /srv/mcq/mcq.db /srv/sgard/sgard.db; do echo "$file $(sqlite3 "$file" 'select count(*) from canary')"; done | grep --count ' 100$')" = 12 ]
EOF
}

endurance() {
  as_mcp 850 <<'EOF'
podman stop mcns mc-proxy mcr-api mcr-web metacrypt-api metacrypt-web mcp-master kls mcat mcdoc mcq sgardd
podman start mcns mc-proxy mcr-api mcr-web metacrypt-api metacrypt-web mcp-master kls mcat mcdoc mcq sgardd
EOF
  as_root <<'EOF'
until curl --fail-with-body --silent --show-error --cacert /etc/ssl/metacircular/ca.pem https://127.0.0.1:38443/v1/health; do sleep 0.05; done
until curl --fail-with-body --silent --show-error --cacert /etc/ssl/metacircular/ca.pem https://127.0.0.1:8443/v1/health; do sleep 0.05; done
until curl --fail-with-body --silent --show-error --cacert /etc/ssl/metacircular/ca.pem https://127.0.0.1:28443/v1/health; do sleep 0.05; done
until curl --fail-with-body --silent --show-error http://127.0.0.1:28080/v1/health; do sleep 0.05; done
until curl --fail-with-body --silent --show-error --cacert /etc/ssl/metacircular/ca.pem https://127.0.0.1:18443/v1/health; do sleep 0.05; done
until curl --fail-with-body --silent --show-error http://127.0.0.1:18080/v1/health; do sleep 0.05; done
until [ "$(printf '\0\0\0\0\0' | curl --silent --show-error --cacert /etc/ssl/metacircular/ca.pem --header 'content-type: application/grpc' --header 'te: trailers' --data-binary @- https://127.0.0.1:9555/grpc.health.v1.Health/Check | tr '\0\1\2\10' 0128)" = 0000281 ]; do sleep 0.05; done
until curl --fail-with-body --silent --show-error http://127.0.0.1:58080/v1/health; do sleep 0.05; done
until curl --fail-with-body --silent --show-error --cacert /etc/ssl/metacircular/ca.pem https://127.0.0.1:48116/v1/health; do sleep 0.05; done
until curl --fail-with-body --silent --show-error http://127.0.0.1:38080/v1/health; do sleep 0.05; done
until curl --fail-with-body --silent --show-error http://127.0.0.1:48080/v1/health; do sleep 0.05; done
until curl --fail-with-body --silent --show-error --cacert /etc/ssl/metacircular/ca.pem https://127.0.0.1:19473/v1/health; do sleep 0.05; done
EOF
  reboot
  as_mcp 850 <<'EOF'
podman start mcns mc-proxy mcr-api mcr-web metacrypt-api metacrypt-web mcp-master kls mcat mcdoc mcq sgardd
EOF
  as_root <<'EOF'
[ "$(systemctl is-system-running)" = running ]
until curl --fail-with-body --silent --show-error --cacert /etc/ssl/metacircular/ca.pem https://127.0.0.1:38443/v1/health; do sleep 0.05; done
until curl --fail-with-body --silent --show-error --cacert /etc/ssl/metacircular/ca.pem https://127.0.0.1:8443/v1/health; do sleep 0.05; done
until curl --fail-with-body --silent --show-error --cacert /etc/ssl/metacircular/ca.pem https://127.0.0.1:28443/v1/health; do sleep 0.05; done
until curl --fail-with-body --silent --show-error http://127.0.0.1:28080/v1/health; do sleep 0.05; done
until curl --fail-with-body --silent --show-error --cacert /etc/ssl/metacircular/ca.pem https://127.0.0.1:18443/v1/health; do sleep 0.05; done
until curl --fail-with-body --silent --show-error http://127.0.0.1:18080/v1/health; do sleep 0.05; done
until [ "$(printf '\0\0\0\0\0' | curl --silent --show-error --cacert /etc/ssl/metacircular/ca.pem --header 'content-type: application/grpc' --header 'te: trailers' --data-binary @- https://127.0.0.1:9555/grpc.health.v1.Health/Check | tr '\0\1\2\10' 0128)" = 0000281 ]; do sleep 0.05; done
until curl --fail-with-body --silent --show-error http://127.0.0.1:58080/v1/health; do sleep 0.05; done
until curl --fail-with-body --silent --show-error --cacert /etc/ssl/metacircular/ca.pem https://127.0.0.1:48116/v1/health; do sleep 0.05; done
until curl --fail-with-body --silent --show-error http://127.0.0.1:38080/v1/health; do sleep 0.05; done
until curl --fail-with-body --silent --show-error http://127.0.0.1:48080/v1/health; do sleep 0.05; done
until curl --fail-with-body --silent --show-error --cacert /etc/ssl/metacircular/ca.pem https://127.0.0.1:19473/v1/health; do sleep 0.05; done
EOF
  checklist
}

# losses UID: prints what can be lost, one item a line.
losses() {
  as_mcp "$1" <<'EOF'
podman ps --all --no-trunc --format '{{.ID}} {{.Names}}'
podman images --no-trunc --format '{{.ID}} {{.Repository}}:{{.Tag}}'
sqlite3 /srv/mcns/mcns.db 'select id || '\'' '\'' || token from canary order by id'
sqlite3 /srv/mc-proxy/mc-proxy.db 'select id || '\'' '\'' || token from canary order by id'
sqlite3 /srv/mcr/mcr.db 'select id || '\'' '\'' || token from canary order by id'
sqlite3 /srv/mcr/mcr-web.db 'select id || '\'' '\'' || token from canary order by id'
sqlite3 /srv/metacrypt/metacrypt.db 'select id || '\'' '\'' || token from canary order by id'
sqlite3 /srv/metacrypt/metacrypt-web.db 'select id || '\'' '\'' || token from canary order by id'
sqlite3 /srv/mcp-master/mcp-master.db 'select id || '\'' '\'' || token from canary order by id'
sqlite3 /srv/kls/kls.db 'select id || '\'' '\'' || token from canary order by id'
sqlite3 /srv/mcat/mcat.db 'select id || '\'' '\'' || token from canary order by id'
sqlite3 /srv/mcdoc/mcdoc.db 'select id || '\'' '\'' || token from canary order by id'
sqlite3 /srv/mcq/mcq.db 'select id || '\'' '\'' || token from canary order by id'
sqlite3 /srv/sgard/sgard.db 'select id || '\'' '\'' || token from canary order by id'
EOF
  as_root <<'EOF'
find /srv/mcns /srv/mc-proxy /srv/mcr /srv/metacrypt /srv/mcp-master /srv/kls /srv/mcat /srv/mcdoc /srv/mcq /srv/sgard -xdev -type f ! -name '*-wal' ! -name '*-shm' -print
EOF
}

start_machine
prepare
steady
before=$(losses 995)
fault
symptoms
recovery
checklist
endurance
after=$(losses 850)
lost=$(comm -23 <(sort <<<"$before") <(sort <<<"$after"))
if [ -n "$lost" ]; then
  printf 'lost:\n%s\n' "$lost" >&2
  exit 1
fi
echo "last check done"
