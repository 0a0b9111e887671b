//! Where a pids cgroup can be made.

use super::{limits, mounts};
use crate::sandbox::orders::Nest;
use nix::fcntl::{AT_FDCWD, AtFlags};
use nix::unistd::{AccessFlags, faccessat};

/// The group nearest to our own in which we may make another one with a `pids.max`, and move ourselves there. None where
/// nothing like that has been handed to us; then there may still be other limits.
pub fn nest() -> Option<Nest> {
    let cgroups = super::read("/proc/self/cgroup")?;
    limits::hierarchies(&cgroups, &mounts::mounts()).iter().find_map(|folders| nest_in(folders, takes_groups))
}

/// `folders` are our own group and all above it, topmost first.
fn nest_in(folders: &[String], takes_groups: fn(&str) -> bool) -> Option<Nest> {
    let above = folders.iter().rfind(|folder| takes_groups(folder))?.clone();
    Some(Nest { mount: folders.first()?.clone(), above, own: folders.last()?.clone() })
}

/// In version 2 a group has a `pids.max` if the one above it passes that controller on, which one with processes of
/// its own may not (`cgroups(7)`, "no internal processes"). To move a process takes the right to write to
/// `cgroup.procs` of the common ancestor.
fn takes_groups(folder: &str) -> bool {
    let passes_on = super::read(&format!("{folder}/cgroup.subtree_control"))
        .is_none_or(|list| list.split_whitespace().any(|name| name == "pids"));
    passes_on && may_write(folder) && may_write(&format!("{folder}/cgroup.procs"))
}

fn may_write(path: &str) -> bool {
    faccessat(AT_FDCWD, path, AccessFlags::W_OK, AtFlags::AT_EACCESS).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_group_that_takes_others_is_the_nest() {
        let folders = ["/c", "/c/user", "/c/user/1"].map(str::to_owned);
        let nest = nest_in(&folders, |folder| folder != "/c/user/1").unwrap();
        assert_eq!((&*nest.mount, &*nest.above, &*nest.own), ("/c", "/c/user", "/c/user/1"));
        assert_eq!(nest_in(&folders, |_| false), None);
    }
}
