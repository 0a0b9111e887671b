"""Rows of scripts/init-table: what happens with a terminal."""

import fcntl
import os
import shlex
import signal
import struct
import termios
from collections.abc import Callable

import support
from box import NEVER, PROMPT, SHELL, Box, How, Missing, Process
from common import SLEEP, Init, got, probed, row, section, under, yes

# It shows whether it has read what was typed, unlike the terminal's echo.
SED = ("sed", "-u", "s/a-/b-/")

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
    shell = os.tcgetpgrp(process.master)
    process.type(typed)
    command = process.below("sed")
    process.type(b"a-first\n")
    if not process.shows(b"b-first"):
        return "no: cannot read"
    process.type(b"\x1a")
    if not process.shows(PROMPT, NEVER):
        return "no"
    # A command that is not stopped yet would read what is meant for the shell, and the other way round.
    support.poll(lambda: support.stat(command)[1] == "T", NEVER)
    process.type(b"fg\n")
    support.poll(lambda: os.tcgetpgrp(process.master) != shell, NEVER)
    support.poll(lambda: support.stat(command)[1] != "T", NEVER)
    process.type(b"a-second\n")
    return yes(process.shows(b"b-second", NEVER))


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
    # The shell may take it back, or end for the loss of it: it is done often.
    for _ in range(10):
        with Box() as box:
            shell = box.start([*SHELL], How(terminal=True))
            shell.shows(PROMPT)
            shell.type(f"{shlex.join(init.over(*SLEEP))} &\n".encode())
            try:
                shell.below("sleep")
            except Missing:
                return "no"
            shell.shows(PROMPT, NEVER)
            if os.tcgetpgrp(shell.master) != os.getpgid(shell.pid):
                return "no"
    return "yes"
