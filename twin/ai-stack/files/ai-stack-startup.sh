#!/usr/bin/env bash
# Starts the containers of the AI stack: the core, and the services when the core answers.
set -euo pipefail

core=(@CORE@)
services=(@SERVICES@)

wait_for() {
  local name=$1 deadline=$((SECONDS + 120))
  shift
  until "$@" >/dev/null 2>&1; do
    if ((SECONDS >= deadline)); then
      echo "$name does not answer" >&2
      exit 1
    fi
    sleep 0.2
  done
  echo "$name answers"
}

echo "newuidmap is $(command -v newuidmap)"
podman start "${core[@]}"
wait_for PostgreSQL podman exec local-ai-postgres pg_isready --quiet
wait_for Redis podman exec local-ai-redis redis-cli -e ping
wait_for Qdrant curl --silent --fail http://127.0.0.1:6333/healthz
podman start "${services[@]}"
wait_for AIDB curl --silent --fail http://127.0.0.1:8091/health
wait_for "The coordinator" curl --silent --fail http://127.0.0.1:8092/health
