#!/bin/sh
# Usage: populate.sh ROOT
# A hook of mmdebstrap: puts what is not in a package into a root file system, as the Dockerfile does for containers.
set -e
root=$1
context=$DRILLBOOK_CONTEXT
own=$root/usr/lib/drillbook

mkdir -p "$own"
cp -R "$context/lists" "$context/scripts" "$context/agent.mjs" "$own/"
cp "$context/node" "$root/usr/local/bin/node"
cp -R --remove-destination "$context/files/." "$root/"
chown -R 0:0 "$own" "$root/usr/local/bin/node"
(cd "$context/files" && find . -mindepth 1 -print0) | (cd "$root" && xargs -0 chown -h 0:0)

# mmdebstrap takes its own away again, and finish.sh removes one that others may have left.
policy=$root/usr/sbin/policy-rc.d
[ ! -e "$policy" ] || cp -p "$policy" "$root/run/policy-rc.d"
chroot "$root" sh /usr/lib/drillbook/scripts/finish.sh /usr/lib/drillbook/lists
[ ! -e "$root/run/policy-rc.d" ] || mv "$root/run/policy-rc.d" "$policy"

words() { sed 's/#.*//' "$own/lists/$1"; }
system=$root/etc/systemd/system
for generator in $(words vm-masked-generators.txt); do
  ln -sf /dev/null "$system-generators/$generator"
done
mkdir -p "$root/etc/udev/rules.d"
for rules in $(words vm-masked-udev-rules.txt); do
  ln -sf /dev/null "$root/etc/udev/rules.d/$rules"
done
mkdir -p "$system/sysinit.target.wants"
ln -sf ../drillbook-agent.service "$system/sysinit.target.wants/"

ln -sf ../run/systemd/resolve/stub-resolv.conf "$root/etc/resolv.conf"
rm -f "$root"/boot/initrd.img* "$root"/boot/System.map* "$root"/initrd.img* "$root"/vmlinuz*
