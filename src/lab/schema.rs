//! The JSON Schema of lab files, for editors: what [`parse`](super::parse()) allows, as far as a schema can say
//! it. `tests/schema.rs` holds the two against each other.
//!
//! Draft 7, the newest that taplo reads, and without `$ref`: beside one, taplo shows no description.

#![allow(clippy::needless_pass_by_value, reason = "a schema is put together from smaller ones")]

use super::action::UNTIL;
use super::claims::claim_ids;
use super::deeds::errnos;
use super::expect::REACTIONS;
use super::facts::{COMM, COUNT, LEVELS, PIDS, STATES, STATUS, signals};
use super::inits::inits;
use super::parse::{FORMAT, PID_LIMITS, SECONDS};
use super::scope::RESERVED;
use crate::i18n::Words;
use crate::snapshot::State;
use serde_json::{Map, Value, json};
use std::ops::RangeInclusive;

/// Names of containers and processes.
const NAME: &str = "^[a-z][a-z0-9_]*$";

/// Names of processes, `ubuntu.init` among them.
const PROCESS: &str = r"^[a-z][a-z0-9_]*(\.init)?$";

/// The schema, its descriptions in the language of `words`.
pub fn schema(words: &Words) -> Value {
    let tables = Tables { words };
    let mut schema = tables.lab();
    schema["$schema"] = json!("http://json-schema.org/draft-07/schema#");
    schema["title"] = json!(words.get("schema-title"));
    schema["description"] = json!(words.get("schema-about"));
    schema
}

/// A key of a table, and what may stand there.
struct Key {
    name: &'static str,
    needed: bool,
    value: Value,
}

fn needed(name: &'static str, value: Value) -> Key {
    Key { name, needed: true, value }
}

fn may(name: &'static str, value: Value) -> Key {
    Key { name, needed: false, value }
}

struct Tables<'a> {
    words: &'a Words,
}

impl Tables<'_> {
    /// A table with these keys and no others; each is described by the sentence `schema-KIND-KEY`.
    fn table(&self, kind: &str, keys: Vec<Key>) -> Value {
        let described = |mut key: Key| {
            key.value["description"] = json!(self.words.get(&format!("schema-{kind}-{}", key.name)));
            key
        };
        closed(keys.into_iter().map(described).collect())
    }

    fn lab(&self) -> Value {
        self.table(
            "lab",
            vec![
                needed("format", json!({ "type": "integer", "enum": [FORMAT] })),
                needed("id", pattern("^[a-z][a-z0-9-]*$")),
                needed("title", self.text()),
                needed("story", self.text()),
                may("claims", list(one_of(&claim_ids().collect::<Vec<_>>()))),
                may("needs", list(string())),
                may("kernel", pattern(r"^[0-9]+\.[0-9]+$")),
                may("seconds", seconds()),
                may("grace", seconds()),
                may("sources", list(string())),
                may("files", files()),
                needed("containers", not_empty(named(new_name(), self.container()))),
                needed("step", list(self.step())),
                may("lesson", list(self.outcome())),
            ],
        )
    }

    fn text(&self) -> Value {
        self.table("choice", vec![needed("en", string()), needed("ko", string())])
    }

    fn container(&self) -> Value {
        let names: Vec<_> = inits().iter().map(|init| init.name.as_str()).chain(["host"]).collect();
        let init = any_of([one_of(&names), pattern(r"/|\S.* | .*\S")]);
        self.table(
            "container",
            vec![
                needed("init", init),
                may("fixed", boolean()),
                may("real", self.real()),
                may("files", files()),
                may("pids", within(&PID_LIMITS)),
                may("nests", boolean()),
            ],
        )
    }

    fn real(&self) -> Value {
        let keys = vec![
            needed("programs", at_least(1, string())),
            needed("init", pattern(r"\{program\}")),
            may("files", files()),
        ];
        self.table("real", keys)
    }

    fn step(&self) -> Value {
        let mut step = self.table(
            "step",
            vec![
                needed("title", self.text()),
                needed("do", self.action()),
                may("each", rows()),
                may("docker", string()),
                may("say", self.text()),
                may("ask", self.text()),
                may("choices", at_least(2, self.choice())),
                may("because", self.text()),
                may("meet", named(new_name(), self.stranger())),
                may("expect", list(self.expect())),
                may("then", list(self.outcome())),
                may("explain", self.text()),
            ],
        );
        let reason = json!([{ "required": ["because"] }, { "required": ["explain"] }]);
        step["dependencies"] = json!({
            "ask": { "required": ["choices"], "anyOf": reason },
            "choices": ["ask"],
            "because": ["ask"],
        });
        step
    }

    fn action(&self) -> Value {
        let signal = any_of([one_of(&signals()), pattern(r"^\{[a-z][a-z0-9_]*\}$")]);
        let until = UNTIL.map(|(word, _)| word);
        let verbs = [
            vec![needed("start", pattern(NAME))],
            vec![needed("remove", pattern(NAME))],
            vec![needed("stop", pattern(NAME))],
            vec![
                needed("exec", at_least(1, string())),
                needed("in", pattern(NAME)),
                needed("as", new_name()),
                may("forget", boolean()),
            ],
            vec![needed("collect", pattern(NAME))],
            vec![needed("type", string()), needed("into", pattern(NAME))],
            vec![needed("signal", signal), needed("to", pattern(PROCESS)), needed("from", pattern(NAME))],
            vec![needed("await", pattern(NAME)), needed("until", one_of(&until))],
        ];
        json!({ "oneOf": verbs.map(|keys| self.table("do", keys)) })
    }

    fn stranger(&self) -> Value {
        self.table("meet", vec![needed("comm", comm()), needed("child_of", pattern(PROCESS))])
    }

    /// The facts that may be expected; a `when` may look back too.
    fn facts(&self, back: bool) -> Value {
        let states = STATES.map(State::word);
        let mut keys = vec![
            may("state", any_of([one_of(&states), at_least(1, one_of(&states))])),
            may("parent", pattern(PROCESS)),
            may("comm", comm()),
            may("pid", within(&PIDS)),
            may("ppid", within(&(0..=*PIDS.end()))),
            may("levels", within(&LEVELS)),
            may("same_as", pattern(PROCESS)),
            may("ended", ended()),
            may("memory", boolean()),
            may("wchan", string()),
        ];
        keys.extend(back.then(|| may("was", one_of(&states))));
        not_empty(self.table("facts", keys))
    }

    /// Its keys are names of processes but for those that are named here.
    fn expect(&self) -> Value {
        let counted = STATES.into_iter().filter(|state| *state != State::Gone);
        let counted = counted.map(|state| may(state.word(), within(&COUNT))).collect();
        let keys = vec![
            may("if", condition()),
            may("rc", within(&STATUS)),
            may("prints", string()),
            may("prints_not", string()),
            may("killed", boolean()),
            may("refused", one_of(&errnos())),
            may("collected", list(pattern(PROCESS))),
            may("count", not_empty(closed(counted))),
        ];
        let mut expect = not_empty(self.table("expect", keys));
        expect["additionalProperties"] = self.facts(false);
        expect["propertyNames"] = pattern(PROCESS);
        // A condition alone is no expectation.
        expect["dependencies"] = json!({ "if": { "minProperties": 2 } });
        expect
    }

    fn choice(&self) -> Value {
        self.told(needed("when", self.when()))
    }

    fn outcome(&self) -> Value {
        self.told(may("when", self.when()))
    }

    fn told(&self, when: Key) -> Value {
        self.table("choice", vec![needed("en", string()), needed("ko", string()), when])
    }

    fn when(&self) -> Value {
        not_empty(named(pattern(PROCESS), self.facts(true)))
    }
}

