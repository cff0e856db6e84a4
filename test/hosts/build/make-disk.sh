#!/bin/sh
# Usage: make-disk.sh DIR SIZE mmdebstrap …
# Makes DIR/disk.raw, an ext4 file system of that size with what mmdebstrap makes, and DIR/parts: the kernel and what
# its initrd is made of. Nothing is mounted, and root is needed in this name space only.
set -e
dir=$1
size=$2
shift 2
tree=$dir/tree
parts=$dir/parts

"$@" "$tree"

mkdir -p "$parts"
mv "$tree"/boot/vmlinuz-* "$parts/vmlinuz"
cp "$tree/usr/bin/busybox" "$parts/busybox"
for module in failover net_failover virtio_net virtio_blk; do
  file=$(find "$tree/usr/lib/modules" "$tree/lib/modules" -name "$module.ko*" | head -n 1)
  # Since trixie the modules are packed.
  case $file in
    *.xz) xz -dc "$file" >"$parts/$module.ko" ;;
    *) cp "$file" "$parts/$module.ko" ;;
  esac
done

mke2fs -q -t ext4 -L root -d "$tree" -E lazy_itable_init=0,lazy_journal_init=0,assume_storage_prezeroed=1,root_owner=0:0 \
  "$dir/disk.raw" "$size"
chmod -R u+rwX "$tree"
rm -rf "$tree"
