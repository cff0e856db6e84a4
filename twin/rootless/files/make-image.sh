#!/bin/sh
# make-image.sh TAG: an image whose programs are the machine's own, mounted from /usr at each start. Its home folder
# belongs to 65532, as in the images that are called distroless.
set -eu
cd
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
mkdir -p "$tree/usr" "$tree/tmp" "$tree/data" "$tree/etc/ssl" "$tree/home/nonroot"
chmod 1777 "$tree/tmp"
for link in bin sbin lib lib64; do
  ln -s "usr/$link" "$tree/$link"
done
printf 'root:x:0:0:root:/:/sbin/nologin\nnonroot:x:65532:65532::/home/nonroot:/sbin/nologin\n' >"$tree/etc/passwd"
printf 'root:x:0:\nnonroot:x:65532:\n' >"$tree/etc/group"
tar -C "$tree" --owner=0 --group=0 --exclude=./home/nonroot -cf "$tree.tar" .
tar -C "$tree" --owner=65532 --group=65532 -rf "$tree.tar" ./home/nonroot
podman import --quiet "$tree.tar" "$1"
rm "$tree.tar"
