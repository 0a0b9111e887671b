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
