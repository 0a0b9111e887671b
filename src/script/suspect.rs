//! Which line of a script is at fault, given what was running when one looked.

use super::scan::{Command, End, Loop, Script, base};
use super::services;
use std::ops::Range;

/// A process that was seen: its names in the kernel and on its command line, without folders.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Living {
    /// All names by which a script may have called it.
    pub names: Vec<String>,
}

/// A line that may be at fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suspect {
    /// What is wrong with it.
    pub kind: Kind,
    /// Where it is.
    pub span: Range<usize>,
    /// The command (its index) that keeps PID 1 busy; none if that is a loop.
    pub keeper: Option<usize>,
    /// The loop that does (its index).
    pub endless: Option<usize>,
    /// The command that starts the service (its index), if that is another one.
    pub service: Option<usize>,
}

/// What may be wrong with a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The service is a child of the shell, which waits for it: no `exec`.
    NoExec,
    /// The same, and a trap that cannot run as long as the shell waits.
    TrapWaits,
    /// Something that never ends keeps the container up, and the service runs beside it.
    Keeper,
    /// The same, and the service was started as a daemon (`service nginx start`).
    KeeperOfDaemon,
    /// An endless loop keeps it up.
    Endless,
    /// The shell waits for a service in the background, and has no trap.
    NoTrap,
    /// It has one, which ends the shell and tells the service nothing.
    TrapForgets,
}

/// Programs that run another one in their place: the command is what follows.
const WRAPPERS: [&str; 12] = [
    "exec", "gosu", "su-exec", "setpriv", "nohup", "setsid", "env", "nice", "stdbuf", "command", "chpst",
    "runuser",
];

/// What a loop that only keeps a container up repeats.
const IDLE: [&str; 6] = ["sleep", ":", "true", "echo", "printf", "date"];

/// The line at fault. `init` is PID 1, if it is no longer the shell that has read the script; `children` are its
/// living children. None if nothing fits what was seen.
pub fn suspect(script: &Script, init: Option<&Living>, children: &[Living]) -> Option<Suspect> {
    let scene = Scene { script, init, children };
    if let Some((at, endless)) = scene.endless_loop() {
        return Some(scene.kept_by_loop(at, endless));
    }
    let keeper = script.commands.iter().enumerate().rev().find(|(_, it)| scene.is_keeper(it));
    if let Some((at, keeper)) = keeper
        && let Some(found) = scene.kept_by(at, keeper)
    {
        return Some(found);
    }
    if init.is_some() {
        return None;
    }
    scene.without_exec()
}

struct Scene<'a> {
    script: &'a Script,
    init: Option<&'a Living>,
    children: &'a [Living],
}

