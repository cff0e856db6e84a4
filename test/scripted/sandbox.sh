# A machine of namespaces: own processes, network, /etc and data, with the host's programs. Process 1 of it.
# $1 its folder on the host, $2 the node to use; then one "name=address/prefix" for each network.
set -eu
state=$1 node=$2
shift 2
root=$state/root
mount --make-rprivate /
mount -t tmpfs -o mode=0755 root "$root"
for folder in usr bin sbin lib lib32 lib64; do
  if [ -L "/$folder" ]; then cp -P "/$folder" "$root/$folder"
  elif [ -d "/$folder" ]; then mkdir "$root/$folder"; mount --rbind -o ro "/$folder" "$root/$folder"
  fi
done
mkdir -m 0755 "$root/proc" "$root/dev" "$root/run" "$root/opt"
mkdir -m 1777 "$root/tmp"
mount -t tmpfs local "$root/usr/local"
mkdir "$root/usr/local/bin"
: > "$root/usr/local/bin/node"
mount --bind "$node" "$root/usr/local/bin/node"
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
mount -t tmpfs -o mode=0755 run "$root/run"
for folder in etc srv home root var; do
  mkdir -p "$root/$folder"
  mount --bind "$state/disk/$folder" "$root/$folder"
done
cp "$state/agent.mjs" "$root/opt/agent.mjs"
ip link set lo up
for network in "$@"; do
  name=${network%%=*}
  ip link add "$name" type veth peer name "$name-peer"
  ip addr add "${network#*=}" dev "$name"
  ip link set "$name" up
  ip link set "$name-peer" up
done
# Not exec: process 1 must be one that takes in the orphans, as a shell that waits does.
chroot "$root" /usr/local/bin/node /opt/agent.mjs
exit 0
