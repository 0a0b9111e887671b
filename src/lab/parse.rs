//! A lab file's text → [`Lab`], or everything that is wrong with it.

use super::claims::claim_ids;
use super::fault::{Fault, Faults};
use super::inits::{find_init, inits};
use super::model::{Container, Lab};
use super::reader::{At, Table, Value};
use super::scope::{Scope, is_name};
use super::{inline, real, step};
use crate::i18n::Message;
use toml::de::DeTable;

/// The format that this pidlab reads.
pub(super) const FORMAT: i64 = 1;

/// Shortest and longest sleep of a lab, in seconds.
pub const SECONDS: std::ops::RangeInclusive<f64> = 0.1..=3600.0;

/// The limits of PIDs that a container may have: below 301 the kernel takes none.
pub(super) const PID_LIMITS: std::ops::RangeInclusive<i64> = 301..=1_000_000;

/// Reads and checks a lab.
///
/// # Errors
/// All its faults, in the order of the file; of broken TOML the first one.
pub fn parse(source: &str) -> Result<Lab, Vec<Fault>> {
    let document = DeTable::parse(source).map_err(|error| vec![syntax(source, &error)])?;
    let faults = Faults::default();
    inline::check(&document, source, &faults);
    let lab = read(Table::new(document.get_ref(), 0..0, &faults), source);
    match lab {
        Some(lab) if faults.count() == 0 => Ok(lab),
        _ => Err(faults.into_sorted()),
    }
}

fn syntax(source: &str, error: &toml::de::Error) -> Fault {
    let span = error.span().unwrap_or(source.len()..source.len());
    let message = Message::new("fault-toml").with("error", error.message());
    Fault { span, message, help: Vec::new() }
}

fn read(mut table: Table<'_>, source: &str) -> Option<Lab> {
    let faults = table.faults();
    let mut scope = Scope::new(faults);
    format(&mut table);
    let id = table.need("id").and_then(|value| id(&value));
    let title = table.need_text("title");
    let story = table.need_text("story");
    let claims = claims(&mut table);
    let needs = strings(&mut table, "needs");
    let kernel = table.take("kernel").and_then(|value| kernel(&value));
    let duration = |value: Option<Value<'_>>| value.map_or(Some(2.0), |value| seconds(&value));
    let (seconds, grace) = (duration(table.take("seconds")), duration(table.take("grace")));
    let sources = strings(&mut table, "sources");
    let shared = table.take("files").map(|value| files(&value)).unwrap_or_default();
    let containers = table.need("containers").map(|value| containers(&value, &shared, &mut scope));
    let steps = table.need("step").and_then(|value| value.list()).unwrap_or_default();
    let steps = steps.iter().filter_map(|value| step::read(value, &mut scope, source)).collect();
    let lessons = step::outcomes(&mut table, "lesson", &scope);
    table.finish();
    Some(Lab {
        id: id?,
        title: title?,
        story: story?,
        claims,
        needs,
        kernel,
        seconds: seconds?,
        grace: grace?,
        sources,
        containers: containers?,
        steps,
        lessons,
    })
}

fn format(table: &mut Table<'_>) {
    let Some(value) = table.need("format") else { return };
    if value.integer().is_some_and(|format| format.value != FORMAT) {
        value.fault(Message::new("fault-format").with("format", FORMAT));
    }
}

/// Small letters, digits and `-`: it is typed on the command line.
fn id(value: &Value<'_>) -> Option<String> {
    let id = value.string()?.value;
    let fits = id.starts_with(|first: char| first.is_ascii_lowercase())
        && id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    if !fits {
        value.fault(Message::new("fault-id").with("id", id));
    }
    fits.then(|| id.to_owned())
}

fn claims(table: &mut Table<'_>) -> Vec<String> {
    let values = table.list("claims");
    values.iter().filter_map(claim).collect()
}

