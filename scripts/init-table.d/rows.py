"""The rows of scripts/init-table: each behaviour is a function that looks at one init and returns the cell."""

import contextlib
import ctypes
import dataclasses
import fcntl
import itertools
import os
import pathlib
import shlex
import signal
import struct
import tempfile
import termios
import time
from collections.abc import Callable, Iterator

import support
from box import EXTRA, NEVER, PROMPT, SHELL, SOON, Box, How, Missing, Process, descriptors, field, libc, mask, probe

QUEUED = int(signal.SIGRTMIN) + 1
SLEEP = ("sleep", "infinity")


@dataclasses.dataclass
class Init:
    name: str
    command: list[str]
    version: str

    def over(self, *command: str, options: tuple[str, ...] = ()) -> list[str]:
        return [*self.command, *options, "--", *command]


Cell = Callable[[Init], str]
SECTIONS: list[tuple[str, dict[str, Cell]]] = []


def section(title: str) -> None:
    SECTIONS.append((title, {}))


def row(name: str) -> Callable[[Cell], Cell]:
    def add(function: Cell) -> Cell:
        SECTIONS[-1][1][name] = function
        return function

    return add


# ---- what the rows share

def yes(holds: object) -> str:
    return "yes" if holds else "no"


def option_for(works: Callable[..., object], *options: str) -> str:
    """The first option, with its value, that it works with: `yes` if it works without one, `no` if with none."""
    for given in options:
        # An init that does not know the option ends at once.
        with contextlib.suppress(Missing):
            if works(*given.split()):
                return f"`{given.split()[0]}`" if given else "yes"
    return "no"


@contextlib.contextmanager
def under(init: Init, *command: str, options: tuple[str, ...] = (), how: How | None = None) -> Iterator[Process]:
    """The init as PID 1 over a command."""
    with Box() as box:
        yield box.start(init.over(*command, options=options), how)


@contextlib.contextmanager
def beside() -> Iterator[Box]:
    """A namespace with a PID 1 that does nothing."""
    with Box() as box:
        box.start([*SLEEP])
        yield box


@contextlib.contextmanager
def probed(init: Init, how: How | None = None, options: tuple[str, ...] = ()) -> Iterator[Process]:
    """The init as PID 1 over a probe that tells which signals it gets."""
    with under(init, *probe("signals"), options=options, how=how) as process:
        process.until("ready")
        yield process


def status(init: Init, *command: str, options: tuple[str, ...] = (), how: How | None = None) -> str:
    with under(init, *command, options=options, how=how) as process:
        code = process.wait()
        return "hangs" if code is None else str(code)


def exits_7(init: Init, how: How) -> str:
    return yes(status(init, "sh", "-c", "exit 7", how=how) == "7")


def got(lines: list[str]) -> list[int]:
    return [int(line.split()[1]) for line in lines if line.startswith("got ")]


def names(numbers: set[int] | list[int]) -> str:
    return " ".join(signal.Signals(number).name.removeprefix("SIG") for number in sorted(numbers))


# ---- orphans

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


# ---- signals

section("Signals")


def told(process: Process, child: int) -> tuple[list[str], bool]:
    """The probe's lines up to the fence, if it is told at all, and whether it was stopped; it is continued then."""
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


# ---- the child's start

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
    ignored = {signal.SIGHUP, signal.SIGINT}
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
        more = descriptors(process.below("sleep")) - {0, 1, 2, EXTRA}
        return "yes" if not more else f"no: {sorted(more)}"


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


# ---- exit status

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


# ---- terminal

section("With a terminal")


def times(process: Process, number: int) -> int:
    """How often the probe gets a signal that is on its way."""
    if not any(got([line]) == [number] for line in process.lines(NEVER)):
        return 0
    process.settle(number)
    return 1 + got(process.fence()).count(number)


def each_time(init: Init, number: int, act: Callable[[Process, int], object]) -> str:
    """Two ways to the child can meet, so that one signal of two is seen: it is done often."""
    with probed(init, How(terminal=True)) as process:
        for turn in range(20):
            act(process, turn)
            count = times(process, number)
            if count != 1:
                return "twice" if count else "never"
        return "once"


@row("Ctrl-C reaches the child")
def ctrl_c(init: Init) -> str:
    return each_time(init, signal.SIGINT, lambda process, _: process.type(b"\x03"))


@row("a change of size (SIGWINCH) reaches the child")
def resized(init: Init) -> str:
    def resize(process: Process, turn: int) -> None:
        fcntl.ioctl(process.master, termios.TIOCSWINSZ, struct.pack("HHHH", 30 + turn, 80, 0, 0))

    return each_time(init, signal.SIGWINCH, resize)


@row("a hangup (SIGHUP) reaches the child")
def hangup(init: Init) -> str:
    for _ in range(10):
        with probed(init, How(terminal=True)) as process:
            process.hang_up()
            count = times(process, signal.SIGHUP)
            if count != 1:
                return "twice" if count else "never"
    return "once"


@row("a shell under it has job control")
def job_control(init: Init) -> str:
    with under(init, *SHELL, how=How(terminal=True)) as process:
        process.shows(PROMPT)
        process.type(b"echo is:${-//[^m]/}:\n")
        return yes(process.shows(b"is:m:", NEVER))


def suspends(process: Process, typed: bytes) -> str:
    """Whether Ctrl-Z in a command gives the shell its prompt back, and `fg` the command its input."""
    process.shows(PROMPT)
    process.type(typed)
    command = process.below("sed")
    process.type(b"a-first\n")
    if not process.shows(b"b-first"):
        return "no: cannot read"
    process.type(b"\x1a")
    if not process.shows(PROMPT, NEVER):
        return "no"
    process.type(b"fg\n")
    support.poll(lambda: support.stat(command)[1] != "T", NEVER)
    process.type(b"a-second\n")
    return yes(process.shows(b"b-second", NEVER))


SED = ("sed", "-u", "s/a-/b-/")


@row("Ctrl-Z and `fg` work in a shell under it")
def ctrl_z_below(init: Init) -> str:
    with under(init, *SHELL, how=How(terminal=True)) as process:
        return suspends(process, f"{shlex.join(SED)}\n".encode())


@row("Ctrl-Z and `fg` work in the shell that started it")
def ctrl_z_above(init: Init) -> str:
    with Box() as box:
        shell = box.start([*SHELL], How(terminal=True))
        return suspends(shell, f"{shlex.join(init.over(*SED))}\n".encode())


@row("in the background it leaves the terminal to its shell")
def background(init: Init) -> str:
    with Box() as box:
        shell = box.start([*SHELL], How(terminal=True))
        shell.shows(PROMPT)
        shell.type(f"{shlex.join(init.over(*SLEEP))} &\n".encode())
        shell.below("sleep")
        shell.shows(PROMPT, NEVER)
        return yes(os.tcgetpgrp(shell.master) == os.getpgid(shell.pid))
