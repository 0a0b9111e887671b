//! The way out of a [`Cause`]: why, and the exact commands. Pure.

use super::container::{self, Flags};
use super::switches::Kind;
use super::{Cause, Engine, Facts, Limits, NEEDED, Refused};
use crate::i18n::Message;

/// What helps against a refusal.
#[derive(Debug, Clone, PartialEq)]
pub struct Remedy {
    /// A clause that says why it is refused, without a full stop.
    pub why: Message,
    /// What to type; each of them is enough. May be empty.
    pub commands: Vec<String>,
    /// What to type to keep it that way, if the command's effect ends with the next boot.
    pub keep: Option<String>,
}

/// How many namespaces of a kind a user gets by the commands that we give.
const ENOUGH: u64 = 15_000;

/// The way out of a cause.
pub fn way_out(facts: &Facts, refused: Refused, cause: Cause) -> Remedy {
    match cause {
        Cause::LimitIsZero(kind) => limit_is_zero(facts, kind),
        Cause::LimitReached(kind) => limit_reached(facts, kind),
        Cause::UsernsClone => switch(facts, "doctor-why-userns-clone", "kernel.unprivileged_userns_clone", 1),
        Cause::AppArmorSwitch => apparmor_switch(facts),
        Cause::Seccomp => seccomp(facts),
        Cause::MaskedProc => masked(facts),
        Cause::AppArmorProfile => apparmor_profile(facts, refused),
        Cause::NoSetfcap => no_setfcap(facts),
        Cause::Chroot => Remedy::new(Message::new("doctor-why-chroot"), privileged(facts)),
        Cause::Wsl1 => wsl_1(facts),
        Cause::KernelTooOld => old_kernel(facts),
        Cause::NotBuiltIn => not_built_in(facts),
        Cause::Selinux => Remedy::one("doctor-why-selinux", "sudo ausearch -m avc -ts recent"),
        Cause::Processes => processes(facts),
        Cause::Elsewhere | Cause::Unknown => {
            Remedy::new(Message::new("doctor-why-unknown"), privileged(facts))
        }
    }
}

impl Remedy {
    fn new(why: Message, commands: Vec<String>) -> Self {
        Self { why, commands, keep: None }
    }

    fn one(why: &'static str, command: &str) -> Self {
        Self::new(Message::new(why), vec![command.to_owned()])
    }
}

fn limit_is_zero(facts: &Facts, kind: Kind) -> Remedy {
    let why = match kind {
        Kind::User => "doctor-why-user-limit",
        _ => "doctor-why-other-limit",
    };
    let mut remedy = switch(facts, why, kind.sysctl(), ENOUGH);
    if kind != Kind::User {
        // Without a user namespace the same limit holds.
        remedy.commands.truncate(1);
    }
    remedy
}

/// Raising helps if the limit is small. A large one tells of a limit further out, or of the depth.
fn limit_reached(facts: &Facts, kind: Kind) -> Remedy {
    if facts.switches.limit(kind).is_none_or(|limit| limit >= ENOUGH) {
        return Remedy::one("doctor-why-too-deep", "lsns");
    }
    let mut remedy = switch(facts, "doctor-why-limit-reached", kind.sysctl(), ENOUGH);
    remedy.commands.truncate(1);
    remedy
}

/// A kernel parameter to set, with `sysctl(8)` now and with `sysctl.d(5)` for good.
fn switch(facts: &Facts, why: &'static str, name: &str, value: u64) -> Remedy {
    let place = if facts.place.engine.is_some() { "doctor-where-host" } else { "doctor-where-here" };
    let why = Message::new(why).with("sysctl", name).with("where", Message::new(place));
    let mut commands = vec![format!("sudo sysctl -w {name}={value}")];
    commands.extend(privileged(facts));
    let keep = Some(format!("echo '{name} = {value}' | sudo tee /etc/sysctl.d/60-pidlab.conf"));
    Remedy { why, commands, keep }
}

/// Without a user namespace, where that is possible.
fn privileged(facts: &Facts) -> Vec<String> {
    let program = shell_words::quote(&facts.place.program).into_owned();
    if facts.privilege.has("CAP_SYS_ADMIN") {
        // It was refused because of `--rootless`.
        vec![format!("{program} run zombie")]
    } else if facts.place.engine.is_some() || facts.confinement.no_new_privs || facts.privilege.euid == 0 {
        Vec::new()
    } else {
        vec![format!("sudo {program} run zombie")]
    }
}

/// A profile allows it to this program alone; the switch, to all.
fn apparmor_switch(facts: &Facts) -> Remedy {
    let name = "kernel.apparmor_restrict_unprivileged_userns";
    let mut remedy = switch(facts, "doctor-why-apparmor-switch", name, 0);
    let program = &facts.place.program;
    let profile = format!(
        "abi <abi/4.0>,\ninclude <tunables/global>\nprofile pidlab \"{program}\" flags=(unconfined) {{\n  userns,\n}}"
    );
    remedy.keep = Some(format!(
        "sudo tee /etc/apparmor.d/pidlab <<'END'\n{profile}\nEND\nsudo apparmor_parser -r /etc/apparmor.d/pidlab"
    ));
    remedy
}

