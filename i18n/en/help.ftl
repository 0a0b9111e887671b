## Headings and notes of every help text

front-usage = Usage
front-options = Options
front-commands = Commands
front-arguments = Arguments
front-examples = Examples
front-exit-status = Exit status
front-environment = Environment
front-options-word = OPTIONS
front-command-word = COMMAND
front-default = default: { $values }
front-values = values: { $values }
front-exit-codes =
    0    as expected, or observed
    1    the kernel did something else than the lab expects
    2    wrong usage, or a faulty lab
    77   this machine cannot run it; the hint says what helps
    125  pidlab itself failed
    pidlab init passes on its child's status: 126 if it cannot be
    executed, 127 if it is not found, 128+n if signal n ended it.
front-variables =
    PIDLAB_LANG  language: en or ko
    LC_ALL, LC_MESSAGES, LANG
                 the language, if PIDLAB_LANG is not set
    NO_COLOR     if set and not empty, nothing is coloured
    PIDLAB_LABS  a folder with labs of your own
    COLUMNS      columns to draw in, instead of the terminal's

## pidlab

help-about = A lab bench for PID 1: orphans, zombies and inits in real PID namespaces
help-more =
    pidlab starts real PID namespaces, plays a scenario step by step and shows the process tree before and after each step, from inside the container and from the host at once. Nothing it shows is assumed: every line and every verdict was read from the kernel in that very run.
help-examples =
    pidlab doctor                        Can this machine run the labs?
    pidlab run zombie --init sleep       An orphan stays a zombie
    pidlab run zombie --init reaper      The same with an init that reaps
    pidlab list                          All labs
    pidlab run zombie --lang ko          한국어로 설명합니다

help-arg-help = Show help: -h in short, --help in full
help-arg-version = Show the version
help-arg-lang = Language, 언어
help-arg-color = When to colour the output
help-arg-format = As text for people, or as JSON for programs
help-arg-rootless = Use a user namespace even as root
help-arg-lab = Name of a lab (pidlab list) or a lab file
help-arg-init = PID 1 of the container: a named init or a command in quotes

## run

help-run-about = Play a lab on the real kernel
help-run-more =
    Before and after each step the process tree is read from /proc and what has changed is marked. At the end stands a verdict: whether the kernel did what the lab expects. Whatever was started ends with the run.
help-run-arg-init = PID 1 of the containers: a named init or a command in quotes
help-run-arg-init-more = Names: sleep, tail, loop, bash, sh, python, reaper, pause, tini, dumb-init, catatonit, docker-init, busybox, supervisord. For a command of your own nothing is expected: the run ends as observed.
help-run-arg-seconds = How long the sleep of the lab takes, where the course has 60 s (0.1 to 3600)
help-run-arg-grace = How long a stop waits before SIGKILL, where Docker waits 10 s (0.1 to 3600)
help-run-arg-realtime = Take the course's 60 s, with a countdown
help-run-arg-step = Wait for Enter before each step
help-run-arg-ask = Ask what will happen and how sure you are, then let the kernel answer
help-run-arg-explain = Add system calls and man pages
help-run-arg-view = Which side to show: inside the container, the host, or both
help-run-arg-before = When to show the tree before a step: always, or only if it has changed since the last one shown
help-run-examples =
    The classroom demo: the orphan stays a zombie
      pidlab run zombie --init sleep
    The same with an init that reaps
      pidlab run zombie --init reaper
    Any command as PID 1
      pidlab run zombie --init 'python3 -c "import time; time.sleep(1000)"'
    For a class: one step at a time, questions first, in Korean
      pidlab run orphan --step --ask --lang ko
    For programs: one JSON object a line
      pidlab run wait --format json | jq -r .event

## list

help-list-about = List the labs
help-list-examples =
    All labs, a line each
      pidlab list
    Their names only
      pidlab list --format json | jq -r '.labs[].id'

## show

help-show-about = Show a lab's text and commands without running it
help-show-more = Beside each command stands the Docker command that would do the same.
help-show-arg-init = Show it with this PID 1
help-show-examples =
    Read the lab before class
      pidlab show zombie
    With another PID 1
      pidlab show zombie --init tini

## quiz

