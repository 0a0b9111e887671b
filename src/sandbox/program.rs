//! Programs in PATH.

use nix::unistd::{AccessFlags, access};
use std::path::{Path, PathBuf};

/// What there is under a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lookup {
    /// A file that we may execute.
    Found(PathBuf),
    /// A file, but none that we may execute.
    NotExecutable(PathBuf),
    /// Nothing.
    Missing,
}

/// Looks a program up as `execvp(3)` would: a name with a slash is a path, any other is looked for in PATH.
pub fn look_up(name: &str) -> Lookup {
    if name.contains('/') {
        let path = std::path::absolute(name).unwrap_or_else(|_| PathBuf::from(name));
        return judge(path);
    }
    let folders = std::env::var_os("PATH").unwrap_or_else(|| "/usr/local/bin:/usr/bin:/bin".into());
    let mut refused = Lookup::Missing;
    for folder in std::env::split_paths(&folders).filter(|_| !name.is_empty()) {
        match judge(folder.join(name)) {
            Lookup::Found(path) => return Lookup::Found(path),
            Lookup::NotExecutable(path) => refused = Lookup::NotExecutable(path),
            Lookup::Missing => {}
        }
    }
    refused
}

fn judge(path: PathBuf) -> Lookup {
    if !path.exists() {
        Lookup::Missing
    } else if path.is_file() && access(Path::new(&path), AccessFlags::X_OK).is_ok() {
        Lookup::Found(path)
    } else {
        Lookup::NotExecutable(path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_a_file_and_nothing() {
        assert!(matches!(look_up("sh"), Lookup::Found(path) if path.ends_with("sh")));
        assert_eq!(look_up("/etc/passwd"), Lookup::NotExecutable("/etc/passwd".into()));
        assert_eq!(look_up("/etc"), Lookup::NotExecutable("/etc".into()));
        assert_eq!(look_up("no-such-program-anywhere"), Lookup::Missing);
        assert_eq!(look_up(""), Lookup::Missing);
    }
}
