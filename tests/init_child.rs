//! What the command of `pidlab init` starts with, and what the init itself keeps.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use common::init::{PATH, init, modes, namespace};
use common::{PATIENCE, Run, Running, files, read, sh, wait_until};
use nix::sys::signal::Signal;

/// A program that sets signals and descriptors up as told, and then executes the rest of its arguments.
const CALLER: &str = "import os, signal, sys\n\
    what, numbers = sys.argv[1], [int(n) for n in sys.argv[2].split(\",\") if n]\n\
    if what == \"block\": signal.pthread_sigmask(signal.SIG_BLOCK, numbers)\n\
    if what == \"ignore\": [signal.signal(n, signal.SIG_IGN) for n in numbers]\n\
    if what == \"open\": [os.dup2(os.open(\"/dev/null\", os.O_RDONLY), n) for n in numbers]\n\
    own = [signal.SIGPIPE, signal.SIGXFSZ]\n\
    [signal.signal(n, signal.SIG_DFL) for n in own if what != \"ignore\" or n not in numbers]\n\
    os.execv(sys.argv[3], sys.argv[3:])";

/// `pidlab init` with a caller that has done that.
fn called_by(what: &str, numbers: &str, arguments: &str) -> Run {
    sh(&format!("exec python3 -c '{CALLER}' {what} {numbers} \"$PIDLAB\" init -s {arguments}"))
        .env("PATH", PATH)
}

/// The lines of `/proc/self/status` of the command that begin so.
fn status_of_command(run: Run) -> String {
    run.run().code(0).quiet().stdout
}

fn bits(status: &str, field: &str) -> u64 {
    let found = status.lines().find_map(|line| line.strip_prefix(field)?.strip_prefix(':'));
    // 32 and 33 are libc's own; who runs the tests may have them ignored.
    u64::from_str_radix(found.unwrap().trim(), 16).unwrap() & !(bit(32) | bit(33))
}

fn bit(number: i32) -> u64 {
    1 << (number - 1)
}

#[test]
fn the_callers_blocked_signals_reach_the_command_and_no_other() {
    for mode in modes() {
        let blocked =
            status_of_command(called_by("block", "10,36", &format!("{mode} -- cat /proc/self/status")));
        assert_eq!(bits(&blocked, "SigBlk"), bit(10) | bit(36), "{blocked}");
        let none = status_of_command(init(&format!("{mode} -- cat /proc/self/status")));
        assert_eq!(bits(&none, "SigBlk"), 0, "{none}");
    }
}

#[test]
fn the_callers_ignored_signals_reach_the_command_but_for_sigchld() {
    for mode in modes() {
        let arguments = format!("{mode} -- cat /proc/self/status");
        let ignored = status_of_command(called_by("ignore", "2,13,17", &arguments));
        assert_eq!(bits(&ignored, "SigIgn"), bit(2) | bit(13), "{ignored}");
        let none = status_of_command(called_by("block", ",", &arguments));
        assert_eq!(bits(&none, "SigIgn"), 0, "{none}");
        assert_eq!(bits(&none, "SigCgt"), 0, "{none}");
    }
}

#[test]
fn no_descriptor_is_lost_and_none_leaks() {
    for mode in modes() {
        let listing = format!("{mode} -- sh -c 'ls /proc/$$/fd'");
        let inherited = called_by("open", "7,9", &listing).run().code(0).stdout;
        // The same caller without an init: it may have more open than it was told to.
        let direct =
            sh(&format!("exec python3 -c '{CALLER}' open 7,9 /bin/sh -c 'ls /proc/$$/fd'")).env("PATH", PATH);
        assert_eq!(inherited, direct.run().code(0).stdout, "{mode}");
        assert!(inherited.contains("7\n9\n"), "{inherited}");
        let none = init(&listing).run().code(0).stdout;
        assert_eq!(none, sh("ls /proc/$$/fd").env("PATH", PATH).run().code(0).stdout, "{mode}");
    }
}

