## Lab files: what is wrong, and what is allowed

lab-faulty = { $path } is not a lab that can be played
lab-unknown = there is no lab named { $name }
lab-unknown-hint = The labs are: { $known }. A file is given as a path: pidlab run ./my.toml
lab-unknown-meant = { $meant } { $hint }
lab-unreadable = cannot read { $path }: { $errno }
lab-unreadable-hint = Type pidlab list for the labs that are built in.
lab-too-long = { $path } is longer than 1 MiB: that is no lab
lab-not-utf8 = { $path } is not UTF-8 text

fault-did-you-mean = did you mean { $meant }?
fault-allowed = allowed here: { $allowed }
fault-known = known here: { $known }
fault-known-nothing = nothing is known here yet

fault-toml = this is not TOML: { $error }
fault-inline-table = a table in braces must stay on one line (TOML 1.0)
fault-inline-comma = no comma before the closing brace (TOML 1.0)
fault-unknown-key = unknown key { $key }
fault-missing-key = the key { $key } is missing here
fault-missing-language = the text has no { $language }: give both en and ko
fault-placeholder-in-text = texts have no placeholders, only type and docker lines have: { "{" }{ $name }{ "}" }
fault-control = a text has no control characters but line ends
fault-empty = { $key } must not be empty
fault-type = { $key } must be { $wanted }, but this is { $found }
fault-range = { $key } must be between { $from } and { $to }
fault-not-among = { $value } is not a value for { $key }
fault-format = this pidlab reads format = { $format }
fault-id = { $id } is not an id: it has small letters, digits and -, and begins with a letter
fault-kernel = { $value } is not a version of Linux, like 6.14
fault-no-container = a lab has at least one container

fault-bad-name = { $name } is not a name: it has small letters, digits and _, and begins with a letter
fault-reserved-name = the name { $name } is reserved
fault-name-of-container = { $name } is the name of a container already
fault-name-taken = { $name } is the name of another process already
fault-unknown-container = no container is named { $name }
fault-unknown-process = no process named { $name } has been met before this
fault-met-in-circle = these processes are each other's children: one must be the child of a process known before
fault-unknown-placeholder = nothing is known that could replace { "{" }{ $name }{ "}" }
fault-no-shell = { $name } is not a shell that a step has started with exec = ["bash"]
fault-removed = the container { $name } is gone: it was ended or removed before this
fault-file = { $path } is not a place for a file of a container: it lies below /run or /tmp
fault-real-init = the command must name the program that was found: { $program }
fault-container-as-process = { $name } is a container, not a process
fault-write-init = its PID 1 is written in quotes: "{ $name }"

fault-verb = a step does exactly one thing
fault-start-host = the host needs no start: leave this step out
fault-remove-host = the host cannot be removed or stopped
fault-started-twice = the container { $name } has been started already
fault-never-started = the container { $name } has never been started
fault-line = a line to be typed is one line, without control characters
fault-signal-host-init = labs send signals only to processes that they have started
fault-other-container = { $name } is not in the container of the shell { $shell }, which cannot see it
fault-not-forgotten = { $name } is collected without being told: only a process of an exec with forget = true waits for it
fault-stop-forgotten = { $name } cannot be stopped while its shim is to forget a process: remove it
fault-await-init = the PID 1 of a container is not awaited: remove the container
fault-rows = each has one name and its values: each = {"{"} sig = ["TERM", "INT"] {"}"}
fault-rows-action = only a step with type or signal can be played once for each value
fault-ask-and-choices = ask and choices go together
fault-ask-without-reason = a question needs a reason: explain or because
fault-because-alone = because gives the reason of a question: it needs ask
fault-one-choice = a question has at least two choices
fault-same-choice = this choice holds whenever an earlier one does: exactly one may hold

fault-no-facts = there is nothing to check here: name a process with its facts
fault-long-comm = the kernel keeps 15 bytes of a program's name: { $kept } would be shown for { $name }
fault-ended = give either status = 0…255, status = "any" or signal = "NAME"
fault-condition = if has one of reaps = true|false, host = true|false, on = {"{"} TERM = "…" {"}"}
fault-condition-on = on has one signal: either TERM or INT
fault-killed-without-stop = killed needs a step that stops a container
fault-refused-without-exec = refused needs a step with exec
fault-count = { $state } cannot be counted; these can: { $allowed }
fault-was-in-expect = was belongs to then, choices and lessons: an expectation is about what is
fault-rc-without-line = rc needs a line: a step with type, or a signal sent from a shell
fault-gone-with-facts = { $name } cannot be gone and have other facts: what is gone shows none (but how it ended, if it is PID 1 or was started by exec)
fault-ended-not-zombie = ended is readable of a zombie, and of a PID 1 or an exec'd process that is gone: { $name } needs such a state
fault-removed-must-be-gone = the container of { $name } has been removed: only state = "gone" can hold
fault-same-as-itself = { $name } is always the same as itself: add a state, or name another process
fault-contradiction = { $name } cannot be this and what an earlier entry of the list expects

type-string = a text in quotes
type-integer = a whole number
type-number = a number
type-boolean = true or false
type-date = a date
type-list = a list
type-table = a table

## --init

lab-init-unknown = there is no init named { $name }, and no program of that name is installed
lab-init-unknown-hint = The inits are: { $known }. If { $name } is a program, install it first. A command with arguments is given in quotes: --init 'sleep infinity'
lab-init-bad-command = this is not a command: `{ $command }`

## lint

lint-ok = { $path }: ok, lab { $id } with { $steps ->
    [one] one step
   *[other] { $steps } steps
}
