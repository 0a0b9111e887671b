//! The environment that programs in a container get.

use std::os::unix::ffi::{OsStrExt as _, OsStringExt as _};

/// Variables that would change what a lab's shell does: files that it reads, options, tracing.
const UNWANTED: [&str; 8] = [
    "BASH_ENV",
    "ENV",
    "SHELLOPTS",
    "BASHOPTS",
    "BASH_XTRACEFD",
    "POSIXLY_CORRECT",
    "CDPATH",
    "PROMPT_COMMAND",
];

/// Ours without those, and without exported shell functions: `NAME=value` each.
pub(super) fn inherited() -> Vec<Vec<u8>> {
    std::env::vars_os()
        .filter(|(name, _)| {
            let name = name.as_bytes();
            !name.starts_with(b"BASH_FUNC_") && !UNWANTED.iter().any(|unwanted| name == unwanted.as_bytes())
        })
        .map(|(name, value)| {
            let mut variable = name.into_vec();
            variable.push(b'=');
            variable.extend(value.into_vec());
            variable
        })
        .collect()
}
