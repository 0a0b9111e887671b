//! The switches that turn user namespaces off.

/// Limits and switches of namespaces; none where the kernel has no such file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Switches {
    /// `user.max_KIND_namespaces`, how many each user of this user namespace may make, `namespaces(7)`.
    pub max: Vec<(Kind, u64)>,
    /// `kernel.unprivileged_userns_clone` (Debian up to 10, hardened kernels): 0 forbids.
    pub userns_clone: Option<u64>,
    /// `kernel.apparmor_restrict_unprivileged_userns` (Ubuntu 23.10 and later): 1 forbids what has no profile.
    pub apparmor_userns: Option<u64>,
}

/// A kind of namespace that labs make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "they are the kernel's names")]
pub enum Kind {
    User,
    Pid,
    Mnt,
    Ipc,
    Uts,
    Net,
}

impl Kind {
    const ALL: [Self; 6] = [Self::User, Self::Pid, Self::Mnt, Self::Ipc, Self::Uts, Self::Net];

    /// The name of its limit, as `sysctl(8)` has it.
    pub fn sysctl(self) -> &'static str {
        match self {
            Self::User => "user.max_user_namespaces",
            Self::Pid => "user.max_pid_namespaces",
            Self::Mnt => "user.max_mnt_namespaces",
            Self::Ipc => "user.max_ipc_namespaces",
            Self::Uts => "user.max_uts_namespaces",
            Self::Net => "user.max_net_namespaces",
        }
    }
}

impl Switches {
    /// As they stand in this user namespace.
    pub(super) fn collect() -> Self {
        let limit = |kind: Kind| Some((kind, read(kind.sysctl())?));
        Self {
            max: Kind::ALL.into_iter().filter_map(limit).collect(),
            userns_clone: read("kernel.unprivileged_userns_clone"),
            apparmor_userns: read("kernel.apparmor_restrict_unprivileged_userns"),
        }
    }

    /// The limit of one kind.
    pub fn limit(&self, kind: Kind) -> Option<u64> {
        self.max.iter().find(|(of, _)| *of == kind).map(|(_, limit)| *limit)
    }
}

fn read(sysctl: &str) -> Option<u64> {
    super::read_number(&format!("/proc/sys/{}", sysctl.replace('.', "/")))
}
