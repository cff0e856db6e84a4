#!/bin/sh
# unpack-packages.sh FOLDER PATTERN: unpacks the packages of such names that the machine keeps and has not installed;
# none is installed.
set -eu
mkdir -p "$1"
for package in /usr/lib/drillbook/packages/$2.deb; do
  dpkg-deb --extract "$package" "$1"
done
