//! What confines this process besides its user: security modules and filters.

/// Security modules and filters that apply to this process.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Confinement {
    /// The `AppArmor` profile, e.g. `docker-default (enforce)` or `unconfined`; none without `AppArmor`.
    pub apparmor: Option<String>,
    /// Whether `SELinux` enforces; none without `SELinux`.
    pub selinux_enforcing: Option<bool>,
    /// `Seccomp:` of `/proc/self/status`: 0 off, 1 strict, 2 filter, `proc_pid_status(5)`.
    pub seccomp: u64,
    /// `NoNewPrivs:`, `PR_SET_NO_NEW_PRIVS(2const)`: sudo gives nothing any more.
    pub no_new_privs: bool,
}

impl Confinement {
    /// Of this process.
    pub(super) fn collect() -> Self {
        let status = super::read("/proc/self/status").unwrap_or_default();
        Self {
            apparmor: apparmor(),
            selinux_enforcing: super::read_number("/sys/fs/selinux/enforce").map(|value| value == 1),
            seccomp: field(&status, "Seccomp").unwrap_or(0),
            no_new_privs: field(&status, "NoNewPrivs") == Some(1),
        }
    }

    /// Whether a seccomp filter looks at our system calls.
    pub fn filtered(&self) -> bool {
        self.seccomp == 2
    }

    /// Whether an `AppArmor` profile other than `unconfined` applies.
    pub fn by_apparmor(&self) -> bool {
        self.apparmor.as_deref().is_some_and(|profile| !profile.starts_with("unconfined"))
    }
}

fn field(status: &str, name: &str) -> Option<u64> {
    let value = |line: &str| line.strip_prefix(name)?.strip_prefix(':')?.trim().parse().ok();
    status.lines().find_map(value)
}

/// `attr/current` belongs to whichever security module came first: it is `AppArmor`'s only if that is on.
fn apparmor() -> Option<String> {
    let own = || super::read("/proc/self/attr/apparmor/current");
    let shared = || super::read("/proc/self/attr/current");
    let on = super::read("/sys/module/apparmor/parameters/enabled")? == "Y";
    on.then(|| own().or_else(shared)).flatten().filter(|profile| !profile.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_of_status_are_whole_names() {
        let status = "NoNewPrivs:\t1\nSeccomp:\t2\nSeccomp_filters:\t7\n";
        assert_eq!(field(status, "Seccomp"), Some(2));
        assert_eq!(field(status, "NoNewPrivs"), Some(1));
        assert_eq!(field(status, "Speculation"), None);
    }

    #[test]
    fn unconfined_is_no_confinement() {
        let with = |profile: Option<&str>| Confinement {
            apparmor: profile.map(Into::into),
            ..Confinement::default()
        };
        assert!(with(Some("docker-default (enforce)")).by_apparmor());
        assert!(!with(Some("unconfined")).by_apparmor());
        assert!(!with(None).by_apparmor());
    }
}