fn seccomp(facts: &Facts) -> Remedy {
    let flags = Flags { seccomp: true, proc: true, apparmor: facts.confinement.by_apparmor() };
    let commands = container::commands(facts, flags);
    match facts.place.engine {
        Some(engine) => {
            Remedy::new(Message::new("doctor-why-seccomp").with("engine", engine.name()), commands)
        }
        None => Remedy::one("doctor-why-seccomp-elsewhere", "grep Seccomp /proc/$PPID/status"),
    }
}

fn masked(facts: &Facts) -> Remedy {
    let flags = Flags {
        seccomp: facts.place.engine.is_some(),
        proc: true,
        apparmor: facts.confinement.by_apparmor(),
    };
    let why = Message::new("doctor-why-masked")
        .with("path", facts.proc.masked.first().cloned().unwrap_or_default());
    let commands = match facts.place.engine {
        Some(_) => container::commands(facts, flags),
        None => privileged(facts),
    };
    Remedy::new(why, commands)
}

fn apparmor_profile(facts: &Facts, refused: Refused) -> Remedy {
    let why = Message::new("doctor-why-apparmor-profile")
        .with("profile", facts.confinement.apparmor.clone().unwrap_or_default());
    let flags = Flags { seccomp: true, proc: true, apparmor: true };
    let commands = match (facts.place.engine, refused.mode) {
        (Some(_), super::Mode::Privileged) => container::privileged(facts, flags),
        (Some(_), super::Mode::Rootless) => container::commands(facts, flags),
        (None, _) => vec!["sudo aa-status".to_owned()],
    };
    Remedy::new(why, commands)
}

/// Mapping an ordinary user instead needs no capability.
fn no_setfcap(facts: &Facts) -> Remedy {
    let commands = match facts.place.engine {
        Some(_) => {
            let run = container::run(facts);
            vec![format!("{run} --cap-add SETFCAP IMAGE"), format!("{run} --user 1000 IMAGE")]
        }
        None => vec![format!(
            "setpriv --reuid 65534 --regid 65534 --clear-groups {} run zombie",
            shell_words::quote(&facts.place.program)
        )],
    };
    Remedy::new(Message::new("doctor-why-setfcap"), commands)
}

fn wsl_1(facts: &Facts) -> Remedy {
    let name = facts.place.distribution.clone().unwrap_or_else(|| "DISTRIBUTION".to_owned());
    Remedy::new(Message::new("doctor-why-wsl-1"), vec![format!("wsl.exe --set-version {name} 2")])
}

fn old_kernel(facts: &Facts) -> Remedy {
    let why = Message::new("doctor-why-old-kernel")
        .with("release", facts.kernel.release.clone())
        .with("needed", format!("{}.{}", NEEDED.0, NEEDED.1));
    Remedy::new(why, Vec::new())
}

fn not_built_in(facts: &Facts) -> Remedy {
    let missing = facts.kernel.missing.join(" ");
    Remedy::new(Message::new("doctor-why-not-built-in").with("missing", missing), Vec::new())
}

/// The tighter of the two limits that can be lifted.
fn processes(facts: &Facts) -> Remedy {
    match &facts.limits.group {
        Some(group) if facts.limits.nproc.is_none_or(|nproc| group.room() < nproc) => {
            let why = Message::new("doctor-why-pids-cgroup")
                .with("current", group.current.to_string())
                .with("max", group.max.to_string());
            let command = match facts.place.engine {
                Some(Engine::Docker | Engine::Podman) => {
                    format!("{} --pids-limit=4096 IMAGE", container::run(facts))
                }
                _ => format!("echo max | sudo tee {}/pids.max", group.folder),
            };
            Remedy::new(why, vec![command])
        }
        _ => own_limit(facts),
    }
}

fn own_limit(facts: &Facts) -> Remedy {
    let named = |limit: Option<u64>| limit.map_or_else(|| "unlimited".to_owned(), |limit| limit.to_string());
    let Limits { nproc, nproc_hard, .. } = facts.limits;
    let why = Message::new("doctor-why-nproc").with("limit", named(nproc));
    let command = if nproc_hard.is_none_or(|hard| nproc.is_some_and(|soft| soft < hard)) {
        format!("ulimit -S -u {}", named(nproc_hard))
    } else {
        "sudo prlimit --nproc=4096:4096 --pid $$".to_owned()
    };
    Remedy::new(why, vec![command])
}

#[cfg(test)]
#[path = "way_out_tests.rs"]
mod tests;
