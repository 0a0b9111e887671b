"""Rows of scripts/init-table: orphans, signals, what the child starts with, exit status."""

import ctypes
import itertools
import os
import pathlib
import signal
import tempfile
import time

import support
from box import EXTRA, NEVER, SOON, Box, How, Process, descriptors, field, libc, mask, probe
from common import SLEEP, Init, beside, exits_7, got, names, option_for, probed, row, section
from common import status, under, yes

QUEUED = int(signal.SIGRTMIN) + 1

section("Orphans")


def collected(process: Process, main: int) -> bool:
    """Whether the orphan beside the main child is removed once it is killed; as a zombie it would stay."""
    orphan = support.poll(lambda: [pid for pid in support.children(process.pid) if pid != main], SOON)[0]
    os.kill(orphan, signal.SIGKILL)
    return bool(support.poll(lambda: not support.stat(orphan), NEVER))


@row("collects an orphan")
def collects(init: Init) -> str:
    with under(init, *probe("orphan")) as process:
        main = support.poll(lambda: support.children(process.pid), SOON)[0]
        process.until("adopted by 1")
        return yes(collected(process, main))


@row("collects what a process leaves that `docker exec` or `nsenter` brought in")
def collects_of_exec(init: Init) -> str:
    with Box() as box:
        process = box.start(init.over(*SLEEP))
        main = process.below("sleep")
        box.start(probe("orphan")).until("adopted by 1")
        return yes(collected(process, main))


@row("not PID 1: adopts orphans as a subreaper")
def subreaper(init: Init) -> str:
    def adopts(*options: str) -> bool:
        with beside() as box:
            lines = box.start(init.over(*probe("orphan"), options=options)).lines()
            seen = dict(line.rsplit(" ", 1) for line in itertools.islice(lines, 2))
            return len(seen) == 2 and seen["adopted by"] == seen["parent is"]

    return option_for(adopts, "", "-s")


@row("not PID 1, no subreaper: warns")
def warns(init: Init) -> str:
    with beside() as box:
        process = box.start(init.over("true"))
        process.wait(SOON)
        return yes(process.output())


@row("not PID 1: can be told when its parent dies")
def parent_death(init: Init) -> str:
    def is_told(*options: str) -> bool:
        with beside() as box:
            parent = box.start(probe("parent", *init.over(*probe("signals"), options=options)))
            parent.until("ready")
            os.kill(parent.pid, signal.SIGKILL)
            return any(got([line]) == [signal.SIGUSR1] for line in parent.lines(NEVER))

    return option_for(is_told, "-p SIGUSR1")


@row("gives what is left when its child ends time to act on SIGTERM")
def grace(init: Init) -> str:
    def acts(*options: str) -> bool:
        with under(init, *probe("leave"), options=options) as process:
            return "done" in process.lines()

    return option_for(acts, "", "--grace 1s")


@row("sleeps while nothing happens")
def idle(init: Init) -> str:
    with under(init, *SLEEP) as process:
        process.below("sleep")
        support.poll(lambda: support.stat(process.pid)[1] == "S", SOON)
        before = int(field(process.pid, "voluntary_ctxt_switches"))
        time.sleep(2.5)
        return yes(int(field(process.pid, "voluntary_ctxt_switches")) - before <= 1)


section("Signals")


def told(process: Process, child: int) -> tuple[list[str], bool]:
    """The probe's lines up to the fence, if that is told, and whether it was stopped, which is undone."""
    lines: list[str] = []
    stopped = False

    def fenced() -> bool:
        nonlocal stopped
        fields = support.stat(child)
        if fields and fields[1] == "T":
            stopped = True
            os.kill(child, signal.SIGCONT)
        lines.extend(itertools.islice(process.lines(0.05), 1))
        return "fence" in lines

    return (lines if support.poll(fenced, NEVER) else []), stopped


