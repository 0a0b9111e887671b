//! The kernel's release, and what it was built with.

use std::path::Path;

/// The oldest kernel that labs run on: `mount_setattr(2)` came with it.
pub const NEEDED: (u32, u32) = (5, 12);

/// The running kernel.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Kernel {
    /// As `uname -r` prints it.
    pub release: String,
    /// Its namespaces that labs need and that it was built without (`user`, `pid`, …), `namespaces(7)`.
    pub missing: Vec<&'static str>,
    /// Whether `/proc/PID/task/TID/children` exists (`CONFIG_PROC_CHILDREN`).
    pub children_files: bool,
}

impl Kernel {
    /// The kernel that runs.
    pub(super) fn collect() -> Self {
        Self {
            release: super::read("/proc/sys/kernel/osrelease").unwrap_or_default(),
            missing: missing(),
            children_files: Path::new("/proc/thread-self/children").exists(),
        }
    }

    /// Major and minor number; none if the release does not begin with them.
    pub fn version(&self) -> Option<(u32, u32)> {
        let mut parts = self.release.split(|c: char| !c.is_ascii_digit());
        Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
    }

    /// Whether it is older than what labs need. One whose release cannot be read is given the benefit.
    pub fn too_old(&self) -> bool {
        self.version().is_some_and(|version| version < NEEDED)
    }
}

fn missing() -> Vec<&'static str> {
    let absent = |name: &&str| !Path::new(&format!("/proc/self/ns/{name}")).exists();
    // Without /proc nothing can be told by an absent file.
    if !Path::new("/proc/self/ns").exists() {
        return Vec::new();
    }
    ["user", "pid", "mnt", "ipc", "uts", "net"].into_iter().filter(absent).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kernel(release: &str) -> Kernel {
        Kernel { release: release.into(), ..Kernel::default() }
    }

    #[test]
    fn versions_compare_as_numbers() {
        assert_eq!(kernel("6.18.44-fc").version(), Some((6, 18)));
        assert!(kernel("5.4.0-150-generic").too_old());
        assert!(kernel("4.19.0").too_old());
        assert!(!kernel("5.12-rc1").too_old());
        assert!(!kernel("5.15.90.1-microsoft-standard-WSL2").too_old());
        assert!(!kernel("10.0").too_old());
    }

    #[test]
    fn a_strange_release_is_not_called_old() {
        assert_eq!(kernel("weird").version(), None);
        assert!(!kernel("").too_old());
    }
}
