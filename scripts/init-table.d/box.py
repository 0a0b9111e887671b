"""What scripts/init-table measures in: a PID namespace with an init as its PID 1, or next to it."""

import contextlib
import ctypes
import dataclasses
import errno
import fcntl
import os
import pathlib
import pty
import re
import resource
import select
import signal
import sys
import termios
import time
from collections.abc import Callable, Iterator

import support

CLONE_NEWPID = 0x20000000
PR_SET_PDEATHSIG = 1
# What must happen has this many seconds to do so, and what must not happen is believed after that many.
SOON = 10.0
NEVER = 3.0
NOT_STARTED = 99
# The descriptors of what runs in a box: the probe's log, and one that is simply inherited.
LOG = 8
EXTRA = 9
PROBE = [sys.executable, "-I", "-S", str(pathlib.Path(__file__).with_name("probe.py"))]
PROMPT = b"typed> "
# Without its line editor nothing but the init and the kernel has a hand in the terminal.
SHELL = ("bash", "--norc", "--noprofile", "--noediting", "-i")
# Nothing of the caller's environment speaks to an init or a shell.
ENV = {
    "PATH": os.environ.get("PATH", os.defpath),
    "HOME": "/",
    "TERM": "dumb",
    "PS1": PROMPT.decode(),
    "HISTFILE": "",
}


class Missing(Exception):
    """What must happen did not."""

libc = ctypes.CDLL(None, use_errno=True)


def call(function: str, *arguments: object) -> int:
    result = getattr(libc, function)(*arguments)
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{function}: {os.strerror(number)}")
    return result


def probe(act: str, *more: str) -> list[str]:
    return [*PROBE, act, str(LOG), *more]


@dataclasses.dataclass
class How:
    """What a program is started with."""

    block: set[int] = dataclasses.field(default_factory=set)
    ignore: set[int] = dataclasses.field(default_factory=set)
    pending: int = 0
    close: tuple[int, ...] = ()
    extra: bool = False
    terminal: bool = False
    env: dict[str, str] = dataclasses.field(default_factory=dict)
    unset: tuple[str, ...] = ()
    cwd: str = "/"
    one_process: bool = False
    one_cpu: bool = False