help-quiz-about = Predict what the kernel will do: questions of several labs, asked at random
help-quiz-more =
    Each question is played for real: what has been done and the tree before, your prediction and how sure you are, then what the kernel did, the line of /proc that decides it, and the reason. What you miss comes again later, with another PID 1 or under another shell where there is one, twice at most. No score is kept in view; q leaves.

    Why predict: physics students who predicted a demonstration's outcome before they saw it understood it better than those who only watched (Crouch, Fagen, Callan and Mazur, Am. J. Phys. 72, 2004, 835), and were more likely to observe it correctly, whether the prediction was right or not (Miller, Lasry, Chu and Mazur, Phys. Rev. ST Phys. Educ. Res. 9, 2013, 020113). Those were lectures on physics, not on containers.
help-quiz-arg-lab = Labs to draw from; without any: all that this machine can play
help-quiz-arg-questions = How many questions
help-quiz-arg-score = Show at the end how many were right at first go, and how sure you were of them
help-quiz-arg-seed = The same questions in the same order as another time
help-quiz-arg-format = Only text: it asks a person
help-quiz-examples =
    Five questions out of all labs
      pidlab quiz
    The whole of one lab, before the evaluation
      pidlab quiz entrypoint shell-form --questions 10
    For oneself: how good are my predictions?
      pidlab quiz --questions 20 --score
    A class that gets the same questions
      pidlab quiz --seed 42 --lang ko

## tree

help-tree-about = Show this machine's processes as a tree, with a PID for each namespace
help-tree-more = Zombies and processes of other PID namespaces stand out. No privilege is needed; what the kernel hides without it is shown as unknown.
help-tree-arg-pid = Only this process and what is below it
help-tree-arg-zombies = Only zombies, with their parents
help-tree-arg-ns = Group by PID namespace
help-tree-arg-all = Kernel threads too
help-tree-examples =
    Who are the zombies of this machine, and whose?
      pidlab tree --zombies
    What belongs to which container?
      pidlab tree --ns
    This shell and what it has started
      pidlab tree --pid $$

## compare

help-compare-about = Compare programs as PID 1: zombies, signals, exit status, cost
help-compare-more =
    Each program becomes PID 1 of real containers, and one battery is put to all: 1,000 orphans, five signals from the host, its service's end and its crash, memory and wake-ups. Every cell is measured in this run; footnotes say why it is so.
help-compare-arg-init = Named inits, or commands in quotes; without any: all named inits that are installed
help-compare-arg-format = As text, as JSON for programs, or as Markdown
help-compare-examples =
    All that are installed
      pidlab compare
    The classroom pair, and what Docker's --init adds
      pidlab compare sleep tini
    Your own entry point beside it
      pidlab compare tini 'bash -c "trap exit TERM; sleep infinity & wait"'
    For a report
      pidlab compare --format markdown > inits.md

## claims

help-claims-about = Test what the course claims: holds, holds if …, does not hold
help-claims-more =
    Plays the labs that are needed, each once, and gives a verdict only where every check of the steps behind it held in this run. With a single ID, all of these checks are shown, and the commands to see it oneself. Exit code 1: a check did not hold; 77: something could not be played here.
help-claims-arg-claim = Claims, such as A21; without any: all
help-claims-examples =
    All claims, each with a line of evidence
      pidlab claims
    One explained: who collects the processes of a dead container?
      pidlab claims A21
    Only the verdicts, for programs
      pidlab claims --format json | jq -r '.claims[] | .id + " " + .verdict'

## shell

help-shell-about = Open a shell in a fresh container
help-shell-more = As after docker run -d and docker exec -it: PID 1 is the init you name, the shell enters from outside with PPID 0. Leaving the shell ends the container and all that runs in it.
help-shell-examples =
    Make your own zombies: bash -c "(bash -c 'sleep 9')" &
      pidlab shell
    With PID 1 that reaps
      pidlab shell --init reaper

## doctor

help-doctor-about = Check whether this machine can run labs, and what helps if not
help-doctor-more = Looks at the kernel, user namespaces and each of their switches, AppArmor, capabilities, seccomp, /proc, limits, and the inits and shells that are installed. It changes nothing.
help-doctor-examples =
    Before class, on each machine
      pidlab doctor
    For a script: exit status 77 means that no lab can run
      pidlab doctor --format json

## lint

