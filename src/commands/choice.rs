//! Which PID 1 a run gets, and which file each program is.

use crate::engine::Init;
use crate::error::{Error, Result, describe};
use crate::i18n::Message;
use crate::lab;
use crate::sandbox::machine;
use crate::sandbox::orders::{Failure, Program, Stage};
use crate::sandbox::program::{self, Lookup};

/// The init in a lab file that stands for no container at all.
pub(super) const HOST: &str = "host";

/// What `--init` or a lab says: `host`, a name of `inits.toml`, or a command.
pub(super) fn init(said: &str) -> Result<Init> {
    if said == HOST {
        return Ok(Init::default());
    }
    match lab::find_init(said) {
        Some(named) => named_init(named),
        None => command(said),
    }
}

fn named_init(named: &lab::Init) -> Result<Init> {
    Ok(Init {
        command: named.command.clone(),
        program: Some(resolve_for(&named.command, &|name| install(named, name))?),
        reaps: Some(named.reaps),
        files: named.files.clone().into_iter().collect(),
        docker: named.docker(),
    })
}

/// A command of the user's own. A single word that is no program is most likely a slip.
fn command(said: &str) -> Result<Init> {
    let words = shell_words::split(said).map_err(|_| {
        Error::usage(Message::new("init-quotes").with("command", said)).hint(Message::new("init-quotes-hint"))
    })?;
    let Some(first) = words.first() else {
        return Err(Error::usage(Message::new("init-empty")).hint(Message::new("init-empty-hint")));
    };
    if words.len() == 1 && !first.contains('/') && program::look_up(first) == Lookup::Missing {
        return Err(unknown(first));
    }
    let docker = lab::docker_of(&words);
    let program = resolve(&words)?;
    Ok(Init { program: Some(program), command: words, reaps: None, files: Vec::new(), docker })
}

fn unknown(typed: &str) -> Error {
    let known: Vec<&str> = lab::inits().iter().map(|init| init.name.as_str()).collect();
    let hint = match lab::similar_init(typed) {
        Some(meant) => Message::new("init-unknown-meant").with("meant", meant),
        None => Message::new("init-unknown-hint").with("known", known.join(", ")),
    };
    Error::usage(Message::new("init-unknown").with("name", typed)).hint(hint)
}

/// The file of a program. A missing one is no fault of the command line: exit 77.
pub(super) fn resolve(command: &[String]) -> Result<Program> {
    resolve_for(command, &|name| Message::new("program-missing-hint").with("name", name))
}

fn resolve_for(command: &[String], install: &dyn Fn(&str) -> Message) -> Result<Program> {
    let name = command.first().map_or("", String::as_str);
    // This very program, wherever it was started from; no PATH is needed to find it.
    if name == "pidlab" {
        return Ok(Program { path: "/proc/self/exe".to_owned(), argv: command.to_vec() });
    }
    match program::look_up(name) {
        Lookup::Found(path) => {
            Ok(Program { path: path.to_string_lossy().into_owned(), argv: command.to_vec() })
        }
        Lookup::NotExecutable(path) => {
            let path = path.to_string_lossy().into_owned();
            let hint = Message::new("program-not-executable-hint").with("path", path.as_str());
            Err(Error::unable(Message::new("program-not-executable").with("path", path.as_str())).hint(hint))
        }
        Lookup::Missing => {
            Err(Error::unable(Message::new("program-missing").with("name", name)).hint(install(name)))
        }
    }
}

fn install(named: &lab::Init, name: &str) -> Message {
    match &named.package {
        Some(package) => Message::new("package-hint").with("package", package.as_str()),
        None => Message::new("program-missing-hint").with("name", name),
    }
}

/// Fails if a program that a lab needs is not there.
pub(super) fn check_needs(needs: &[String]) -> Result<()> {
    for name in needs {
        resolve_for(std::slice::from_ref(name), &|name| Message::new("package-hint").with("package", name))?;
    }
    Ok(())
}

/// What must stay visible in a container although it may lie in a directory that is empty inside: the
/// working directory, files that the command line names, and the folders of PATH (on some systems all
/// programs are below `/run`).
pub(super) fn keep(init: Option<&str>) -> Vec<String> {
    let folder = std::env::current_dir().ok();
    let named = init.and_then(|said| shell_words::split(said).ok()).unwrap_or_default();
    let files =
        named.iter().filter(|word| word.contains('/')).filter_map(|word| std::path::absolute(word).ok());
    let path = std::env::var_os("PATH").unwrap_or_default();
    let programs = std::env::split_paths(&path).filter(|folder| folder.is_absolute());
    let mut paths: Vec<String> = folder
        .into_iter()
        .chain(files)
        .chain(programs)
        .filter(|path| path.exists())
        .map(|path| path.to_string_lossy().into_owned())
        .collect();
    // A folder before what is in it: it must not hide what was put back there.
    paths.sort();
    paths.dedup();
    paths
}

/// Why a container could not be made, or its program not executed.
pub(super) fn refused(failure: Failure, program: &Program, rootless: bool) -> Error {
    match failure.stage {
        Stage::Exec => {
            let errno = nix::errno::Errno::from_raw(failure.errno);
            let message = Message::new("program-exec").with("path", program.path.as_str());
            Error::unable(message.with("errno", describe(errno))).hint(Message::new("program-exec-hint"))
        }
        _ if rootless => machine::unable(machine::Mode::Rootless, failure),
        _ => machine::unable(machine::Mode::Privileged, failure),
    }
}
