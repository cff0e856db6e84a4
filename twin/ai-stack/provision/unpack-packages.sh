#!/bin/sh
# unpack-packages.sh FOLDER: unpacks the packages that the machine keeps and has not installed; none is installed.
set -eu
mkdir -p "$1"
for package in /usr/lib/drillbook/packages/*.deb; do
  dpkg-deb --extract "$package" "$1"
done
