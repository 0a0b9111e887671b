//! What a container sees of the file system: the host's, read-only, with empty `/tmp`, `/run`, `/dev/shm`. Where it is
//! asked for, its programs write into copies of the host's directories, which are gone with it.

use super::namespaces::{at, failure};
use crate::sandbox::orders::{Failure, Stage, Start};
use crate::sys;
use nix::mount::{MsFlags, mount};
use rustix::mount::{MoveMountFlags, OpenTreeFlags, move_mount, open_tree};
use std::fs;
use std::os::fd::{AsFd as _, OwnedFd};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

/// Directories that are private and writable inside.
const WRITABLE: [&str; 3] = ["/tmp", "/run", "/dev/shm"];

/// Where files live that hide one of the host's.
const OVERLAYS: &str = "/run/pidlab";

/// Arranges the mounts of the namespace that the caller has just entered.
pub(super) fn arrange(start: &Start) -> Result<(), Failure> {
    // Private first: nothing that follows may reach the host's mounts.
    let private = MsFlags::MS_REC | MsFlags::MS_PRIVATE;
    mount(None::<&str>, c"/", None::<&str>, private, None::<&str>).map_err(at(Stage::Private))?;
    sys::mount_read_only_recursively(c"/").map_err(at(Stage::ReadOnly))?;
    let kept = take(&start.keep)?;
    let folders = if start.writable { folders(Path::new(RUN)) } else { Vec::new() };
    if start.writable {
        copy_on_write(start.rootless);
    }
    for directory in WRITABLE {
        if Path::new(directory).is_dir() {
            mount_tmpfs(directory)?;
        }
    }
    make_again(&folders);
    for (path, tree) in kept {
        put_back(&path, &tree)?;
    }
    add_files(&start.files)
}

fn mount_tmpfs(directory: &str) -> Result<(), Failure> {
    let flags = MsFlags::MS_NOSUID | MsFlags::MS_NODEV;
    mount(Some("pidlab"), directory, Some("tmpfs"), flags, Some("mode=1777")).map_err(at(Stage::Tmpfs))
}

/// Copies of the mounts that a tmpfs is about to hide. Read-only already, since all is.
fn take(keep: &[String]) -> Result<Vec<(PathBuf, OwnedFd)>, Failure> {
    let hidden = |path: &&String| WRITABLE.iter().any(|directory| Path::new(path).starts_with(directory));
    keep.iter()
        .filter(hidden)
        .filter(|path| !WRITABLE.contains(&path.as_str()))
        .map(|path| Ok((PathBuf::from(path), clone_tree(Path::new(path))?)))
        .collect()
}

/// What is there, with all that is mounted below.
fn clone_tree(path: &Path) -> Result<OwnedFd, Failure> {
    let flags =
        OpenTreeFlags::OPEN_TREE_CLONE | OpenTreeFlags::OPEN_TREE_CLOEXEC | OpenTreeFlags::AT_RECURSIVE;
    open_tree(rustix::fs::CWD, path, flags).map_err(|error| failure(Stage::Keep, &error.into()))
}

fn put_back(path: &Path, tree: &OwnedFd) -> Result<(), Failure> {
    let is_directory = rustix::fs::fstat(tree).is_ok_and(|stat| {
        rustix::fs::FileType::from_raw_mode(stat.st_mode) == rustix::fs::FileType::Directory
    });
    make_mount_point(path, is_directory).map_err(|error| failure(Stage::PutBack, &error))?;
    let flags = MoveMountFlags::MOVE_MOUNT_F_EMPTY_PATH;
    move_mount(tree.as_fd(), c"", rustix::fs::CWD, path, flags)
        .map_err(|error| failure(Stage::PutBack, &error.into()))
}

fn make_mount_point(path: &Path, is_directory: bool) -> std::io::Result<()> {
    if is_directory {
        return fs::create_dir_all(path);
    }
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    if path.exists() { Ok(()) } else { fs::File::create(path).map(drop) }
}

/// Directories of an image that programs write to.
const COPIED: [&str; 7] = ["/etc", "/home", "/opt", "/root", "/srv", "/usr", "/var"];

/// Where programs look for a folder that their package has made: `/run/php`, `/run/mysqld`. And where the copies
/// grow, until a fresh tmpfs hides the place.
const RUN: &str = "/run";

/// A directory's folders, empty and with their owners, as an image would have them.
fn folders(directory: &Path) -> Vec<(PathBuf, fs::Metadata)> {
    let entries = fs::read_dir(directory).into_iter().flatten().flatten();
    entries.filter_map(|it| Some((it.path(), it.metadata().ok()?))).filter(|(_, it)| it.is_dir()).collect()
}

