//! What a lab says of itself before its first step.

use super::inits::text;
use crate::i18n::Text;
use serde::Deserialize;

/// The part of a lab that a list shows.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
pub struct Head {
    /// What it shows, in a line.
    #[serde(deserialize_with = "text")]
    pub title: Text,
    /// Ids of the course's claims that it tests.
    #[serde(default)]
    pub claims: Vec<String>,
    #[serde(default)]
    containers: toml::Table,
    /// The container that comes first in the file: a TOML table has no order.
    #[serde(skip)]
    first: String,
}

impl Head {
    /// Of a lab file; empty if its beginning is no TOML. Arrays of tables come last in a lab: what stands
    /// before the first is whole by itself.
    pub(super) fn of(source: &str) -> Self {
        let end = source.find("\n[[").unwrap_or(source.len());
        let head: Self = toml::from_str(&source[..end]).unwrap_or_default();
        let first = source[..end].split("\n[containers.").nth(1);
        let first = first.and_then(|rest| rest.split([']', '.']).next()).unwrap_or_default().to_owned();
        Self { first, ..head }
    }

    /// How many containers it has.
    pub fn containers(&self) -> usize {
        self.containers.len()
    }

    /// The PID 1 of its first container.
    pub fn init(&self) -> &str {
        let first = self.containers.get(&self.first).or_else(|| self.containers.values().next());
        first.and_then(|container| container.get("init")).and_then(toml::Value::as_str).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_head_is_read_and_the_rest_is_not() {
        let source = "id = 'x'\ntitle = { en = 'a', ko = 'b' }\nclaims = ['A1']\n[containers.c]\ninit = 'tini'\n\
            [containers.a]\ninit = 'sleep'\n[[step]]\n{{{";
        let head = Head::of(source);
        assert_eq!((head.title.en.as_str(), head.claims.len(), head.init()), ("a", 1, "tini"));
        assert_eq!(head.containers(), 2);
        assert_eq!(Head::of("{{{"), Head::default());
    }
}
