//! How to start a container in which labs run.

use super::{Engine, Facts};

/// What must be lifted.
#[derive(Debug, Clone, Copy)]
pub(super) struct Flags {
    /// The seccomp filter.
    pub(super) seccomp: bool,
    /// What is mounted over parts of `/proc`.
    pub(super) proc: bool,
    /// The `AppArmor` profile.
    pub(super) apparmor: bool,
}

/// The first words of the command that starts one.
pub(super) fn run(facts: &Facts) -> &'static str {
    match facts.place.engine {
        Some(Engine::Podman) => "podman run",
        _ => "docker run",
    }
}

/// The commands that lift what `flags` say; the second one, for root only, takes a capability instead.
pub(super) fn commands(facts: &Facts, flags: Flags) -> Vec<String> {
    match facts.place.engine {
        Some(Engine::Kubernetes) => vec![KUBERNETES.to_owned()],
        Some(Engine::Lxc) => vec!["lxc config set CONTAINER security.nesting true".into()],
        _ => {
            let mut commands = vec![unconfined(facts, flags)];
            if facts.privilege.euid == 0 {
                commands.extend(privileged(facts, flags));
            }
            commands
        }
    }
}

fn unconfined(facts: &Facts, flags: Flags) -> String {
    let podman = facts.place.engine == Some(Engine::Podman);
    let proc = if podman { "unmask=ALL" } else { "systempaths=unconfined" };
    let options = [(flags.seccomp, "seccomp=unconfined"), (flags.proc, proc), (flags.apparmor, APPARMOR)];
    let mut command = run(facts).to_owned();
    for (_, option) in options.into_iter().filter(|(wanted, _)| *wanted) {
        command.push_str(" --security-opt ");
        command.push_str(option);
    }
    command + " IMAGE"
}

/// Root of the container with `CAP_SYS_ADMIN`: engines' filters let it make namespaces, and without a
/// user namespace it may mount `/proc` whatever is masked.
pub(super) fn privileged(facts: &Facts, flags: Flags) -> Vec<String> {
    let apparmor = if flags.apparmor { format!(" --security-opt {APPARMOR}") } else { String::new() };
    vec![format!("{} --cap-add SYS_ADMIN{apparmor} IMAGE", run(facts))]
}

const APPARMOR: &str = "apparmor=unconfined";

/// A pod with a user namespace of its own, which is what allows an unmasked `/proc` in it.
const KUBERNETES: &str = concat!(
    "kubectl run pidlab -it --image=IMAGE --overrides='",
    r#"{"spec":{"hostUsers":false,"containers":[{"name":"pidlab","image":"IMAGE","stdin":true,"tty":true,"#,
    r#""securityContext":{"procMount":"Unmasked","seccompProfile":{"type":"Unconfined"}}}]}}"#,
    "'",
);
