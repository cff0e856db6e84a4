#!/bin/sh
# Usage: install-packages.sh LISTS
# Installs and downloads what is missing of the lists of packages; needs no network when nothing is.
set -e
lists=$1
downloads=/usr/lib/drillbook/packages
missing=
for package in $(sed 's/#.*//' "$lists/packages.txt"); do
  state=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
  [ "$state" = installed ] || missing="$missing $package"
done
[ -n "$missing" ] || [ ! -d "$downloads" ] || exit 0
echo "installing$missing"
export DEBIAN_FRONTEND=noninteractive
apt-get update -q
apt-get install -q -y --no-install-recommends $missing
sh /usr/lib/drillbook/scripts/download-packages.sh "$lists" "$downloads"
apt-get clean
rm -rf /var/lib/apt/lists/*
