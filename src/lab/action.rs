//! The `do` of a step: exactly one verb with what belongs to it.

use super::facts::{is_signal, signal_name};
use super::model::{Action, Sender, Until};
use super::reader::{At, Table, Value};
use super::scope::{Life, Scope};
use crate::i18n::Message;

/// The keys of which a `do` has exactly one.
const VERBS: [&str; 8] = ["start", "remove", "stop", "exec", "collect", "type", "signal", "await"];

/// What an `await` may wait for.
pub(super) const UNTIL: [(&str, Until); 3] =
    [("exit", Until::Exit), ("zombie", Until::Zombie), ("gone", Until::Gone)];

/// `do = { VERB = …, … }`. What the action introduces is known afterwards.
pub(super) fn read(value: &Value<'_>, scope: &mut Scope<'_>, source: &str) -> Option<Action> {
    let mut table = value.table()?;
    let verb = single_verb(&table, scope)?;
    let action = match verb {
        "start" => start(&mut table, scope),
        "remove" => end(&mut table, "remove", scope).map(|container| Action::Remove { container }),
        "stop" => end(&mut table, "stop", scope).map(|container| Action::Stop { container }),
        "exec" => exec(&mut table, scope),
        "collect" => collect(&mut table, scope),
        "type" => type_line(&mut table, scope, source),
        "signal" => signal(&mut table, scope),
        _ => wait_for(&mut table, scope),
    };
    table.finish();
    action
}

fn single_verb(table: &Table<'_>, scope: &Scope<'_>) -> Option<&'static str> {
    let mut found = VERBS.into_iter().filter(|verb| table.has(verb));
    if let (Some(verb), None) = (found.next(), found.next()) {
        return Some(verb);
    }
    let allowed = Message::new("fault-allowed").with("allowed", VERBS.join(", "));
    scope.faults.add_with(&table.span, Message::new("fault-verb"), [allowed]);
    None
}

fn start(table: &mut Table<'_>, scope: &mut Scope<'_>) -> Option<Action> {
    let name = table.need_string("start")?;
    let faults = scope.faults;
    let container = scope.container(&name)?;
    if container.host {
        faults.add(&name.span, Message::new("fault-start-host"));
    } else if container.life != Life::New {
        faults.add(&name.span, Message::new("fault-started-twice").with("name", name.value));
    }
    container.life = Life::Started;
    Some(Action::Start { container: name.value.to_owned() })
}

/// The container that a `remove` or a `stop` ends.
fn end(table: &mut Table<'_>, verb: &'static str, scope: &mut Scope<'_>) -> Option<String> {
    let name = table.need_string(verb)?;
    let faults = scope.faults;
    let container = scope.container(&name)?;
    if container.host {
        faults.add(&name.span, Message::new("fault-remove-host"));
    } else if container.life == Life::New {
        faults.add(&name.span, Message::new("fault-never-started").with("name", name.value));
    }
    container.life = Life::Removed;
    scope.keep_stuck(name.value);
    if verb == "stop" && scope.is_stuck(name.value) {
        faults.add(&name.span, Message::new("fault-stop-forgotten").with("name", name.value));
    }
    Some(name.value.to_owned())
}

fn exec(table: &mut Table<'_>, scope: &mut Scope<'_>) -> Option<Action> {
    let command = table.need("exec").and_then(|value| command(&value));
    let container = table.need_string("in");
    let name = table.need_string("as");
    let forgotten = table.take("forget").and_then(|value| value.boolean()).unwrap_or(false);
    let shell = command.as_deref().is_some_and(is_shell);
    let place = container.as_ref().and_then(|container| scope.container(container));
    let place = place.map(|known| {
        known.life = known.life.max(Life::Started);
        known.name.clone()
    });
    if let Some(name) = &name {
        // Known even if the rest is faulty: one fault is enough.
        let shell = shell || command.is_none();
        scope.add_outsider(name, place.as_deref().unwrap_or_default(), shell, forgotten);
    }
    Some(Action::Exec { command: command?, container: place?, name: name?.value.to_owned(), forgotten })
}

