//! `pidlab init` on a terminal: each key reaches the command once, and job control works above it and below it.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use common::init::{modes, state};
use common::mark::Mark;
use common::terminal::Terminal;
use common::{PATIENCE, Running, read, sh, wait_until};
use nix::sys::signal::Signal;
use nix::unistd::Pid;

/// Tells of these signals; USR1 tells that all before it has been told.
const LISTENER: &str = "for s in INT WINCH HUP QUIT TSTP CONT; do trap \"echo \\<$s\\>\" $s; done; \
    trap \"echo \\<all\\>\" USR1; echo ready; while :; do sleep 1000 & wait $!; kill $! 2>/dev/null; done";

/// An init with these options and that listener, at the terminal, as its session's leader.
fn listening(terminal: &mut Terminal, mark: &Mark, options: &str) -> Running {
    let line = format!("exec \"$PIDLAB\" init -s {options} -- sh -c '{LISTENER}'");
    let run = mark.on(sh(&line).terminal(terminal)).start();
    terminal.await_said("ready");
    run
}

fn count(terminal: &Terminal, signal: &str) -> usize {
    terminal.said().matches(&format!("<{signal}>")).count()
}

/// Waits until it is told; then, that nothing more of it comes.
fn once(terminal: &mut Terminal, run: &Running, signal: &str) {
    terminal.await_said(&format!("<{signal}>"));
    let seen = count(terminal, "all");
    run.signal(Signal::SIGUSR1);
    while count(terminal, "all") == seen {
        terminal.await_more();
    }
    assert_eq!(count(terminal, signal), 1, "{}", terminal.said());
}

#[test]
fn keys_and_sizes_reach_the_command_once() {
    for mode in modes() {
        for group in ["", "-g"] {
            let (mut terminal, mark) = (Terminal::new(80), Mark::new());
            let run = listening(&mut terminal, &mark, &format!("{mode} {group}"));
            terminal.press("\u{3}");
            once(&mut terminal, &run, "INT");
            terminal.press("\u{1c}");
            once(&mut terminal, &run, "QUIT");
            terminal.resize(70);
            once(&mut terminal, &run, "WINCH");
            run.signal(Signal::SIGHUP);
            once(&mut terminal, &run, "HUP");
            kill_all(&mark, run);
        }
    }
}

/// The session's leader hears of the hang-up, and the command once, through it.
#[test]
fn the_end_of_the_terminal_reaches_the_command_once() {
    for mode in modes() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("heard");
        let (mut terminal, mark) = (Terminal::new(80), Mark::new());
        let listener = "trap \"echo HUP >>heard\" HUP; trap \"echo end >>heard; exit\" USR1; echo ready; \
            while :; do sleep 1000 & wait $!; kill $! 2>/dev/null; done";
        let line = format!("exec \"$PIDLAB\" init -s {mode} -- sh -c '{listener}'");
        let run = mark.on(sh(&line).terminal(&terminal).folder(&folder)).start();
        terminal.await_said("ready");
        drop(terminal);
        let heard = || std::fs::read_to_string(&file).unwrap_or_default();
        wait_until("the hang-up", PATIENCE, || heard().contains("HUP"));
        run.signal(Signal::SIGUSR1);
        wait_until("all that came before", PATIENCE, || heard().contains("end"));
        assert_eq!(read(&file), "HUP\nend\n", "{mode}");
        kill_all(&mark, run);
    }
}

#[test]
fn a_shell_under_it_has_job_control() {
    for options in ["", "--reap wait"] {
        let (mut terminal, mark) = (Terminal::new(80), Mark::new());
        let line = format!("exec \"$PIDLAB\" init -s {options} -- bash --norc --noprofile -i");
        let run = mark.on(sh(&line).terminal(&terminal).env("PS1", "> ")).start();
        terminal.await_said("> ");
        terminal.press("sleep 1000\n");
        wait_until("sleep runs", PATIENCE, || !mark.called("sleep").is_empty());
        let sleep = mark.called("sleep")[0];
        terminal.press("\u{1a}");
        terminal.await_said("Stopped");
        terminal.press("echo the shell $((40+2))\n");
        terminal.await_said("the shell 42");
        assert_eq!(state(sleep), 'T');
        assert!(!terminal.said().contains("job control"), "{}", terminal.said());
        kill_all(&mark, run);
    }
}

/// An interactive shell above, at its prompt.
fn shell_above(terminal: &mut Terminal, mark: &Mark) -> Running {
    let shell = sh("exec bash --norc --noprofile -i").terminal(terminal).env("PS1", "> ");
    let run = mark.on(shell).start();
    terminal.await_said("> ");
    run
}

