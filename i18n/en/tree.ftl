## States of a process, and how it ended

state-running = running
state-sleeping = sleeping
state-disk-sleep = disk sleep
state-stopped = stopped
state-traced = traced
state-zombie = zombie
state-gone = gone
state-ended = { $state }, { $end }
ended-status = exit { $status }
ended-signal = { $signal }

## pidlab tree

tree-column-process = PROCESS
tree-column-pid = PID
tree-column-in-namespace = IN NS
tree-column-ppid = PPID
tree-column-state = STATE
tree-column-init = PID 1 OF NAMESPACE
tree-column-processes = PROCESSES
tree-column-zombies = ZOMBIES
tree-column-namespace = NAMESPACE

tree-legend-zombie = Z  zombie: it has ended, but its parent has not collected its exit status
tree-legend-namespace = N  in another PID namespace: IN NS is its PID there, PID the one seen from here

tree-count-processes = { $count ->
    [one] 1 process
   *[other] { $number } processes
}
tree-count-zombies = { $count ->
    [0] no zombies
    [one] 1 zombie
   *[other] { $number } zombies
}
tree-count-namespaces = { $count ->
    [0] no other PID namespaces
    [one] 1 other PID namespace
   *[other] { $number } other PID namespaces
}
tree-count-kernel-threads = { $count ->
    [one] 1 kernel thread not shown (--all)
   *[other] { $number } kernel threads not shown (--all)
}

tree-zombies = { $count ->
    [0] no zombies: every process that has ended was collected by its parent
    [one] 1 zombie: it stays until its parent calls wait(), or until its parent ends and the new one does
   *[other] { $number } zombies: each stays until its parent calls wait(), or until its parent ends and the new one does
}
tree-zombies-of = { $count ->
    [one] - 1 zombie that { $parent } (PID { $pid }) has not waited for
   *[other] - { $number } zombies that { $parent } (PID { $pid }) has not waited for
}
tree-zombies-more-parents = { $count ->
    [one] - and those of 1 more parent
   *[other] - and those of { $number } more parents
}

tree-namespaces = { $count ->
    [0] no process is in another PID namespace
    [one] 1 other PID namespace
   *[other] { $number } other PID namespaces
}
tree-init-unknown = not visible
tree-namespace-unknown = unknown

tree-unseen = not visible with your privileges: { $what }; to see all: sudo pidlab tree
tree-unseen-hidepid = other users' processes (/proc is mounted with hidepid)
tree-unseen-namespaces = { $count ->
    [one] which PID namespace 1 process is in
   *[other] which PID namespaces { $count } processes are in
}
tree-unseen-ends = { $count ->
    [one] how 1 zombie ended
   *[other] how { $count } zombies ended
}

tree-no-such-pid = no process has the PID { $pid }
tree-no-such-pid-hint = List the processes that can be seen from here with: pidlab tree --all
