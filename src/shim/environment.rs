//! The environment that programs in a container get.

use std::ffi::OsStr;
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

/// Programs speak English, as they do in a container without a locale: labs look for their words. What
/// bytes mean stays as it is.
const MESSAGES: [&str; 4] = ["LC_ALL", "LC_MESSAGES", "LANGUAGE", "PIDLAB_LANG"];

/// Ours without those, and without exported shell functions: `NAME=value` each.
pub(super) fn inherited() -> Vec<Vec<u8>> {
    let encoding = std::env::var_os("LC_ALL").filter(|all| !all.is_empty());
    let encoding = encoding.map(|all| (std::ffi::OsString::from("LC_CTYPE"), all));
    let english = (std::ffi::OsString::from("LC_MESSAGES"), std::ffi::OsString::from("C"));
    let kept = |name: &OsStr| !MESSAGES.iter().any(|message| name == *message);
    let replaced = |name: &OsStr| encoding.is_some() && name == "LC_CTYPE";
    let ours = std::env::vars_os().filter(|(name, _)| kept(name) && !replaced(name));
    ours.chain(encoding.clone())
        .chain([english])
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
