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
}

impl Head {
    /// Of a lab file; empty if its beginning is no TOML. Arrays of tables come last in a lab: what stands
    /// before the first is whole by itself.
    pub(super) fn of(source: &str) -> Self {
        let end = source.find("\n[[").unwrap_or(source.len());
        toml::from_str(&source[..end]).unwrap_or_default()
    }

    /// The PID 1 of its first container.
    pub fn init(&self) -> &str {
        let first = self.containers.values().next();
        first.and_then(|container| container.get("init")).and_then(toml::Value::as_str).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_head_is_read_and_the_rest_is_not() {
        let source = "id = 'x'\ntitle = { en = 'a', ko = 'b' }\nclaims = ['A1']\n[containers.c]\ninit = 'tini'\n[[step]]\n{{{";
        let head = Head::of(source);
        assert_eq!((head.title.en.as_str(), head.claims.len(), head.init()), ("a", 1, "tini"));
        assert_eq!(Head::of("{{{"), Head::default());
    }
}
