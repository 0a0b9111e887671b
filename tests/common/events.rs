//! What `--format json` says, read back.

use super::Ended;
use serde_json::Value;

/// The events of a run, in order.
pub struct Events(pub Vec<Value>);

impl Ended {
    /// Standard output as JSON Lines; every line must be an object with an `event`.
    #[track_caller]
    pub fn events(&self) -> Events {
        let parsed = |line: &str| -> Value {
            let value: Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
            assert!(value["event"].is_string(), "{line}");
            value
        };
        Events(self.stdout.lines().map(parsed).collect())
    }
}

impl Events {
    /// All of one kind.
    pub fn of<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a Value> {
        self.0.iter().filter(move |event| event["event"] == kind)
    }

    /// The only one of a kind.
    #[track_caller]
    pub fn only<'a>(&'a self, kind: &'a str) -> &'a Value {
        let found: Vec<&Value> = self.of(kind).collect();
        assert_eq!(found.len(), 1, "{kind}");
        found[0]
    }

    /// The tree after a step.
    #[track_caller]
    pub fn after(&self, step: u64) -> Tree<'_> {
        let found = self.of("observed").find(|it| it["step"] == step && it["moment"] == "after");
        Tree(found.unwrap_or_else(|| panic!("no tree after step {step}")))
    }

    /// `as_expected`, `differs` or `observed`.
    pub fn verdict(&self) -> &str {
        self.only("lab_finished")["verdict"].as_str().unwrap()
    }

    /// How many zombies were there before the end.
    pub fn zombies(&self) -> u64 {
        self.only("lab_finished")["zombies_left"].as_u64().unwrap()
    }
}

/// An `observed` event.
pub struct Tree<'a>(pub &'a Value);

impl<'a> Tree<'a> {
    pub fn processes(&self) -> &'a Vec<Value> {
        self.0["processes"].as_array().unwrap()
    }

    /// The process that the lab calls so; none if it is not there.
    pub fn find(&self, name: &str) -> Option<&'a Value> {
        self.processes().iter().find(|process| process["name"] == name)
    }

    /// The process that the lab calls so.
    #[track_caller]
    pub fn process(&self, name: &str) -> &'a Value {
        self.find(name).unwrap_or_else(|| panic!("no {name} in {}", self.0))
    }

    /// The changes of a named process, in order.
    pub fn changes(&self, name: &str) -> Vec<&'a str> {
        let changes = self.0["changes"].as_array().unwrap().iter();
        changes.filter(|it| it["name"] == name).map(|it| it["change"].as_str().unwrap()).collect()
    }
}
