//! Which PID 1 a run gets, and which file each program is.

use super::completions::Names;
use super::real;
use crate::engine::Init;
use crate::error::{Error, Exit, Result, describe};
use crate::i18n::Message;
use crate::lab::{self, ChosenInit};
use crate::sandbox::machine;
use crate::sandbox::orders::{Failure, PidLimit, Program, Stage};
use crate::sandbox::program::{self, Found};

/// What `--init` or a lab says: `host`, a name of `inits.toml`, or a command.
pub(super) fn init(said: &str) -> Result<Init> {
    match lab::choose_init(said, |word| program::look_up(word) != Found::Nowhere)? {
        ChosenInit::Host => Ok(Init::default()),
        ChosenInit::Named(named) => named_init(named),
        ChosenInit::Command(words) => {
            let (docker, program) = (lab::docker_of(&words), resolve(&words)?);
            Ok(Init { program: Some(program), command: words, docker, ..Init::default() })
        }
    }
}

/// The PID 1 of a lab's container. `chosen` is what `--init` says, if it says anything.
pub(super) fn init_of(container: &lab::Container, chosen: Option<&str>, rootless: bool) -> Result<Init> {
    let said = chosen.filter(|_| !container.fixed).unwrap_or(&container.init);
    let mut init = match inside(said, &container.files) {
        Some(init) => init,
        None => self::init(said)?,
    };
    init.files.extend(container.files.iter().cloned());
    init.pids = container.pids.map(|limit| pid_limit(limit, &super::run::kernel_release()));
    if chosen.is_some() && !container.fixed {
        return Ok(init);
    }
    match &container.real {
        Some(real) if init.program.is_some() => real::choose(real, init, rootless),
        _ => Ok(init),
    }
}

/// The first of three means that the kernel allows: an older one would take the limit of a namespace for the machine's.
fn pid_limit(limit: u32, release: &str) -> PidLimit {
    let forced = std::env::var_os(FORCE_LIMIT).filter(|means| !means.is_empty());
    let may_be = |means: &str| forced.as_ref().is_none_or(|forced| forced == means);
    if may_be("pid_max") && check_kernel(Some((6, 14)), release).is_ok() {
        return PidLimit::PidMax(limit);
    }
    match may_be("cgroup").then(machine::nest).flatten() {
        Some(nest) => PidLimit::Cgroup { limit, nest },
        None => PidLimit::Processes(limit),
    }
}

/// For tests: `cgroup` or `nproc` has the means of an older kernel used.
const FORCE_LIMIT: &str = "PIDLAB_TEST_PID_LIMIT";

/// A program that exists in the container only.
fn inside(said: &str, files: &[(String, String)]) -> Option<Init> {
    let words = shell_words::split(said).ok()?;
    let (docker, program) = (lab::docker_of(&words), own_program(&words, files)?);
    Some(Init { program: Some(program), command: words, docker, ..Init::default() })
}

fn own_program(words: &[String], files: &[(String, String)]) -> Option<Program> {
    let path = words.first().filter(|path| files.iter().any(|(file, _)| file == *path))?.clone();
    Some(Program { path, argv: words.to_vec() })
}

/// A program of the container's files, or one that is installed; none if it is neither.
pub(super) fn program_in(words: &[String], files: &[(String, String)]) -> Option<Program> {
    own_program(words, files).or_else(|| resolve(words).ok())
}

/// Fails where `--init` could not replace anything.
pub(super) fn check_init(lab: &lab::Lab, chosen: Option<&str>) -> Result<()> {
    match chosen {
        Some(init) if lab.all_fixed() => {
            let hint = Message::new("run-fixed-hint").with("lab", lab.id.as_str()).with("init", init);
            Err(Error::usage(Message::new("run-fixed").with("lab", lab.id.as_str())).hint(hint))
        }
        _ => Ok(()),
    }
}

fn named_init(named: &lab::Init) -> Result<Init> {
    Ok(Init {
        command: named.command.clone(),
        program: Some(resolve_for(&named.command, program::look_up_compiled, &|name| install(named, name))?),
        reaps: Some(named.reaps),
        on: Some(named.on),
        child: named.child.clone(),
        comm: named.comm.clone(),
        grace: named.grace,
        files: named.files.clone().into_iter().collect(),
        docker: named.docker(),
        pids: None,
        note: None,
    })
}