/// One that cannot be made, or given to its owner, is not missed by most.
fn make_again(folders: &[(PathBuf, fs::Metadata)]) {
    for (path, was) in folders {
        let _ = fs::create_dir(path);
        let _ = std::os::unix::fs::chown(path, Some(was.uid()), Some(was.gid()));
        let _ = fs::set_permissions(path, was.permissions());
    }
}

/// Lays an overlay over each of them, with its upper layer in memory. Where that cannot be done they stay as they are:
/// most programs do not write there.
fn copy_on_write(rootless: bool) {
    if mount_tmpfs(RUN).is_err() {
        return;
    }
    let mounted = mount_points();
    for directory in COPIED.map(Path::new) {
        if directory.is_dir() && !directory.is_symlink() {
            let below = mounted.iter().filter(|it| it.starts_with(directory) && *it != directory);
            let below: Vec<&PathBuf> = below.collect();
            // In a user namespace what is mounted below is locked, `mount_namespaces(7)`, and not to be covered so.
            if below.is_empty() || !rootless {
                let _ = copied(directory, &below, rootless);
            }
        }
    }
}

/// What is mounted below it comes along, as it is.
fn copied(directory: &Path, below: &[&PathBuf], rootless: bool) -> Result<(), Failure> {
    let name = directory.file_name().unwrap_or_default();
    let place = Path::new(RUN).join(name);
    let (upper, work) = (place.join("upper"), place.join("work"));
    let made = fs::create_dir_all(&upper).and_then(|()| fs::create_dir_all(&work));
    let modes = fs::metadata(directory).and_then(|it| fs::set_permissions(&upper, it.permissions()));
    made.and(modes).map_err(|error| failure(Stage::Files, &error))?;
    let trees =
        below.iter().map(|path| Ok((path, clone_tree(path)?))).collect::<Result<Vec<_>, Failure>>()?;
    let (lower, upper, work) = (directory.display(), upper.display(), work.display());
    // In a user namespace only `user.*` attributes can be written (Linux 5.11).
    let attributes = if rootless { ",userxattr" } else { "" };
    let layers = format!("lowerdir={lower},upperdir={upper},workdir={work}{attributes}");
    mount(Some("pidlab"), directory, Some("overlay"), MsFlags::empty(), Some(layers.as_str()))
        .map_err(at(Stage::Overlay))?;
    for (path, tree) in trees {
        put_back(path, &tree)?;
    }
    Ok(())
}

/// Where something is mounted, but for what is mounted below that: `proc_pid_mountinfo(5)`, its fifth field.
fn mount_points() -> Vec<PathBuf> {
    let text = fs::read_to_string("/proc/self/mountinfo").unwrap_or_default();
    let points = text.lines().filter_map(|line| line.split(' ').nth(4));
    let mut points: Vec<PathBuf> = points.map(|point| PathBuf::from(point.replace("\\040", " "))).collect();
    points.sort_unstable();
    points.retain(|point| COPIED.iter().any(|directory| point.starts_with(directory)));
    let mut tops: Vec<PathBuf> = Vec::new();
    for point in points {
        let below = |top: &PathBuf| !COPIED.iter().any(|it| top == Path::new(it)) && point.starts_with(top);
        if !tops.iter().any(below) {
            tops.push(point);
        }
    }
    tops
}

/// Writes the container's own files; a script can be run. Where the directory is not writable inside, a read-only overlay shows
/// the file among the host's (unprivileged overlay mounts: Linux 5.11).
fn add_files(files: &[(String, String)]) -> Result<(), Failure> {
    for (path, content) in files {
        let directory = Path::new(path).parent().unwrap_or(Path::new("/"));
        if WRITABLE.iter().any(|writable| directory.starts_with(writable)) {
            write(Path::new(path), content)?;
        } else {
            let upper = Path::new(OVERLAYS).join(path.trim_start_matches('/'));
            write(&upper, content)?;
            overlay(upper.parent().unwrap_or(Path::new(OVERLAYS)), directory)?;
        }
    }
    Ok(())
}

fn write(path: &Path, content: &str) -> Result<(), Failure> {
    let made = path.parent().map_or(Ok(()), fs::create_dir_all);
    let permissions = if content.starts_with("#!") { 0o755 } else { 0o644 };
    made.and_then(|()| fs::write(path, content))
        .and_then(|()| fs::set_permissions(path, fs::Permissions::from_mode(permissions)))
        .map_err(|error| failure(Stage::Files, &error))
}

fn overlay(upper: &Path, directory: &Path) -> Result<(), Failure> {
    let layers = format!("lowerdir={}:{}", upper.display(), directory.display());
    mount(Some("pidlab"), directory, Some("overlay"), MsFlags::MS_RDONLY, Some(layers.as_str()))
        .map_err(at(Stage::Overlay))
}
