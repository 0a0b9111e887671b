# What programs that read along expect under this name.
init-not-pid-1 = this is PID { $pid }, neither PID 1 nor a subreaper: zombie reaping won't work (-s or TINI_SUBREAPER makes it one)
init-reaped = Reaped zombie process with pid={ $pid }
