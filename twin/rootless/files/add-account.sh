#!/bin/sh
# add-account.sh NAME UID FIRST [alone]: an account for rootless podman, with 65536 subordinate ids from FIRST on. It has
# a session from each boot on, unless it is "alone".
set -eu
useradd --uid "$2" --user-group --create-home --shell /bin/bash "$1"
for file in /etc/subuid /etc/subgid; do
  sed -i "/^$1:/d" "$file"
  echo "$1:$3:65536" >>"$file"
done
[ "${4-}" != alone ] || exit 0
mkdir -p /var/lib/systemd/linger
touch "/var/lib/systemd/linger/$1"
systemctl start "user@$2.service"
test -d "/run/user/$2"
