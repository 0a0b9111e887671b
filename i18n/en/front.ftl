## Headings and notes of every help text

front-usage = Usage
front-options = Options
front-commands = Commands
front-arguments = Arguments
front-examples = Examples
front-exit-status = Exit status
front-environment = Environment
front-options-word = OPTIONS
front-command-word = COMMAND
front-default = default: { $values }
front-values = values: { $values }
front-exit-codes =
    0    as expected, or observed
    1    the kernel did something else than the lab expects
    2    wrong usage, or a faulty lab or recording
    77   this machine cannot run it; the hint says what helps
    125  pidlab itself failed
    pidlab init passes on its child's status: 126 if it cannot be
    executed, 127 if it is not found, 128+n if signal n ended it.
front-variables =
    PIDLAB_LANG  language: en or ko
    LC_ALL, LC_MESSAGES, LANG
                 the language, if PIDLAB_LANG is not set
    NO_COLOR     if set and not empty, nothing is coloured
    PIDLAB_LABS  a folder with labs of your own
    COLUMNS      columns to draw in, instead of the terminal's