/// The file of a program. A missing one is no fault of the command line: exit 77.
pub(super) fn resolve(command: &[String]) -> Result<Program> {
    resolve_for(command, program::look_up, &|name| {
        let id = if name.contains('/') { "program-no-path-hint" } else { "program-missing-hint" };
        Message::new(id).with("name", name)
    })
}

fn resolve_for(
    command: &[String],
    look_up: fn(&str) -> Found,
    install: &dyn Fn(&str) -> Message,
) -> Result<Program> {
    let name = command.first().map_or("", String::as_str);
    // This very program, wherever it was started from; no PATH is needed to find it.
    if name == "pidlab" {
        return Ok(Program { path: "/proc/self/exe".to_owned(), argv: command.to_vec() });
    }
    match look_up(name) {
        Found::Executable(path) => {
            // Absolute: a relative one would be looked for in the container's working directory.
            let path = std::path::absolute(&path).unwrap_or(path);
            Ok(Program { path: path.to_string_lossy().into_owned(), argv: command.to_vec() })
        }
        Found::NotExecutable(path) => {
            let path = path.to_string_lossy().into_owned();
            let script = std::fs::read(&path)
                .is_ok_and(|bytes| bytes.starts_with(b"#!") || bytes.starts_with(b"\x7fELF"));
            let id = if script { "program-not-executable-hint" } else { "program-no-program-hint" };
            let hint = Message::new(id).with("path", path.as_str());
            Err(Error::unable(Message::new("program-not-executable").with("path", path.as_str())).hint(hint))
        }
        Found::Nowhere => {
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
        let hint = |name: &str| Message::new("package-hint").with("package", package_of(name));
        resolve_for(std::slice::from_ref(name), program::look_up, &hint)?;
    }
    Ok(())
}

/// Debian's package of a program that labs need, where it is not called like the program.
fn package_of(program: &str) -> &str {
    match program {
        "script" => "bsdutils",
        "unshare" => "util-linux",
        "cat" | "readlink" | "sleep" | "tail" | "uname" => "coreutils",
        other => other,
    }
}

/// Fails if the kernel is older than a lab needs.
pub(super) fn check_kernel(needed: Option<(u32, u32)>, release: &str) -> Result<()> {
    let number = |text: Option<&str>| text.and_then(|text| text.parse::<u32>().ok()).unwrap_or(0);
    let mut parts = release.split(|c: char| !c.is_ascii_digit());
    let found = (number(parts.next()), number(parts.next()));
    match needed {
        Some((major, minor)) if found < (major, minor) => {
            let message = Message::new("kernel-too-old").with("needed", format!("{major}.{minor}"));
            Err(Error::unable(message.with("found", release)).hint(Message::new("kernel-too-old-hint")))
        }
        _ => Ok(()),
    }
}

/// Fails where user namespaces are refused in a container: then what a lab types there would fail one line after
/// the other.
pub(super) fn check_nesting(mode: machine::Mode) -> Result<()> {
    match machine::nesting(mode)? {
        machine::Outcome::Works => Ok(()),
        machine::Outcome::Refused(refused) => {
            // Inside everybody is root and nobody may more than make user namespaces: to be root outside is no remedy.
            let mut facts = machine::Facts::collect();
            facts.privilege.euid = 0;
            facts.privilege.effective.clear();
            let mut error = machine::remedy(&facts, refused);
            if let (Error::Told(told), Stage::UnshareUser) = (&mut error, refused.stage) {
                told.exit = Exit::Unable;
                let message = Message::new("run-nesting").with("call", refused.stage.call());
                told.message = message.with("errno", describe(refused.errno));
            }
            Err(error)
        }
    }
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

/// What completes on a command line: labs and inits.
pub(super) fn names() -> Result<Names> {
    Ok(Names {
        labs: lab::catalog()?.into_iter().map(|listed| listed.name).collect(),
        inits: lab::inits().iter().map(|init| init.name.clone()).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::check_kernel;

    #[test]
    fn kernels_compare_as_numbers() {
        for (needed, release, fine) in [
            (None, "5.12.0", true),
            (Some((6, 14)), "6.14.0-rc1", true),
            (Some((6, 14)), "6.9.3", false),
            (Some((6, 14)), "7.0", true),
            (Some((6, 14)), "5.15.0-100-generic", false),
        ] {
            assert_eq!(check_kernel(needed, release).is_ok(), fine, "{release}");
        }
    }
}
