#!/bin/sh
# make-certificates.sh OWNER DIRECTORY:NAME,NAME… …: a server certificate in DIRECTORY/certs, called after the
# directory's last part, signed by the authority that every machine of the rig trusts, which is put beside it.
# A NAME may be an IPv4 address.
set -eu
owner=$1
shift
ca=/etc/ssl/drillbook
mkdir -p /etc/ssl/metacircular
cp "$ca/ca.pem" /etc/ssl/metacircular/ca.pem
for entry in "$@"; do
  directory=${entry%%:*}
  service=${directory##*/}
  names="DNS:localhost,IP:127.0.0.1"
  for name in $(printf '%s' "${entry#*:}" | tr , ' '); do
    case $name in
      *[!0-9.]*) names="$names,DNS:$name" ;;
      *) names="$names,IP:$name" ;;
    esac
  done
  certs=$directory/certs
  install -d -o "$owner" -g "$owner" "$directory" "$certs"
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 3650 \
    -CA "$ca/ca.pem" -CAkey "$ca/ca.key" -subj "/CN=$service" \
    -addext "subjectAltName=$names" -addext 'basicConstraints=critical,CA:FALSE' \
    -addext 'extendedKeyUsage=serverAuth' \
    -keyout "$certs/$service.key" -out "$certs/$service.pem" 2>/dev/null
  cp "$ca/ca.pem" "$certs/ca.pem"
  chmod 640 "$certs/$service.key"
  chown -R "$owner:$owner" "$certs"
done
