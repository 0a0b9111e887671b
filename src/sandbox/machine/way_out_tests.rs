use super::*;
use crate::i18n::{Lang, Words};
use crate::sandbox::machine::{
    Confinement, Engine, Group, Kernel, Limits, Mode, Place, Privilege, ProcMount, Switches, Wsl, remedy,
};
use crate::sandbox::orders::Stage;
use nix::errno::Errno;

const USER: u32 = 1000;

fn user() -> Facts {
    let privilege = Privilege { euid: USER, ..Privilege::default() };
    let place = Place { program: "/opt/pid lab/pidlab".into(), ..Place::default() };
    Facts { privilege, place, ..Facts::default() }
}

fn docker(euid: u32, confinement: Confinement) -> Facts {
    let privilege = Privilege { euid, ..Privilege::default() };
    let place = Place { engine: Some(Engine::Docker), ..Place::default() };
    Facts { privilege, confinement, place, ..Facts::default() }
}

fn refused(stage: Stage, errno: Errno) -> Refused {
    Refused { mode: Mode::Rootless, stage, errno }
}

fn of(facts: &Facts, stage: Stage, errno: Errno) -> Remedy {
    let refused = refused(stage, errno);
    way_out(facts, refused, crate::sandbox::machine::cause(facts, refused))
}

fn said(facts: &Facts, stage: Stage, errno: Errno, lang: Lang) -> (i32, String, String) {
    let crate::error::Error::Told(told) = remedy(facts, refused(stage, errno)) else { panic!("not told") };
    let words = Words::new(lang);
    let hint = told.hint.as_ref().map(|hint| words.say(hint)).unwrap_or_default();
    (told.exit as i32, words.say(&told.message), hint)
}

#[test]
fn user_namespaces_off() {
    let switches = Switches { max: vec![(Kind::User, 0)], ..Switches::default() };
    let facts = Facts { switches, ..user() };
    let remedy = of(&facts, Stage::UnshareUser, Errno::ENOSPC);
    let expected = ["sudo sysctl -w user.max_user_namespaces=15000", "sudo '/opt/pid lab/pidlab' run zombie"];
    assert_eq!(remedy.commands, expected);
    let keep = "echo 'user.max_user_namespaces = 15000' | sudo tee /etc/sysctl.d/60-pidlab.conf";
    assert_eq!(remedy.keep.as_deref(), Some(keep));
}

#[test]
fn the_error_names_call_and_errno_and_its_hint_the_command_in_both_languages() {
    let switches = Switches { max: vec![(Kind::User, 0)], ..Switches::default() };
    let facts = Facts { switches, ..user() };
    for lang in [Lang::En, Lang::Ko] {
        let (exit, message, hint) = said(&facts, Stage::UnshareUser, Errno::ENOSPC, lang);
        assert_eq!(exit, 77);
        assert!(message.contains("unshare(CLONE_NEWUSER)") && message.contains("(ENOSPC)"), "{message}");
        assert!(hint.contains("`sudo sysctl -w user.max_user_namespaces=15000`"), "{hint}");
    }
}

#[test]
fn in_a_container_a_switch_is_the_hosts_and_sudo_does_not_help() {
    let switches = Switches { userns_clone: Some(0), ..Switches::default() };
    let facts = Facts { switches, ..docker(USER, Confinement::default()) };
    let remedy = of(&facts, Stage::UnshareUser, Errno::EPERM);
    assert_eq!(remedy.commands, ["sudo sysctl -w kernel.unprivileged_userns_clone=1"]);
    let (_, _, hint) = said(&facts, Stage::UnshareUser, Errno::EPERM, Lang::En);
    assert!(hint.contains("host"), "{hint}");
}

#[test]
fn apparmors_switch_or_a_profile_for_this_file() {
    let switches = Switches { apparmor_userns: Some(1), ..Switches::default() };
    let remedy = of(&Facts { switches, ..user() }, Stage::MapIds, Errno::EPERM);
    assert_eq!(remedy.commands[0], "sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0");
    let keep = remedy.keep.unwrap_or_default();
    assert!(
        keep.contains("profile pidlab \"/opt/pid lab/pidlab\" flags=(unconfined) {\n  userns,\n}"),
        "{keep}"
    );
}

#[test]
fn dockers_filter() {
    let filter = Confinement { seccomp: 2, ..Confinement::default() };
    let flags = "docker run --security-opt seccomp=unconfined --security-opt systempaths=unconfined";
    let user = of(&docker(USER, filter.clone()), Stage::UnshareUser, Errno::EPERM);
    assert_eq!(user.commands, [format!("{flags} IMAGE")]);
    let root = of(&docker(0, filter.clone()), Stage::UnshareUser, Errno::EPERM);
    assert_eq!(root.commands, [format!("{flags} IMAGE"), "docker run --cap-add SYS_ADMIN IMAGE".to_owned()]);
    let apparmor = Some("docker-default (enforce)".to_owned());
    let ubuntu = of(&docker(0, Confinement { apparmor, ..filter }), Stage::UnshareUser, Errno::EPERM);
    assert!(ubuntu.commands.iter().all(|command| command.contains("--security-opt apparmor=unconfined")));
}

