## Manual pages

man-manual = pidlab manual
man-name = NAME
man-synopsis = SYNOPSIS
man-description = DESCRIPTION
man-commands = COMMANDS
man-exit-status = EXIT STATUS
man-environment = ENVIRONMENT
man-examples = EXAMPLES
man-see-also = SEE ALSO
man-see-also-pages = pid_namespaces(7), user_namespaces(7), wait(2), prctl(2), signal(7), proc(5)
