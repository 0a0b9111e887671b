//! Who we are, and which way of making containers follows from it.

use caps::{CapSet, Capability};

/// What this process may do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Privilege {
    /// The effective user ID.
    pub euid: u32,
    /// Names of the effective capabilities (`CAP_KILL`, …), sorted.
    pub effective: Vec<String>,
    /// Names of those that the kernel has and this process lacks, sorted.
    pub lacking: Vec<String>,
}

/// How containers are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// In a user namespace of their own, with the caller as its root, `user_namespaces(7)`.
    Rootless,
    /// With `CAP_SYS_ADMIN` and without a user namespace.
    Privileged,
}

impl Mode {
    /// As JSON and the probe's command line have it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Rootless => "rootless",
            Self::Privileged => "privileged",
        }
    }
}

/// The way that fits this process: privileged with `CAP_SYS_ADMIN`, unless `--rootless` asks for the other.
pub fn choose(force_rootless: bool) -> Mode {
    let capable = caps::has_cap(None, CapSet::Effective, Capability::CAP_SYS_ADMIN).unwrap_or(false);
    if capable && !force_rootless { Mode::Privileged } else { Mode::Rootless }
}

impl Privilege {
    /// Of this process.
    pub(super) fn collect() -> Self {
        let effective = caps::read(None, CapSet::Effective).unwrap_or_default();
        let all = caps::runtime::thread_all_supported();
        Self {
            euid: nix::unistd::geteuid().as_raw(),
            effective: names(effective.iter()),
            lacking: names(all.difference(&effective)),
        }
    }

    /// Whether a capability is effective.
    pub fn has(&self, name: &str) -> bool {
        self.effective.iter().any(|held| held == name)
    }
}

fn names<'a>(capabilities: impl Iterator<Item = &'a Capability>) -> Vec<String> {
    let mut names: Vec<_> = capabilities.map(ToString::to_string).collect();
    names.sort();
    names
}
