## pidlab try: the page

try-head = Your own PID 1, tried · Linux { $kernel } · { $mode }
try-progress = trying … { $done } of { $all }
try-after-start = After its start
try-line = the line

## What PID 1 is

try-shell-with-child = PID 1 is a shell ({ $init }). The service, { $service }, is its child (PID { $pid }).
try-shell-alone = PID 1 is a shell ({ $init }), and has no child.
try-shell-pauses = PID 1 is a shell ({ $init }) that lets time pass. No service runs: neither its end nor its signals can be tried.
try-init = PID 1 is an init ({ $init }). The service, { $service }, is its child (PID { $pid }).
try-keeper = PID 1 is { $init }, which only keeps the container up. { $service } (PID { $pid }) runs beside it.
try-service = PID 1 is { $init } itself: no shell in between.

## docker stop

try-stops = SIGTERM ends it after { $ms } ms, with exit status { $status }: `docker stop` will take about that long.
try-deaf = SIGTERM: nothing happens. `docker stop` will wait its { $seconds } s and then kill: exit status { $status }.
try-too-late = SIGTERM does not end it within { $seconds } s. `docker stop` will kill it then: exit status { $status }.
try-proof-dropped = /proc/1/status: SigCgt { $caught } lacks SIGTERM ({ $bit }). It was not pending afterwards, and PID 1 was not woken: the kernel has dropped it.
try-proof-ignored = /proc/1/status: SIGTERM is in SigIgn. It was not pending afterwards, and PID 1 was not woken.
try-proof-caught = /proc/1/status: SigCgt { $caught } has SIGTERM ({ $bit }). There is a handler, but it did not end PID 1.
try-proof-trap = /proc/1/status: SigCgt { $caught } has SIGTERM ({ $bit }). There is a trap, but a shell runs it only once the command that it waits for has ended.
try-told = The service ({ $service }) gets the SIGTERM after { $ms } ms.
try-told-otherwise = The service ({ $service }) gets { $signal } instead, after { $ms } ms.
try-untold = The service ({ $service }) never hears of it.
try-killed = The service ({ $service }) is not told: PID 1 ends, and the kernel kills the rest with SIGKILL.
try-proof-told = The service was held by SIGSTOP meanwhile: SIGTERM was pending in its /proc/PID/status.
try-proof-untold = The service was held by SIGSTOP meanwhile, so a signal would have stayed pending. None was in its /proc/PID/status.

## Orphans

try-reaps = Orphans are collected: { $made } were made, none is left.
try-zombies = Orphans stay zombies: { $zombies } of { $made }. PID 1 does not wait() for what it has not started.
try-proof-zombies = State: Z, and none was collected for { $seconds } s. It matters where something leaves orphans: health checks, `docker exec`, services that fork.

## The service's death

try-falls-itself = If { $victim } dies, the container ends with it: SIGKILL gave exit status { $status }.
try-falls = { $victim } (PID { $pid }) was killed: the container ended after { $ms } ms, with exit status { $status }.
try-falls-well = { $victim } (PID { $pid }) was killed: the container ended after { $ms } ms, but with exit status { $status }, as if all were well.
try-again = { $victim } (PID { $pid }) was killed: PID 1 started another one.
try-hidden = { $victim } (PID { $pid }) was killed: { $seconds } s later the container is still "Up", without it.
try-proof-corpse = What is left of it, PID { $pid }, is a zombie.

## What it comes to

try-fit = Fit to be PID 1.
try-mostly = Fit to be PID 1, with one reservation: { $what }.
try-unfit = Not fit to be PID 1: { $what }.
try-unfit-twice = Not fit to be PID 1: { $what }, and { $more }.
try-problem-deaf = `docker stop` has to kill it
try-problem-killed = the service is killed without having been told
try-problem-hidden = the service's death goes unnoticed
try-problem-status = the exit status hides a failure
try-problem-slow = it ends late
try-problem-zombies = orphans stay zombies

## The cause

