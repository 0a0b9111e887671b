# What programs that read along expect under this name.
init-started = Child spawned with PID { $pid }.
init-session = setsid complete.
init-hand-off = Ignoring tty hand-off signal { $number }.
init-received = Received signal { $number }.
init-rewritten = Translating signal { $number } to { $other }.
init-passed-on = Forwarded signal { $number } to children.
init-passed-on-group = Forwarded signal { $number } to children.
init-dropped = Not forwarding signal { $number } to children (ignored).
init-stopped = Suspending self due to TTY signal.
init-sigchld = Received signal 17.
init-exited = A child with PID { $pid } exited with exit status { $status }.
init-killed = A child with PID { $pid } was terminated by signal { $number }.
init-over = Child exited with status { $status }. Goodbye.
