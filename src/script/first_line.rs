//! Why a file could not be executed: what its first line, or its lack, says.

use super::scan::base;

/// What is wrong with a file that `execve(2)` has refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Flaw {
    /// Its lines end as on Windows: the kernel looks for an interpreter whose name ends in a carriage return.
    CarriageReturn {
        /// The name without it.
        interpreter: String,
    },
    /// The interpreter of its first line is not there.
    NoInterpreter {
        /// Its path.
        interpreter: String,
    },
    /// A byte order mark hides the `#!`.
    ByteOrderMark,
    /// There is no `#!` in its first line.
    NoFirstLine,
    /// There is nothing in it.
    Empty,
    /// Something else.
    Other,
}

/// The interpreter that the first line names, as the kernel reads it: up to a space or the line's end.
pub fn interpreter(text: &[u8]) -> Option<String> {
    let line = text.strip_prefix(b"#!")?.split(|byte| *byte == b'\n').next()?;
    let start = line.iter().position(|byte| !matches!(byte, b' ' | b'\t'))?;
    let path = line[start..].split(|byte| matches!(byte, b' ' | b'\t')).next()?;
    Some(String::from_utf8_lossy(path).into_owned())
}

/// Whether a file's text may be a shell's, by its first line (or the lack of one) .
pub fn is_shell(text: &[u8]) -> bool {
    match interpreter(text) {
        None => !text.contains(&0),
        Some(path) => {
            let line = String::from_utf8_lossy(text.split(|byte| *byte == b'\n').next().unwrap_or_default());
            let name =
                if base(&path) == "env" { line.split_whitespace().last().unwrap_or("") } else { &path };
            SHELLS.contains(&base(name.trim_end_matches('\r')))
        }
    }
}

/// Shells whose scripts are read here.
pub const SHELLS: [&str; 7] = ["sh", "bash", "dash", "ash", "busybox", "ksh", "zsh"];

/// Whether any line ends as on Windows.
pub fn has_carriage_returns(text: &[u8]) -> bool {
    text.windows(2).any(|pair| pair == b"\r\n")
}

/// What is wrong with a file that could not be executed; `exists` tells whether a path is there.
pub fn flaw(text: &[u8], exists: impl Fn(&str) -> bool) -> Flaw {
    if text.is_empty() {
        return Flaw::Empty;
    }
    if text.starts_with(b"\xef\xbb\xbf#!") {
        return Flaw::ByteOrderMark;
    }
    match interpreter(text) {
        None if text.starts_with(b"\x7fELF") => Flaw::Other,
        None => Flaw::NoFirstLine,
        Some(path) => match path.strip_suffix('\r') {
            Some(path) => Flaw::CarriageReturn { interpreter: path.to_owned() },
            None if exists(&path) => Flaw::Other,
            None => Flaw::NoInterpreter { interpreter: path },
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_as_the_kernel_reads_it() {
        assert_eq!(interpreter(b"#!/bin/sh\nx").as_deref(), Some("/bin/sh"));
        assert_eq!(interpreter(b"#! /bin/bash -e\n").as_deref(), Some("/bin/bash"));
        assert_eq!(interpreter(b"#!/bin/sh\r\n").as_deref(), Some("/bin/sh\r"));
        assert_eq!(interpreter(b"echo\n"), None);
    }

    #[test]
    fn every_way_to_fail_has_its_name() {
        let flaw = |text: &[u8]| super::flaw(text, |path| path == "/bin/sh");
        assert_eq!(flaw(b""), Flaw::Empty);
        assert_eq!(flaw(b"nginx\n"), Flaw::NoFirstLine);
        assert_eq!(flaw(b"\xef\xbb\xbf#!/bin/sh\n"), Flaw::ByteOrderMark);
        assert_eq!(flaw(b"#!/bin/sh\r\n"), Flaw::CarriageReturn { interpreter: "/bin/sh".to_owned() });
        assert_eq!(flaw(b"#!/bin/bsh\n"), Flaw::NoInterpreter { interpreter: "/bin/bsh".to_owned() });
        assert_eq!(flaw(b"#!/bin/sh\n"), Flaw::Other);
        assert_eq!(flaw(b"\x7fELF\x02"), Flaw::Other);
    }

    #[test]
    fn scripts_of_shells_are_told_from_others() {
        for (text, shell) in [
            (&b"#!/bin/sh\n"[..], true),
            (b"#!/usr/bin/env bash\n", true),
            (b"#!/bin/bash\r\n", true),
            (b"nginx\n", true),
            (b"#!/usr/bin/python3\n", false),
            (b"#!/usr/bin/env python3\n", false),
            (b"\x7fELF\x00", false),
        ] {
            assert_eq!(is_shell(text), shell, "{}", String::from_utf8_lossy(text));
        }
    }
}
