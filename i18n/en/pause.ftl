## The keys at a pause

keys-run = { $enter } · b: back · t: tree · s: shell · q: quit · ?: help
keys-replay = { $enter } · b: back · t: tree · q: quit · ?: help
keys-short = { $enter } · ?: keys
keys-enter-end = Enter: end
keys-unknown = No such key. { $keys }
keys-back = Looking back: step { $step } of { $of }. Enter leads forward again.
keys-here = Here we are again: step { $step } of { $of }.
keys-first = No step comes before this one.
keys-no-tree = No tree has been recorded yet.
keys-recorded = All this was recorded: nothing is alive that one could go into. A container to try things in: `pidlab shell`
keys-on-host = This lab plays on the machine itself, in no container. A second terminal shows it from all sides: `pidlab tree`
keys-no-terminal = A shell needs a terminal with pidlab in its foreground, and standard input is none.
keys-no-container = No container is alive at this moment.
keys-inside = You are going into { $container }. `exit` leads back to the lab.
keys-which = Into which one? { $names }. For the first: `s { $first }`

## What the keys do; the key comes first, and two spaces

keys-help-on = Enter  go on; when looking back, forward again
keys-help-end = Enter  end; when looking back, forward again
keys-help-back = b      show the step before again; once more: the one before that
keys-help-tree = t      show the tree as it is now
keys-help-tree-recorded = t      show the tree again
keys-help-shell = s      a shell in the container, to try things; `s NAME` if there are several. `exit` leads back, and pidlab says what has changed meanwhile
keys-help-leave = q      quit; all that was started ends

## Somebody was inside

visit-changed = What has changed while you were inside:
visit-nothing = Nothing has changed while you were inside.
visit-born = { $process } (PID { $pid }): new
visit-born-zombie = { $process } (PID { $pid }): new, and a zombie already; nobody has collected its status
visit-zombie = { $process } (PID { $pid }): a zombie; it has ended, and nobody has collected its status
visit-reaped = { $process } (PID { $pid }): the zombie is gone; its status was collected
visit-gone = { $process } (PID { $pid }): gone; it has ended, and its status was collected
visit-reparented = { $process } (PID { $pid }): it has another parent, PPID { $from } → { $to }
visit-execed = { $process } (PID { $pid }): it runs another program; before: { $from }
visit-more = and { $number } more
visit-failed = There is no shell: { $why }
visit-missing = No longer as the lab needs it: { $names }. What comes next would say nothing about the kernel.
visit-doubt = Expected, and not seen: { $what }. Since somebody was inside before, that says nothing about the kernel.
visit-no-choice = just one of the answers
