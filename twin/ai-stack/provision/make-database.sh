#!/bin/sh
# make-database.sh IMAGE FOLDER PASSWORD: an empty cluster of PostgreSQL, owned by the account that the image runs as.
set -eu
HOME=$(getent passwd "$(id -u)" | cut -d: -f6)
XDG_RUNTIME_DIR=/run/user/$(id -u)
export HOME XDG_RUNTIME_DIR
cd "$HOME"
podman unshare chown 999:999 "$2"
echo "$3" | podman run --rm -i --network none --entrypoint initdb -v "$2:/data" "$1" --pgdata /data/ --username aidb \
  --pwfile /dev/stdin --auth-local trust --auth-host scram-sha-256 --no-locale --encoding UTF8
