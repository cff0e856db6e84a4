#!/bin/sh
# move-programs.sh: lays the programs of this machine out as NixOS does. Every program is found in the system's
# folder; newuidmap and newgidmap are there without their setuid bit, and no longer in /usr/bin.
set -eu
bin=/usr/local/lib/ai-stack/system/sw/bin
mkdir -p "$bin"
for program in /usr/sbin/* /usr/bin/*; do
  ln -sf "$program" "$bin/"
done
for helper in newuidmap newgidmap; do
  rm "$bin/$helper"
  install -m 0555 "/usr/bin/$helper" "$bin/$helper"
  rm "/usr/bin/$helper"
done
# What a login has, as in NixOS: the programs with a setuid bit come first.
echo 'PATH=/run/wrappers/bin:/run/current-system/sw/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' \
  >>/etc/environment
