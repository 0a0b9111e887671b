//! Which of the named inits are installed.

use crate::lab;
use crate::sandbox::program::find_program;

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

/// The named inits that are programs of others, installed or not.
pub(super) fn look() -> Vec<FoundInit> {
    let look = |init: &'static lab::Init| {
        let package = init.package.as_deref()?;
        let path = init.program().and_then(find_program).map(|path| path.to_string_lossy().into_owned());
        Some(FoundInit { name: &init.name, path, package })
    };
    lab::inits().iter().filter_map(look).collect()
}
