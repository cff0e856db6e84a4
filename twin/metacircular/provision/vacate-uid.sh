#!/bin/sh
# vacate-uid.sh UID NAME: gives another account that holds UID a free system UID, so that NAME can have it.
# Debian's openssh-server takes 995, the UID that the platform's account had before the incident.
set -eu
uid=$1
name=$2
holder=$(getent passwd "$uid" | cut -d: -f1)
if [ -z "$holder" ] || [ "$holder" = "$name" ]; then exit 0; fi
free=101
while getent passwd "$free" >/dev/null || [ "$free" = "$uid" ]; do free=$((free + 1)); done
usermod --uid "$free" "$holder"
