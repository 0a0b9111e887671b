//! What `pidlab try` is to try: a command, a line for a shell, or a script; and the same with another text.

use super::choice;
use crate::cli::{TriedShell, Try};
use crate::compare::{Candidate, Subject};
use crate::error::{Error, Result};
use crate::i18n::Message;
use crate::sandbox::orders::Program;
use crate::sandbox::program::{Found, look_up};
use crate::script::{first_line, scan};
use std::path::Path;

/// Where a script with another text lies in its container.
const FOLDER: &str = "/run/pidlab";

/// What is to be tried.
pub(super) struct Tried {
    /// It, as it is.
    pub(super) subject: Subject,
    /// The shell's text in it, if there is one that can be read.
    pub(super) source: Option<Source>,
    /// Whether a shell was put in front of a command: then the command alone is a change to try.
    pub(super) shell_form: bool,
    /// Paths that stay visible in the container.
    pub(super) keep: Vec<String>,
}

/// A shell's text, and how it gets to a shell.
pub(super) struct Source {
    /// The file, as it was named; none of a line.
    pub(super) path: Option<String>,
    /// The text.
    pub(super) text: String,
    /// The command line before the script's path or the line, and after it.
    before: Vec<String>,
    after: Vec<String>,
    /// The file of the first word; none if the script itself is executed.
    shell: Option<String>,
}

/// Reads the command line, and the script.
pub(super) fn tried(args: &Try) -> Result<Tried> {
    match &args.entrypoint {
        Some(file) => script(file, args.shell, &args.command),
        None => command(args.shell, &args.command),
    }
}

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

fn shell_words_of(shell: TriedShell) -> Vec<String> {
    match shell {
        TriedShell::Dash => words(&["dash"]),
        TriedShell::Bash => words(&["bash"]),
        TriedShell::Busybox => words(&["busybox", "sh"]),
    }
}

fn command(shell: Option<TriedShell>, command: &[String]) -> Result<Tried> {
    if let Some(shell) = shell {
        // As Docker takes what stands after ENTRYPOINT without brackets: one line.
        let line = match command {
            [line] => line.clone(),
            words => shell_words::join(words),
        };
        let mut before = shell_words_of(shell);
        before.push("-c".to_owned());
        let source = line_source(before, line, Vec::new())?;
        return Ok(Tried { shell_form: true, ..of_source(source, command) });
    }
    if let Some(source) = source_in(command)? {
        return Ok(of_source(source, command));
    }
    let program = choice::resolve(command)?;
    let candidate = candidate(command.to_vec(), program, Vec::new());
    let subject = Subject { candidate, started: Vec::new() };
    Ok(Tried { subject, source: None, shell_form: false, keep: keep(command) })
}

/// `bash -c LINE`, `sh SCRIPT`, `./script`
fn source_in(command: &[String]) -> Result<Option<Source>> {
    let name = command.first().map_or("", |word| scan::base(word));
    let shells = if name == "busybox" { 2 } else { 1 };
    if first_line::SHELLS.contains(&name) {
        for at in shells..command.len() {
            let word = &command[at];
            if word.starts_with('-')
                && !word.starts_with("--")
                && word.contains('c')
                && at + 1 < command.len()
            {
                let (before, after) = (command[..=at].to_vec(), command[at + 2..].to_vec());
                return line_source(before, command[at + 1].clone(), after).map(Some);
            }
            if !word.starts_with(['-', '+']) {
                let Some(text) = readable(word) else { return Ok(None) };
                let shell = Some(choice::resolve(&command[..1])?.path);
                let (before, after) = (command[..at].to_vec(), command[at + 1..].to_vec());
                return Ok(Some(Source { path: Some(word.clone()), text, before, after, shell }));
            }
        }
        return Ok(None);
    }
    // Not a script that belongs to the system, such as mysqld_safe: nobody is going to mend that.
    let own = |path: &str| path.contains('/') && !SYSTEM.iter().any(|folder| path.starts_with(folder));
    let Some(path) = command.first().filter(|path| own(path)) else { return Ok(None) };
    let path = match look_up(path) {
        Found::Executable(path) => path.to_string_lossy().into_owned(),
        _ => return Ok(None),
    };
    let Some(text) = readable(&path).filter(|text| text.starts_with("#!")) else { return Ok(None) };
    let after = command[1..].to_vec();
    Ok(Some(Source { path: Some(path), text, before: Vec::new(), after, shell: None }))
}

/// Where the system's programs are.
const SYSTEM: [&str; 3] = ["/usr/", "/bin/", "/sbin/"];

/// Most of a script that is read.
const LONGEST: u64 = 256 * 1024;

/// The text of a file that may be a shell's.
fn readable(path: &str) -> Option<String> {
    let size = std::fs::metadata(path).ok().filter(std::fs::Metadata::is_file)?.len();
    let bytes = if size <= LONGEST { std::fs::read(path).ok()? } else { return None };
    if !first_line::is_shell(&bytes) {
        return None;
    }
    String::from_utf8(bytes).ok()
}

fn line_source(before: Vec<String>, text: String, after: Vec<String>) -> Result<Source> {
    let shell = Some(choice::resolve(&before[..1])?.path);
    Ok(Source { path: None, text, before, after, shell })
}

