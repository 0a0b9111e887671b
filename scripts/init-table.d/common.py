"""What the rows of scripts/init-table share. A row is a function from an init to a cell."""

import contextlib
import dataclasses
import signal
from collections.abc import Callable, Iterator

from box import Box, How, Missing, Process, probe

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
    """The first option (and value) that it works with; `yes` if it works without one, `no` if with none."""
    for given in options:
        # An init that does not know the option ends at once.
        with contextlib.suppress(Missing):
            if works(*given.split()):
                return f"`{given.split()[0]}`" if given else "yes"
    return "no"


@contextlib.contextmanager
def under(
    init: Init, *command: str, options: tuple[str, ...] = (), how: How | None = None
) -> Iterator[Process]:
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