class Process:
    """A child of this script in a box: what it and all below it print and log, and its end."""

    def __init__(self, command: list[str], how: How):
        self.status: int | None = None
        self.buffer = b""
        out, self.out_end = os.pipe()
        log, self.log_end = os.pipe()
        self.out, self.log = out, log
        self.master = self.slave = -1
        if how.terminal:
            self.master, self.slave = pty.openpty()
        self.pid = os.fork()
        if self.pid == 0:
            try:
                self._become(command, how)
            except BaseException as error:  # the fork must not run on as the script
                os.write(2, f"init-table: {command[0]}: {error!r}\n".encode())
            os._exit(NOT_STARTED)
        for end in (self.out_end, self.log_end, self.slave):
            if end >= 0:
                os.close(end)

    def _become(self, command: list[str], how: How) -> None:
        os.setsid()
        # Above what is given out below.
        out, log = fcntl.fcntl(self.out_end, fcntl.F_DUPFD, 50), fcntl.fcntl(self.log_end, fcntl.F_DUPFD, 51)
        if how.terminal:
            fcntl.ioctl(self.slave, termios.TIOCSCTTY, 0)
            slave = fcntl.fcntl(self.slave, fcntl.F_DUPFD, 52)
            for number in (0, 1, 2):
                os.dup2(slave, number)
        else:
            os.dup2(os.open("/dev/null", os.O_RDWR), 0)
            os.dup2(out, 1)
            os.dup2(out, 2)
        os.dup2(log, LOG)
        os.closerange(LOG + 1, 1024)
        os.closerange(3, LOG)
        if how.extra:
            os.dup2(LOG, EXTRA)
            os.close(LOG)
        for number in how.close:
            os.close(number)
        if how.one_cpu:
            os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
        if how.one_process:
            # The limit does not bind root, unless of a mere user namespace: be a user that nobody else is.
            with contextlib.suppress(OSError):
                os.setresuid(*[200_000 + int(support.link("/proc/self"))] * 3)
            resource.setrlimit(resource.RLIMIT_NPROC, (1, 1))
        call("prctl", PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        os.chdir(how.cwd)
        env = {key: value for key, value in (ENV | how.env).items() if key not in how.unset}
        for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
            signal.signal(number, signal.SIG_IGN if number in how.ignore else signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_SETMASK, how.block)
        if how.pending:
            os.kill(os.getpid(), how.pending)
        os.execvpe(command[0], command, env)

    # ---- its end

    def wait(self, seconds: float = NEVER) -> int | None:
        """The exit status as a shell tells it, or None if it does not end."""

        def ended() -> bool:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                code = os.waitstatus_to_exitcode(status)
                self.status = 128 - code if code < 0 else code
            return bool(pid)

        if self.status is None:
            support.poll(ended, seconds)
        if self.status == NOT_STARTED:
            raise Missing("the program could not be started")
        return self.status

    def output(self) -> str:
        """All that was printed, when everything in the box has ended."""
        with open(os.dup(self.out), "rb") as file:
            return file.read().decode(errors="replace")

    def close(self) -> None:
        if self.status is None:
            os.kill(self.pid, signal.SIGKILL)
            self.wait(SOON)
        for end in (self.out, self.log, self.master):
            if end >= 0:
                os.close(end)

    # ---- the probe's log

    def lines(self, seconds: float = SOON) -> Iterator[str]:
        """The log's next lines; ends at its end or when the time is up."""
        deadline = time.monotonic() + seconds
        while True:
            line, found, rest = self.buffer.partition(b"\n")
            if found:
                self.buffer = rest
                yield line.decode()
                continue
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([self.log], [], [], left)[0]:
                return
            chunk = os.read(self.log, 4096)
            if not chunk:
                return
            self.buffer += chunk

    def until(self, wanted: str, seconds: float = SOON) -> list[str]:
        """The lines before the wanted one, which must come."""
        before: list[str] = []
        for line in self.lines(seconds):
            if line == wanted:
                return before
            before.append(line)
        raise Missing(f"no line {wanted!r}, only {before}")

    def send(self, number: int) -> None:
        """Sends a signal and waits until it has been taken or dropped."""
        os.kill(self.pid, number)
        self.settle(number)

    def settle(self, number: int) -> None:
        if not support.poll(lambda: number not in mask(self.pid, "ShdPnd"), SOON):
            raise Missing(f"signal {number} stays pending")

    def fence(self) -> list[str]:
        """What the probe got before now: all that is under way is told before the fence is."""
        self.send(signal.SIGPWR)
        return self.until("fence")

    # ---- its terminal

    def hang_up(self) -> None:
        os.close(self.master)
        self.master = -1

    def type(self, text: bytes) -> None:
        os.write(self.master, text)

    def shows(self, wanted: bytes, seconds: float = SOON) -> bool:
        """Whether the terminal shows this; what it showed up to there is forgotten."""
        deadline = time.monotonic() + seconds
        while wanted not in self.buffer:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([self.master], [], [], left)[0]:
                return False
            try:
                self.buffer += os.read(self.master, 4096)
            except OSError as error:
                if error.errno != errno.EIO:
                    raise
                return False
        self.buffer = self.buffer.partition(wanted)[2]
        return True

    # ---- those below it

    def below(self, comm: str) -> int:
        """A living process with this name somewhere below; waits for it."""

        def find() -> int:
            own = support.stat(self.pid)
            if not own or own[1] == "Z":
                return -1
            todo = [self.pid]
            while todo:
                pid = todo.pop()
                fields = support.stat(pid)
                if fields and fields[0] == comm and fields[1] != "Z" and pid != self.pid:
                    return pid
                todo += support.children(pid)
            return 0

        found = support.poll(find, SOON)
        if found <= 0:
            raise Missing(f"no {comm} below {support.describe(self.pid)}")
        return found


class Box:
    """A PID namespace. What is started first is its PID 1; all that is left ends with the box."""

    def __init__(self) -> None:
        self.processes: list[Process] = []
        self.outside = os.open("/proc/self/ns/pid", os.O_RDONLY)
        self.inside = -1

    def __enter__(self) -> "Box":
        return self

    def start(self, command: list[str], how: How | None = None) -> Process:
        if self.inside < 0:
            call("unshare", CLONE_NEWPID)
        else:
            call("setns", self.inside, CLONE_NEWPID)
        process = Process(command, how or How())
        if self.inside < 0:
            self.inside = os.open(f"/proc/{process.pid}/ns/pid", os.O_RDONLY)
        call("setns", self.outside, CLONE_NEWPID)
        self.processes.append(process)
        return process

    def __exit__(self, *_: object) -> None:
        # PID 1 cannot end before those that were started beside it are collected: it comes last.
        for process in reversed(self.processes):
            process.close()
        os.close(self.outside)
        os.close(self.inside)


def field(pid: int, name: str) -> str:
    found = re.search(rf"(?m)^{name}:\s*(.*)$", support.read(f"/proc/{pid}/status").decode(errors="replace"))
    return found.group(1) if found else ""


def mask(pid: int, name: str) -> set[int]:
    """A set of signals in a process's status: SigBlk, SigIgn, ShdPnd."""
    value = int(field(pid, name) or "0", 16)
    return {number for number in range(1, 65) if value >> (number - 1) & 1}


def descriptors(pid: int) -> set[int]:
    return {int(name) for name in os.listdir(f"/proc/{pid}/fd")}


def worker(label: str, function: Callable[[], str]) -> tuple[int, int]:
    """Runs a function in a process of its own: (pid, where its result can be read). `?` if it cannot tell."""
    result, end = os.pipe()
    pid = os.fork()
    if pid == 0:
        signal.alarm(120)
        text = "?"
        try:
            text = function()
        except BaseException as error:  # the fork must not run on as the script
            sys.stderr.write(f"init-table: {label}: {type(error).__name__}: {error}\n")
        finally:
            os.write(end, text.encode())
            os._exit(0)
    os.close(end)
    return pid, result
