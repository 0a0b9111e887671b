## A run's first lines

run-on-host = on the host, in no container
run-containers = { $number } containers, one PID 1 each
run-privileged = privileged
run-rootless = rootless
run-seconds = 60 s → { $seconds } s
run-seconds-real = { $seconds } s, as in the course
run-grace = grace 10 s → { $seconds } s
run-grace-real = grace { $seconds } s, as with Docker

## A step

run-twin = with docker:
run-before = before
run-after = after
run-nothing = (no process)
run-unstable = The tree kept changing while it was read; this is the last look at it.
run-countdown = at most { $seconds } s more
run-countdown-skip = at most { $seconds } s more · Enter ends the wait
run-late = It was collected late: for { $seconds } s it was a zombie.
run-limit-pid-max = The limit is pid_max of its PID namespace (Linux 6.14): PIDs are smaller than { $number }.
run-limit-cgroup = The limit is a pids cgroup (pids.max), as `docker run --pids-limit` makes one, since this kernel has no pid_max for each PID namespace: fewer than { $number } processes.
run-limit-processes = The limit is RLIMIT_NPROC in a user namespace of its own, as there is no pid_max for each PID namespace and no pids cgroup that could be divided: fewer than { $number } processes.
real-plays = Played for real: { $path }
real-missing = A stand-in plays, not the real server. Not installed: { $programs }
real-unable = A stand-in plays, not the real server. Installed, but it does not run in a container of this kind: { $path }
run-stuck = SIGKILL was sent { $seconds } s ago, and PID 1 has not ended.
run-stopped = SIGTERM was enough: PID 1 ended after { $ms } ms.
run-grace-cut-short = Enter has cut the grace time short: SIGKILL came at once.
run-stopped-killed = SIGTERM was not enough. PID 1 was ended by SIGKILL, after { $ms } ms.
run-cut-short = The wait was cut short: SIGTERM to { $process } (PID { $pid }).

column-process = PROCESS
column-pid = PID
column-ppid = PPID
column-state = STATE
column-host-pid = HOST PID
column-host-ppid = HOST PPID

## What was expected of a process. The names are those of the lab.

check-state = { $name }: { $value ->
    [zombie] a zombie; it has ended, and nobody has collected its status
    [gone] gone; it has ended, and no zombie is left of it
    [stopped] stopped
   *[other] alive
  }
check-dying = { $name }: still there, and no zombie
check-init-of = PID 1 of { $container }
check-parent-init = { $name }: its parent is { $parent }
check-parent = { $name }: its parent is { $parent } (PID { $pid })
check-adopter = { $name }: adopted by PID 1 or a subreaper
check-adopter-init = { $name }: adopted by PID 1, { $command }
check-adopter-subreaper = { $name }: adopted by { $command } (PID { $pid }), an ancestor that has made itself a subreaper, prctl(2)
check-ended-status = { $name }: ended with exit status { $number }
check-ended-signal = { $name }: ended by { $value }
check-ended-itself = { $name }: ended by itself
check-was = { $name }: was { $value } before
check-memory = { $name }: has memory of its own (VmRSS in /proc/PID/status)
check-memory-none = { $name }: has no memory any more (no VmRSS in /proc/PID/status)
check-wchan = { $name }: sleeps inside the kernel, in { $value }()
check-pid = { $name }: its PID inside is { $number }
check-ppid = { $name }: { $number ->
    [0] its parent is outside (PPID 0)
   *[other] its PPID is { $number }
  }
check-levels = { $name }: { $number ->
    [one] one PID
   *[other] { $number } PIDs, one for each namespace
  }
check-comm = { $name }: runs { $value }
check-same = { $name }: the same process as before, by PID and start time
check-rc = the line's exit status is { $number }
check-prints = printed: { $text }
check-prints-not = not printed in this step: { $text }
seen-prints-not = no line with { $text }
check-killed = SIGKILL was needed
check-killed-not = SIGKILL was not needed
check-refused = the kernel refused it: { $errno }
seen-started = it was started
check-collected = the shim outside had to collect { $names }, and nobody else
check-collected-none = the shim outside had nobody to collect
check-count = { $state ->
    [zombie] { $number ->
        [0] no zombie
        [one] one zombie
       *[other] { $number } zombies
      }
   *[other] { $number } processes in state { $state }
  }
check-seen = seen: { $seen }
seen-state = { $name } { $value ->
    [gone] is gone
   *[other] is { $value }
  }
seen-process = { $name } is { $value ->
    [zombie] a zombie
    [stopped] stopped
   *[other] alive
  }, PID { $pid }, PPID { $ppid }
seen-no-status = { $name }: no exit status could be seen
seen-no-rc = the line has not returned