/// Of a process that its parent outside was to forget.
fn collect(table: &mut Table<'_>, scope: &mut Scope<'_>) -> Option<Action> {
    let name = table.need_string("collect").filter(|name| scope.process(name))?;
    if !scope.remember(name.value) {
        scope.faults.add(&name.span, Message::new("fault-not-forgotten").with("name", name.value));
        return None;
    }
    Some(Action::Collect { process: name.value.to_owned() })
}

fn command(value: &Value<'_>) -> Option<Vec<String>> {
    let words = value.strings()?;
    if words.is_empty() {
        value.fault(Message::new("fault-empty").with("key", value.key));
        return None;
    }
    Some(words.iter().map(|word| word.value.to_owned()).collect())
}

/// Whether lines may be typed into this program: a bash that reads them from its standard input.
pub fn is_shell(command: &[String]) -> bool {
    matches!(command, [program] if program.rsplit('/').next() == Some("bash"))
}

fn type_line(table: &mut Table<'_>, scope: &Scope<'_>, source: &str) -> Option<Action> {
    let line = table.need_string("type");
    let shell = table.need_string("into");
    if let Some(line) = &line {
        check_line(line, scope, source);
    }
    let shell = shell.filter(|shell| scope.shell(shell))?;
    Some(Action::Type { line: line?.value.to_owned(), shell: shell.value.to_owned() })
}

/// A line is one line, with known placeholders.
pub(super) fn check_line(line: &At<&str>, scope: &Scope<'_>, source: &str) {
    if line.value.chars().any(char::is_control) {
        scope.faults.add(&line.span, Message::new("fault-line"));
    }
    scope.check_placeholders(line, source);
}

fn signal(table: &mut Table<'_>, scope: &Scope<'_>) -> Option<Action> {
    let name = table.need("signal").and_then(|value| signal_or_row(&value, scope));
    let to = table.need_string("to").filter(|to| scope.living(to));
    let from = table.need_string("from");
    let to = to.filter(|to| is_ours(to, scope))?;
    let from = from.and_then(|from| sender(&from, &to, scope))?;
    Some(Action::Signal { signal: name?, to: to.value.to_owned(), from })
}

/// A signal's name, or `{NAME}` of the step's rows, whose values are signals then.
fn signal_or_row(value: &Value<'_>, scope: &Scope<'_>) -> Option<String> {
    let typed = value.string()?.value;
    let rows = scope.rows.as_ref().filter(|rows| typed == format!("{{{}}}", rows.name));
    let Some(rows) = rows else { return signal_name(value) };
    match rows.values.iter().find(|name| !is_signal(name)) {
        None => Some(typed.to_owned()),
        Some(wrong) => {
            value.fault(Message::new("fault-not-among").with("key", value.key).with("value", wrong.as_str()));
            None
        }
    }
}

fn is_ours(to: &At<&str>, scope: &Scope<'_>) -> bool {
    let host_init = scope.is_host_init(to.value);
    if host_init {
        scope.faults.add(&to.span, Message::new("fault-signal-host-init"));
    }
    !host_init
}

fn sender(from: &At<&str>, to: &At<&str>, scope: &Scope<'_>) -> Option<Sender> {
    if from.value == "host" {
        return Some(Sender::Host);
    }
    if !scope.shell(from) {
        return None;
    }
    if scope.container_of(from.value) != scope.container_of(to.value) {
        let message = Message::new("fault-other-container").with("name", to.value).with("shell", from.value);
        scope.faults.add(&from.span, message);
        return None;
    }
    Some(Sender::Shell(from.value.to_owned()))
}

fn wait_for(table: &mut Table<'_>, scope: &Scope<'_>) -> Option<Action> {
    let process = table.need_string("await");
    let until = table.need("until").and_then(|value| until(&value));
    let process = process.filter(|process| scope.living(process))?;
    if process.value.strip_suffix(".init").is_some() {
        scope.faults.add(&process.span, Message::new("fault-await-init"));
        return None;
    }
    Some(Action::Await { process: process.value.to_owned(), until: until? })
}

fn until(value: &Value<'_>) -> Option<Until> {
    let typed = value.string()?.value;
    let found = UNTIL.into_iter().find(|(word, _)| *word == typed);
    if found.is_none() {
        value.not_among(typed, &UNTIL.map(|(word, _)| word));
    }
    found.map(|(_, until)| until)
}
