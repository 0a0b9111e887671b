//! Our mounts: what hides parts of `/proc`, and where the cgroups are, `proc_pid_mountinfo(5)`.

/// A line of `/proc/self/mountinfo`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mount {
    /// The folder of its file system that is mounted.
    pub(super) root: String,
    /// Where it is mounted.
    pub(super) point: String,
    /// The type of its file system.
    pub(super) kind: String,
    /// The file system's own options.
    pub(super) options: String,
}

/// How `/proc` and our root are mounted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProcMount {
    /// What is mounted over parts of `/proc`. With any, a user namespace may not mount a new one: it would
    /// show what is hidden here (the kernel's `mount_too_revealing`).
    pub masked: Vec<String>,
    /// `hidepid=`, if set: the processes of others are hidden, `proc(5)`.
    pub hidepid: Option<String>,
    /// Whether our root folder is no mount point: a `chroot(2)`, in which no user namespace can be made.
    pub chrooted: bool,
    /// Whether our root is made of layers, as images of containers are.
    pub layered: bool,
}

/// Folders that the kernel keeps for such mounts; they hide nothing.
const HARMLESS: [&str; 3] = ["/proc/sys/fs/binfmt_misc", "/proc/fs/nfsd", "/proc/openprom"];

/// The mounts that this process sees, oldest first.
pub(super) fn mounts() -> Vec<Mount> {
    super::read("/proc/self/mountinfo").unwrap_or_default().lines().filter_map(parse).collect()
}

impl ProcMount {
    /// Read from `mounts`.
    pub(super) fn of(mounts: &[Mount]) -> Self {
        let below = |mount: &&Mount| mount.point.starts_with("/proc/");
        let mut masked: Vec<_> = mounts.iter().filter(below).map(|mount| mount.point.clone()).collect();
        masked.retain(|point| !HARMLESS.contains(&point.as_str()));
        masked.sort();
        masked.dedup();
        let proc = mounts.iter().rfind(|mount| mount.point == "/proc" && mount.kind == "proc");
        Self {
            masked,
            hidepid: proc.and_then(hidepid),
            layered: mounts.iter().any(|mount| mount.point == "/" && mount.kind.contains("overlay")),
            chrooted: !mounts.is_empty() && mounts.iter().all(|mount| mount.point != "/"),
        }
    }
}

fn hidepid(proc: &Mount) -> Option<String> {
    let value = proc.options.split(',').find_map(|option| option.strip_prefix("hidepid="))?;
    (!matches!(value, "0" | "off")).then(|| value.to_owned())
}

/// `36 35 98:0 /root /point rw,noatime shared:1 - ext3 /dev/root rw,options`; the part before the dash
/// has a varying number of fields.
fn parse(line: &str) -> Option<Mount> {
    let (left, right) = line.split_once(" - ")?;
    let mut left = left.split(' ').skip(3);
    let mut right = right.split(' ');
    Some(Mount {
        root: left.next()?.to_owned(),
        point: left.next()?.to_owned(),
        kind: right.next()?.to_owned(),
        options: right.nth(1)?.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOCKER: &str = "\
600 500 0:50 / / rw,relatime - overlay overlay rw
601 600 0:53 / /proc rw,nosuid - proc proc rw
602 601 0:53 /bus /proc/bus ro,nosuid - proc proc rw
603 601 0:54 / /proc/kcore rw,nosuid shared:4 master:1 - tmpfs tmpfs rw,size=65536k
604 601 0:40 / /proc/sys/fs/binfmt_misc rw - binfmt_misc binfmt_misc rw";

    fn of(text: &str) -> ProcMount {
        ProcMount::of(&text.lines().filter_map(parse).collect::<Vec<_>>())
    }

    #[test]
    fn mounts_below_proc_mask_it_but_for_the_kernels_own_folders() {
        assert_eq!(of(DOCKER).masked, ["/proc/bus", "/proc/kcore"]);
        assert!(of(DOCKER).layered && !of(DOCKER).chrooted);
    }

    #[test]
    fn hidepid_is_an_option_of_the_last_proc() {
        let hidden = "22 27 0:21 / / rw - ext4 x rw\n23 22 0:22 / /proc rw - proc proc rw,hidepid=invisible";
        assert_eq!(of(hidden).hidepid.as_deref(), Some("invisible"));
        assert_eq!(of(&hidden.replace("invisible", "off")).hidepid, None);
    }

    #[test]
    fn a_root_that_is_no_mount_point_is_a_chroot() {
        assert!(of("22 27 0:21 / /proc rw - proc proc rw").chrooted);
        assert!(!of("").chrooted);
    }
}
