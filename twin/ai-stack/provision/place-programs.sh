#!/bin/sh
# place-programs.sh: what NixOS does at each boot. /run/current-system leads to the system's programs, none of which
# has a setuid bit; those that need one are copied to /run/wrappers/bin and get it there.
set -eu
system=/usr/local/lib/ai-stack/system
ln -sfn "$system" /run/current-system
mkdir -p /run/wrappers/bin
for helper in newuidmap newgidmap; do
  install -m 4511 "$system/sw/bin/$helper" "/run/wrappers/bin/$helper"
done