impl Scene<'_> {
    fn runs(&self, command: &Command) -> bool {
        self.children.iter().any(|child| fits(command, child))
    }

    /// One that the shell is in: nothing ends it, and nothing in it does any work.
    fn endless_loop(&self) -> Option<(usize, &Loop)> {
        if self.init.is_some() {
            return None;
        }
        let commands = |range: &Range<usize>| self.script.commands.get(range.clone()).unwrap_or_default();
        self.script.loops.iter().enumerate().rev().find(|(_, it)| {
            let condition = commands(&it.condition);
            let always = match condition {
                [only] => is_always(only, it.until),
                _ => false,
            };
            let body = commands(&it.body);
            // Else it is not the loop in which the shell is.
            let asleep = condition.iter().chain(body).any(|command| self.runs(command));
            let idle = body.iter().all(|command| IDLE.contains(&command.name()));
            always && idle && asleep && it.own && it.end != End::Background
        })
    }

    /// A command that only keeps a container up, and runs: as a child of the shell or in its place.
    fn is_keeper(&self, command: &Command) -> bool {
        let call: Vec<&str> = command.call().iter().map(|word| word.text.as_str()).collect();
        let exec = call.first() == Some(&"exec");
        let call = if exec { &call[1..] } else { &call[..] };
        let keeps = match call {
            ["wait"] => return self.init.is_none() && command.own && !self.children.is_empty(),
            [name, rest @ ..] => match base(name) {
                "tail" => rest.iter().any(|word| is_following(word)),
                "sleep" => rest.len() == 1 && (is_long(rest[0]) || self.is_last(command)),
                _ => false,
            },
            [] => false,
        };
        let runs = match self.init {
            Some(init) => exec && fits(command, init),
            None => !exec && self.runs(command),
        };
        keeps && command.own && command.end != End::Background && runs
    }

    fn is_last(&self, command: &Command) -> bool {
        self.script.commands.last() == Some(command)
    }

    /// Something in the background, or a daemon, was started before this and runs.
    fn service_before(&self, start: usize) -> Option<(usize, bool)> {
        let before = || self.script.commands.iter().enumerate().rev().filter(|(_, it)| it.span.start < start);
        let background = before()
            .find(|(_, it)| it.end == End::Background && it.own && self.runs(it))
            .map(|(at, _)| (at, false));
        background.or_else(|| before().find(|(_, it)| self.is_daemon(it)).map(|(at, _)| (at, true)))
    }

    fn is_daemon(&self, command: &Command) -> bool {
        let alive = |service: &str| {
            self.children.iter().flat_map(|child| &child.names).any(|name| services::belongs(name, service))
        };
        command.own
            && command.end != End::Background
            && services::started(command).is_some_and(|service| alive(&service))
    }

    fn kept_by_loop(&self, at: usize, endless: &Loop) -> Suspect {
        Suspect {
            kind: Kind::Endless,
            span: endless.span.clone(),
            keeper: None,
            endless: Some(at),
            service: self.service_before(endless.span.start).map(|(service, _)| service),
        }
    }

    fn kept_by(&self, at: usize, keeper: &Command) -> Option<Suspect> {
        let waits = keeper.name() == "wait";
        let (service, daemon) = self.service_before(keeper.span.start)?;
        let trap = if waits { self.trap() } else { None };
        let forgets = trap.is_some_and(|trap| trap.call().get(1).is_some_and(is_forgetful));
        if waits && (daemon || trap.is_some() && !forgets) {
            return None;
        }
        let (kind, span) = match (waits, trap, daemon) {
            (true, Some(trap), _) => (Kind::TrapForgets, &trap.span),
            (true, None, _) => (Kind::NoTrap, &keeper.span),
            (false, _, false) => (Kind::Keeper, &keeper.span),
            (false, _, true) => (Kind::KeeperOfDaemon, &keeper.span),
        };
        Some(Suspect { kind, span: span.clone(), keeper: Some(at), endless: None, service: Some(service) })
    }

    /// The command that the shell waits for.
    fn without_exec(&self) -> Option<Suspect> {
        let commands = || self.script.commands.iter().enumerate().rev();
        let named = commands().find(|(_, it)| self.is_waited_for(it) && self.runs(it));
        // `"$@"` may be anything; if it is the last one, it is what runs.
        let last = || commands().next().filter(|(_, it)| self.is_waited_for(it) && is_arguments(it));
        let (at, command) = named.or_else(|| if self.children.len() == 1 { last() } else { None })?;
        // The script is still in its preparations.
        let goes_on = self.script.commands[at + 1..].iter().any(|it| it.own && it.name() == "exec");
        (!goes_on).then(|| Suspect {
            kind: if self.trap().is_some() { Kind::TrapWaits } else { Kind::NoExec },
            span: command.span.clone(),
            keeper: Some(at),
            endless: None,
            service: None,
        })
    }

    /// In the foreground, and once: what a loop repeats is waited for to do something else.
    fn is_waited_for(&self, command: &Command) -> bool {
        let pause = command.name() == "sleep"
            && !self.is_last(command)
            && !command.call().iter().any(|it| is_long(&it.text));
        let repeated = self.script.loops.iter().any(|it| it.span.contains(&command.span.start));
        command.own && command.end != End::Background && command.name() != "exec" && !repeated && !pause
    }

    /// `trap … TERM`
    fn trap(&self) -> Option<&Command> {
        let term =
            |word: &super::Word| matches!(word.text.to_ascii_uppercase().as_str(), "TERM" | "SIGTERM" | "15");
        self.script.commands.iter().find(|it| it.name() == "trap" && it.call().iter().skip(2).any(term))
    }
}

/// A trap's action that only ends the shell: not a function's name, of which nothing is known.
fn is_forgetful(action: &super::Word) -> bool {
    action.text.trim().starts_with("exit") && !action.text.contains("kill")
}

/// `"$@"`, `$CMD`
fn is_arguments(command: &Command) -> bool {
    command.call().first().is_some_and(|word| !word.literal && word.text.starts_with('$'))
}

/// Longer than any preparation.
fn is_long(time: &str) -> bool {
    matches!(time, "infinity" | "inf")
        || time.ends_with('d')
        || time.parse::<f64>().is_ok_and(|it| it >= 60.0)
}

fn is_following(word: &str) -> bool {
    word == "--follow" || word.starts_with("--follow=") || short_option(word, 'f') || short_option(word, 'F')
}

fn short_option(word: &str, option: char) -> bool {
    word.strip_prefix('-').is_some_and(|rest| !rest.starts_with('-') && rest.contains(option))
}

/// Whether the condition of a loop never ends it.
fn is_always(condition: &Command, until: bool) -> bool {
    let call: Vec<&str> = condition.call().iter().map(|word| word.text.as_str()).collect();
    match call.as_slice() {
        [name] if until => base(name) == "false",
        [name, ..] if !until && base(name) == "sleep" => true,
        [name] => base(name) == "true" || *name == ":",
        ["[", value, "]"] | ["test", value] => !until && !value.is_empty() && !value.starts_with('$'),
        _ => false,
    }
}

/// Whether this process may be what the command has started.
fn fits(command: &Command, process: &Living) -> bool {
    let call = command.call();
    let wrapped = call.first().is_some_and(|word| WRAPPERS.contains(&base(&word.text)));
    let heads = if wrapped { call } else { call.get(..1).unwrap_or_default() };
    heads.iter().any(|word| {
        let name = base(&word.text);
        // The kernel keeps 15 bytes of a name.
        let same = |other: &String| name == other || (other.len() == 15 && name.starts_with(other.as_str()));
        word.literal && !name.starts_with('-') && !name.is_empty() && process.names.iter().any(same)
    })
}