## Prompts

step-prompt = Enter: go on
ask-prompt = Your prediction, 1 to { $number }:
ask-prompt-leave = Your prediction, 1 to { $number } (q: leave):
ask-sure = How sure are you? 1 a guess, 2 fairly, 3 certain (Enter: no answer):
ask-right = You predicted it: { $choice }
ask-wrong = The kernel: { $choice }
ask-surprise = You were certain, and it is otherwise. This is the moment in which one learns most: read on.
ask-lucky = A guess, and right. With the reason below it need not be one the next time.
evidence-line = { $path } ({ $view ->
    [inside] inside
   *[host] on the host
  }): { $line }
evidence-status = { $name }, wait status (PID { $pid } on the host): { $end }

## The end

verdict-as-expected = As expected. { $zombies ->
    [0] No zombie was left.
    [one] One zombie was left until the end.
   *[other] { $zombies } zombies were left until the end.
  }
verdict-differs = Not as expected: see the checks marked ✗ above. `pidlab doctor` shows what is special about this machine.
verdict-observed = Observed: pidlab does not know this PID 1, so nothing was expected of it. { $zombies ->
    [0] It left no zombie.
    [one] It left one zombie.
   *[other] It left { $zombies } zombies.
  }

## Errors of a run

run-json-talks = { $option } asks a person, --format json is for programs: they cannot be used together
run-json-talks-hint = Leave one of the two out: `pidlab run zombie --step`
run-init-exited = PID 1 (`{ $command }`) ended with exit status { $number }, and the container with it
run-init-killed = PID 1 (`{ $command }`) was ended by { $signal }, and the container with it
run-init-printed = { $ended }; it printed: { $printed }
run-init-ended-hint = A container lives as long as its PID 1: when that ends, the kernel kills every other process of the PID namespace. Give it a program that stays: `pidlab run zombie --init sleep`
run-too-late = step { $step }: { $name } ended before the step could begin
run-too-late-meanwhile = step { $step }: { $name } ended by itself before the step was done
run-too-late-hint = On this machine, at this moment, the time was too short. Give it more: `--seconds { $seconds }`
run-not-ready = { $name }: PID 1 was not ready after { $seconds } seconds
run-not-ready-hint = The machine may be very busy. Try again when it is not: `uptime` shows its load
run-no-container = no container called { $name } runs
run-choices = step { $step }: { $number ->
    [0] none of the choices holds
   *[other] { $number } choices hold
  } in the snapshot that followed
run-choices-hint = Exactly one choice of a question may hold. Correct the `when` of its choices, then: `pidlab lint FILE`
run-fork-hint = No more processes are allowed here: `ulimit -u` shows your limit, `pidlab doctor` all others. End some, or raise the limit, and try again.
shim-lost-hint = The helper that owns the container was killed or did not answer. Whatever it had started has ended with it. Try again; if it happens again: `pidlab doctor`

run-fixed = the lab { $lab } has no PID 1 that --init could replace: its programs are what it is about
run-fixed-hint = Play it as it is: `pidlab run { $lab }`. To see another program at work: `pidlab run zombie --init { $init }`

## Programs and inits

run-nesting = this lab makes user namespaces inside a container, which this machine does not allow: { $call }: { $errno }
kernel-too-old = this lab needs Linux { $needed }, and this is { $found }
kernel-too-old-hint = Play it on a newer kernel, or another lab here: `pidlab list`
program-missing = { $name } is not installed
program-no-path-hint = There is no such file: { $name }. Is the path right?
program-missing-hint = Install { $name }, or put it into a folder of PATH.
package-hint = Install the package { $package }: `sudo apt-get install { $package }`
program-not-executable = { $path } cannot be executed
program-no-program-hint = It is no program. Give one, or the name of an init: `pidlab list`
program-not-executable-hint = Make it executable: `chmod +x { $path }`
program-exec = execve({ $path }): { $errno }
program-exec-hint = The file is there, but the kernel cannot execute it: a script needs a first line like `#!/bin/sh` that names an interpreter that exists, a binary the right architecture and its loader.

## A shell in a container

shell-welcome = A fresh container, { $mode }. PID 1: { $init }. `exit` leaves it and ends everything in it.
shell-no-terminal = a shell needs a terminal, and standard input is none
shell-no-terminal-hint = Type it at a prompt: `pidlab shell`. Labs run without a terminal: `pidlab run zombie`
shell-no-container = --init host stands for this machine, not for a container
shell-no-container-hint = On the host you have a shell already. For a container: `pidlab shell --init sleep`
run-left = The run ends in step { $step } of { $of }, without a verdict. All that it had started has ended.
