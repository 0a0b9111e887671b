use super::*;
use crate::sandbox::machine::{Confinement, Engine, Kernel, Place, Privilege, ProcMount, Switches};

fn refused(mode: Mode, stage: Stage, errno: Errno) -> Refused {
    Refused { mode, stage, errno }
}

fn rootless(stage: Stage, errno: Errno) -> Refused {
    refused(Mode::Rootless, stage, errno)
}

fn switches(user: u64, pid: u64) -> Switches {
    Switches { max: vec![(Kind::User, user), (Kind::Pid, pid)], ..Switches::default() }
}

fn docker(confinement: Confinement) -> Facts {
    let place = Place { engine: Some(Engine::Docker), ..Place::default() };
    let proc = ProcMount { masked: vec!["/proc/kcore".into()], ..ProcMount::default() };
    Facts { confinement, place, proc, ..Facts::default() }
}

fn filter() -> Confinement {
    Confinement { seccomp: 2, ..Confinement::default() }
}

fn docker_profile() -> Confinement {
    Confinement { apparmor: Some("docker-default (enforce)".into()), ..filter() }
}

#[test]
fn a_limit_of_zero_is_named() {
    let none_of_user = Facts { switches: switches(0, 9), ..Facts::default() };
    let none_of_pid = Facts { switches: switches(9, 0), ..Facts::default() };
    let user = rootless(Stage::UnshareUser, Errno::ENOSPC);
    let others = rootless(Stage::Unshare, Errno::ENOSPC);
    assert_eq!(cause(&none_of_user, user), Cause::LimitIsZero(Kind::User));
    assert_eq!(cause(&none_of_pid, others), Cause::LimitIsZero(Kind::Pid));
    assert_eq!(cause(&none_of_pid, user), Cause::LimitReached(Kind::User));
}

#[test]
fn a_limit_of_user_namespaces_means_nothing_to_the_privileged() {
    let facts = Facts { switches: switches(0, 9), ..Facts::default() };
    let full = refused(Mode::Privileged, Stage::Unshare, Errno::ENOSPC);
    assert_eq!(cause(&facts, full), Cause::LimitReached(Kind::Pid));
}

#[test]
fn a_limit_of_zero_does_not_explain_a_missing_permission() {
    let facts = Facts { switches: switches(0, 9), ..docker(filter()) };
    assert_eq!(cause(&facts, rootless(Stage::UnshareUser, Errno::EPERM)), Cause::Seccomp);
}

#[test]
fn with_room_everywhere_the_limit_or_the_depth_is_reached() {
    let facts = Facts { switches: switches(9, 9), ..Facts::default() };
    assert_eq!(cause(&facts, rootless(Stage::UnshareUser, Errno::ENOSPC)), Cause::LimitReached(Kind::User));
    assert_eq!(cause(&facts, rootless(Stage::UnshareUser, Errno::EUSERS)), Cause::LimitReached(Kind::User));
}

#[test]
fn debians_switch() {
    let switches = Switches { userns_clone: Some(0), ..Switches::default() };
    let facts = Facts { switches, ..Facts::default() };
    assert_eq!(cause(&facts, rootless(Stage::UnshareUser, Errno::EPERM)), Cause::UsernsClone);
    let privileged = refused(Mode::Privileged, Stage::Unshare, Errno::EPERM);
    assert_eq!(cause(&facts, privileged), Cause::Unknown);
}

#[test]
fn ubuntus_switch_refuses_unshare_or_the_maps() {
    let switches = Switches { apparmor_userns: Some(1), ..Switches::default() };
    let confinement = Confinement { apparmor: Some("unconfined".into()), ..Confinement::default() };
    let facts = Facts { switches, confinement, ..Facts::default() };
    for (stage, errno) in [
        (Stage::Unshare, Errno::EACCES),
        (Stage::Unshare, Errno::EPERM),
        (Stage::MapIds, Errno::EPERM),
        (Stage::Private, Errno::EACCES),
    ] {
        assert_eq!(cause(&facts, rootless(stage, errno)), Cause::AppArmorSwitch, "{stage:?}");
    }
}

