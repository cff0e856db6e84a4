#!/bin/sh
# check-uids [--before] [NAME=UID]…: prints every UID that two accounts of this machine share, and what is wrong with a
# UID that is pinned on it; with --before, with one that is about to be: then its account may still have another.
# Automatic assignment comes down from 999; pinned UIDs are between 800 and 899, out of its way.
# Prints nothing and exits 0 when all is well, 1 when something is wrong, 64 when it is asked wrongly.
set -eu
before=0
if [ "${1-}" = --before ]; then
  before=1
  shift
fi
getent passwd | awk -F: -v pins="$*" -v before="$before" '
  function complain(text) { print "check-uids: " text; wrong = 1 }
  { uidOf[$1] = $3 }
  $3 in holders { holders[$3] = holders[$3] " and " $1; if (!shared[$3]++) order[++found] = $3; next }
  { holders[$3] = $1 }
  END {
    for (i = 1; i <= found; i++) complain("UID " order[i] " is shared by " holders[order[i]])
    count = split(pins, pin, " ")
    for (i = 1; i <= count; i++) {
      if (pin[i] !~ /^[a-z_][a-z0-9_-]*=[0-9]+$/) {
        print "check-uids: \"" pin[i] "\" is no pinned UID; write it as mcp=850"
        exit 64
      }
      split(pin[i], part, "=")
      name = part[1]
      uid = part[2] + 0
      if (uid < 800 || uid > 899) complain("UID " uid " of " name " is not between 800 and 899")
      if (uid in holders && !(name in uidOf && uidOf[name] == uid)) {
        complain("UID " uid " is pinned for " name ", and " holders[uid] " has it")
      } else if (!before && name in uidOf && uidOf[name] != uid) {
        complain("UID " uid " is pinned for " name ", which has " uidOf[name])
      }
    }
    exit wrong
  }'
