## show

show-init = PID 1: { $init }
show-on-host = on the host itself; --init INIT plays it in a container
show-seconds = The sleep lasts { $seconds } s here, 60 s in the course (--realtime).
show-needs = needs { $programs }
show-kernel = needs Linux { $version }
show-sources = To read: { $sources }
show-run = To play it: { $command }
show-start = start { $container }: { $init }
show-real = or for real, where it is installed and runs in a container ({ $programs }): { $command }
show-remove = remove { $container }
show-stop = stop { $container }: SIGTERM to its PID 1, SIGKILL after { $grace } s (--grace)
show-exec-host = run on this machine: { $command }
show-exec = run in { $container }: { $command }
show-signal = send SIG{ $signal } to { $process } from the host
show-collect = have the shim collect { $process }
show-await-exit = wait until { $process } has ended
show-await-zombie = wait until { $process } is a zombie
show-await-gone = wait until { $process } is gone
show-docker = docker
show-pid-of = PID of { $process }
