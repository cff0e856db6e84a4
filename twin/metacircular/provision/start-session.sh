#!/bin/sh
# start-session.sh USER: brings up the user's session, as lingering does at the next boot.
set -eu
uid=$(id -u "$1")
systemctl start "user@$uid.service"
test -d "/run/user/$uid"
