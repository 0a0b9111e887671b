## pidlab compare: the page

compare-head = PID 1 programs side by side · Linux { $kernel } · { $mode }
compare-real = Every figure was measured in this run, in real containers.
compare-progress = measuring … { $done } of { $all }
compare-orphans = Orphans: { $number } lose their parent and end. What is left of them, what that costs PID 1, and what PID 1 takes up at rest.
compare-signals = Signals from the host, as docker stop or docker kill send them: PID 1 ends, its child gets it (passed), or nothing happens. Numbers are milliseconds.
compare-services = The service behind PID 1 (its child, or a daemon that it has adopted): the container's exit status if the service ends with 0, with 7, or by SIGKILL; whether its crash ends the container; whether PID 1 waits for the others' end.
compare-absent = Not installed (package): { $list }

## Headings

compare-column-name = PID 1
compare-column-comm = COMM
compare-column-zombies = ZOMBIES
compare-column-wakeups = WAKE-UPS
compare-column-cpu = CPU ms
compare-column-memory = PSS KiB
compare-column-threads = THREADS
compare-column-exit-0 = EXIT 0
compare-column-exit-7 = EXIT 7
compare-column-killed = SIGKILL
compare-column-crash = CRASH SEEN
compare-column-waits = WAITS

## Cells

compare-ends = ends { $ms }
compare-forwards = passed { $ms }
compare-turns = other { $ms }
compare-nothing = nothing
compare-late = late
compare-again = restarts
compare-lives-on = lives on
compare-yes = yes
compare-no = no

## Footnotes

compare-note-zombies = PID 1 never waits: for { $seconds } s it has collected none. Each keeps its PID until PID 1 ends.
compare-note-late = Collected, but late: the last one after { $seconds } s.
compare-note-unfinished = It collects, but late: after { $seconds } s { $left } of them were still zombies. Wake-ups and CPU are for the others.
compare-note-fewer = Only { $made } could be made: a limit on processes.
compare-note-dropped = The kernel dropped it: without a handler, a signal does not reach PID 1 (pid_namespaces(7)). It was not pending afterwards, and PID 1 was not woken.
compare-note-ignored = PID 1 ignores this signal: it was not pending afterwards, and PID 1 was not woken.
compare-note-kept = PID 1 blocks this signal and does not fetch it: it stays pending.
compare-note-taken = PID 1 takes it (it has a handler, or fetches it), but for { $seconds } s nothing came of it.
compare-note-deaf = Nothing was seen for { $seconds } s, but its child ignores this signal: whether it was passed on cannot be told.
compare-note-unclear = Nothing was seen for { $seconds } s. PID 1 is never at rest, so there is no better evidence.
compare-note-service-first = It ends its service first, with { $signal }.
compare-note-turned = Its child gets { $signal } instead, and PID 1 lives on.
compare-note-own-status = PID 1's own status, not its service's.
compare-note-again = PID 1 starts its service again: from outside all looks well.
compare-note-lives-on = For { $seconds } s PID 1 lived on: from outside all looks well.
compare-note-without = PID 1 lives on: it starts its service again, or does without (seen for { $seconds } s).
compare-note-not-woken = PID 1 lived on and was not even woken: the kernel drops a SIGCHLD that has no handler.
compare-note-killed = What else runs is killed by the kernel when PID 1 ends.
compare-note-no-command = It runs no service whose place a test could take: no command after `--`, no `sleep infinity`.
compare-note-not-run = It never ran the command that took its service's place.
compare-note-never-ends = Neither SIGTERM nor its service's end ends it.
compare-note-not-kept = This kernel does not tell, or not us.

## Wrong usage

compare-host = host stands for this machine, not for a PID 1 of a container
compare-host-hint = All that are installed: `pidlab compare`. Two of them: `pidlab compare sleep tini`