try-cause = the cause
try-cause-likely = probably the cause
try-cause-no-exec = without exec, the shell stays PID 1 and waits; it passes no signal on
try-cause-trap = the trap cannot run: the shell waits for this command first
try-cause-keeper = this keeps the container up, not the service
try-cause-daemon = this keeps the container up; the service is a daemon behind it
try-cause-endless = this loop keeps the container up, not the service
try-cause-no-trap = the shell waits here and has no trap: SIGTERM reaches neither it nor the service
try-cause-forgets = the trap ends the shell and tells the service nothing: the kernel kills it

## What helps

try-fix = The smallest change that helped, tried in this run
try-no-fix = No change that was tried is better
try-fix-exec = `exec`: the service takes the shell's place, and its PID.
try-fix-exec-form = The exec form, with brackets: no shell in between.
try-fix-exec-service = The service itself as PID 1, in the place of what kept the container up.
try-fix-foreground = The service itself as PID 1, in the foreground.
try-fix-trap = A trap that passes SIGTERM on, and a wait for the service, whose exit status becomes the container's.
try-fix-init = An init in front of it: `docker run --init`, `init: true` in a compose file, or tini in the ENTRYPOINT. Here `pidlab init` was tried.
try-fix-both = Both: this, and an init in front (`docker run --init`). As PID 1 the service itself does not react to SIGTERM; as the child of an init it need not.
try-column-change = CHANGE
try-column-told = TOLD
try-column-zombies = ZOMBIES
try-column-fall = SERVICE KILLED
try-row-own = as it is
try-row-exec = with exec
try-row-exec-form = exec form
try-row-exec-service = exec service
try-row-trap = trap and wait
try-row-init = init in front
try-row-both = both of these
try-cell-killed = { $seconds } s, { $status }
try-cell-ends = ends, { $status }
try-cell-again = restarted
try-cell-up = stays "Up"
try-change-refused = Could not be tried here ({ $change }): { $why }
try-change-ended = Could not be tried here ({ $change }): it ended at once, with exit status { $status }.
try-see = To see why: `pidlab run { $lab }`

## It ended by itself

try-ended = It ended by itself, after about { $ms } ms, with exit status { $status }. The container ends with it.
try-ended-why = A container lives as long as its PID 1. There is nothing to stop here, and nothing that could be left behind.
try-ended-not-found = 127: a command was not found. In your image it may be installed; here it is not.
try-ended-carriage-return = 127, and lines end in a carriage return, as on Windows: the shell takes it for part of the name. `sed -i 's/\r$//' FILE` takes them off.
try-ended-not-executable = 126: a command was found and could not be executed.
try-ended-well = 0: it did what it had to and ended. A service that goes to the background looks like this: `docker ps -a` says Exited (0).
try-ended-read-only = It could not write to the file system, which is read-only in this container. In yours it would not be: this says nothing of your container.
try-goes-on = It was not through with its preparations: it went on with something else while the questions were put. What follows is how it stood until then, and no last word.
try-ended-foreground = In the foreground it would be: `{ $command }`
try-nothing = nothing could be found

## The file

try-no-file-hint = Name the script that the Dockerfile has as its ENTRYPOINT: `pidlab try --entrypoint ./entrypoint.sh`
try-no-script = not a file: { $path }
try-not-executable-hint = Docker will say "permission denied". Make it executable: `chmod +x { $path }` before the build, or RUN chmod +x in the Dockerfile. To try it all the same: `pidlab try --shell bash --entrypoint { $path }`
try-carriage-return-hint = Its lines end in a carriage return, as on Windows: the kernel looks for a program named { $interpreter }\r. Docker will say "no such file or directory". Take them off: `sed -i 's/\r$//' { $path }`
try-no-interpreter-hint = The first line asks for { $interpreter }, which is not here. Docker will say "no such file or directory" if the image lacks it too: Alpine has no bash, only `#!/bin/sh`. To try it with another shell: `pidlab try --shell dash --entrypoint { $path }`
try-byte-order-mark-hint = Invisible bytes (a byte order mark) stand before the `#!`. Docker will say "exec format error". Take them off: `sed -i '1s/^\xef\xbb\xbf//' { $path }`
try-no-first-line-hint = The first line names no interpreter. Docker will say "exec format error". Add one: `sed -i '1i #!/bin/sh' { $path }`. To try it all the same: `pidlab try --shell bash --entrypoint { $path }`
try-empty-hint = The file is empty. Docker will say "exec format error". Is it the right one? `ls -l { $path }`
