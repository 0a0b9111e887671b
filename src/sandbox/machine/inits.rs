//! Which of the named inits are installed.

use super::programs::find;

/// A named init and where its program is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundInit {
    /// As `--init` takes it.
    pub name: &'static str,
    /// Its file; none if it is not installed.
    pub path: Option<String>,
    /// The Debian package that brings it.
    pub package: &'static str,
}

/// Name, program, package.
const INITS: [(&str, &str, &str); 11] = [
    ("sleep", "sleep", "coreutils"),
    ("tail", "tail", "coreutils"),
    ("bash", "bash", "bash"),
    ("sh", "sh", "dash"),
    ("python", "python3", "python3"),
    ("tini", "tini", "tini"),
    ("dumb-init", "dumb-init", "dumb-init"),
    ("catatonit", "catatonit", "catatonit"),
    ("docker-init", "docker-init", "docker.io"),
    ("busybox", "busybox", "busybox"),
    ("supervisord", "supervisord", "supervisor"),
];

/// The named inits that are programs of others, installed or not.
pub(super) fn look() -> Vec<FoundInit> {
    let found = |program| find(program).map(|path| path.to_string_lossy().into_owned());
    INITS.iter().map(|&(name, program, package)| FoundInit { name, path: found(program), package }).collect()
}
