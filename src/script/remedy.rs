//! The smallest changes of a script that may mend it. Whether one does must be measured.

use super::scan::{Command, End, Script};
use super::services;
use super::suspect::{Kind, Suspect};
use std::ops::Range;

/// Another text of the script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remedy {
    /// In which way it differs.
    pub fix: Fix,
    /// The whole of it.
    pub text: String,
}

/// How a script is mended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fix {
    /// `exec` before the command that the shell waits for.
    Exec,
    /// The service in the place of what kept the container up, with `exec`.
    ExecService,
    /// The same with the service's own option to stay in the foreground.
    ExecForeground,
    /// A trap that passes SIGTERM on, and a wait for the service.
    TrapAndWait,
}

/// Commands that may stand between a service's start and what keeps the container up without needing the service.
const HARMLESS: [&str; 6] = ["echo", "printf", "sleep", ":", "true", "trap"];

/// What is worth a try, the smallest change first.
pub fn remedies(text: &str, script: &Script, suspect: &Suspect) -> Vec<Remedy> {
    let workshop = Workshop { text, script, suspect };
    let tried = match suspect.kind {
        Kind::NoExec | Kind::TrapWaits => vec![workshop.exec()],
        Kind::Keeper | Kind::NoTrap | Kind::TrapForgets => {
            vec![workshop.exec_service(), workshop.trap_and_wait()]
        }
        Kind::KeeperOfDaemon => vec![workshop.exec_foreground()],
        Kind::Endless => vec![workshop.exec_service(), workshop.exec_foreground(), workshop.trap_and_wait()],
    };
    tried.into_iter().flatten().collect()
}

struct Workshop<'a> {
    text: &'a str,
    script: &'a Script,
    suspect: &'a Suspect,
}

impl Workshop<'_> {
    fn service(&self) -> Option<&Command> {
        self.script.commands.get(self.suspect.service?)
    }

    /// What keeps the container up.
    fn keeper(&self) -> Option<Range<usize>> {
        match self.suspect.keeper {
            Some(keeper) => self.script.commands.get(keeper).map(|command| command.span.clone()),
            None => self.script.loops.get(self.suspect.endless?).map(|endless| endless.span.clone()),
        }
    }

    fn in_background(&self) -> Option<&Command> {
        self.service().filter(|service| service.end == End::Background)
    }

    fn exec(&self) -> Option<Remedy> {
        let command = self.script.commands.get(self.suspect.keeper?)?;
        let at = command.call().first()?.span.start;
        Some(Remedy { fix: Fix::Exec, text: edited(self.text, &[(at..at, "exec ".to_owned())]) })
    }

    /// `service & … keeper` → `… exec service`
    fn exec_service(&self) -> Option<Remedy> {
        let service = self.in_background()?;
        if !self.between_is_harmless(service)? {
            return None;
        }
        let at = service.call().first()?.span.start;
        let (assignments, call) = (&self.text[service.span.start..at], &self.text[at..service.span.end]);
        let new = format!("{assignments}exec {call}");
        let edits = [(self.wholly(service), String::new()), (self.keeper()?, new)];
        Some(Remedy { fix: Fix::ExecService, text: edited(self.text, &edits) })
    }

    /// `service nginx start … keeper` → `… exec nginx -g 'daemon off;'`
    fn exec_foreground(&self) -> Option<Remedy> {
        let service = self.service().filter(|service| service.end != End::Background)?;
        let name = services::started(service)?;
        if !self.between_is_harmless(service)? {
            return None;
        }
        // Its own options are kept where they can be.
        let command = match services::options(service) {
            Some(options) => format!(
                "{} {options}",
                self.text[service.call().first()?.span.start..service.span.end].trim_end()
            ),
            None => services::foreground(&name)?,
        };
        let prepared = services::preparation(&name).map_or(String::new(), |before| format!("{before}; "));
        let new = format!("{prepared}exec {command}");
        let edits = [(self.wholly(service), String::new()), (self.keeper()?, new)];
        Some(Remedy { fix: Fix::ExecForeground, text: edited(self.text, &edits) })
    }

    /// `service & … keeper` → `service & child=$!`, a trap, `… wait $child`
    fn trap_and_wait(&self) -> Option<Remedy> {
        let service = self.in_background()?;
        let behind = service.until;
        let indent = self.indent(service.span.start);
        let own_line = self.text[behind..].split('\n').next().is_none_or(|rest| rest.trim().is_empty());
        let trap = "trap 'kill -TERM $child; wait $child; exit $?' TERM INT";
        let new = if own_line && self.text.contains('\n') {
            format!(" child=$!\n{indent}{trap}")
        } else {
            format!(" child=$!; {trap};")
        };
        let edits = [(behind..behind, new), (self.keeper()?, "wait $child".to_owned())];
        Some(Remedy { fix: Fix::TrapAndWait, text: edited(self.text, &edits) })
    }

    fn between_is_harmless(&self, service: &Command) -> Option<bool> {
        let between = service.until..self.keeper()?.start;
        let mut others = self.script.commands.iter().filter(|it| between.contains(&it.span.start));
        Some(others.all(|it| HARMLESS.contains(&it.name()) || it.call().is_empty()))
    }

    /// A command with what ends it and the space behind; the whole line if nothing else stands in it.
    fn wholly(&self, command: &Command) -> Range<usize> {
        let start = self.text[..command.span.start].rfind('\n').map_or(0, |newline| newline + 1);
        let rest = &self.text[command.until..];
        let line = rest.split('\n').next().unwrap_or_default();
        let first = self.text[start..command.span.start].trim().is_empty();
        if first && self.text[..command.until].ends_with('\n') {
            return start..command.until;
        }
        if first && line.trim().is_empty() && rest.len() > line.len() {
            return start..command.until + line.len() + 1;
        }
        command.span.start..command.until + (line.len() - line.trim_start().len())
    }

    fn indent(&self, at: usize) -> &str {
        let line = &self.text[self.text[..at].rfind('\n').map_or(0, |newline| newline + 1)..at];
        &line[..line.len() - line.trim_start().len()]
    }
}

/// The text with each range replaced. Ranges do not overlap.
fn edited(text: &str, edits: &[(Range<usize>, String)]) -> String {
    let mut edits = edits.to_vec();
    edits.sort_by_key(|(range, _)| range.start);
    let (mut out, mut at) = (String::with_capacity(text.len() + 80), 0);
    for (range, new) in edits {
        out.push_str(&text[at..range.start.max(at)]);
        out.push_str(&new);
        at = range.end.max(at);
    }
    out.push_str(&text[at..]);
    out
}