/// What is open in a process: number and target.
fn open_in(pid: i32) -> Vec<(i32, String)> {
    let mut open: Vec<(i32, String)> = std::fs::read_dir(format!("/proc/{pid}/fd"))
        .unwrap()
        .map(|entry| entry.unwrap())
        .map(|entry| {
            let target = std::fs::read_link(entry.path()).unwrap_or_default();
            (entry.file_name().to_str().unwrap().parse().unwrap(), target.to_string_lossy().into_owned())
        })
        .collect();
    open.sort();
    open
}

/// An init whose command has said that it runs; and the init's PID.
fn running(run: Run) -> Running {
    let mut run = run.start();
    run.await_said("runs");
    run
}

#[test]
fn the_init_keeps_no_inherited_descriptor_and_no_folder() {
    let folder = tempfile::tempdir().unwrap();
    for mode in modes() {
        let command = "sh -c 'pwd; echo runs; exec sleep 1000'";
        let mut run = called_by("open", "3,9,100", &format!("{mode} -- {command}")).folder(&folder).start();
        run.await_said("runs");
        let pid = run.pid().as_raw();
        let ours = ["anon_inode:[pidfd]", "anon_inode:[signalfd]", "pidfd:"];
        let foreign = || {
            let open = open_in(pid).into_iter().filter(|(fd, _)| *fd > 2);
            open.filter(|(_, target)| !ours.iter().any(|own| target.starts_with(own))).collect::<Vec<_>>()
        };
        wait_until("only its own are open", PATIENCE, || foreign().is_empty());
        assert_eq!(
            std::fs::read_link(format!("/proc/{pid}/cwd")).unwrap(),
            std::path::Path::new("/"),
            "{mode}"
        );
        assert!(run.said().contains(folder.path().to_str().unwrap()), "{}", run.said());
        run.signal(Signal::SIGTERM);
        run.end().code(143);
    }
}

#[test]
fn listen_pid_names_the_command() {
    for mode in modes() {
        let script = "echo $$ $LISTEN_PID $LISTEN_FDS ${LISTEN_PIDFDID-none}";
        let run = init(&format!("{mode} -- sh -c '{script}'"));
        let run = run.env("LISTEN_PID", "12345678").env("LISTEN_FDS", "2").env("LISTEN_PIDFDID", "77");
        let said = run.run().code(0).quiet().stdout;
        let words: Vec<&str> = said.split_whitespace().collect();
        assert_eq!(words[0], words[1], "{said}");
        assert_eq!(words[2..], ["2", "none"], "{said}");
        init(&format!("{mode} -- sh -c 'echo ${{LISTEN_PID-none}}'")).run().code(0).says(["none\n"]);
    }
}

#[test]
fn it_starts_with_0_1_and_2_closed() {
    for mode in modes() {
        for closed in ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"] {
            let line = format!("\"$PIDLAB\" init -s {mode} -- sh -c \"exit 5\" {closed}; echo $?");
            sh(&line).run().code(0).says(["5\n"]);
            let Some(run) = namespace(&format!("exec \"$PIDLAB\" init {mode} -- sh -c \"exit 5\" {closed}"))
            else {
                return;
            };
            run.run().code(5);
        }
    }
}

/// 65,536, or as many as are allowed here.
#[test]
fn it_starts_with_very_many_open_descriptors() {
    let open = "import os, resource, sys\n\
        hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]\n\
        hard = min(hard, 65600) if hard > 0 else 65600\n\
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))\n\
        null = os.open(\"/dev/null\", os.O_RDONLY)\n\
        os.set_inheritable(null, True)\n\
        last = min(65536, hard - 64)\n\
        for fd in range(3, last): os.dup2(null, fd, inheritable=True)\n\
        print(last, flush=True)\n\
        os.execv(sys.argv[1], sys.argv[1:])";
    for mode in modes() {
        // What the init itself has open it may still be closing when the command begins.
        let script = "ls /proc/$$/fd | wc -l; while test $(ls /proc/$PPID/fd | wc -l) -gt 5; do :; done";
        let line = format!("exec python3 -c '{open}' \"$PIDLAB\" init -s {mode} -- sh -c '{script}'");
        let said = sh(&line).env("PATH", PATH).run().code(0).quiet().stdout;
        let counts: Vec<usize> = said.split_whitespace().map(|count| count.parse().unwrap()).collect();
        assert!(counts[0] >= 1000 && counts[1] == counts[0], "{said}");
    }
}