#[test]
fn other_engines_have_other_words() {
    let filter = Confinement { seccomp: 2, ..Confinement::default() };
    let mut facts = docker(USER, filter);
    facts.place.engine = Some(Engine::Podman);
    let podman = of(&facts, Stage::UnshareUser, Errno::EPERM);
    assert!(podman.commands[0].starts_with("podman run ") && podman.commands[0].contains("unmask=ALL"));
    facts.place.engine = Some(Engine::Kubernetes);
    assert!(of(&facts, Stage::UnshareUser, Errno::EPERM).commands[0].contains("\"procMount\":\"Unmasked\""));
}

#[test]
fn a_masked_proc_in_docker_and_elsewhere() {
    let masked = ProcMount { masked: vec!["/proc/kcore".into()], ..ProcMount::default() };
    let inside = Facts { proc: masked.clone(), ..docker(USER, Confinement::default()) };
    let remedy = of(&inside, Stage::MountProc, Errno::EPERM);
    assert!(remedy.commands[0].contains("--security-opt systempaths=unconfined"));
    let outside = Facts { proc: masked, ..user() };
    assert!(of(&outside, Stage::MountProc, Errno::EPERM).commands[0].starts_with("sudo "));
    let (_, _, hint) = said(&outside, Stage::MountProc, Errno::EPERM, Lang::En);
    assert!(hint.contains("/proc/kcore"), "{hint}");
}

#[test]
fn old_kernels_and_wsl_1() {
    let kernel = Kernel { release: "5.4.0".into(), ..Kernel::default() };
    let old = Facts { kernel, ..user() };
    let (exit, _, hint) = said(&old, Stage::ReadOnly, Errno::ENOSYS, Lang::Ko);
    assert!(exit == 77 && hint.contains("5.4.0") && hint.contains("5.12"), "{hint}");
    let place = Place { wsl: Some(Wsl::One), distribution: Some("Ubuntu".into()), ..Place::default() };
    let wsl = of(&Facts { place, ..user() }, Stage::UnshareUser, Errno::EINVAL);
    assert_eq!(wsl.commands, ["wsl.exe --set-version Ubuntu 2"]);
}

#[test]
fn a_limit_that_is_reached_is_raised_if_it_is_small() {
    let with = |limit| Facts {
        switches: Switches { max: vec![(Kind::User, 90_000), (Kind::Pid, limit)], ..Switches::default() },
        ..user()
    };
    let small = of(&with(3), Stage::Unshare, Errno::ENOSPC);
    assert_eq!(small.commands, ["sudo sysctl -w user.max_pid_namespaces=15000"]);
    assert_eq!(of(&with(90_000), Stage::Unshare, Errno::ENOSPC).commands, ["lsns"]);
}

#[test]
fn no_more_processes_is_a_failure_that_names_fork() {
    let group = Group { folder: "/sys/fs/cgroup/x".into(), max: 100, current: 100 };
    let limits = Limits { nproc: Some(5000), group: Some(group), ..Limits::default() };
    let facts = Facts { limits, ..user() };
    let (exit, message, hint) = said(&facts, Stage::Fork, Errno::EAGAIN, Lang::En);
    assert_eq!(exit, 125);
    assert!(message.contains("fork()") && message.contains("EAGAIN"), "{message}");
    assert!(hint.contains("/sys/fs/cgroup/x/pids.max"), "{hint}");
    let own = |hard| Limits { nproc: Some(10), nproc_hard: Some(hard), ..Limits::default() };
    let said = |limits| said(&Facts { limits, ..user() }, Stage::Fork, Errno::EAGAIN, Lang::Ko).2;
    assert!(said(own(200)).contains("`ulimit -S -u 200`"));
    assert!(said(own(10)).contains("`sudo prlimit --nproc=4096:4096 --pid $$`"));
}

#[test]
fn what_nothing_explains_gets_the_way_around_and_doctor() {
    let (exit, _, hint) = said(&user(), Stage::MapIds, Errno::EPERM, Lang::En);
    assert!(exit == 77 && hint.contains("sudo") && hint.contains("pidlab doctor"), "{hint}");
    let rooted = docker(0, Confinement::default());
    assert!(said(&rooted, Stage::UnshareUser, Errno::EPERM, Lang::Ko).2.contains("pidlab doctor"));
}
