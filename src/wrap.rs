//! Sentences into columns.

/// Between the words of a command: a line never ends there.
const TIED: &str = "\u{a0}";

/// Wraps text at its spaces to `width` columns (Hangul takes two), `first` and `further` before its lines.
/// No word is ever broken, nor a command in backquotes: people copy them.
pub fn wrap(text: &str, width: usize, first: &str, further: &str) -> String {
    let options = textwrap::Options::new(width)
        .initial_indent(first)
        .subsequent_indent(further)
        .word_separator(textwrap::WordSeparator::AsciiSpace)
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
        .break_words(false);
    textwrap::fill(&tied(text), options).replace(TIED, " ")
}

fn tied(text: &str) -> String {
    let parts = text.split('`').enumerate();
    let parts: Vec<String> =
        parts.map(|(n, part)| if n % 2 == 1 { part.replace(' ', TIED) } else { part.to_owned() }).collect();
    parts.join("`")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_stay_in_one_line() {
        assert_eq!(
            wrap("see `pidlab run --help` or ask", 20, "", "  "),
            "see\n  `pidlab run --help`\n  or ask"
        );
    }

    #[test]
    fn hangul_takes_two_columns() {
        assert_eq!(wrap("좀비 프로세스 회수", 14, "", ""), "좀비 프로세스\n회수");
    }
}