/// With no process left to be had it says so and ends with 125. As an ordinary user: root has no such limit.
#[test]
fn without_a_process_to_be_had_it_says_why() {
    if nix::unistd::geteuid().is_root() {
        let line = "exec 7<\"$PIDLAB\"; cd /; exec setpriv --reuid 61234 --regid 61234 --clear-groups \
            prlimit --nproc=1 /proc/self/fd/7 init -s -- true";
        sh(line)
            .env("PATH", PATH)
            .run()
            .code(125)
            .complains(["Resource temporarily unavailable", "ulimit -u"]);
    } else {
        let line = "exec prlimit --nproc=1 \"$PIDLAB\" init -s -- true";
        sh(line)
            .env("PATH", PATH)
            .run()
            .code(125)
            .complains(["Resource temporarily unavailable", "ulimit -u"]);
    }
}

#[test]
fn the_program_is_searched_as_execvp_does() {
    let folder = tempfile::tempdir().unwrap();
    let place = |name: &str, text: &str, mode: u32| {
        use std::os::unix::fs::PermissionsExt as _;
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
    };
    place("closed/tool", "#!/bin/sh\necho closed", 0o644);
    place("open/tool", "#!/bin/sh\necho open \"$@\"", 0o755);
    place("script/bare", "echo bare \"$0\" \"$@\"", 0o755);
    let path = |path: &str| {
        let root = folder.path().to_str().unwrap();
        path.split(':')
            .map(|part| if part.is_empty() { String::new() } else { format!("{root}/{part}") })
            .collect::<Vec<_>>()
            .join(":")
    };
    let run = |line: &str, folders: &str| {
        sh(&format!("PATH='{}'; export PATH; exec \"$PIDLAB\" init -s {line}", path(folders)))
            .folder(folder.path().join("open"))
    };
    run("tool a b", "nowhere:closed:open").run().code(0).says(["open a b\n"]);
    run("tool", "closed:nowhere").run().code(126).complains(["tool: Permission denied"]);
    run("tool", "nowhere").run().code(127).complains(["tool: No such file"]);
    run("tool", "nowhere:").run().code(0).says(["open\n"]);
    run("./tool", "nowhere").run().code(0).says(["open\n"]);
    // No `#!`, no program: the shell's.
    run("bare x", "script").run().code(0).says(["bare ", "/script/bare x\n"]);
    run("no/tool", "open").run().code(127);
    // Without PATH the system's own folders.
    sh("unset PATH; exec \"$PIDLAB\" init -s -- true").run().code(0);
}

/// The signal that it is to get when its parent dies. The twin without has none.
#[test]
fn the_parents_death_is_told_by_the_signal_that_was_asked_for() {
    for (option, ends) in [("-p TERM", true), ("--parent-death=15", true), ("", false)] {
        let line = format!("\"$PIDLAB\" init -s {option} -- sh -c 'echo runs; exec sleep 1000' & wait");
        let mark = common::mark::Mark::new();
        let mut run = mark.on(sh(&line).env("PATH", PATH)).start();
        run.await_said("runs");
        run.signal(Signal::SIGKILL);
        if ends {
            run.end();
        } else {
            wait_until("only init and sleep are left", PATIENCE, || mark.living().len() == 2);
            mark.living().iter().for_each(|left| common::mark::kill_now(left.pid));
            run.end();
        }
        mark.all_end();
    }
}

