"""Measures container inits, `pidlab init` and what is installed of the others, as PID 1 of fresh namespaces.

Everything is done by bench.d/load.c, which says how; here it is told what to do, each init in turn, round
after round, so that all meet the same machine.
"""

import contextlib
import os
import pathlib
import shutil
import statistics
import subprocess
import time

import support

HERE = pathlib.Path(__file__).resolve().parent / "bench.d"
PEERS = ["tini", "tini-static", "dumb-init", "catatonit"]
ROUNDS = 9
STORM, BACKLOG = 20_000, 20_000
LIVING, ENDING = 5_000, 2_000
STARTS, SIGNALS, TRIES = 30, 2_000, 45  # in one round
WINDOW = 2_000_000  # ns after exec in which a signal is sent that may get lost
IDLE = 3.0
PIDS = BACKLOG + 5_000
LIMIT = 90
REFUSED = 77


class Missing(Exception):
    """What it takes is not here; the text says what."""


class Lab:
    """The two helpers, compiled into a folder that is there for as long as they are needed."""

    def __init__(self, folder):
        self.load = self.build(folder, "load")
        self.first = self.build(folder, "first", "-nostdlib", "-ffreestanding", "-fno-stack-protector")

    @staticmethod
    def build(folder, name, *flags):
        path = os.path.join(folder, name)
        command = ["cc", "-O2", "-static", *flags, "-o", path, HERE / f"{name}.c"]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode != 0:
            raise Missing(f"cc cannot build {name}.c: {(done.stderr.splitlines() or ['no reason given'])[0]}")
        return path

    def run(self, *arguments):
        """The figures that `load` prints."""
        command = [self.load, *map(str, arguments)]
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              timeout=LIMIT)
        if done.returncode == REFUSED:
            raise Missing(done.stderr.strip())
        if done.returncode != 0:
            raise RuntimeError(f"{' '.join(command)}: status {done.returncode}\n{done.stderr}")
        return [int(figure) for figure in done.stdout.split()]

    def reap(self, init, *load):
        return self.run("reap", *init, self.load, *load)

    @contextlib.contextmanager
    def hold(self, init):
        """The PID of an init with a sleeping child, which lives for as long as the `with` block."""
        command = [self.load, "hold", *init, self.first]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
            pid = holder.stdout.readline()
            if not pid:
                raise RuntimeError(f"{' '.join(command)}: did not start")
            yield int(pid)
            holder.stdin.close()


# ---- what is measured: each takes the lab, the init's command and how much of the rounds is over (0 to 1)

def storm(lab, init, _):
    """Two processes make orphans that end at once. Until all are collected; what PID 1 used for each."""
    return of_storm(*lab.reap(init, "storm", STORM))


def paused(lab, init, _):
    """The same for an init without a command; the storm enters its namespace from outside."""
    return of_storm(*lab.run("pause", STORM, *init))


def of_storm(took, cpu, switches):
    return {"storm": took / 1e6, "cpu": cpu / 1e3 / STORM, "switches": switches * 100 / STORM}


def crowd(lab, init, _):
    """Some of the adopted end, many more live on: an init that asks for any child meets the living first."""
    return {"crowd": lab.reap(init, "crowd", LIVING, ENDING)[0] / 1e6}


def backlog(lab, init, _):
    """A parent that never collected ends: from its end until PID 1 has none of its zombies any more."""
    return {"backlog": lab.reap(init, "backlog", BACKLOG)[0] / 1e6}


def start(lab, init, _):
    """From before execve of the init to the first instruction of its child, which has no libc. On one CPU."""
    return {"start": lab.run("exec", STARTS, *init, lab.first)[0] / 1e3}


def signal(lab, init, _):
    """From kill(PID 1, SIGTERM) to the child's handler. On one CPU."""
    return {"signal": lab.run("signal", SIGNALS, *init, lab.load, "handler")[0] / 1e3}


