//! Where labs come from: embedded ones, those of the folder `PIDLAB_LABS`, files of the user's.

use super::head::Head;
use super::model::Lab;
use super::similar::did_you_mean;
use super::{parse, render};
use crate::error::{Error, Result, describe};
use crate::i18n::{Message, Words};
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use std::io::Read as _;
use std::os::fd::AsFd as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

/// The labs that are part of the program, by id.
const EMBEDDED: [(&str, &str); 23] = [
    ("orphan", include_str!("../../labs/orphan.toml")),
    ("zombie", include_str!("../../labs/zombie.toml")),
    ("wait", include_str!("../../labs/wait.toml")),
    ("signals", include_str!("../../labs/signals.toml")),
    ("stop", include_str!("../../labs/stop.toml")),
    ("init-death", include_str!("../../labs/init-death.toml")),
    ("stuck", include_str!("../../labs/stuck.toml")),
    ("autoreap", include_str!("../../labs/autoreap.toml")),
    ("entrypoint", include_str!("../../labs/entrypoint.toml")),
    ("shell-form", include_str!("../../labs/shell-form.toml")),
    ("exec", include_str!("../../labs/exec.toml")),
    ("pid-limit", include_str!("../../labs/pid-limit.toml")),
    ("unshare", include_str!("../../labs/unshare.toml")),
    ("subreaper", include_str!("../../labs/subreaper.toml")),
    ("reaper-limits", include_str!("../../labs/reaper-limits.toml")),
    ("double-init", include_str!("../../labs/double-init.toml")),
    ("tree", include_str!("../../labs/tree.toml")),
    ("foreground", include_str!("../../labs/foreground.toml")),
    ("forbidden", include_str!("../../labs/forbidden.toml")),
    ("two-apps", include_str!("../../labs/two-apps.toml")),
    ("isolation", include_str!("../../labs/isolation.toml")),
    ("nested", include_str!("../../labs/nested.toml")),
    ("pod", include_str!("../../labs/pod.toml")),
];

/// No lab is longer, in bytes; a device or a wrong file may be.
const LONGEST: u64 = 1 << 20;

/// Name and text of the labs that are part of the program.
pub(super) fn embedded() -> impl Iterator<Item = (&'static str, &'static str)> {
    EMBEDDED.into_iter()
}

/// A lab of the catalogue.
#[derive(Debug, Clone, PartialEq)]
pub struct Listed {
    /// What to type: its id, or of the user's folder the file's name without `.toml`.
    pub name: String,
    /// The file, unless it is embedded.
    pub path: Option<PathBuf>,
    /// What it says of itself before its first step.
    pub head: Head,
}

/// All labs that can be played by name: the embedded ones, then those of `PIDLAB_LABS`. Only their heads
/// are read: a list must not take longer with every step of every lab. A file of the user's whose head
/// makes no sense is listed without a title; `lint` tells what is wrong with it.
pub fn catalog() -> Result<Vec<Listed>> {
    let embedded = EMBEDDED
        .iter()
        .map(|(name, source)| Ok(Listed { name: (*name).to_owned(), path: None, head: Head::of(source) }));
    let own = own_files()?.into_iter().map(|(name, path)| {
        let head = Head::of(&read(&path)?);
        Ok(Listed { name, path: Some(path), head })
    });
    embedded.chain(own).collect()
}

/// The lab of that name, or of that file if it looks like a path (has a `/` or ends in `.toml`).
pub fn load(name_or_path: &str, words: &Words) -> Result<Lab> {
    if is_path(name_or_path) {
        return lint(Path::new(name_or_path), words);
    }
    if let Some((name, source)) = EMBEDDED.iter().find(|(name, _)| *name == name_or_path) {
        return checked(&format!("labs/{name}.toml"), source, words);
    }
    let own = own_files()?;
    match own.iter().find(|(name, _)| name == name_or_path) {
        Some((_, path)) => lint(path, words),
        None => Err(unknown(name_or_path, &own)),
    }
}

/// Reads and checks one file.
pub fn lint(path: &Path, words: &Words) -> Result<Lab> {
    checked(&path.to_string_lossy(), &read(path)?, words)
}

fn checked(path: &str, source: &str, words: &Words) -> Result<Lab> {
    parse(source).map_err(|faults| {
        let mut error = Error::usage(Message::new("lab-faulty").with("path", path));
        if let Error::Told(told) = &mut error {
            told.excerpt = Some(render(path, source, &faults, words));
        }
        error
    })
}

fn is_path(name: &str) -> bool {
    name.contains('/') || Path::new(name).extension().is_some_and(|extension| extension == "toml")
}

