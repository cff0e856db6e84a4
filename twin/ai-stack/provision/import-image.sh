#!/bin/sh
# import-image.sh TAG USER TREE PROGRAM…: a container image of programs from unpacked packages: what is in the folder
# of each, the libraries that they need, and nothing else. The first program is what a container runs. Nothing is
# pulled: a machine of a drill has no way out.
set -eu
HOME=$(getent passwd "$(id -u)" | cut -d: -f6)
XDG_RUNTIME_DIR=/run/user/$(id -u)
export HOME XDG_RUNTIME_DIR
cd "$HOME"
tag=$1
user=$2
packages=$3
shift 3
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
mkdir -p "$tree/usr/bin" "$tree/usr/lib" "$tree/usr/lib64" "$tree/usr/share" "$tree/etc" "$tree/tmp" "$tree/data"
chmod 755 "$tree"
chmod 1777 "$tree/tmp"
for folder in bin lib lib64; do ln -s "usr/$folder" "$tree/$folder"; done
printf 'root:x:0:0::/:/bin/sh\ndata:x:999:999::/tmp:/bin/sh\n' >"$tree/etc/passwd"
printf 'root:x:0:\ndata:x:999:\n' >"$tree/etc/group"
# initdb starts postgres through a shell.
cp -L /bin/sh "$tree/usr/bin/sh"

LD_LIBRARY_PATH=$packages/usr/lib/$(uname -m)-linux-gnu
export LD_LIBRARY_PATH
copy_libraries() {
  ldd "$1" | grep -o '/[^ ]*' | while read -r library; do
    target=$tree/usr/lib${library##*/usr/lib}
    case $library in */usr/lib*) ;; *) target=$tree$library ;; esac
    [ -e "$target" ] || { mkdir -p "${target%/*}" && cp -L "$library" "$target"; }
  done
}

copy_libraries /bin/sh
paths=
for program in "$@"; do
  file=$(ls "$packages"$program)
  folder=${file#"$packages"}
  folder=${folder%/*}
  mkdir -p "$tree$folder"
  cp -L "$file" "$tree$folder/"
  copy_libraries "$file"
  case $paths: in *:"$folder":*) ;; *) paths=$paths:$folder ;; esac
done
# PostgreSQL has modules and data, too. Its compiler of queries needs LLVM and is left out.
case $1 in */postgres)
  for folder in "$packages"/usr/lib/postgresql/*/lib "$packages"/usr/share/postgresql; do
    mkdir -p "$tree${folder#"$packages"}"
    cp -R "$folder/." "$tree${folder#"$packages"}/"
  done
  rm -rf "$tree"/usr/lib/postgresql/*/lib/llvmjit* "$tree"/usr/lib/postgresql/*/lib/bitcode
  for module in vector plpgsql dict_snowball; do
    copy_libraries "$tree"/usr/lib/postgresql/*/lib/$module.so
  done
  mkdir -p "$tree/usr/share/zoneinfo"
  cp -RL /usr/share/zoneinfo/Etc "$tree/usr/share/zoneinfo/"
  ;;
esac
tar -C "$tree" --owner=0 --group=0 -c . | podman import --quiet --change "USER $user" \
  --change "ENV PATH=${paths#:}:/usr/bin" --change "ENTRYPOINT [\"${1##*/}\"]" - "$tag"
