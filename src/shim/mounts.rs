//! What a container sees of the file system: the host's, read-only, with empty `/tmp`, `/run`, `/dev/shm`.

use super::namespaces::{at, failure};
use crate::sandbox::orders::{Failure, Stage, Start};
use crate::sys;
use nix::mount::{MsFlags, mount};
use rustix::mount::{MoveMountFlags, OpenTreeFlags, move_mount, open_tree};
use std::fs;
use std::os::fd::{AsFd as _, OwnedFd};
use std::os::unix::fs::PermissionsExt as _;
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
    for directory in WRITABLE {
        if Path::new(directory).is_dir() {
            mount_tmpfs(directory)?;
        }
    }
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
    let flags =
        OpenTreeFlags::OPEN_TREE_CLONE | OpenTreeFlags::OPEN_TREE_CLOEXEC | OpenTreeFlags::AT_RECURSIVE;
    keep.iter()
        .filter(hidden)
        .filter(|path| !WRITABLE.contains(&path.as_str()))
        .map(|path| {
            let tree = open_tree(rustix::fs::CWD, path.as_str(), flags)
                .map_err(|error| failure(Stage::Keep, &error.into()))?;
            Ok((PathBuf::from(path), tree))
        })
        .collect()
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
