#!/usr/bin/env bash
# The zombie lab as one would do it with util-linux and procps alone; what scripts/bench holds pidlab against.
# usage: by-hand.sh [SECONDS that the orphan sleeps]. Needs root. Polls, never sleeps.
set -euo pipefail
seconds=${1:-0.2}
lines=$(mktemp -u)
mkfifo "$lines"
trap 'rm -f "$lines"' EXIT

unshare --pid --mount-proc --fork --kill-child sleep infinity &
maker=$!
until first=$(pgrep --parent "$maker" --exact sleep); do :; done
in_container() { nsenter --target "$first" --pid --mount -- "$@"; }
look() { in_container ps -ef; }

# The shell that enters, and a pipe for what is typed into it.
in_container bash --norc <"$lines" &
exec {typed}>"$lines"
look

echo "bash -c \"(bash -c 'sleep $seconds')\" &" >&"$typed"
until parent=$(in_container pgrep --full '^bash -c [(]bash'); do :; done
until in_container pgrep --parent "$parent" >/dev/null; do :; done
look

echo "kill -9 $parent" >&"$typed"
until [[ $(in_container ps -C sleep -o ppid= | tr -d ' ' | sort | tr '\n' ' ') == "0 1 " ]]; do :; done
look

until in_container ps -C sleep -o stat= | grep -q '^Z'; do :; done
look
ps --ppid "$first" -o pid,ppid,stat,args

kill -KILL "$first"
exec {typed}>&-
wait || true
