#!/bin/sh
# build-service-image.sh IMAGE CONTEXT: one layer with the service's program on top of the image of node.
set -eu
HOME=$(getent passwd "$(id -u)" | cut -d: -f6)
XDG_RUNTIME_DIR=/run/user/$(id -u)
export HOME XDG_RUNTIME_DIR
cd "$HOME"
podman build --quiet --pull=never --layers=false --network none --tag "$1" "$2"
