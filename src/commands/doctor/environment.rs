//! Checks of what is around us: security modules, containers, limits, programs. Pure.

use super::check::{Check, Group, Status};
use crate::sandbox::machine::{Adopter, Docker, Facts, Limits, Mode, Survey};
use crate::{error, i18n::Message};

/// What confines us, where we are, limits, programs.
pub(super) fn checks(facts: &Facts, survey: &Survey, mode: Mode, labs_run: bool) -> Vec<Check> {
    let mut checks = vec![apparmor(facts), selinux(facts), seccomp(facts), place(facts)];
    checks.push(masked(facts, mode, labs_run));
    checks.push(hidepid(facts));
    if facts.proc.chrooted {
        checks.push(Check::new(Group::Place, "chroot", Status::bad(labs_run), "yes", "doctor-chroot-yes"));
    }
    checks.extend([pid1(survey), adopter(survey)]);
    checks.extend(limits(facts));
    checks.push(bash(survey));
    checks.extend(inits(survey));
    checks.extend([docker(survey), locale(survey)]);
    checks
}

fn apparmor(facts: &Facts) -> Check {
    match &facts.confinement.apparmor {
        None => Check::new(Group::Confinement, "apparmor", Status::Info, "absent", "doctor-not-here"),
        Some(profile) => {
            let status = if facts.confinement.by_apparmor() { Status::Warn } else { Status::Ok };
            Check::plain(Group::Confinement, "apparmor", status, profile)
        }
    }
}

fn selinux(facts: &Facts) -> Check {
    let (raw, shown) = match facts.confinement.selinux_enforcing {
        None => ("absent", "doctor-not-here"),
        Some(true) => ("enforcing", "doctor-selinux-on"),
        Some(false) => ("permissive", "doctor-selinux-permissive"),
    };
    Check::new(Group::Confinement, "selinux", Status::Info, raw, shown)
}

fn seccomp(facts: &Facts) -> Check {
    let (status, shown) = match facts.confinement.seccomp {
        0 => (Status::Ok, "doctor-off"),
        _ => (Status::Warn, "doctor-seccomp-on"),
    };
    Check::new(Group::Confinement, "seccomp", status, facts.confinement.seccomp.to_string(), shown)
}

fn place(facts: &Facts) -> Check {
    match facts.place.engine {
        None => Check::new(Group::Place, "place", Status::Info, "host", "doctor-place-host"),
        Some(engine) => {
            Check::new(Group::Place, "place", Status::Info, engine.name(), "doctor-place-container")
        }
    }
}

/// Without a user namespace a new `/proc` may be mounted whatever is hidden in this one.
fn masked(facts: &Facts, mode: Mode, labs_run: bool) -> Check {
    let hidden = facts.proc.masked.join(" ");
    let status = match mode {
        _ if hidden.is_empty() => Status::Ok,
        Mode::Rootless => Status::bad(labs_run),
        Mode::Privileged => Status::Info,
    };
    let shown = if hidden.is_empty() { "doctor-mask-none" } else { "doctor-mask-some" };
    Check::new(Group::Place, "proc_masked", status, hidden, shown)
}

fn hidepid(facts: &Facts) -> Check {
    match &facts.proc.hidepid {
        None => Check::new(Group::Place, "hidepid", Status::Ok, "off", "doctor-off"),
        Some(value) => Check::new(Group::Place, "hidepid", Status::Warn, value, "doctor-hidepid-on"),
    }
}

fn pid1(survey: &Survey) -> Check {
    Check::plain(Group::Place, "pid1", Status::Info, &survey.pid1)
}

fn adopter(survey: &Survey) -> Check {
    let Some(adopter) = &survey.adopter else {
        return Check::new(Group::Place, "adopter", Status::Warn, "unseen", "doctor-adopter-unseen");
    };
    let Adopter { pid, comm, ourselves, reaps } = adopter;
    let (status, shown) = match (ourselves, reaps) {
        (true, _) => (Status::Warn, "doctor-adopter-self"),
        (false, true) => (Status::Ok, "doctor-adopter-reaps"),
        (false, false) => (Status::Warn, "doctor-adopter-late"),
    };
    Check::new(Group::Place, "adopter", status, format!("{pid} {comm}"), shown)
        .with("comm", comm.clone())
        .with("pid", pid.to_string())
}

