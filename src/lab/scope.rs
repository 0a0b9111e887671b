//! The names that a lab has introduced so far: containers and processes.

use super::fault::Faults;
use super::model::{Rows, is_init};
use super::reader::At;
use super::similar::did_you_mean;
use super::text::placeholders;
use crate::i18n::Message;

/// Names that mean something else already.
pub(super) const RESERVED: [&str; 14] = [
    "host",
    "kernel",
    "if",
    "rc",
    "init",
    "seconds",
    "adopter",
    "grace",
    "prints",
    "prints_not",
    "killed",
    "refused",
    "collected",
    "count",
];

/// Placeholders that every line may have.
const PLACEHOLDERS: [&str; 4] = ["seconds", "grace", "init", "kernel"];

/// What is known of a container.
#[derive(Debug)]
pub(super) struct KnownContainer {
    pub(super) name: String,
    /// `init = "host"`
    pub(super) host: bool,
    pub(super) life: Life,
}

/// What has been done with a container so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Life {
    /// Nothing.
    New,
    /// It has been started.
    Started,
    /// It was removed, but a process that nobody collects keeps its PID 1 from ending.
    Stuck,
    /// Its PID 1 has ended in a step that expected so: it can be entered no more, which may be shown.
    Ended,
    /// It has been stopped or removed.
    Removed,
}

#[derive(Debug)]
struct KnownProcess {
    name: String,
    container: String,
    shell: bool,
    /// An `exec` has started it: its parent is a shim.
    outside: bool,
    /// The shim is not to collect it.
    forgotten: bool,
}

/// The names known at one point of the file.
#[derive(Debug)]
pub(super) struct Scope<'a> {
    /// Where faults are noted.
    pub(super) faults: &'a Faults,
    containers: Vec<KnownContainer>,
    processes: Vec<KnownProcess>,
    /// The placeholder of the present step's rows, and its values.
    pub(super) rows: Option<Rows>,
}

impl<'a> Scope<'a> {
    /// Nothing is known yet.
    pub(super) fn new(faults: &'a Faults) -> Self {
        Self { faults, containers: Vec::new(), processes: Vec::new(), rows: None }
    }

    /// A container gets its name.
    pub(super) fn add_container(&mut self, name: &At<&str>, host: bool) {
        if self.is_free(name) {
            let name = name.value.to_owned();
            self.containers.push(KnownContainer { name, host, life: Life::New });
        }
    }

    /// A process gets its name.
    pub(super) fn add_process(&mut self, name: &At<&str>, container: &str, shell: bool) {
        if self.is_free(name) {
            let (name, container) = (name.value.to_owned(), container.to_owned());
            self.processes.push(KnownProcess { name, container, shell, outside: false, forgotten: false });
        }
    }

    /// The same for one that an `exec` starts.
    pub(super) fn add_outsider(&mut self, name: &At<&str>, container: &str, shell: bool, forgotten: bool) {
        self.add_process(name, container, shell);
        if let Some(known) = self.processes.iter_mut().find(|known| known.name == name.value) {
            known.outside = true;
            known.forgotten = forgotten;
        }
    }

    /// Of a container that was just removed: one of whose processes nobody collects is not gone.
    pub(super) fn keep_stuck(&mut self, container: &str) {
        if self.processes.iter().any(|known| known.container == container && known.forgotten) {
            self.set_life(container, Life::Stuck);
        }
    }

    /// Whether it hangs while it is removed.
    pub(super) fn is_stuck(&self, container: &str) -> bool {
        self.containers.iter().any(|known| known.name == container && known.life == Life::Stuck)
    }

    /// A forgotten process is collected: with the last of them a container that hangs is gone. False if it
    /// was not forgotten.
    pub(super) fn remember(&mut self, name: &str) -> bool {
        let mut found = self.processes.iter_mut();
        let Some(known) = found.find(|known| known.name == name && known.forgotten) else { return false };
        known.forgotten = false;
        let container = known.container.clone();
        if self.is_stuck(&container) {
            self.set_life(&container, Life::Removed);
            self.keep_stuck(&container);
        }
        true
    }

    fn set_life(&mut self, container: &str, life: Life) {
        for known in self.containers.iter_mut().filter(|known| known.name == container) {
            known.life = life;
        }
    }

    /// Whether a process, `C.init` included, has a shim for its parent.
    pub(super) fn is_from_outside(&self, name: &str) -> bool {
        is_init(name) || self.processes.iter().any(|known| known.name == name && known.outside)
    }

    fn is_free(&self, name: &At<&str>) -> bool {
        let problem = if !is_name(name.value) {
            "fault-bad-name"
        } else if RESERVED.contains(&name.value) {
            "fault-reserved-name"
        } else if self.containers.iter().any(|known| known.name == name.value) {
            "fault-name-of-container"
        } else if self.processes.iter().any(|known| known.name == name.value) {
            "fault-name-taken"
        } else {
            return true;
        };
        self.faults.add(&name.span, Message::new(problem).with("name", name.value));
        false
    }

    /// The container of that name, which must not be removed yet.
    pub(super) fn container(&mut self, name: &At<&str>) -> Option<&mut KnownContainer> {
        let faults = self.faults;
        let names: Vec<String> = self.containers.iter().map(|known| known.name.clone()).collect();
        let Some(found) = self.containers.iter_mut().find(|known| known.name == name.value) else {
            unknown(faults, "fault-unknown-container", name, &names);
            return None;
        };
        if found.life == Life::Removed {
            faults.add(&name.span, Message::new("fault-removed").with("name", name.value));
        }
        Some(found)
    }