#[test]
fn in_a_container_on_ubuntu_the_filter_answers_before_the_switch() {
    let switches = Switches { apparmor_userns: Some(1), ..Switches::default() };
    let facts = Facts { switches, ..docker(filter()) };
    assert_eq!(cause(&facts, rootless(Stage::UnshareUser, Errno::EPERM)), Cause::Seccomp);
}

#[test]
fn dockers_default_profile_refuses_unshare() {
    let facts = docker(filter());
    assert_eq!(cause(&facts, rootless(Stage::UnshareUser, Errno::EPERM)), Cause::Seccomp);
    // Where docker-default is also there, the filter is what answers EPERM to unshare.
    let both = docker(docker_profile());
    assert_eq!(cause(&both, rootless(Stage::UnshareUser, Errno::EPERM)), Cause::Seccomp);
}

#[test]
fn dockers_apparmor_profile_refuses_mounts_even_to_the_privileged() {
    let facts = docker(docker_profile());
    let mount = refused(Mode::Privileged, Stage::Private, Errno::EACCES);
    assert_eq!(cause(&facts, mount), Cause::AppArmorProfile);
}

#[test]
fn a_masked_proc_is_the_cause_only_of_a_refused_proc() {
    let facts = docker(Confinement::default());
    assert_eq!(cause(&facts, rootless(Stage::MountProc, Errno::EPERM)), Cause::MaskedProc);
    assert_eq!(cause(&facts, rootless(Stage::Private, Errno::EPERM)), Cause::Unknown);
}

#[test]
fn an_old_kernel_and_wsl_1_come_before_any_switch() {
    let kernel = Kernel { release: "5.4.0-150-generic".into(), ..Kernel::default() };
    let old = Facts { kernel, switches: switches(0, 0), ..Facts::default() };
    assert_eq!(cause(&old, rootless(Stage::ReadOnly, Errno::ENOSYS)), Cause::KernelTooOld);
    assert_eq!(cause(&old, rootless(Stage::UnshareUser, Errno::ENOSPC)), Cause::KernelTooOld);
    let place = Place { wsl: Some(Wsl::One), ..Place::default() };
    let wsl = Facts { place, ..old };
    assert_eq!(cause(&wsl, rootless(Stage::UnshareUser, Errno::EINVAL)), Cause::Wsl1);
}

#[test]
fn a_kernel_without_user_namespaces() {
    let kernel = Kernel { release: "6.1.0".into(), missing: vec!["user"], ..Kernel::default() };
    let facts = Facts { kernel, ..Facts::default() };
    assert_eq!(cause(&facts, rootless(Stage::UnshareUser, Errno::EINVAL)), Cause::NotBuiltIn);
}

#[test]
fn a_chroot_and_a_root_without_setfcap() {
    let proc = ProcMount { chrooted: true, ..ProcMount::default() };
    let facts = Facts { proc, ..Facts::default() };
    assert_eq!(cause(&facts, rootless(Stage::UnshareUser, Errno::EPERM)), Cause::Chroot);
    let map = rootless(Stage::MapIds, Errno::EPERM);
    assert_eq!(cause(&Facts::default(), map), Cause::NoSetfcap);
    let privilege = Privilege { euid: 1000, ..Privilege::default() };
    assert_eq!(cause(&Facts { privilege, ..Facts::default() }, map), Cause::Unknown);
}

#[test]
fn a_refused_fork_is_never_the_machines_kind() {
    let facts = Facts { switches: switches(0, 0), ..docker(filter()) };
    assert_eq!(cause(&facts, rootless(Stage::Fork, Errno::EAGAIN)), Cause::Processes);
}

#[test]
fn selinux_is_blamed_only_when_nothing_else_explains_it() {
    let confinement = Confinement { selinux_enforcing: Some(true), ..Confinement::default() };
    let facts = Facts { confinement, ..Facts::default() };
    assert_eq!(cause(&facts, rootless(Stage::UnshareUser, Errno::EACCES)), Cause::Selinux);
    assert_eq!(cause(&facts, rootless(Stage::UnshareUser, Errno::EINVAL)), Cause::Unknown);
}
