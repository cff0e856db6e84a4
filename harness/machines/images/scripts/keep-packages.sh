#!/bin/sh
# Usage: keep-packages.sh LIST FOLDER
# Downloads packages, with those that they need and that are not installed, and installs none of them. As a hook of
# mmdebstrap it is told by APT_CONFIG whose packages.
set -ef
list=$1
folder=$2
[ ! -d "$folder" ] || exit 0
mkdir -p "$folder/partial"
apt-get install -q -y --no-install-recommends --download-only -o APT::Sandbox::User=root \
  -o Dir::Cache::archives="$folder" $(sed 's/#.*//' "$list")
set +f
# LLVM compiles queries, which is switched off, and Perl runs Debian's own cluster tools, which are not used: more
# bytes than all the rest.
rm -rf "$folder/partial" "$folder/lock" "$folder"/libllvm* "$folder"/libz3* "$folder"/perl* "$folder"/libperl* \
  "$folder"/locales*
