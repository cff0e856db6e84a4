#!/bin/sh
# nixos-places.sh: what NixOS has made when a machine is up. Every program of the system is in
# /run/current-system/sw/bin, newuidmap without its setuid bit; with it, it is in /run/wrappers/bin.
set -eu
system=/nix/store/drill-system
if [ ! -d "$system/sw/bin" ]; then
  mkdir -p "$system/sw/bin"
  ln -s /usr/bin/* "$system/sw/bin/"
  for helper in newuidmap newgidmap; do
    rm "$system/sw/bin/$helper"
    install --mode=0755 "/usr/bin/$helper" "$system/sw/bin/$helper"
  done
fi
ln -sfn "$system" /run/current-system
mkdir -p /run/wrappers
mountpoint --quiet /run/wrappers || mount -t tmpfs -o mode=0755,exec,suid wrappers /run/wrappers
mkdir -p /run/wrappers/bin
for helper in newuidmap newgidmap; do
  install --mode=4755 "/usr/bin/$helper" "/run/wrappers/bin/$helper"
done