/// One of claims.toml.
fn claim(value: &Value<'_>) -> Option<String> {
    let typed = value.string()?.value;
    if claim_ids().any(|id| id == typed) {
        return Some(typed.to_owned());
    }
    let ids: Vec<&str> = claim_ids().collect();
    value.not_among(typed, &ids);
    None
}

fn strings(table: &mut Table<'_>, key: &'static str) -> Vec<String> {
    let strings = table.take(key).and_then(|value| value.strings()).unwrap_or_default();
    strings.iter().map(|string| string.value.to_owned()).collect()
}

/// `kernel = "6.14"`
fn kernel(value: &Value<'_>) -> Option<(u32, u32)> {
    let typed = value.string()?.value;
    let version = typed.split_once('.').and_then(|(a, b)| Some((a.parse().ok()?, b.parse().ok()?)));
    if version.is_none() {
        value.fault(Message::new("fault-kernel").with("value", typed));
    }
    version
}

fn seconds(value: &Value<'_>) -> Option<f64> {
    let seconds = value.number()?;
    if !SECONDS.contains(&seconds) {
        value.out_of_range(&SECONDS.start().to_string(), &SECONDS.end().to_string());
        return None;
    }
    Some(seconds)
}

fn containers(value: &Value<'_>, shared: &[(String, String)], scope: &mut Scope<'_>) -> Vec<Container> {
    let Some(mut table) = value.table() else { return Vec::new() };
    let values = table.rest();
    if values.is_empty() {
        value.fault(Message::new("fault-no-container"));
    }
    values.iter().filter_map(|value| container(value, shared, scope)).collect()
}

fn container(value: &Value<'_>, shared: &[(String, String)], scope: &mut Scope<'_>) -> Option<Container> {
    let name = At { value: value.key, span: value.key_span.clone() };
    let mut table = value.table()?;
    let init = table.need("init").and_then(|value| init(&value));
    let fixed = table.take("fixed").and_then(|value| value.boolean());
    let pids = table.take("pids").and_then(|value| value.integer_in(PID_LIMITS)).map(|n| n as u32);
    let nests = table.take("nests").and_then(|value| value.boolean()).unwrap_or(false);
    let real = table.take("real").and_then(|value| real::read(&value, shared));
    let own = table.take("files").map(|value| files(&value)).unwrap_or_default();
    let files = own.into_iter().chain(shared.iter().cloned()).collect();
    table.finish();
    let host = init.as_deref() == Some("host");
    scope.add_container(&name, host);
    is_name(name.value).then_some(())?;
    let name = name.value.to_owned();
    Some(Container { name, init: init?, fixed: fixed.unwrap_or(false), real, files, pids, nests })
}

/// `files = { "/run/start.sh" = "…" }`, where containers are writable.
pub(super) fn files(value: &Value<'_>) -> Vec<(String, String)> {
    let Some(mut table) = value.table() else { return Vec::new() };
    table.rest().iter().filter_map(file).collect()
}

fn file(value: &Value<'_>) -> Option<(String, String)> {
    let path = value.key;
    let name = path.strip_prefix("/run/").or_else(|| path.strip_prefix("/tmp/"));
    if name.is_none_or(|name| name.is_empty() || name.split('/').any(|part| part == "..")) {
        let place = At { value: path, span: value.key_span.clone() };
        value.fault_at(&place, Message::new("fault-file").with("path", path));
        return None;
    }
    Some((path.to_owned(), value.string()?.value.to_owned()))
}

/// A named init, the host, or plainly a command.
fn init(value: &Value<'_>) -> Option<String> {
    let init = value.string()?.value;
    let command = init.contains([' ', '/']);
    if command || init == "host" || find_init(init).is_some() {
        return Some(init.to_owned());
    }
    let names: Vec<_> = inits().iter().map(|init| init.name.as_str()).chain(["host"]).collect();
    value.not_among(init, &names);
    None
}
