#!/bin/sh
# Usage: populate-host.sh ROOT
# A hook of mmdebstrap: what a person does to a new Debian before the first drill, and the agent through which the
# test reaches it. Nothing of drillbook's own is put where it would be found by a drill.
set -e
root=$1
context=$HOST_CONTEXT
mkdir -p "$root/usr/local/bin" "$root/usr/lib/drillbook"
cp "$context/node" "$root/usr/local/bin/node"
cp "$context/agent.mjs" "$root/usr/lib/drillbook/agent.mjs"
system=$root/etc/systemd/system
cp "$context/drillbook-agent.service" "$system/"
mkdir -p "$system/sysinit.target.wants"
ln -sf ../drillbook-agent.service "$system/sysinit.target.wants/"

chroot "$root" useradd --create-home --shell /bin/bash ops
# The sizes of both are Debian's own; a rootless engine needs more.
grep ^ops: "$root/etc/subuid" "$root/etc/subgid"
if chroot "$root" getent group docker >/dev/null; then chroot "$root" usermod --append --groups docker ops; fi
printf 'ops ALL=(ALL) NOPASSWD: ALL\n' >"$root/etc/sudoers.d/ops"
chmod 440 "$root/etc/sudoers.d/ops"
mkdir -p "$root/var/lib/systemd/linger"
: >"$root/var/lib/systemd/linger/ops"

# A limit of units is for what hangs: emulated beside other work, the manager of a user took longer than the usual 90 s.
for manager in system user; do
  mkdir -p "$root/etc/systemd/$manager.conf.d"
  printf '[Manager]\nDefaultTimeoutStartSec=15min\n' >"$root/etc/systemd/$manager.conf.d/patience.conf"
done
# Each is work at every start that a host without a screen, updates and a TPM does not have.
for unit in $(sed 's/#.*//' "$context/masked-units.txt"); do ln -sf /dev/null "$system/$unit"; done
# Started by the row that is about it.
for unit in docker.service docker.socket containerd.service podman.socket podman.service; do
  find "$system" -path "*.wants/$unit" -delete
done
: >"$root/etc/fstab"
: >"$root/etc/hostname"
: >"$root/etc/hosts"
: >"$root/etc/machine-id"
ln -sf ../run/systemd/resolve/stub-resolv.conf "$root/etc/resolv.conf"
chroot "$root" systemctl set-default multi-user.target
chroot "$root" ldconfig
touch "$root/etc/.updated" "$root/var/.updated"
rm -f "$root"/boot/initrd.img* "$root"/boot/System.map* "$root"/initrd.img* "$root"/vmlinuz*
