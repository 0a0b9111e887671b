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
