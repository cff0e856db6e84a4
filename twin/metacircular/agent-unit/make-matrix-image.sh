#!/bin/sh
# make-matrix-image.sh TAG: an archive of an image with a setuid file, for the question whether it can be loaded.
set -eu
HOME=$(getent passwd "$(id -u)" | cut -d: -f6)
XDG_RUNTIME_DIR=/run/user/$(id -u)
export HOME XDG_RUNTIME_DIR
cd "$HOME"
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
mkdir -p "$tree/bin"
echo 'echo another account' >"$tree/bin/as-root"
chmod 4755 "$tree/bin/as-root"
tar -C "$tree" -c . | podman import --quiet - "$1"
podman save --quiet --output /srv/matrix/setuid.tar "$1"
podman rmi --force "$1"
