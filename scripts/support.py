"""What the scripts share: the release binary, and /proc."""

import os
import pathlib
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent


def binary():
    """The release binary: $PIDLAB, or built now. Cargo knows its path, whatever the target is called."""
    given = os.environ.get("PIDLAB")
    if given:
        return os.path.abspath(given)
    subprocess.run(["cargo", "build", "--release", "--locked", "--quiet"], cwd=ROOT, check=True)
    host = next(
        line.removeprefix("host: ")
        for line in subprocess.check_output(["rustc", "-vV"], text=True).splitlines()
        if line.startswith("host: ")
    )
    target = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    path = target / host / "release" / "pidlab"
    if not path.exists():
        sys.exit(f"{path}: not there after the build; give the binary as PIDLAB=PATH")
    return str(path)


def pids():
    """All PIDs that /proc shows now."""
    return [int(name) for name in os.listdir("/proc") if name.isdigit()]


def read(path):
    """A file's bytes; nothing if it is gone or not ours to read."""
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return b""


def link(path):
    """A link's target; nothing if it is gone or not ours to read."""
    try:
        return os.readlink(path)
    except OSError:
        return ""


def stat(pid):
    """(comm, state, parent, start time) of a process, or None. The start time tells a reused PID."""
    line = read(f"/proc/{pid}/stat").decode(errors="replace")
    if not line:
        return None
    comm = line[line.index("(") + 1 : line.rindex(")")]
    rest = line[line.rindex(")") + 2 :].split()
    return comm, rest[0], int(rest[1]), int(rest[19])


def children(pid):
    """The children of a process, of all its threads."""
    found = []
    try:
        threads = os.listdir(f"/proc/{pid}/task")
    except OSError:
        return found
    for thread in threads:
        found += map(int, read(f"/proc/{pid}/task/{thread}/children").split())
    return found


def describe(pid):
    """One line about a process, for a report."""
    command = read(f"/proc/{pid}/cmdline").replace(b"\0", b" ").decode(errors="replace").strip()
    fields = stat(pid)
    if not fields:
        return f"{pid} (gone meanwhile)"
    comm, state, parent, _ = fields
    return f"PID {pid} PPID {parent} {state} {comm}: {command} [{link(f'/proc/{pid}/ns/pid')}]"


def poll(condition, seconds, pause=0.002):
    """Looks until `condition()` is true or the time is up. Returns its last value."""
    deadline = time.monotonic() + seconds
    while True:
        value = condition()
        if value or time.monotonic() >= deadline:
            return value
        time.sleep(pause)