fn unknown(typed: &str, own: &[(String, PathBuf)]) -> Error {
    let names: Vec<&str> =
        EMBEDDED.iter().map(|(name, _)| *name).chain(own.iter().map(|(name, _)| name.as_str())).collect();
    let hint = Message::new("lab-unknown-hint").with("known", names.join(", "));
    let hint = match did_you_mean(typed, names.iter().copied()) {
        Some(meant) => Message::new("lab-unknown-meant").with("meant", meant).with("hint", hint),
        None => hint,
    };
    Error::usage(Message::new("lab-unknown").with("name", typed)).hint(hint)
}

fn read(path: &Path) -> Result<String> {
    let bytes = bytes_of(path).map_err(|error| unreadable(path, &error))?;
    if bytes.len() as u64 > LONGEST {
        return Err(Error::usage(about(path, "lab-too-long")));
    }
    String::from_utf8(bytes).map_err(|_| Error::usage(about(path, "lab-not-utf8")))
}

/// Not blocking: a FIFO that nobody writes to, opened as usual, would make us deaf to signals.
fn bytes_of(path: &Path) -> std::io::Result<Vec<u8>> {
    let file = std::fs::OpenOptions::new().read(true).custom_flags(libc::O_NONBLOCK).open(path)?;
    let mut bytes = Vec::new();
    loop {
        let left = (LONGEST + 1).saturating_sub(bytes.len() as u64);
        match (&file).take(left).read_to_end(&mut bytes) {
            Ok(_) => return Ok(bytes),
            Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {
                poll(&mut [PollFd::new(file.as_fd(), PollFlags::POLLIN)], PollTimeout::NONE)?;
            }
            Err(error) => return Err(error),
        }
    }
}

fn unreadable(path: &Path, error: &std::io::Error) -> Error {
    let errno = error.raw_os_error().map(nix::errno::Errno::from_raw);
    let reason = errno.map_or_else(|| error.to_string(), describe);
    Error::usage(about(path, "lab-unreadable").with("errno", reason))
        .hint(Message::new("lab-unreadable-hint"))
}

fn about(path: &Path, id: &'static str) -> Message {
    Message::new(id).with("path", path.to_string_lossy().into_owned())
}

/// The files of `PIDLAB_LABS`, by name.
fn own_files() -> Result<Vec<(String, PathBuf)>> {
    match std::env::var_os("PIDLAB_LABS").filter(|folder| !folder.is_empty()) {
        Some(folder) => files_of(Path::new(&folder)),
        None => Ok(Vec::new()),
    }
}

fn files_of(folder: &Path) -> Result<Vec<(String, PathBuf)>> {
    let entries = std::fs::read_dir(folder).map_err(|error| unreadable(folder, &error))?;
    let mut files: Vec<_> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
        .filter_map(|path| Some((path.file_stem()?.to_string_lossy().into_owned(), path)))
        .collect();
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Lang;

    #[test]
    fn every_file_of_the_folder_is_embedded_under_its_id() {
        let mut names: Vec<_> = files_of(Path::new("labs")).unwrap().into_iter().map(|file| file.0).collect();
        names.retain(|name| name != "inits" && name != "claims");
        let mut embedded: Vec<_> = EMBEDDED.iter().map(|(name, _)| (*name).to_owned()).collect();
        embedded.sort();
        assert_eq!(names, embedded);
        for (name, source) in EMBEDDED {
            assert_eq!(parse(source).map(|lab| lab.id), Ok(name.to_owned()));
        }
    }

    fn told(error: Error) -> crate::error::Told {
        match error {
            Error::Told(told) => *told,
            Error::Interrupted(_) => panic!("interrupted"),
        }
    }

    #[test]
    fn an_unknown_name_is_answered_with_the_nearest_and_the_list() {
        let words = Words::new(Lang::En);
        let told = told(load("zombi", &words).unwrap_err());
        assert_eq!(told.exit, crate::error::Exit::Usage);
        let hint = words.say(&told.hint.unwrap());
        assert!(hint.contains("did you mean zombie?") && hint.contains("orphan, zombie, wait"), "{hint}");
    }

    #[test]
    fn a_file_that_cannot_be_read_is_named_with_its_errno() {
        let words = Words::new(Lang::En);
        let message = words.say(&told(load("./no/such.toml", &words).unwrap_err()).message);
        assert!(message.contains("./no/such.toml") && message.contains("ENOENT"), "{message}");
        let message = words.say(&told(load("/", &words).unwrap_err()).message);
        assert!(message.contains("EISDIR"), "{message}");
    }
}
