//! Checks of what the kernel has and allows. Pure.

use super::check::{Check, Group, Status};
use crate::sandbox::machine::{Facts, Kind, Mode, Refused, Remedy, Survey, Wsl};

/// The trial, the kernel, our privilege, the switches.
pub(super) fn checks(
    facts: &Facts,
    survey: &Survey,
    mode: Mode,
    refused: Option<&(Refused, Remedy)>,
) -> Vec<Check> {
    let mut checks = vec![container(refused), how(mode)];
    checks.extend([release(facts), namespaces(facts), children(facts), exit_info(survey)]);
    checks.extend(wsl(facts));
    checks.extend([user(facts), capabilities(facts), no_new_privs(facts)]);
    checks.extend(switches(facts, mode, refused.is_none()));
    checks
}

fn container(refused: Option<&(Refused, Remedy)>) -> Check {
    let Some((refused, remedy)) = refused else {
        return Check::new(Group::Trial, "container", Status::Ok, "works", "doctor-container-works");
    };
    let raw = format!("{}: {:?}", refused.stage.call(), refused.errno);
    let check = Check::new(Group::Trial, "container", Status::Fail, raw, "doctor-container-refused")
        .with("errno", format!("{:?}", refused.errno));
    match remedy.commands.first() {
        Some(command) => check.remedy(command.clone()),
        None => check,
    }
}

fn how(mode: Mode) -> Check {
    let shown = match mode {
        Mode::Rootless => "doctor-mode-rootless",
        Mode::Privileged => "doctor-mode-privileged",
    };
    Check::new(Group::Trial, "mode", Status::Info, mode.name(), shown)
}

fn release(facts: &Facts) -> Check {
    let status = if facts.kernel.too_old() { Status::Fail } else { Status::Ok };
    Check::new(Group::Kernel, "kernel", status, &facts.kernel.release, "doctor-kernel-new")
}

fn namespaces(facts: &Facts) -> Check {
    let missing = &facts.kernel.missing;
    if missing.is_empty() {
        Check::plain(Group::Kernel, "namespaces", Status::Ok, "user pid mnt ipc uts net")
    } else {
        Check::new(Group::Kernel, "namespaces", Status::Fail, missing.join(" "), "doctor-missing")
    }
}

fn children(facts: &Facts) -> Check {
    let (status, raw, shown) = if facts.kernel.children_files {
        (Status::Ok, "yes", "doctor-yes")
    } else {
        (Status::Warn, "no", "doctor-children-no")
    };
    Check::new(Group::Kernel, "children_files", status, raw, shown)
}

fn exit_info(survey: &Survey) -> Check {
    let (raw, shown) = if survey.exit_info { ("yes", "doctor-yes") } else { ("no", "doctor-exit-no") };
    Check::new(Group::Kernel, "exit_info", Status::Info, raw, shown)
}

fn wsl(facts: &Facts) -> Option<Check> {
    let (status, raw, shown) = match facts.place.wsl? {
        Wsl::One => (Status::Fail, "1", "doctor-wsl-one"),
        Wsl::Two => (Status::Info, "2", "doctor-wsl-two"),
    };
    Some(Check::new(Group::Kernel, "wsl", status, raw, shown))
}

fn user(facts: &Facts) -> Check {
    let shown = if facts.privilege.euid == 0 { "doctor-user-root" } else { "doctor-user-other" };
    Check::new(Group::Privilege, "user", Status::Info, facts.privilege.euid.to_string(), shown)
}

/// By name; what is short is shown: those held, or those lacking.
fn capabilities(facts: &Facts) -> Check {
    let (held, lacking) = (&facts.privilege.effective, &facts.privilege.lacking);
    let (named, shown) = if held.is_empty() {
        (held, "doctor-caps-none")
    } else if lacking.is_empty() {
        (lacking, "doctor-caps-all")
    } else if lacking.len() < held.len() {
        (lacking, "doctor-caps-but")
    } else {
        (held, "doctor-raw")
    };
    let mut check = Check::new(Group::Privilege, "capabilities", Status::Info, named.join(" "), shown);
    check.raw = held.join(" ");
    check
}

fn no_new_privs(facts: &Facts) -> Check {
    let (status, raw, shown) = if facts.confinement.no_new_privs {
        (Status::Warn, "1", "doctor-nnp-on")
    } else {
        (Status::Info, "0", "doctor-off")
    };
    Check::new(Group::Privilege, "no_new_privs", status, raw, shown)
}

fn switches(facts: &Facts, mode: Mode, labs_run: bool) -> Vec<Check> {
    let limits = facts.switches.max.iter().map(|&(kind, limit)| {
        let matters = kind != Kind::User || mode == Mode::Rootless;
        let status = match limit {
            0 if matters => Status::bad(labs_run),
            0 => Status::Warn,
            _ => Status::Ok,
        };
        Check::plain(Group::Switches, kind.sysctl(), status, limit.to_string())
    });
    let switches = &facts.switches;
    let bad = if mode == Mode::Rootless { Status::bad(labs_run) } else { Status::Warn };
    let debian = ("userns_clone", "kernel.unprivileged_userns_clone", switches.userns_clone, 0);
    let name = "kernel.apparmor_restrict_unprivileged_userns";
    let ubuntu = ("apparmor_userns", name, switches.apparmor_userns, 1);
    limits
        .chain([debian, ubuntu].map(|(id, sysctl, value, off)| switch(id, sysctl, value, off, bad)))
        .collect()
}

/// `off` is the value that forbids.
fn switch(id: &'static str, sysctl: &'static str, value: Option<u64>, off: u64, bad: Status) -> Check {
    match value {
        None => Check::new(Group::Switches, id, Status::Info, "absent", "doctor-no-switch"),
        Some(value) => {
            let status = if value == off { bad } else { Status::Ok };
            Check::new(Group::Switches, id, status, value.to_string(), "doctor-set").with("sysctl", sysctl)
        }
    }
}