fn of_source(source: Source, named: &[String]) -> Tried {
    let subject = match &source.path {
        Some(path) => source.subject(&absolute(path), Vec::new()),
        None => source.with_text(&source.text),
    };
    let mut keep = keep(named);
    keep.extend(source.path.as_deref().map(visible));
    keep.sort();
    keep.dedup();
    Tried { subject, source: Some(source), shell_form: false, keep }
}

fn script(file: &Path, shell: Option<TriedShell>, arguments: &[String]) -> Result<Tried> {
    let path = file.to_string_lossy().into_owned();
    match std::fs::metadata(file) {
        Err(error) => {
            let error = Error::io(format!("open({path})"), &error);
            return Err(as_usage(error).hint(Message::new("try-no-file-hint")));
        }
        Ok(metadata) if !metadata.is_file() => {
            let message = Message::new("try-no-script").with("path", path.as_str());
            return Err(Error::usage(message).hint(Message::new("try-no-file-hint")));
        }
        Ok(_) => {}
    }
    let before = shell.map(shell_words_of).unwrap_or_default();
    let resolved = if before.is_empty() { None } else { Some(choice::resolve(&before[..1])?.path) };
    let text = readable(&path);
    let known = text.is_some();
    let text = text.unwrap_or_default();
    let source = Source { path: Some(path), text, before, after: arguments.to_vec(), shell: resolved };
    let mut tried = of_source(source, arguments);
    if !known {
        // A script of another language, or a binary: it is tried all the same.
        tried.source = None;
    }
    Ok(tried)
}

fn as_usage(error: Error) -> Error {
    match error {
        Error::Told(told) => Error::usage(told.message),
        interrupted @ Error::Interrupted(_) => interrupted,
    }
}

impl Source {
    /// The same with another text, which exists in the container only.
    pub(super) fn with_text(&self, text: &str) -> Subject {
        match &self.path {
            None => self.subject(text, Vec::new()),
            Some(path) => {
                let inside = format!("{FOLDER}/{}", scan::base(path));
                self.subject(&inside, vec![(inside.clone(), text.to_owned())])
            }
        }
    }

    /// `word` is the path of the script, or the line.
    fn subject(&self, word: &str, files: Vec<(String, String)>) -> Subject {
        let mut argv = self.before.clone();
        argv.push(word.to_owned());
        argv.extend(self.after.iter().cloned());
        let path = self.shell.clone().unwrap_or_else(|| word.to_owned());
        let candidate = candidate(argv.clone(), Program { path, argv }, files);
        // A line that is nothing but a path would be found in the command line of the script there as well.
        let option = self.before.last().filter(|_| self.path.is_none());
        let started = option.cloned().into_iter().chain([word.to_owned()]).collect();
        Subject { candidate, started }
    }
}

/// The same command below an init: what `docker run --init` does.
pub(super) fn below_init(subject: &Subject) -> Subject {
    let mut below = subject.clone();
    let program = &subject.candidate.program;
    let mut argv = words(&["pidlab", "init", "--"]);
    argv.push(program.path.clone());
    argv.extend(program.argv.iter().skip(1).cloned());
    below.candidate.command.clone_from(&argv);
    below.candidate.program = Program { path: "/proc/self/exe".to_owned(), argv };
    below
}

/// The command alone, if the line is nothing else: what the brackets of `ENTRYPOINT ["…"]` do.
pub(super) fn exec_form(source: &Source) -> Option<Subject> {
    let script = scan::scan(&source.text);
    let [only] = script.commands.as_slice() else { return None };
    let plain = only.words.iter().all(|word| word.literal) && only.call().len() == only.words.len();
    let whole =
        only.span == (0..source.text.trim_end().len()) && only.own && only.end == crate::script::End::Line;
    let joined = only.words.last().is_some_and(|word| word.span.end == only.span.end);
    if !(plain && whole && joined) {
        return None;
    }
    let argv: Vec<String> = only.words.iter().map(|word| word.text.clone()).collect();
    let program = choice::resolve(&argv).ok()?;
    Some(Subject { candidate: candidate(argv, program, Vec::new()), started: Vec::new() })
}

fn candidate(command: Vec<String>, program: Program, files: Vec<(String, String)>) -> Candidate {
    let name = shell_words::join(&command);
    Candidate { name, command, program, child: None, files, restless: false }
}

fn keep(named: &[String]) -> Vec<String> {
    choice::keep(Some(&shell_words::join(named)))
}

/// The script's folder, since it may need what lies beside it; the script alone where the folder must be the container's.
fn visible(path: &str) -> String {
    let path = absolute(path);
    match Path::new(&path).parent().map(Path::to_string_lossy) {
        Some(folder) if !PRIVATE.contains(&&*folder) => folder.into_owned(),
        _ => path,
    }
}

/// Folders that are a container's own.
const PRIVATE: [&str; 4] = ["/tmp", "/run", "/dev/shm", "/"];

fn absolute(path: &str) -> String {
    std::path::absolute(path).map_or_else(|_| path.to_owned(), |path| path.to_string_lossy().into_owned())
}
