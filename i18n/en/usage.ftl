## Wrong usage

usage-unknown-argument = unknown argument: { $argument }
usage-unknown-command = unknown command: { $command }
usage-value = { $argument }: { $value } is not valid
usage-value-of = { $argument }: { $value } is none of { $valid }
usage-seconds = { $option }: { $value } is not a number of seconds from { $least } to { $most }
usage-pid = --pid: { $value } is not a PID: a whole number from 1
usage-no-value = { $argument }: the value is missing
usage-too-many = { $argument }: it takes no further value
usage-missing = missing: { $argument }
usage-missing-command = missing: a command
usage-twice = given more than once: { $argument }
usage-conflict = { $argument } and { $other } cannot be used together
usage-not-utf8 = an argument is not valid UTF-8
usage-other = { $what }
usage-hint-nearest = Did you mean `{ $nearest }`? What is allowed: `{ $help }`
usage-hint-help = What is allowed: `{ $help }`
usage-hint-lab = The labs: `pidlab list`. What else is allowed: `{ $help }`