#[test]
fn a_caller_that_ignores_sigchld_is_no_hindrance() {
    for mode in modes() {
        let line = format!("trap \"\" CHLD; exec \"$PIDLAB\" init -s {mode} -- sh -c \"exit 6\"");
        sh(&format!("exec bash -c '{line}'")).run().code(6).quiet();
    }
}

/// One thread, and not a byte of heap, however many orphans it has had.
#[test]
fn it_has_one_thread_and_allocates_nothing() {
    let orphans =
        "n=0; while [ $n -lt 300 ]; do (true & true &); n=$((n+1)); done; echo runs; exec sleep 1000";
    for mode in modes() {
        let before = memory_after(&format!("{mode} -- sh -c \"echo runs; exec sleep 1000\""));
        let after = memory_after(&format!("{mode} -- sh -c \"{}\"", orphans.replace('$', "\\$")));
        let (Some(before), Some(after)) = (before, after) else { return };
        assert_eq!(before, after, "{mode}");
        assert!(before.contains(&"Threads:\t1".to_owned()), "{before:?}");
    }
}

fn memory_after(arguments: &str) -> Option<Vec<String>> {
    let mark = common::mark::Mark::new();
    let run = running(mark.on(namespace(&format!("exec \"$PIDLAB\" init {arguments}"))?));
    let pid = mark.init();
    // Asleep it has done all that it does once.
    wait_until("it sleeps", PATIENCE, || common::init::state(pid) == 'S');
    let status = read(format!("/proc/{pid}/status"));
    let wanted = ["Threads:", "VmData:", "VmStk:", "VmSize:"];
    let lines = status.lines().filter(|line| wanted.iter().any(|field| line.starts_with(field)));
    let found = lines.map(str::to_owned).collect();
    common::mark::kill_now(pid);
    run.end();
    Some(found)
}

/// No wake-up, no zombie: with the kernel reaping, PID 1 does not run at all. The twin: with the loop it does.
#[test]
fn what_the_kernel_reaps_wakes_nobody() {
    for mode in modes() {
        let script = "echo runs; read go; n=0; while [ \\$n -lt 200 ]; do (true &); n=\\$((n+1)); done; echo made; exec sleep 1000";
        let mark = common::mark::Mark::new();
        let Some(run) = namespace(&format!("exec \"$PIDLAB\" init {mode} -- sh -c \"{script}\"")) else {
            return;
        };
        let mut run = mark.on(run).keep_stdin().start();
        run.await_said("runs");
        let pid = mark.init();
        wait_until("it sleeps", PATIENCE, || common::init::state(pid) == 'S');
        let before = switches(pid);
        run.type_in("go\n");
        run.await_said("made");
        let woken = switches(pid) - before;
        if mode == "--reap kernel" {
            assert_eq!(woken, 0);
        } else {
            assert!(woken > 10, "{woken}");
        }
        common::mark::kill_now(pid);
        run.end();
    }
}

fn switches(pid: i32) -> u64 {
    let status = read(format!("/proc/{pid}/status"));
    let counts = status.lines().filter_map(|line| line.split_once("ctxt_switches:"));
    counts.map(|(_, count)| count.trim().parse::<u64>().unwrap()).sum()
}

/// `auto` takes the loop where it has to: to tell of each orphan.
#[test]
fn what_was_chosen_is_told() {
    init("-v -- true").run().code(0).complains(["SIGCHLD"]);
    init("-v --reap wait -- true").run().code(0).complains(["wait()", "--reap wait"]);
    init("-vw -- true").run().code(0).complains(["wait()", "each orphan"]);
    if modes().len() == 2 {
        init("-v -- true").run().code(0).complains(["the kernel reaps"]);
    }
}

/// Small enough to be read in one sitting; without tests of its own, which stand here.
#[test]
fn the_module_is_short() {
    let lines: usize = files("src/init", ".rs").iter().map(|path| read(path).lines().count()).sum();
    assert!(lines <= 500, "{lines}");
}
