## list

list-labs = Labs
list-lab = LAB
list-shows = SHOWS
list-init = PID 1
list-claims = tests { $claims }
list-host = the host
list-containers = { $number } of them
list-inits = Programs for PID 1 (--init)
list-name = INIT
list-reaps = REAPS
list-here = HERE
list-about = WHAT IT IS
list-package = package: { $package }
list-yes = yes
list-no = no
list-not-executable = not executable
list-more = pidlab show LAB tells what a lab does, pidlab run LAB plays it.