def lost(lab, init, done):
    """The share of SIGTERMs soon after exec that end nobody. No two rounds try the same moments."""
    step = WINDOW // TRIES
    count, tries = lab.run("lost", TRIES, int(step * done), step, *init, lab.first)
    if tries == 0:
        raise Missing("this machine is too busy to send a signal in time")
    return {"lost": count * 100 / tries}


def memory(lab, init, _):
    """PSS of PID 1 while its child sleeps, once it is steady. One at a time: two of them would share."""
    with lab.hold(init) as pid:
        return {"memory": settled(lambda: pss(pid))}


EVERY = [storm, paused, crowd, backlog, start, signal, lost, memory]


def idle(lab, inits):
    """How often a second each PID 1 runs while nothing happens. All at once: none disturbs another."""
    with contextlib.ExitStack() as held:
        pids = {name: held.enter_context(lab.hold(init)) for name, init in inits.items()}
        before = {name: settled(lambda: switches(pid)) for name, pid in pids.items()}
        time.sleep(IDLE)
        return {name: (switches(pid) - before[name]) / IDLE for name, pid in pids.items()}


def settled(read):
    """What `read` returns when that is the same twice in a row."""
    seen = [None, read()]

    def same():
        seen.append(read())
        return seen[-1] == seen[-2]

    support.poll(same, 5, 0.05)
    return seen[-1]


def pss(pid):
    return lines(f"/proc/{pid}/smaps_rollup")["Pss"]


def switches(pid):
    found = lines(f"/proc/{pid}/status")
    return found["voluntary_ctxt_switches"] + found["nonvoluntary_ctxt_switches"]


def lines(path):
    """The numbers of a file of lines like `Pss:  64 kB`, by name."""
    fields = (line.split() for line in support.read(path).decode(errors="replace").splitlines())
    return {one[0].rstrip(":"): int(one[1]) for one in fields if len(one) > 1 and one[1].isdigit()}


# ---- all of it

def candidates(binary):
    """(name, command up to the child's, what it takes part in)."""
    every = [case for case in EVERY if case is not paused]
    found = [
        ("pidlab", [binary, "init", "--reap", "auto", "--"], every),
        ("pidlab --reap wait", [binary, "init", "--reap", "wait", "--"], [storm]),
        ("pidlab --pause", [binary, "init", "--pause"], [paused]),
    ]
    found += [(name, [path, "--"], every) for name in PEERS if (path := shutil.which(name))]
    return found + [("no init", [], [start, signal])]


def check():
    """Raises Missing if there is no point in beginning."""
    if os.geteuid() != 0:
        raise Missing("PID namespaces and CPU time of PID 1 need root")
    if not shutil.which("tini"):
        raise Missing("tini is not installed")
    if not shutil.which("cc"):
        raise Missing("there is no C compiler (cc)")
    if len(os.sched_getaffinity(0)) < 2:
        raise Missing("it takes two CPUs")
    most = int(support.read("/proc/sys/kernel/pid_max"))
    if most < PIDS + len(support.pids()):
        raise Missing(f"kernel.pid_max is {most}: sysctl -w kernel.pid_max=65536")


def measure(binary, rounds, folder):
    """{figure: {init: median}}; `lost` is a mean. Times are in ms or µs."""
    check()
    lab, rounds, found = Lab(folder), rounds or ROUNDS, {}
    inits = candidates(binary)
    for turn in range(rounds):
        for case in EVERY:
            for name, init, cases in inits:
                if case in cases:
                    for figure, value in case(lab, init, (turn + 0.5) / rounds).items():
                        found.setdefault(figure, {}).setdefault(name, []).append(value)
    medians = {
        figure: {name: middle(figure, values) for name, values in of.items()} for figure, of in found.items()
    }
    return {**medians, "idle": idle(lab, {name: init for name, init, cases in inits if memory in cases})}


def middle(figure, values):
    """A share has no median worth the name when there are few tries in each round."""
    return statistics.mean(values) if figure == "lost" else statistics.median(values)