    /// Whether a process of that name, `C.init` included, is known here. Notes a fault if not.
    pub(super) fn process(&self, name: &At<&str>) -> bool {
        let known = self.container_of(name.value).is_some();
        if !known {
            unknown(self.faults, "fault-unknown-process", name, &self.process_names());
        }
        known
    }

    /// The same for a process that is acted upon: its container must still be there.
    pub(super) fn living(&self, name: &At<&str>) -> bool {
        if !self.process(name) {
            return false;
        }
        let removed = self.is_over(name.value);
        if removed {
            let container = self.container_of(name.value).unwrap_or_default();
            self.faults.add(&name.span, Message::new("fault-removed").with("name", container));
        }
        !removed
    }

    /// The same for a shell that an `exec` has started.
    pub(super) fn shell(&self, name: &At<&str>) -> bool {
        let is_shell = self.processes.iter().any(|known| known.name == name.value && known.shell);
        if is_shell {
            // In a container that hangs all but PID 1 and the forgotten are dead.
            let container = self.container_of(name.value).unwrap_or_default();
            if self.is_stuck(container) {
                self.faults.add(&name.span, Message::new("fault-removed").with("name", container));
                return false;
            }
            return self.living(name);
        }
        let shells = self.processes.iter().filter(|known| known.shell).map(|known| known.name.clone());
        unknown(self.faults, "fault-no-shell", name, &shells.collect::<Vec<_>>());
        false
    }

    /// The name of the container in which the process `name` is, if it is known.
    pub(super) fn container_of(&self, name: &str) -> Option<&str> {
        if let Some(container) = name.strip_suffix(".init") {
            let known = self.containers.iter().find(|known| known.name == container)?;
            return (known.life != Life::New).then_some(known.name.as_str());
        }
        self.processes.iter().find(|known| known.name == name).map(|known| known.container.as_str())
    }

    /// Whether the process `name` was in a container that has been removed.
    pub(super) fn is_removed(&self, name: &str) -> bool {
        let container = self.container_of(name);
        self.containers
            .iter()
            .any(|known| Some(known.name.as_str()) == container && known.life == Life::Removed)
    }

    /// The same, or whether its container has ended by itself.
    fn is_over(&self, name: &str) -> bool {
        let container = self.container_of(name);
        let over = |known: &&KnownContainer| known.life >= Life::Ended;
        self.containers.iter().filter(over).any(|known| Some(known.name.as_str()) == container)
    }

    /// Notes that the PID 1 called `name` has ended, as its step expects.
    pub(super) fn end(&mut self, name: &str) {
        let container = name.strip_suffix(".init");
        for known in self.containers.iter_mut().filter(|known| Some(known.name.as_str()) == container) {
            known.life = known.life.max(Life::Ended);
        }
    }

    /// Whether `name` is a container.
    pub(super) fn is_container(&self, name: &str) -> bool {
        self.containers.iter().any(|known| known.name == name)
    }

    /// Whether `name` is the machine's own PID 1.
    pub(super) fn is_host_init(&self, name: &str) -> bool {
        let container = name.strip_suffix(".init");
        self.containers.iter().any(|known| Some(known.name.as_str()) == container && known.host)
    }

    /// Checks the placeholders of a line that stands at `place` in the file `source`.
    pub(super) fn check_placeholders(&self, line: &At<&str>, source: &str) {
        for (_, name) in placeholders(line.value) {
            let row = self.rows.as_ref().map(|rows| rows.name.as_str());
            if PLACEHOLDERS.contains(&name) || row == Some(name) || self.container_of(name).is_some() {
                continue;
            }
            let known = PLACEHOLDERS.into_iter().chain(row).map(str::to_owned);
            let allowed: Vec<_> = known.chain(self.process_names()).collect();
            let typed = At { value: name, span: find_within(source, line, &format!("{{{name}}}")) };
            unknown(self.faults, "fault-unknown-placeholder", &typed, &allowed);
        }
    }

    fn process_names(&self) -> Vec<String> {
        let inits = self.containers.iter().filter(|known| known.life == Life::Started);
        let inits = inits.map(|known| format!("{}.init", known.name));
        self.processes.iter().map(|known| known.name.clone()).chain(inits).collect()
    }
}

/// Where `part` stands within a value; escapes may hide it, then it is the whole value.
fn find_within(source: &str, line: &At<&str>, part: &str) -> super::fault::Span {
    let text = source.get(line.span.clone()).unwrap_or_default();
    match text.find(part) {
        Some(offset) => line.span.start + offset..line.span.start + offset + part.len(),
        None => line.span.clone(),
    }
}

/// Small letters, digits and `_`, so that `{name}` can be told from the shell's braces.
pub(super) fn is_name(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

fn unknown(faults: &Faults, problem: &'static str, name: &At<&str>, known: &[String]) {
    let list = if known.is_empty() {
        Message::new("fault-known-nothing")
    } else {
        Message::new("fault-known").with("known", known.join(", "))
    };
    let meant = did_you_mean(name.value, known.iter().map(String::as_str));
    faults.add_with(
        &name.span,
        Message::new(problem).with("name", name.value),
        [list].into_iter().chain(meant),
    );
}
