//! A pids cgroup for one container, `cgroups(7)`: what `docker run --pids-limit` makes.

use super::namespaces::{at, failure};
use crate::sandbox::orders::{Failure, Nest, Stage};
use nix::mount::{MsFlags, mount};
use nix::sys::signal::Signal;
use nix::unistd::{UnlinkatFlags, unlinkat};
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// What the names of our groups begin with; the PID of their shim follows.
const PREFIX: &str = "pidlab-";

/// A group that the shim has made and is in, as are all its children. Dropped, it is gone. What that takes was opened
/// before the container's mounts, which are read-only, were arranged.
pub(super) struct Cgroup {
    above: File,
    /// `cgroup.procs` of the group that the shim came from.
    back: File,
}

impl Cgroup {
    /// Makes a group for so many processes and enters it.
    ///
    /// The kernel removes no group by itself. So the shim must outlive a pidlab that is killed, until it has done so; the
    /// death of its parent only wakes it, in case that somebody has stopped it.
    pub(super) fn enter(nest: &Nest, limit: u32) -> Result<Self, Failure> {
        let _ = nix::sys::prctl::set_pdeathsig(Some(Signal::SIGCONT));
        remove_left(&nest.above);
        let enter = || {
            let back = open(&Path::new(&nest.own).join("cgroup.procs"))?;
            let above = File::open(&nest.above)?;
            let folder = folder(nest);
            fs::create_dir(&folder)?;
            let group = Self { above, back };
            open(&folder.join("pids.max"))?.write_all(limit.to_string().as_bytes())?;
            open(&folder.join("cgroup.procs"))?.write_all(OURSELVES)?;
            Ok(group)
        };
        enter().map_err(|error| failure(Stage::Cgroup, &error))
    }
}

impl Drop for Cgroup {
    /// Whatever else was in it has ended.
    fn drop(&mut self) {
        let _ = self.back.write_all(OURSELVES);
        let _ = unlinkat(&self.above, name().as_str(), UnlinkatFlags::RemoveDir);
    }
}

/// What `cgroup.procs` takes for the writer.
const OURSELVES: &[u8] = b"0";

/// Shows the container its own group in the place of all, as container engines do.
pub(super) fn bind(nest: &Nest) -> Result<(), Failure> {
    mount(Some(&folder(nest)), nest.mount.as_str(), None::<&str>, MsFlags::MS_BIND, None::<&str>)
        .map_err(at(Stage::BindCgroup))
}

/// Removes those whose shim was killed. In others there are processes, and the kernel keeps them.
fn remove_left(above: &str) {
    for entry in fs::read_dir(above).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let shim = name.to_str().and_then(|name| name.strip_prefix(PREFIX));
        if shim.is_some_and(|pid| !is_alive(pid)) {
            let _ = fs::remove_dir(entry.path());
        }
    }
}

/// A zombie has no command line any more.
fn is_alive(pid: &str) -> bool {
    fs::read(Path::new("/proc").join(pid).join("cmdline")).is_ok_and(|line| !line.is_empty())
}

fn folder(nest: &Nest) -> PathBuf {
    Path::new(&nest.above).join(name())
}

fn name() -> String {
    format!("{PREFIX}{}", std::process::id())
}

fn open(path: &Path) -> io::Result<File> {
    File::options().write(true).open(path)
}
