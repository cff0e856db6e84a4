#!/bin/sh
# make-certificates.sh OWNER SERVICE:NAME,NAME… …: one certificate authority for the platform, and a server
# certificate for each service under /srv/SERVICE/certs.
set -eu
owner=$1
shift
ca=/etc/ssl/metacircular
mkdir -p "$ca"
if [ ! -s "$ca/ca.pem" ]; then
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 3650 \
    -subj '/CN=Metacircular twin CA' -addext 'basicConstraints=critical,CA:TRUE' \
    -addext 'keyUsage=critical,keyCertSign,cRLSign' \
    -keyout "$ca/ca.key" -out "$ca/ca.pem" 2>/dev/null
  chmod 600 "$ca/ca.key"
fi
for entry in "$@"; do
  service=${entry%%:*}
  names="DNS:$(printf '%s' "${entry#*:}" | sed 's/,/,DNS:/g'),DNS:localhost,IP:127.0.0.1"
  directory=/srv/$service/certs
  mkdir -p "$directory"
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 3650 \
    -CA "$ca/ca.pem" -CAkey "$ca/ca.key" -subj "/CN=$service" \
    -addext "subjectAltName=$names" -addext 'basicConstraints=critical,CA:FALSE' \
    -addext 'extendedKeyUsage=serverAuth' \
    -keyout "$directory/$service.key" -out "$directory/$service.pem" 2>/dev/null
  chmod 640 "$directory/$service.key"
  chown -R "$owner:$owner" "/srv/$service"
done