/// A table with these keys and no others, which explain themselves.
fn closed(keys: Vec<Key>) -> Value {
    let required: Vec<_> = keys.iter().filter(|key| key.needed).map(|key| key.name).collect();
    let properties: Map<String, Value> =
        keys.into_iter().map(|key| (key.name.to_owned(), key.value)).collect();
    json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false })
}

/// A table whose keys are names.
fn named(name: Value, value: Value) -> Value {
    json!({ "type": "object", "propertyNames": name, "additionalProperties": value })
}

fn not_empty(mut table: Value) -> Value {
    table["minProperties"] = json!(1);
    table
}

fn list(items: Value) -> Value {
    json!({ "type": "array", "items": items })
}

fn at_least(number: usize, items: Value) -> Value {
    json!({ "type": "array", "items": items, "minItems": number })
}

/// A string with something in it.
fn string() -> Value {
    pattern(r"\S")
}

fn pattern(pattern: &str) -> Value {
    json!({ "type": "string", "pattern": pattern })
}

fn one_of(words: &[impl serde::Serialize]) -> Value {
    json!({ "type": "string", "enum": words })
}

fn any_of(all: [Value; 2]) -> Value {
    json!({ "anyOf": all })
}

fn boolean() -> Value {
    json!({ "type": "boolean" })
}

fn within(range: &RangeInclusive<i64>) -> Value {
    json!({ "type": "integer", "minimum": range.start(), "maximum": range.end() })
}

fn seconds() -> Value {
    json!({ "type": "number", "minimum": SECONDS.start(), "maximum": SECONDS.end() })
}

/// A name that is given here.
fn new_name() -> Value {
    json!({ "type": "string", "pattern": NAME, "not": { "enum": RESERVED } })
}

fn comm() -> Value {
    json!({ "type": "string", "pattern": r"\S", "maxLength": COMM })
}

fn files() -> Value {
    named(pattern("^/(run|tmp)/."), string())
}

fn rows() -> Value {
    let mut rows = not_empty(named(pattern(NAME), at_least(1, string())));
    rows["maxProperties"] = json!(1);
    rows
}

fn ended() -> Value {
    let status = any_of([within(&STATUS), one_of(&["any"])]);
    json!({ "oneOf": [
        closed(vec![needed("status", status)]),
        closed(vec![needed("signal", one_of(&signals()))]),
    ] })
}

fn condition() -> Value {
    let reactions = one_of(&REACTIONS.map(|(word, _)| word));
    let on = ["TERM", "INT"].map(|signal| closed(vec![needed(signal, reactions.clone())]));
    json!({ "oneOf": [
        closed(vec![needed("reaps", boolean())]),
        closed(vec![needed("host", boolean())]),
        closed(vec![needed("on", json!({ "oneOf": on }))]),
    ] })
}
