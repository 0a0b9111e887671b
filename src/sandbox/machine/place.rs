//! Where we are: on a host, in a container, in WSL.

use std::path::Path;

/// What made the container that we are in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "they are names")]
pub enum Engine {
    Docker,
    Podman,
    Kubernetes,
    Lxc,
}

impl Engine {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Docker => "Docker",
            Self::Podman => "Podman",
            Self::Kubernetes => "Kubernetes",
            Self::Lxc => "LXC",
        }
    }
}

/// Windows Subsystem for Linux.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wsl {
    /// Emulates system calls; it has no namespaces.
    One,
    /// A real kernel.
    Two,
}

/// Where this process runs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Place {
    /// What the files in the root folder, the environment or the cgroup hint at, if mounts or filters
    /// look like a container too.
    pub engine: Option<Engine>,
    /// Which WSL, if any.
    pub wsl: Option<Wsl>,
    /// WSL's name of this distribution (`WSL_DISTRO_NAME`).
    pub distribution: Option<String>,
    /// This program's own file.
    pub program: String,
}

impl Place {
    /// Where we are, on a kernel of this release; `contained`: something else looks like a container.
    pub(super) fn collect(release: &str, contained: bool) -> Self {
        let program = std::env::current_exe().unwrap_or_else(|_| "pidlab".into());
        Self {
            engine: engine().filter(|_| contained),
            wsl: wsl(release),
            distribution: std::env::var("WSL_DISTRO_NAME").ok(),
            program: program.to_string_lossy().into_owned(),
        }
    }
}

fn engine() -> Option<Engine> {
    let kubernetes = std::env::var_os("KUBERNETES_SERVICE_HOST").is_some()
        || Path::new("/var/run/secrets/kubernetes.io").exists();
    if kubernetes {
        return Some(Engine::Kubernetes);
    }
    if Path::new("/run/.containerenv").exists() {
        return Some(Engine::Podman);
    }
    if Path::new("/.dockerenv").exists() {
        return Some(Engine::Docker);
    }
    by_cgroup(&super::read("/proc/1/cgroup").unwrap_or_default())
}

fn by_cgroup(cgroup: &str) -> Option<Engine> {
    let names = [
        ("kubepods", Engine::Kubernetes),
        ("libpod", Engine::Podman),
        ("docker", Engine::Docker),
        ("lxc", Engine::Lxc),
    ];
    names.into_iter().find(|(name, _)| cgroup.contains(name)).map(|(_, engine)| engine)
}

/// WSL 1 calls itself `4.4.0-19041-Microsoft`, WSL 2 `5.15.90.1-microsoft-standard-WSL2`.
fn wsl(release: &str) -> Option<Wsl> {
    let lower = release.to_ascii_lowercase();
    if !lower.contains("microsoft") {
        return None;
    }
    let real = lower.contains("wsl2") || lower.contains("microsoft-standard");
    Some(if real { Wsl::Two } else { Wsl::One })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wsl_is_told_by_the_release() {
        assert_eq!(wsl("4.4.0-19041-Microsoft"), Some(Wsl::One));
        assert_eq!(wsl("5.15.90.1-microsoft-standard-WSL2"), Some(Wsl::Two));
        assert_eq!(wsl("6.8.0-31-generic"), None);
    }

    #[test]
    fn cgroups_hint_at_engines() {
        assert_eq!(by_cgroup("0::/kubepods/burstable/pod1/abc"), Some(Engine::Kubernetes));
        assert_eq!(by_cgroup("8:pids:/docker/0123"), Some(Engine::Docker));
        assert_eq!(by_cgroup("0::/init.scope"), None);
    }
}
