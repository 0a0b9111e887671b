//! Faults around processes that their parent outside forgets, and of newer keys.

use super::{Fault, parse};

/// A lab with these steps, `do` and `expect` each, in a container `box`.
fn lab(steps: &[(&str, &str)]) -> String {
    let head = "format = 1\nid = 'x'\ntitle = { en = 'T', ko = '제목' }\nstory = { en = 'S', ko = '이야기' }\n\
        [containers.box]\ninit = 'sleep'\n";
    let step = |(action, expect): &(&str, &str)| {
        format!(
            "[[step]]\ntitle = {{ en = 'T', ko = '제목' }}\ndo = {{ {action} }}\nexpect = [ {{ {expect} }} ]\n"
        )
    };
    head.to_owned() + &steps.iter().map(step).collect::<String>()
}

/// Line and id of each fault; the first step is in lines 7 to 10, the others follow
fn faults(steps: &[(&str, &str)]) -> Vec<String> {
    let source = lab(steps);
    let said = |fault: &Fault| format!("{} {}", fault.place(&source).0, fault.message.id());
    parse(&source).err().unwrap_or_default().iter().map(said).collect()
}

const FORGET: (&str, &str) =
    ("exec = ['bash'], in = 'box', as = 'probe', forget = true", "probe = { state = 'sleeping' }");
const REMOVE: (&str, &str) =
    ("remove = 'box'", "'box.init' = { state = 'sleeping', memory = false, wchan = 'zap_pid_ns_processes' }");
const COLLECT: (&str, &str) = ("collect = 'probe'", "'box.init' = { state = 'gone' }");

#[test]
fn a_container_hangs_until_what_was_forgotten_is_collected() {
    assert_eq!(faults(&[FORGET, REMOVE, COLLECT]), [] as [&str; 0]);
    let again = ("signal = 'KILL', to = 'box.init', from = 'host'", "probe = { state = 'zombie' }");
    assert_eq!(faults(&[FORGET, REMOVE, again, COLLECT]), [] as [&str; 0]);
    assert_eq!(
        faults(&[FORGET, REMOVE, COLLECT, again]),
        ["21 fault-removed", "22 fault-removed-must-be-gone"]
    );
}

#[test]
fn without_one_a_removed_container_is_gone() {
    let plain = ("exec = ['bash'], in = 'box', as = 'probe'", "probe = { state = 'sleeping' }");
    assert_eq!(faults(&[plain, REMOVE]), ["14 fault-removed-must-be-gone"]);
    assert_eq!(faults(&[FORGET, COLLECT, REMOVE]), ["18 fault-removed-must-be-gone"]);
}

#[test]
fn only_what_was_forgotten_can_be_collected_and_only_once() {
    assert_eq!(faults(&[FORGET, COLLECT, COLLECT]), ["17 fault-not-forgotten"]);
    let init = ("collect = 'box.init'", "probe = { state = 'sleeping' }");
    assert_eq!(faults(&[FORGET, init]), ["13 fault-not-forgotten"]);
    let nobody = ("collect = 'prob'", "probe = { state = 'sleeping' }");
    assert_eq!(faults(&[FORGET, nobody]), ["13 fault-unknown-process"]);
}

#[test]
fn a_dead_shell_takes_no_line_and_a_stop_would_have_no_end() {
    let typed = ("type = 'true', into = 'probe'", "rc = 0");
    assert_eq!(faults(&[FORGET, REMOVE, typed]), ["17 fault-removed"]);
    let stop = ("stop = 'box'", "killed = true");
    assert_eq!(faults(&[FORGET, stop]), ["13 fault-stop-forgotten"]);
}

#[test]
fn memory_and_wchan_are_facts_like_others() {
    let both = (
        "start = 'box'",
        "'box.init' = { memory = true }, count = { zombie = 0 } }, { 'box.init' = { memory = false }",
    );
    assert_eq!(faults(&[both]), ["10 fault-contradiction"]);
    let gone = ("start = 'box'", "'box.init' = { state = 'gone', wchan = 'x' }");
    assert_eq!(faults(&[gone]), ["10 fault-gone-with-facts"]);
    let wrong = ("start = 'box'", "'box.init' = { memory = 1 }");
    assert_eq!(faults(&[wrong]), ["10 fault-type"]);
}

#[test]
fn a_limit_of_pids_is_one_that_the_kernel_takes() {
    let with = |keys: &str| lab(&[]).replace("init = 'sleep'\n", &format!("init = 'sleep'\n{keys}\n"));
    let ids = |keys: &str| -> Vec<String> {
        let faults =
            parse(&(with(keys) + "[[step]]\ntitle = { en = 'T', ko = '제목' }\ndo = { start = 'box' }\n"));
        faults.err().unwrap_or_default().iter().map(|fault| fault.message.id().to_owned()).collect()
    };
    assert_eq!(ids("pids = 301\nnests = true"), [] as [&str; 0]);
    assert_eq!(ids("pids = 300"), ["fault-range"]);
    assert_eq!(ids("nests = 'no'"), ["fault-type"]);
}

#[test]
fn a_real_program_needs_names_and_a_command_that_names_it() {
    let ids = |real: &str| -> Vec<String> {
        let sound = lab(&[("start = 'box'", "count = { zombie = 0 }")]);
        let with = sound.replace("init = 'sleep'\n", &format!("init = 'sleep'\nreal = {{ {real} }}\n"));
        let faults = parse(&with).err().unwrap_or_default();
        faults.iter().map(|fault| fault.message.id().to_owned()).collect()
    };
    assert_eq!(ids("programs = ['x'], init = '{program} -f'"), [] as [&str; 0]);
    assert_eq!(ids("init = '{program} -f'"), ["fault-missing-key"]);
    assert_eq!(ids("programs = [], init = '{program}'"), ["fault-empty"]);
    for init in ["x -f", "{program} \"", "{programs}"] {
        assert_eq!(ids(&format!("programs = ['x'], init = '{init}'")), ["fault-real-init"], "{init}");
    }
    let file = "programs = ['x'], init = '{program}', files = { '/etc/x' = 'x' }";
    assert_eq!(ids(file), ["fault-file"]);
}
