#!/bin/sh
# add-account.sh NAME UID: an account for rootless podman that has a session from each boot on.
set -eu
useradd --uid "$2" --user-group --create-home --shell /bin/bash "$1"
for file in /etc/subuid /etc/subgid; do
  sed -i "/^$1:/d" "$file"
  echo "$1:100000:65536" >>"$file"
done
mkdir -p /var/lib/systemd/linger
touch "/var/lib/systemd/linger/$1"
