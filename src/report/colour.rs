//! What a line means → its colour; the one place that knows colours.

use crate::output::Style;
use colored::{ColoredString, Colorize as _};

/// What a line, or a word in it, is about. A colour only repeats what the text or a mark already says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Meaning {
    /// Nothing special.
    #[default]
    Plain,
    /// There for context: ancestors, legends, notes.
    Dim,
    /// Ended, but its status has not been collected.
    Zombie,
    /// Its parent died; it has a new one.
    Orphan,
    /// Was not there before.
    New,
    /// Is not there any more.
    Gone,
    /// In another PID namespace than the reader.
    Foreign,
    /// A heading.
    Heading,
    /// It is as expected.
    Good,
    /// It is not as expected.
    Bad,
}

/// `text` in the colour of what it means; as it is where colours are not wanted.
pub fn paint(text: &str, meaning: Meaning, style: Style) -> String {
    if !style.color || meaning == Meaning::Plain || text.is_empty() {
        return text.to_owned();
    }
    coloured(text, meaning).to_string()
}

/// Colours that can be told apart on dark and on light ground: no yellow, no plain blue.
fn coloured(text: &str, meaning: Meaning) -> ColoredString {
    match meaning {
        Meaning::Plain => text.normal(),
        Meaning::Dim => text.dimmed(),
        Meaning::Zombie | Meaning::Bad => text.red().bold(),
        Meaning::Orphan => text.magenta().bold(),
        Meaning::New | Meaning::Good => text.green(),
        Meaning::Gone => text.dimmed().strikethrough(),
        Meaning::Foreign => text.cyan(),
        Meaning::Heading => text.bold(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_colour_nothing_is_added() {
        let style = Style { color: false, width: 80 };
        assert_eq!(paint("좀비", Meaning::Zombie, style), "좀비");
    }

    #[test]
    fn with_colour_the_text_is_whole_between_escapes() {
        colored::control::set_override(true);
        let painted = paint("좀비", Meaning::Zombie, Style { color: true, width: 80 });
        assert!(painted.starts_with("\x1b[") && painted.ends_with("\x1b[0m"), "{painted:?}");
        assert!(painted.contains("좀비"));
    }
}
