#!/bin/sh
# Usage: download-packages.sh LISTS FOLDER
# Downloads the packages of LISTS/downloads.txt, with those that they need and that are not installed, and installs none
# of them; what LISTS/download-exceptions.txt names is left out. As a hook of mmdebstrap it is told by APT_CONFIG whose
# packages.
set -ef
lists=$1
folder=$2
[ ! -d "$folder" ] || exit 0
mkdir -p "$folder/partial"
apt-get install -q -y --no-install-recommends --download-only -o APT::Sandbox::User=root \
  -o Dir::Cache::archives="$folder" $(sed 's/#.*//' "$lists/downloads.txt")
rm -rf "$folder/partial" "$folder/lock"
for name in $(sed 's/#.*//' "$lists/download-exceptions.txt"); do
  # Names of packages have no underscore: it begins the version.
  find "$folder" -name "${name}_*.deb" -exec rm -f {} +
done
