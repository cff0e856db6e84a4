#!/bin/sh
# Installs what is missing of a list of packages; needs no network when nothing is.
set -e
list=$1
missing=
for package in $(cat "$list"); do
  state=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
  [ "$state" = installed ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0
echo "installing$missing"
export DEBIAN_FRONTEND=noninteractive
apt-get update -q
apt-get install -q -y --no-install-recommends $missing
apt-get clean
rm -rf /var/lib/apt/lists/*
