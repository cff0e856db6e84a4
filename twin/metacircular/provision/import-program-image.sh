#!/bin/sh
# import-program-image.sh TAG PROGRAM: a container image of one program of this machine, the libraries it needs, and
# nothing else. Nothing is pulled: a machine of a drill has no way out.
set -eu
HOME=$(getent passwd "$(id -u)" | cut -d: -f6)
XDG_RUNTIME_DIR=/run/user/$(id -u)
export HOME XDG_RUNTIME_DIR
cd "$HOME"
tag=$1
program=$2
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
mkdir -p "$tree${program%/*}" "$tree/tmp" "$tree/etc"
chmod 1777 "$tree/tmp"
# ldd names the dynamic loader too, on a line without an arrow.
for library in $(ldd "$program" | grep -o '/[^ ]*'); do
  mkdir -p "$tree${library%/*}"
  cp -L "$library" "$tree$library"
done
cp -L "$program" "$tree$program"
printf 'root:x:0:0:root:/:/sbin/nologin\n' >"$tree/etc/passwd"
printf 'root:x:0:\n' >"$tree/etc/group"
tar -C "$tree" -c . | podman import --quiet --change "ENTRYPOINT [\"$program\"]" - "$tag"