help-lint-about = Check lab files without running them
help-lint-arg-files = Lab files
help-lint-examples =
    Each fault with file, line and column
      pidlab lint my-lab.toml
    All of a folder
      pidlab lint labs/*.toml

## init

help-init-about = Be a container's init: run a command, forward signals, reap orphans
help-init-more =
    Needed where the command is not made to be PID 1 of a container:
    - it does not wait() for children that it has not started: its orphans stay
      zombies and use up PIDs (sleep, tail, python, node, java and most servers);
    - it has no handler for SIGTERM: the kernel drops the signal, and `docker
      stop` waits ten seconds and then kills.
    Not needed where PID 1 waits for its children and handles SIGTERM itself
    (nginx, Apache and PHP-FPM do), with `docker run --init`, and below
    a PID 1 that reaps already. A start script needs `exec` rather than this.
    The labs call it reaper. As tini, dumb-init, catatonit, docker-init or pause
    (a link of that name) it takes that program's options.
help-init-arg-group = Send signals to the command's whole process group
help-init-arg-child = Send signals to the command only, as by default
help-init-arg-subreaper = If not PID 1: adopt the orphans below it all the same
help-init-arg-parent_death = Get this signal when the parent dies
help-init-arg-expect = End with 0 if the command ends with this status, e.g. 143
help-init-arg-rewrite = Pass a signal on as another, e.g. TERM:QUIT; 0 drops it
help-init-arg-grace = When the command has ended: SIGTERM to what is left, and time for it (2s, 500ms)
help-init-arg-pause = No command: only reap, until SIGINT or SIGTERM
help-init-arg-reap = Who reaps: the kernel (Linux 6.15) or a loop around wait()
help-init-arg-warn = Tell of each orphan that is reaped
help-init-arg-verbose = Tell what is done; twice: more
help-init-arg-version = The version
help-init-arg-command = The command and its arguments
help-init-examples =
    As the entry point of an image
      ENTRYPOINT ["pidlab", "init", "--", "my-server"]
    A server that wants SIGQUIT for a graceful stop; two seconds for the rest
      pidlab init -r TERM:QUIT --grace 2s -- nginx -g 'daemon off;'
    As PID 1 of a new namespace, telling a class what it does
      unshare --user --map-root-user --pid --fork pidlab init -v -- sleep 1000

## completions

help-completions-about = Write a shell's completion script
help-completions-arg-shell = For which shell
help-completions-examples =
    bash
      pidlab completions bash > ~/.local/share/bash-completion/completions/pidlab
    zsh, into a folder of $fpath
      pidlab completions zsh > ~/.zfunc/_pidlab
    fish
      pidlab completions fish > ~/.config/fish/completions/pidlab.fish

## man

help-man-about = Write a manual page
help-man-arg-command = Of this command; without it, of pidlab
help-man-examples =
    Read it now
      pidlab man | man -l -
    Of one command, in Korean
      pidlab man run --lang ko | man -l -
    Install it
      pidlab man > ~/.local/share/man/man1/pidlab.1

## help

help-help-about = Show the help of a command
help-help-arg-command = Of this command; without it, of pidlab
help-help-examples =
    pidlab help run

## pidlab alone

start-title = pidlab: a lab bench for PID 1
start-what = It starts real PID namespaces, makes orphans and zombies before your eyes, and reads from the kernel what became of them.
start-first = Start here
start-doctor = can this machine run the labs?
start-sleep = an orphan becomes a zombie and stays
start-reaper = the same under an init that reaps
start-next =
    All labs:     `pidlab list`
    All commands: `pidlab --help`
    한국어:       `pidlab --lang ko`

## Manual pages

man-manual = pidlab manual
man-name = NAME
man-synopsis = SYNOPSIS
man-description = DESCRIPTION
man-commands = COMMANDS
man-exit-status = EXIT STATUS
man-environment = ENVIRONMENT
man-examples = EXAMPLES
man-see-also = SEE ALSO
man-see-also-pages = pid_namespaces(7), user_namespaces(7), wait(2), prctl(2), signal(7), proc(5)

## Wrong usage

usage-unknown-argument = unknown argument: { $argument }
usage-unknown-command = unknown command: { $command }
usage-value = { $argument }: { $value } is not valid
usage-value-of = { $argument }: { $value } is none of { $valid }
usage-seconds = { $option }: { $value } is not a number of seconds from { $least } to { $most }
usage-pid = --pid: { $value } is not a PID: a whole number from 1
usage-no-value = { $argument }: the value is missing
usage-too-many = { $argument }: it takes no further value
usage-missing = missing: { $argument }
usage-missing-command = missing: a command
usage-twice = given more than once: { $argument }
usage-conflict = { $argument } and { $other } cannot be used together
usage-not-utf8 = an argument is not valid UTF-8
usage-other = { $what }
usage-hint-nearest = Did you mean `{ $nearest }`? What is allowed: `{ $help }`
usage-hint-help = What is allowed: `{ $help }`
usage-hint-lab = The labs: `pidlab list`. What else is allowed: `{ $help }`
