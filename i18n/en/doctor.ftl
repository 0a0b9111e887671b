## A container's start that was refused: message and hint

doctor-refused = this machine does not allow a container: { $call }: { $errno }
doctor-hint-none = { $why }. `pidlab doctor` shows what was found.
doctor-hint-one = { $why }: type `{ $first }`. `pidlab doctor` shows more.
doctor-hint-two = { $why }: type `{ $first }`, or `{ $second }`. `pidlab doctor` shows more.
doctor-helper-silent = the helper process (pidlab-probe) ended without an answer

## Why it was refused: a clause without a full stop

doctor-where-here = {""}
doctor-where-host = {" "}(to be changed on the host of this container)
doctor-why-user-limit = user namespaces are switched off: { $sysctl } is 0{ $where }
doctor-why-other-limit = no namespace of one kind may be made: { $sysctl } is 0{ $where }
doctor-why-limit-reached = as many namespaces exist as { $sysctl } allows{ $where }
doctor-why-too-deep = too many namespaces exist, here or in a namespace further out, or they are nested more than 32 deep; see which ones there are
doctor-why-userns-clone = only root may make user namespaces: { $sysctl } is 0{ $where }
doctor-why-apparmor-switch = AppArmor lets no program without a profile of its own use user namespaces: { $sysctl } is 1{ $where }
doctor-why-seccomp = the seccomp filter of this { $engine } container forbids namespaces; start the container with other options
doctor-why-seccomp-elsewhere = a seccomp filter forbids namespaces; it comes from what started this shell (a service, a sandbox), so use a terminal that has none, in which this shows 0
doctor-why-masked = a new /proc would show what is hidden here: something is mounted over { $path }
doctor-why-apparmor-profile = the AppArmor profile { $profile } forbids it
doctor-why-setfcap = root without CAP_SETFCAP may not be root of a user namespace
doctor-why-chroot = no user namespace can be made in a chroot
doctor-why-wsl-1 = WSL 1 has no namespaces; WSL 2 has (in PowerShell)
doctor-why-old-kernel = the kernel ({ $release }) is too old: labs need Linux { $needed } or newer
doctor-why-not-built-in = this kernel was built without these namespaces: { $missing }; another kernel is needed
doctor-why-selinux = SELinux may be what forbids it; its log tells
doctor-why-pids-cgroup = no process can be made: { $current } of the { $max } that this cgroup allows exist, zombies included; raise its limit
doctor-why-nproc = no process can be made: your limit is { $limit }, threads and zombies included; raise it for this shell
doctor-why-unknown = nothing that pidlab knows of explains it

## The verdict

doctor-runs-rootless = Labs run here, rootless: in a user namespace, without any privilege.
doctor-runs-privileged = Labs run here, privileged: with CAP_SYS_ADMIN, without a user namespace.
doctor-cannot = Labs cannot run here: { $call }: { $errno }
doctor-because = The reason: { $why }.
doctor-type = Type this:
doctor-type-or = or this:
doctor-keep = To keep it after a restart of the machine:
doctor-keep-profile = Or, instead, allow it to pidlab alone with a profile:
doctor-next-run = Next: pidlab run zombie --init sleep
doctor-next-again = Next: do what is said above, then type pidlab doctor again.

## Groups

doctor-group-trial = Trial
doctor-group-kernel = Kernel
doctor-group-privilege = Privilege
doctor-group-switches = Switches of namespaces
doctor-group-confinement = Confinement
doctor-group-place = Surroundings
doctor-group-limits = Limits on processes
doctor-group-programs = Programs

## Checks: the names

doctor-name-container = a container
doctor-name-mode = how
doctor-name-kernel = release
doctor-name-namespaces = namespaces
doctor-name-children_files = task/TID/children
doctor-name-exit_info = PIDFD_INFO_EXIT
doctor-name-user = user
doctor-name-capabilities = capabilities
doctor-name-no_new_privs = no_new_privs
doctor-name-userns_clone = Debian's switch
doctor-name-apparmor_userns = AppArmor's switch
doctor-name-apparmor = AppArmor profile
doctor-name-selinux = SELinux
doctor-name-seccomp = seccomp filter
doctor-name-place = where
doctor-name-wsl = WSL
doctor-name-proc_masked = /proc
doctor-name-hidepid = hidepid of /proc
doctor-name-chroot = root folder
doctor-name-pid1 = PID 1
doctor-name-adopter = adopts orphans
doctor-name-nproc = ulimit -u
doctor-name-pids_cgroup = pids cgroup
doctor-name-pid_max = kernel.pid_max
doctor-name-threads_max = kernel.threads-max
doctor-name-bash = bash
doctor-name-inits = inits
doctor-name-inits_missing = inits not installed
doctor-name-docker = Docker
doctor-name-locale = characters

## Checks: what was found

doctor-raw = { $value }
doctor-container-works = one was made, with its own /proc, and removed
doctor-container-refused = refused, see above ({ $errno })
doctor-mode-rootless = rootless: with you as root of a user namespace
doctor-mode-privileged = privileged: without a user namespace
doctor-kernel-new = { $value } (Linux 5.12 or newer is needed)
doctor-missing = { $value } missing
doctor-yes = yes
doctor-children-no = no; all of /proc is read instead, which is slower
doctor-exit-no = no (Linux 6.15 has it)
doctor-user-root = root
doctor-user-other = user ID { $value }
doctor-caps-all = all
doctor-caps-but = all but { $value }
doctor-caps-none = none
doctor-nnp-on = on: sudo gives nothing in this shell
doctor-off = off
doctor-no-switch = this kernel has no such switch
doctor-set = { $sysctl } = { $value }
doctor-not-here = not on this machine
doctor-selinux-on = enforcing
doctor-selinux-permissive = permissive
doctor-seccomp-on = on: some system calls are forbidden
doctor-place-host = no sign of a container
doctor-place-container = in a container of { $value }
doctor-wsl-one = WSL 1, which has no namespaces
doctor-wsl-two = WSL 2
doctor-mask-none = nothing in it is hidden
doctor-mask-some = hidden by mounts: { $value }
doctor-hidepid-on = { $value }: processes of other users are hidden
doctor-chroot-yes = a chroot: no user namespace can be made in it
doctor-adopter-reaps = { $comm } (PID { $pid }), and reaps them
doctor-adopter-late = { $comm } (PID { $pid }), but has not reaped one within 15 ms: on this host orphans may stay zombies for a while
doctor-adopter-self = pidlab itself, since it is PID 1 here: start the container with --init
doctor-adopter-unseen = could not be seen
doctor-unlimited = no limit
doctor-nproc-root = { $value } (does not bind root)
doctor-group-room = { $current } of { $max } in use ({ $folder })
doctor-bash-absent = not installed; most labs type into one
doctor-all-inits = none
doctor-docker-absent = not installed; labs do not need it
doctor-docker-reachable = its daemon listens; labs do not need it
doctor-docker-unreachable = its socket does not answer ({ $errno }); labs do not need it
doctor-docker-elsewhere = on another machine (DOCKER_HOST); labs do not need it
doctor-utf8 = UTF-8
doctor-not-utf8 = the locale is not UTF-8: Korean text and tree lines may come out wrong
