#!/bin/sh
# The last touches to a machine's root file system, the same for every kind of machine.
set -e
lists=$1

words() { sed 's/#.*//' "$@"; }
reserved() { grep -qx "$1 $2" "$lists/reserved-ids.txt"; }

# Holders of ids that accounts of the project need move to free ones, from 300.
words "$lists/reserved-ids.txt" | while read -r kind id; do
  case $kind in
    user)
      name=$(getent passwd "$id" | cut -d: -f1)
      free=300
      while getent passwd "$free" >/dev/null || reserved user "$free"; do free=$((free + 1)); done
      [ -z "$name" ] || { usermod -u "$free" "$name"; find / -xdev -uid "$id" -exec chown -h "$free" {} +; }
      ;;
    group)
      name=$(getent group "$id" | cut -d: -f1)
      free=300
      while getent group "$free" >/dev/null || reserved group "$free"; do free=$((free + 1)); done
      [ -z "$name" ] || { groupmod -g "$free" "$name"; find / -xdev -gid "$id" -exec chgrp -h "$free" {} +; }
      ;;
  esac
done

for unit in $(words "$lists"/*masked-units.txt); do
  ln -sf /dev/null "/etc/systemd/system/$unit"
done
mkdir -p /etc/systemd/system-generators
ln -sf /dev/null /etc/systemd/system-generators/systemd-ssh-generator

# Something must want it, or what waits for it waits until its time is up (podman's user units do).
mkdir -p /etc/systemd/system/multi-user.target.wants
ln -sf /usr/lib/systemd/system/network-online.target /etc/systemd/system/multi-user.target.wants/

# Every machine of a rig trusts the authority that they were all given, and root may sign with it.
chmod 600 /etc/ssl/drillbook/ca.key
update-ca-certificates

systemctl set-default multi-user.target
ldconfig
journalctl --update-catalog
mkdir -p /var/log/journal
systemd-machine-id-setup
rm -f /usr/sbin/policy-rc.d
touch /etc/.updated /var/.updated
