//! How many processes may still be made.

use super::mounts::Mount;
use nix::sys::resource::{RLIM_INFINITY, Resource, getrlimit};
use std::fmt::Write as _;

/// The limits on the number of processes; none means no limit, or that it cannot be read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Limits {
    /// The soft `RLIMIT_NPROC` (`ulimit -u`), which does not bind root, `getrlimit(2)`.
    pub nproc: Option<u64>,
    /// The hard one: how far a user may raise it.
    pub nproc_hard: Option<u64>,
    /// The pids cgroup above us that has the least room.
    pub group: Option<Group>,
    /// `kernel.pid_max`: PIDs are smaller than it.
    pub pid_max: Option<u64>,
    /// `kernel.threads-max`, for the whole machine.
    pub threads_max: Option<u64>,
}

/// A pids cgroup with a limit, `cgroups(7)`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Group {
    /// Its folder.
    pub folder: String,
    /// `pids.max`
    pub max: u64,
    /// `pids.current`: the processes and threads in it, zombies included.
    pub current: u64,
}

impl Group {
    /// How many more fit.
    pub fn room(&self) -> u64 {
        self.max.saturating_sub(self.current)
    }
}

impl Limits {
    /// Those that apply to this process.
    pub(super) fn collect(mounts: &[Mount]) -> Self {
        let (soft, hard) = getrlimit(Resource::RLIMIT_NPROC).unwrap_or((RLIM_INFINITY, RLIM_INFINITY));
        let finite = |limit| (limit != RLIM_INFINITY).then_some(limit);
        let cgroups = super::read("/proc/self/cgroup").unwrap_or_default();
        Self {
            nproc: finite(soft),
            nproc_hard: finite(hard),
            group: hierarchies(&cgroups, mounts)
                .iter()
                .flatten()
                .filter_map(|folder| group(folder))
                .min_by_key(Group::room),
            pid_max: super::read_number("/proc/sys/kernel/pid_max"),
            threads_max: super::read_number("/proc/sys/kernel/threads-max"),
        }
    }
}

/// Our pids cgroup and all above it, topmost first: of version 1 and of version 2.
pub(super) fn hierarchies(cgroups: &str, mounts: &[Mount]) -> Vec<Vec<String>> {
    let mut all = Vec::new();
    for line in cgroups.lines() {
        let mut fields = line.splitn(3, ':').skip(1);
        let (Some(controllers), Some(path)) = (fields.next(), fields.next()) else { continue };
        let mount = mounts.iter().find(|mount| match controllers {
            "" => mount.kind == "cgroup2",
            _ => mount.kind == "cgroup" && lists_pids(&mount.options) && lists_pids(controllers),
        });
        all.extend(mount.map(|mount| downwards(mount, path)));
    }
    all
}

fn lists_pids(list: &str) -> bool {
    list.split(',').any(|name| name == "pids")
}

/// A container's cgroup may be mounted as if it were the root of all: its path is then cut there.
fn downwards(mount: &Mount, path: &str) -> Vec<String> {
    let inside = path.strip_prefix(mount.root.trim_end_matches('/')).unwrap_or("");
    let mut folder = mount.point.clone();
    let mut all = vec![folder.clone()];
    for name in inside.split('/').filter(|name| !name.is_empty()) {
        let _ = write!(folder, "/{name}");
        all.push(folder.clone());
    }
    all
}

fn group(folder: &str) -> Option<Group> {
    Some(Group {
        max: super::read_number(&format!("{folder}/pids.max"))?,
        current: super::read_number(&format!("{folder}/pids.current"))?,
        folder: folder.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mount(root: &str, point: &str, kind: &str, options: &str) -> Mount {
        Mount { root: root.into(), point: point.into(), kind: kind.into(), options: options.into() }
    }

    #[test]
    fn version_2_has_every_folder_up_to_the_mount() {
        let mounts = [mount("/", "/sys/fs/cgroup", "cgroup2", "rw")];
        let expected =
            ["/sys/fs/cgroup", "/sys/fs/cgroup/user.slice", "/sys/fs/cgroup/user.slice/user-1000.slice"];
        assert_eq!(hierarchies("0::/user.slice/user-1000.slice", &mounts), [expected]);
    }

    #[test]
    fn version_1_is_found_by_its_controller_and_cut_at_a_containers_root() {
        let mounts = [
            mount("/docker/1", "/sys/fs/cgroup/cpu", "cgroup", "rw,cpu"),
            mount("/docker/1", "/sys/fs/cgroup/pids", "cgroup", "rw,pids"),
        ];
        assert_eq!(hierarchies("9:cpu:/docker/1\n8:pids:/docker/1", &mounts), [["/sys/fs/cgroup/pids"]]);
        assert_eq!(hierarchies("8:pids:/docker/1/x", &mounts)[0][1], "/sys/fs/cgroup/pids/x");
    }

    #[test]
    fn room_never_is_negative() {
        let full = Group { max: 3, current: 5, ..Group::default() };
        assert_eq!(full.room(), 0);
    }
}
