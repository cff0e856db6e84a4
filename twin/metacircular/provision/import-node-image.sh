#!/bin/sh
# import-node-image.sh TAG: a container image of the node binary, the libraries it needs, and nothing else.
# Nothing is pulled: a machine of a drill has no way out.
set -eu
HOME=$(getent passwd "$(id -u)" | cut -d: -f6)
XDG_RUNTIME_DIR=/run/user/$(id -u)
export HOME XDG_RUNTIME_DIR
cd "$HOME"
tag=$1
node=$(command -v node)
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
mkdir -p "$tree/usr/local/bin" "$tree/app" "$tree/tmp" "$tree/etc/ssl"
chmod 1777 "$tree/tmp"
# ldd names the dynamic loader too, on a line without an arrow.
for library in $(ldd "$node" | grep -o '/[^ ]*'); do
  mkdir -p "$tree${library%/*}"
  cp -L "$library" "$tree$library"
done
cp -L "$node" "$tree/usr/local/bin/node"
if [ -d /etc/ssl/certs ]; then cp -rL /etc/ssl/certs "$tree/etc/ssl/certs"; fi
printf 'root:x:0:0:root:/:/sbin/nologin\n' >"$tree/etc/passwd"
printf 'root:x:0:\n' >"$tree/etc/group"
tar -C "$tree" -c . | podman import --quiet --change 'ENV PATH=/usr/local/bin' - "$tag"
