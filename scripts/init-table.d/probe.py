"""The command that scripts/init-table runs under an init. What it meets, it writes to the descriptor LOG.

  signals LOG           `got NUMBER CODE VALUE` for each signal. SIGPWR is the fence: it is told as `fence`,
                        after all that had been sent before it
  pair LOG              the same, and a second one in its process group, which writes `second …`
  orphan LOG            leaves a grandchild to whoever adopts it: `adopted by PID`
  leave LOG             leaves a child that takes a moment to end after SIGTERM: `done`; ends itself with 0
  parent LOG COMMAND…   starts a command and stays
"""

import ctypes
import os
import signal
import struct
import sys
import time

# ssi_signo, ssi_code and ssi_int of the kernel's struct signalfd_siginfo.
INFO = struct.Struct("=I4xi32xi80x")


def tell(log: int, text: str) -> None:
    os.write(log, f"{text}\n".encode())


def signals(log: int, prefix: str = "") -> None:
    signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
    source = ctypes.CDLL(None).signalfd(-1, b"\xff" * 128, os.O_CLOEXEC)
    tell(log, f"{prefix}ready")
    while True:
        # One read takes all that is pending.
        batch = list(INFO.iter_unpack(os.read(source, INFO.size * 128)))
        for number, code, value in batch:
            if number != signal.SIGPWR:
                tell(log, f"{prefix}got {number} {code} {value}")
        if any(number == signal.SIGPWR for number, *_ in batch):
            tell(log, f"{prefix}fence")


def pair(log: int) -> None:
    if os.fork() == 0:
        signals(log, "second ")
    signals(log)


def orphan(log: int) -> None:
    middle = os.fork()
    if middle == 0:
        maker = os.getpid()
        if os.fork() == 0:
            while os.getppid() == maker:
                time.sleep(0.001)
            tell(log, f"adopted by {os.getppid()}")
            signal.pause()
        os._exit(0)
    os.waitpid(middle, 0)
    tell(log, f"parent is {os.getppid()}")
    signal.pause()


def leave(log: int) -> None:
    def end(*_: object) -> None:
        time.sleep(0.2)  # its work
        tell(log, "done")
        os._exit(0)

    listen, say = os.pipe()
    if os.fork() == 0:
        signal.signal(signal.SIGTERM, end)
        os.write(say, b".")
        while True:
            signal.pause()
    os.read(listen, 1)


def parent(_: int, *command: str) -> None:
    if os.fork() == 0:
        os.execv(command[0], command)
    signal.pause()


if __name__ == "__main__":
    ACTS = {"signals": signals, "pair": pair, "orphan": orphan, "leave": leave, "parent": parent}
    ACTS[sys.argv[1]](int(sys.argv[2]), *sys.argv[3:])
