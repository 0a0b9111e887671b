## The keys of lab files, for editors: the words of labs/README.md

schema-title = A lab of pidlab
schema-about = A script for a stage on which the kernel plays. `pidlab lint` checks what a schema cannot say.

schema-lab-format = the version of the format: `1`
schema-lab-id = its name: small letters, digits and `-`, beginning with a letter
schema-lab-title = what it shows, in a line
schema-lab-story = why one would play it, in two or three sentences
schema-lab-claims = ids of the claims of claims.toml that it tests: `["A22"]`
schema-lab-needs = programs that must be installed; where one is missing the run ends with 77 and says what to install
schema-lab-kernel = the oldest Linux on which it can be played, `"6.14"`; on an older one the run ends with 77
schema-lab-seconds = how long the course's `sleep 60` sleeps here, 0.1 to 3600; 2 if left out
schema-lab-grace = how long a `stop` waits before it kills, where Docker waits 10 seconds; 2 if left out
schema-lab-sources = what to read: `["pid_namespaces(7)"]`
schema-lab-files = files that exist inside every container, as in a container's own `files`
schema-lab-containers = one table for each: `[containers.NAME]`
schema-lab-step = the steps, each a `[[step]]`
schema-lab-lesson = sentences to take home, each a `[[lesson]]`

schema-container-init = its PID 1: a name of inits.toml, a command (`"sleep 1000"`), or `"host"`: no container, the machine itself
schema-container-fixed = `true`: the lab is about this program, and `--init` leaves it alone
schema-container-real = the real program for which `init` stands in: it plays where it is installed, and runs in such a container with a worker of its own name; the run says which plays
schema-container-files = files that exist inside only, below `/run` or `/tmp`: `{"{"} "/run/start.sh" = "…" {"}"}`; one that begins with `#!` can be run
schema-container-pids = PIDs are smaller than this, 301 or more; by `pid_max` of its PID namespace or, before Linux 6.14, with no more processes than that by a pids cgroup or by `RLIMIT_NPROC`. The run says which
schema-container-nests = `true`: steps make user namespaces in it; where that is refused, the run ends with 77 before it begins

schema-real-programs = its names, the first one tried first: `["httpd", "apache2"]`; also found in the `sbin` folders
schema-real-init = the command that starts it; `{"{"}program{"}"}` in it is the file that was found
schema-real-files = files that exist inside only if it plays, in the place of the container's own

schema-step-title = what happens, in a few words
schema-step-do = the action: one verb, with its keys
schema-step-each = plays a step with `type` or `signal` once for each value, a line of a table each: `each = {"{"} sig = ["TERM", "INT"] {"}"}`; `{"{"}sig{"}"}` is replaced in the line, or is the signal
schema-step-docker = the line that does the same with Docker
schema-step-say = said before the action
schema-step-ask = a question before the action, with `--ask`; needs `choices`
schema-step-choices = the answers: two or more, of which exactly one may hold afterwards
schema-step-because = the reason, told after the kernel's answer; a question needs it, or an `explain` that is one
schema-step-meet = processes that get a name when they appear
schema-step-expect = what must be seen afterwards; a ✗ here makes the run end with 1
schema-step-then = said afterwards, depending on what was seen
schema-step-explain = system calls and reasons, with `--explain`

schema-do-start = starts a container: namespaces and PID 1, as `docker run -d`
schema-do-remove = SIGKILL to its PID 1, and all that is in it is gone, as `docker rm -f`
schema-do-stop = SIGTERM to its PID 1, SIGKILL after the grace time, as `docker stop`; tells the milliseconds
schema-do-exec = starts a program in it from outside, as `docker exec`; starts the container first if no step has
schema-do-type = types a line into a bash that an `exec = ["bash"]` has started
schema-do-signal = types `kill` into that shell; `from = "host"` sends it from outside
schema-do-await = waits until a process has ended: `exit`, or more precisely `zombie` or `gone`
schema-do-collect = has the shim collect a process that an `exec` with `forget = true` has started
schema-do-in = in which container
schema-do-as = the name that the process gets
schema-do-forget = `true`: the shim does not collect it when it ends, until a `collect`
schema-do-into = into which shell: the name of an `exec = ["bash"]`
schema-do-to = to which process
schema-do-from = who sends it: a shell, or `host`
schema-do-until = what of its end to wait for

schema-meet-comm = the kernel's name of its program, at most 15 bytes, as in `/proc/PID/comm`
schema-meet-child_of = the name of its parent

schema-facts-state = `"running"`, `"sleeping"` (alive and not stopped), `"stopped"`, `"zombie"`, `"gone"`; or a list, of which the first is preferred
schema-facts-parent = a process, or `"adopter"`: whoever adopts orphans here, PID 1 or a subreaper
schema-facts-comm = the kernel's name of its program
schema-facts-pid = its PID inside
schema-facts-ppid = its parent's PID inside; 0 is a parent outside
schema-facts-levels = how many PIDs it has: one for each namespace that sees it
schema-facts-same_as = the very process, by PID and start time, of that name: it has not been replaced
schema-facts-ended = how it ended: `{"{"} status = 7 {"}"}`, `{"{"} status = "any" {"}"}` or `{"{"} signal = "KILL" {"}"}`; of a zombie, and of a PID 1 or an `exec`'d process that is gone
schema-facts-memory = whether it has memory of its own, a line `VmRSS` in `/proc/PID/status`: a zombie has none, nor has a PID 1 that waits for its namespace to become empty
schema-facts-wchan = the function of the kernel in which it sleeps, as in `/proc/PID/wchan`: `"zap_pid_ns_processes"`. Where the kernel does not tell it, nothing is checked
schema-facts-was = the state that it had after an earlier step; in `when` only

schema-expect-if = the entry counts only if this holds: `{"{"} reaps = true {"}"}`, `{"{"} reaps = false {"}"}` of the PID 1 in use, by inits.toml; `{"{"} host = true {"}"}`, `{"{"} host = false {"}"}`; `{"{"} on = {"{"} TERM = "ends" {"}"} {"}"}`, also `forwards`, `nothing`, and `INT`. In a lab with several containers it is about the first
schema-expect-rc = the exit status of the line that this step has typed
schema-expect-prints = a line that has this text in it was printed during the step, by whomever
schema-expect-prints_not = no such line was; only sure if whoever could print it is gone
schema-expect-killed = of a `stop`: whether SIGKILL was needed
schema-expect-refused = of an `exec`: the kernel did not start it, with this errno: `"ENOMEM"`
schema-expect-collected = the processes whose ends the shim, outside, has been told so far, and no others: `["ubuntu.init", "shell"]`
schema-expect-count = how many processes of the lab are in a state: `{"{"} zombie = 3 {"}"}`

schema-choice-en = the text, in English
schema-choice-ko = the text, in Korean
schema-choice-when = `{"{"} NAME = {"{"} facts {"}"}, … {"}"}`; a `then` or a `[[lesson]]` without it is always told