def forwarded(init: Init, numbers: list[int]) -> str:
    """`all`, or which do not reach the child, and which do only as SIGSTOP."""
    missing, stops = [], []
    with probed(init) as process:
        child = support.children(process.pid)[0]
        for number in numbers:
            process.send(number)
            if number == signal.SIGPWR:
                arrived = "fence" in process.lines(NEVER)
            else:
                process.send(signal.SIGPWR)
                lines, stopped = told(process, child)
                if not lines:
                    return "none"
                if stopped:
                    stops.append(number)
                arrived = stopped or number in got(lines)
            if not arrived:
                missing.append(number)
    if len(missing) == len(numbers):
        return "none"
    cell = "all"
    if missing:
        few = names(missing) if missing[0] < 32 else " ".join(map(str, missing))
        cell += f" but {few}"
    return cell + (f"; {names(stops)} as STOP" if stops else "")


@row("forwards signals 1 to 31 (less KILL, STOP, CHLD)")
def standard(init: Init) -> str:
    return forwarded(init, sorted(set(range(1, 32)) - {signal.SIGKILL, signal.SIGSTOP, signal.SIGCHLD}))


@row("forwards real-time signals 34 to 64")
def real_time(init: Init) -> str:
    return forwarded(init, list(range(34, 65)))


def queue(process: Process, number: int, value: int) -> None:
    if libc.sigqueue(process.pid, number, ctypes.c_void_p(value)) != 0:
        raise OSError(ctypes.get_errno(), "sigqueue")


@row("five real-time signals in a row: so many arrive")
def five(init: Init) -> str:
    with probed(init) as process:
        for value in range(5):
            queue(process, QUEUED, value)
        process.settle(QUEUED)
        return str(got(process.fence()).count(QUEUED))


@row("keeps the value of sigqueue()")
def sigqueue(init: Init) -> str:
    with probed(init) as process:
        queue(process, signal.SIGUSR1, 42)
        process.settle(signal.SIGUSR1)
        return yes(any(line.split()[1::2] == [str(int(signal.SIGUSR1)), "42"] for line in process.fence()))


@row("a SIGTERM from before its start always reaches the child")
def early(init: Init) -> str:
    how = How(block={signal.SIGTERM}, pending=signal.SIGTERM, one_cpu=True)
    for _ in range(20):
        with under(init, *probe("signals"), how=how) as process:
            if next(process.lines(), "") == "ready":
                arrived = signal.SIGTERM in got(process.fence())
            else:
                arrived = process.wait(SOON) == 128 + signal.SIGTERM
            if not arrived:
                return "no"
    return "yes"


@row("can signal the child's whole process group")
def group(init: Init) -> str:
    def both(*options: str) -> bool:
        with under(init, *probe("pair"), options=options) as process:
            seen = sorted(itertools.islice(process.lines(), 2))
            if seen != ["ready", "second ready"]:
                return False
            second = support.children(support.children(process.pid)[0])[0]
            process.send(signal.SIGTERM)
            process.send(signal.SIGPWR)
            os.kill(second, signal.SIGPWR)
            lines = process.until("second fence")
            return any(line.startswith(f"second got {int(signal.SIGTERM)} ") for line in lines)

    return option_for(both, "", "-g")


@row("can rewrite signals")
def rewrite(init: Init) -> str:
    def rewrites(*options: str) -> bool:
        with probed(init, options=options) as process:
            process.send(signal.SIGTERM)
            return got(process.fence()) == [signal.SIGINT]

    return option_for(rewrites, "-r 15:2")


section("What the child starts with")


def child_mask(init: Init, name: str, how: How | None = None) -> set[int]:
    with under(init, *SLEEP, how=how) as process:
        return mask(process.below("sleep"), name)


def none_but(found: set[int]) -> str:
    return "yes" if not found else f"no: {names(found)}"


@row("no signal blocked that was not before")
def blocks_nothing(init: Init) -> str:
    return none_but(child_mask(init, "SigBlk"))


@row("no signal ignored that was not before")
def ignores_nothing(init: Init) -> str:
    return none_but(child_mask(init, "SigIgn"))


@row("what was blocked stays blocked")
def keeps_blocked(init: Init) -> str:
    return yes(signal.SIGUSR1 in child_mask(init, "SigBlk", How(block={signal.SIGUSR1})))


