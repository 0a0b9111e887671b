//! Programs looked up as `execvp(3)` does.

use nix::unistd::{AccessFlags, access};
use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// What looking a program up has found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// It can be run.
    Executable(PathBuf),
    /// There is a file of that name, but it must not be run, or is none that could be.
    NotExecutable(PathBuf),
    /// There is none.
    Nowhere,
}

/// Where `execvp(3)` looks if `PATH` is not set.
const DEFAULT_PATH: &str = "/bin:/usr/bin";

/// The program's path, if it can be run.
pub fn find_program(name: &str) -> Option<PathBuf> {
    match look_up(name) {
        Found::Executable(path) => Some(path),
        Found::NotExecutable(_) | Found::Nowhere => None,
    }
}

/// Looks `name` up in `PATH`; a name with a `/` is a path already.
pub fn look_up(name: &str) -> Found {
    let path = std::env::var_os("PATH").unwrap_or_else(|| OsString::from(DEFAULT_PATH));
    look_up_in(name, &path)
}

/// Like [`look_up`], but a compiled program farther on in `PATH` goes before a script. Version managers (pyenv,
/// asdf) put scripts of a program's name first: as PID 1 such a script would reap and listen as its shell does until
/// it execs the program.
pub fn look_up_compiled(name: &str) -> Found {
    let path = std::env::var_os("PATH").unwrap_or_else(|| OsString::from(DEFAULT_PATH));
    look_up_compiled_in(name, &path)
}

/// Whether a program of that name can be run that is no script.
pub fn is_compiled(name: &str) -> bool {
    matches!(look_up_compiled(name), Found::Executable(path) if is_elf(&path))
}

fn look_up_compiled_in(name: &str, path: &OsStr) -> Found {
    let folders = std::env::split_paths(path);
    let mut found = folders.filter_map(|folder| match look_up_in(name, folder.as_os_str()) {
        Found::Executable(path) => Some(path),
        Found::NotExecutable(_) | Found::Nowhere => None,
    });
    found.find(|path| is_elf(path)).map_or_else(|| look_up_in(name, path), Found::Executable)
}

/// Whether a file begins as an ELF program does (`elf(5)`).
fn is_elf(path: &Path) -> bool {
    let mut magic = [0; 4];
    File::open(path).is_ok_and(|mut file| file.read_exact(&mut magic).is_ok()) && magic == *b"\x7fELF"
}

fn look_up_in(name: &str, path: &OsStr) -> Found {
    if name.contains('/') {
        return judge(PathBuf::from(name));
    }
    if name.is_empty() {
        return Found::Nowhere;
    }
    let mut best = Found::Nowhere;
    for folder in std::env::split_paths(path) {
        // An empty entry is the working directory.
        let folder = if folder.as_os_str().is_empty() { PathBuf::from(".") } else { folder };
        match judge(folder.join(name)) {
            found @ Found::Executable(_) => return found,
            found @ Found::NotExecutable(_) if best == Found::Nowhere => best = found,
            _ => {}
        }
    }
    best
}

fn judge(path: PathBuf) -> Found {
    match std::fs::metadata(&path) {
        Err(_) => Found::Nowhere,
        Ok(file) if file.is_file() && may_run(&path) => Found::Executable(path),
        Ok(_) => Found::NotExecutable(path),
    }
}

fn may_run(path: &Path) -> bool {
    access(path, AccessFlags::X_OK).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt as _;

    fn file(folder: &Path, name: &str, mode: u32) -> PathBuf {
        std::fs::create_dir_all(folder).unwrap();
        let path = folder.join(name);
        std::fs::write(&path, "").unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
        path
    }

    #[test]
    fn the_first_that_can_be_run_wins() {
        let root = tempfile::tempdir().unwrap();
        let (a, b) = (root.path().join("a"), root.path().join("b"));
        let plain = file(&a, "tool", 0o644);
        let good = file(&b, "tool", 0o755);
        let both = std::env::join_paths([&a, &b]).unwrap();
        assert_eq!(look_up_in("tool", &both), Found::Executable(good));
        assert_eq!(look_up_in("tool", a.as_os_str()), Found::NotExecutable(plain));
        assert_eq!(look_up_in("other", &both), Found::Nowhere);
    }

    #[test]
    fn a_compiled_program_goes_before_a_script() {
        let root = tempfile::tempdir().unwrap();
        let (a, b) = (root.path().join("a"), root.path().join("b"));
        let script = file(&a, "tool", 0o755);
        let program = file(&b, "tool", 0o755);
        let both = std::env::join_paths([&a, &b]).unwrap();
        std::fs::write(&script, "#!/bin/sh\n").unwrap();
        assert_eq!(look_up_compiled_in("tool", &both), Found::Executable(script), "if there is no other");
        std::fs::write(&program, b"\x7fELF and more").unwrap();
        assert_eq!(look_up_compiled_in("tool", &both), Found::Executable(program));
        assert_eq!(look_up_compiled_in("other", &both), Found::Nowhere);
    }

    #[test]
    fn a_path_is_taken_as_it_is_and_a_folder_is_no_program() {
        let root = tempfile::tempdir().unwrap();
        let good = file(root.path(), "tool", 0o755);
        let path = good.to_str().unwrap();
        assert_eq!(look_up_in(path, OsStr::new("")), Found::Executable(good.clone()));
        let folder = root.path().to_str().unwrap();
        assert_eq!(look_up_in(folder, OsStr::new("")), Found::NotExecutable(root.path().to_owned()));
    }
}
