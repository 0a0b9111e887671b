#!/usr/bin/env bash
# The zombie lab with Docker; what scripts/bench holds pidlab against. Polls, never sleeps.
# usage: docker.sh [SECONDS that the orphan sleeps]. Needs the image ubuntu:local with bash and procps
# (scripts/docker-bases makes it), or another one as IMAGE.
set -euo pipefail
seconds=${1:-0.2}
name=pidlab-bench-$$
trap 'docker rm --force "$name" >/dev/null 2>&1 || true' EXIT

docker run --detach --rm --network none --name "$name" "${IMAGE:-ubuntu:local}" sleep infinity >/dev/null
in_container() { docker exec "$name" "$@"; }
look() { in_container ps -ef; }
look

docker exec --detach "$name" bash -c "bash -c \"(bash -c 'sleep $seconds')\" & wait"
until parent=$(in_container pgrep --full '^bash -c [(]bash'); do :; done
look

in_container kill -9 "$parent"
look

until in_container ps -C sleep -o stat= | grep -q '^Z'; do :; done
look
ps --ppid "$(docker inspect --format '{{.State.Pid}}' "$name")" -o pid,ppid,stat,args