@row("what was ignored stays ignored (`nohup`)")
def keeps_ignored(init: Init) -> str:
    ignored: set[int] = {signal.SIGHUP, signal.SIGINT}
    return yes(ignored <= child_mask(init, "SigIgn", How(ignore=ignored)))


@row("SIGCHLD by default, even if the caller ignores it")
def default_sigchld(init: Init) -> str:
    return yes(signal.SIGCHLD not in child_mask(init, "SigIgn", How(ignore={signal.SIGCHLD})))


@row("inherited descriptors are passed on")
def passes_descriptor(init: Init) -> str:
    with under(init, *SLEEP, how=How(extra=True)) as process:
        return yes(EXTRA in descriptors(process.below("sleep")))


@row("none of the init's own descriptors")
def leaks_no_descriptor(init: Init) -> str:
    with under(init, *SLEEP, how=How(extra=True)) as process:
        child = process.below("sleep")
        # At its start it opens its libraries.
        only = support.poll(lambda: descriptors(child) == {0, 1, 2, EXTRA}, NEVER)
        return "yes" if only else f"no: {sorted(descriptors(child))}"


@row("the init itself lets go of inherited descriptors")
def closes_descriptor(init: Init) -> str:
    with under(init, *SLEEP, how=How(extra=True)) as process:
        process.below("sleep")
        return yes(support.poll(lambda: EXTRA not in descriptors(process.pid), NEVER))


@row("the caller's working directory, while the init's own is /")
def directories(init: Init) -> str:
    with under(init, *SLEEP, how=How(cwd="/tmp")) as process:
        child = process.below("sleep")
        own = support.poll(lambda: support.link(f"/proc/{process.pid}/cwd") == "/", NEVER)
        return yes(own and support.link(f"/proc/{child}/cwd") == "/tmp")


@row("LISTEN_PID with its own PID (socket activation)")
def listen_pid(init: Init) -> str:
    with under(init, "sh", "-c", "echo $$ $LISTEN_PID", how=How(env={"LISTEN_PID": "1"})) as process:
        process.wait(SOON)
        own, told = process.output().split()
        return yes(own == told)


@row("a descriptor 0 that was closed is no obstacle")
def closed_stdin(init: Init) -> str:
    return exits_7(init, How(close=(0,)))


@row("descriptors 0, 1 and 2 closed are none either")
def closed_all(init: Init) -> str:
    return exits_7(init, How(close=(0, 1, 2)))


@row("a command that is found without PATH in the environment")
def without_path(init: Init) -> str:
    return exits_7(init, How(unset=("PATH",)))


section("Exit status")


@row("the child's 0 and 7")
def plain_status(init: Init) -> str:
    return f"{status(init, 'true')}, {status(init, 'sh', '-c', 'exit 7')}"


@row("child killed by SIGKILL")
def killed(init: Init) -> str:
    return status(init, "sh", "-c", "kill -KILL $$")


@row("the child's 7, if the caller ignores SIGCHLD")
def status_without_sigchld(init: Init) -> str:
    return status(init, "sh", "-c", "exit 7", how=How(ignore={signal.SIGCHLD}))


@row("a status can be declared a success")
def expected(init: Init) -> str:
    return option_for(lambda *given: status(init, "sh", "-c", "kill $$", options=given) == "0", "-e 143")


@row("command not found")
def not_found(init: Init) -> str:
    return status(init, "/nonexistent/command")


def of_file(init: Init, mode: int) -> str:
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "command"
        path.write_text("exit 7\n")
        path.chmod(mode)
        return status(init, str(path))


@row("command not executable")
def not_executable(init: Init) -> str:
    return of_file(init, 0o644)


@row("command is a directory")
def directory(init: Init) -> str:
    return status(init, "/tmp")


@row("command is a script without `#!` that exits with 7")
def plain_script(init: Init) -> str:
    return of_file(init, 0o755)


@row("no child possible (`ulimit -u`)")
def no_fork(init: Init) -> str:
    return status(init, "true", how=How(one_process=True))