/// Ctrl-Z stops the command, and the shell above gets its prompt back; `fg` and Ctrl-C work as ever.
#[test]
fn a_shell_above_it_has_job_control() {
    for options in ["-s", "-s -g", "-s --grace 1s"] {
        let (mut terminal, mark) = (Terminal::new(80), Mark::new());
        let run = shell_above(&mut terminal, &mark);
        terminal.press(&format!("\"$PIDLAB\" init {options} -- sleep 1000\n"));
        wait_until("sleep runs", PATIENCE, || !mark.called("sleep").is_empty());
        let sleep = mark.called("sleep")[0];
        for round in 1..=2 {
            terminal.press("\u{1a}");
            wait_until("all stop", PATIENCE, || {
                state(sleep) == 'T' && mark.called("pidlab-init").iter().all(|init| state(*init) == 'T')
            });
            terminal.press(&format!("echo prompt $((round{round}=40+{round}))\n"));
            terminal.await_said(&format!("prompt 4{round}"));
            terminal.press("fg\n");
            wait_until("it goes on", PATIENCE, || state(sleep) == 'S');
        }
        wait_until("the command has the terminal", PATIENCE, || {
            terminal.foreground() == Pid::from_raw(sleep)
        });
        terminal.press("\u{3}");
        wait_until("it ends", PATIENCE, || mark.called("sleep").is_empty());
        terminal.press("echo status $?\n");
        terminal.await_said("status 130");
        kill_all(&mark, run);
    }
}

#[test]
fn from_the_background_it_takes_no_terminal() {
    let (mut terminal, mark) = (Terminal::new(80), Mark::new());
    let run = shell_above(&mut terminal, &mark);
    terminal.press("\"$PIDLAB\" init -s -- sleep 1000 &\n");
    wait_until("sleep runs", PATIENCE, || !mark.called("sleep").is_empty());
    assert_eq!(terminal.foreground(), run.pid());
    terminal.press("echo still $((40+2))\n");
    terminal.await_said("still 42");
    // Brought to the foreground, it passes on what the keys send.
    let init = mark.called("pidlab-init")[0];
    terminal.press("fg\n");
    wait_until("it has the terminal", PATIENCE, || terminal.foreground() == Pid::from_raw(init));
    terminal.press("\u{1a}");
    wait_until("it stops", PATIENCE, || state(init) == 'T');
    terminal.press("echo stopped $((40+2))\n");
    terminal.await_said("stopped 42");
    terminal.press("fg\n");
    wait_until("it goes on", PATIENCE, || state(init) == 'S');
    terminal.press("\u{3}");
    wait_until("it ends", PATIENCE, || mark.called("sleep").is_empty());
    kill_all(&mark, run);
}

/// A script that goes on after it can read from the terminal: the foreground was lent.
#[test]
fn afterwards_the_terminal_is_given_back() {
    let (mut terminal, mark) = (Terminal::new(80), Mark::new());
    let run = shell_above(&mut terminal, &mark);
    terminal.press("sh -c '\"$PIDLAB\" init -s -- true; echo asks; read answer; echo \"<$answer>\"'\n");
    terminal.await_said("asks\r\n");
    terminal.press("an answer\n");
    terminal.await_said("<an answer>");
    kill_all(&mark, run);
}

#[test]
fn what_stops_to_read_from_the_background_stops_the_init_too() {
    let (mut terminal, mark) = (Terminal::new(80), Mark::new());
    let run = shell_above(&mut terminal, &mark);
    terminal.press("\"$PIDLAB\" init -s -- cat &\n");
    wait_until("cat stops", PATIENCE, || mark.called("cat").iter().any(|cat| state(*cat) == 'T'));
    wait_until("so does the init", PATIENCE, || {
        mark.called("pidlab-init").iter().all(|init| state(*init) == 'T')
    });
    let cat = mark.called("cat")[0];
    terminal.press("fg\n");
    // What is typed before that is the shell's.
    wait_until("cat has the terminal", PATIENCE, || terminal.foreground() == Pid::from_raw(cat));
    terminal.press("to cat\n");
    // Once as typed, once as cat tells it.
    terminal.await_said("to cat\r\nto cat\r\n");
    kill_all(&mark, run);
}

fn kill_all(mark: &Mark, run: Running) {
    wait_until("the end of all", PATIENCE, || {
        mark.living().iter().for_each(|left| common::mark::kill_now(left.pid));
        mark.living().is_empty()
    });
    drop(run);
}
