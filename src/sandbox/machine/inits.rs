//! Which of the named inits are installed.

use super::programs::find;
use crate::lab;

/// A named init that is a program of others, and where that is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundInit {
    /// As `--init` takes it.
    pub name: &'static str,
    /// Its file; none if it is not installed.
    pub path: Option<String>,
    /// The Debian package that brings it.
    pub package: Option<&'static str>,
}

/// All of them, installed or not. Those that are pidlab itself are always there.
pub(super) fn look() -> Vec<FoundInit> {
    lab::inits().iter().filter_map(found).collect()
}

fn found(init: &'static lab::Init) -> Option<FoundInit> {
    let path = find(init.program()?).map(|path| path.to_string_lossy().into_owned());
    Some(FoundInit { name: &init.name, path, package: init.package.as_deref() })
}
