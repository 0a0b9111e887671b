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
help-run-arg-seconds = How long the sleep of the lab takes, where the course has 60 s (0.1 to 3600); left out: the lab's own time, and 60 s with --step or --ask
help-run-arg-grace = How long a stop waits before SIGKILL, where Docker waits 10 s (0.1 to 3600)
help-run-arg-realtime = Take the course's 60 s, with a countdown
help-run-arg-step = Wait for a key before each step: on, back, a shell inside; ? names them
help-run-arg-ask = Ask what will happen and how sure you are, then let the kernel answer
help-run-arg-explain = Add system calls and man pages
help-run-arg-view = Which side to show: inside the container, the host, or both
help-run-arg-before = When to show the tree before a step: always, or only if it has changed since the last one shown
help-run-arg-record = Write the run to this file, for pidlab replay
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
    Record it where it runs, to show it where it does not
      pidlab run zombie --record zombie.jsonl

## replay

help-replay-about = Show a recorded run again
help-replay-more =
    Nothing is started, and no privilege is needed: what a Linux machine with namespaces has recorded can be shown on any other, in either language and format, with the options of drawing that run has. The exit code is that of the run. A recording that ends early is shown as far as it goes; then the exit code is 2.
help-replay-arg-recording = A file that pidlab run --record has written; - for standard input
help-replay-arg-step = Wait for a key before each step: on, back; ? names them
help-replay-arg-explain = Add system calls and man pages
help-replay-arg-view = Which side to show: inside the container, the host, or both
help-replay-arg-before = When to show the tree before a step: always, or only if it has changed since the last one shown
help-replay-examples =
    Recorded at home, shown in class: one step at a time, back and forth
      pidlab run zombie --record zombie.jsonl
      pidlab replay zombie.jsonl --step
    The same run in Korean, with system calls
      pidlab replay zombie.jsonl --lang ko --explain
    What changed in step 4, for programs
      pidlab replay zombie.jsonl --format json | jq 'select(.step == 4).changes'

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

## try

help-try-about = Try your own PID 1: what is wrong, on which line, and what helps
help-try-more =
    The command or script becomes PID 1 of real containers: what it is after its start, what SIGTERM does and how long `docker stop` will take, whether it reaps, whether its service's death is seen. Where a line of a shell script is at fault it is shown, and the smallest change is tried in the same run, side by side. Your files are never written to: what it writes goes into copies in memory. Exit code 0: it was tried, whatever the verdict (--format json has it); 2: the script cannot be executed; 77: a program is missing.
help-try-arg-shell = In the shell form, ENTRYPOINT without brackets: SHELL -c COMMAND. With --entrypoint: the shell that reads the file
help-try-arg-entrypoint = A start script; COMMAND is then its arguments, as CMD in a Dockerfile
help-try-arg-command = The command and its arguments, as in ENTRYPOINT ["…"]
help-try-examples =
    Your start script, with what CMD would give it
      pidlab try --entrypoint ./entrypoint.sh -- nginx -g 'daemon off;'
    For a class: why does this container not stop?
      pidlab try -- bash -c 'sleep 1000; true'
    ENTRYPOINT without brackets, on Debian and on Alpine
      pidlab try --shell dash -- python3 -m http.server
      pidlab try --shell busybox -- python3 -m http.server
    Only the verdict, for programs
      pidlab try --entrypoint ./entrypoint.sh --format json | jq -r .verdict

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

## schema

help-schema-about = Write a JSON Schema for lab files: editors then complete and check them
help-schema-more = For editors that know TOML, such as VS Code with Even Better TOML, or any with the language server taplo: the first line of a lab names the schema. Descriptions are in the language of --lang.
help-schema-examples =
    Beside your labs, each of which begins with #:schema ./pidlab.schema.json
      pidlab schema > pidlab.schema.json
    The same with Korean descriptions
      pidlab schema --lang ko > pidlab.schema.json

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