fn limits(facts: &Facts) -> Vec<Check> {
    let Limits { nproc, pid_max, threads_max, .. } = facts.limits;
    let number = |id, value: Option<u64>| match value {
        None => Check::new(Group::Limits, id, Status::Info, "unlimited", "doctor-unlimited"),
        Some(value) => Check::plain(Group::Limits, id, roomy(value), value.to_string()),
    };
    let mut own = number("nproc", nproc);
    if nproc.is_some() && facts.privilege.euid == 0 {
        own = Check::new(Group::Limits, "nproc", Status::Info, own.raw, "doctor-nproc-root");
    }
    vec![own, cgroup(facts), number("pid_max", pid_max), number("threads_max", threads_max)]
}

/// A lab needs a few dozen processes.
fn roomy(room: u64) -> Status {
    if room < 100 { Status::Warn } else { Status::Ok }
}

fn cgroup(facts: &Facts) -> Check {
    match &facts.limits.group {
        None => Check::new(Group::Limits, "pids_cgroup", Status::Info, "unlimited", "doctor-unlimited"),
        Some(group) => {
            let raw = format!("{}/{}", group.current, group.max);
            Check::new(Group::Limits, "pids_cgroup", roomy(group.room()), raw, "doctor-group-room")
                .with("current", group.current.to_string())
                .with("max", group.max.to_string())
                .with("folder", group.folder.clone())
        }
    }
}

fn bash(survey: &Survey) -> Check {
    match &survey.bash {
        Some(path) => Check::plain(Group::Programs, "bash", Status::Ok, path),
        None => Check::new(Group::Programs, "bash", Status::Warn, "absent", "doctor-bash-absent")
            .remedy("sudo apt-get install bash"),
    }
}

fn inits(survey: &Survey) -> [Check; 2] {
    let (found, missing): (Vec<_>, Vec<_>) = survey.inits.iter().partition(|init| init.path.is_some());
    let names = |inits: &[_]| inits.iter().map(|init: &&_| name(init)).collect::<Vec<_>>().join(" ");
    let found = Check::plain(Group::Programs, "inits", Status::Ok, names(&found));
    if missing.is_empty() {
        return [found, Check::new(Group::Programs, "inits_missing", Status::Ok, "", "doctor-all-inits")];
    }
    let mut packages: Vec<_> = missing.iter().map(|init| init.package).collect();
    packages.dedup();
    let command = format!("sudo apt-get install {}", packages.join(" "));
    let missing = Check::plain(Group::Programs, "inits_missing", Status::Info, names(&missing));
    [found, missing.remedy(command)]
}

fn name(init: &crate::sandbox::machine::FoundInit) -> &'static str {
    init.name
}

fn docker(survey: &Survey) -> Check {
    let check = |raw, shown| Check::new(Group::Programs, "docker", Status::Info, raw, shown);
    match survey.docker {
        Docker::NotInstalled => check("absent".to_owned(), "doctor-docker-absent"),
        Docker::Reachable => check("reachable".to_owned(), "doctor-docker-reachable"),
        Docker::Elsewhere => check("elsewhere".to_owned(), "doctor-docker-elsewhere"),
        Docker::NotReachable(errno) => check(format!("unreachable: {errno:?}"), "doctor-docker-unreachable")
            .with("errno", error::describe(errno)),
    }
}

fn locale(survey: &Survey) -> Check {
    let (status, raw, shown) = if survey.utf8 {
        (Status::Ok, "utf-8", "doctor-utf8")
    } else {
        (Status::Warn, "other", "doctor-not-utf8")
    };
    let mut check = Check::new(Group::Programs, "locale", status, raw, shown);
    check.shown = Message::new(shown);
    check
}
