//! Standard error: how an error is shown.

use crate::error::{Exit, Told};
use crate::i18n::{Lang, Message, Words};
use crate::output::Style;
use crate::wrap::wrap;
use colored::{Color, Colorize as _};
use std::io::Write as _;
use std::panic::PanicHookInfo;
use unicode_width::UnicodeWidthStr as _;

/// Writes the error and its hint. `color` as for [`Style::of`]. Nobody may be there to read: that changes
/// nothing of how the program ends.
pub fn tell(told: &Told, words: &Words, color: Option<bool>) {
    let mut stream = std::io::stderr();
    let style = Style::of(&stream, color);
    // The last thing to be drawn: standard output needs the override no more.
    colored::control::set_override(style.color);
    let _ = stream.write_all(rendered(told, words, style.width).as_bytes());
}

fn rendered(told: &Told, words: &Words, width: usize) -> String {
    let mut text = match &told.excerpt {
        Some(excerpt) => format!("{}\n", excerpt.trim_end()),
        None => labelled(&words.get("error-label"), Color::Red, &words.say(&told.message), width),
    };
    if let Some(hint) = &told.hint {
        text += &labelled(&words.get("hint-label"), Color::Cyan, &words.say(hint), width);
    }
    text
}

/// `label: text`, wrapped, further lines below the text.
fn labelled(label: &str, color: Color, text: &str, width: usize) -> String {
    let indent = " ".repeat(label.width() + 2);
    let wrapped = wrap(text, width, &indent, &indent);
    format!("{}: {}\n", label.color(color).bold(), wrapped.trim_start())
}

/// From now on a panic is told like any error and ends the program like one. Nothing unwinds: the shim
/// notices that nobody is left and ends what was started, as after a SIGKILL.
pub fn report_panics(lang: Lang, color: Option<bool>) {
    std::panic::set_hook(Box::new(move |panic| {
        tell(&panicked(panic), &Words::new(lang), color);
        std::process::exit(Exit::Failed as i32);
    }));
}

fn panicked(panic: &PanicHookInfo<'_>) -> Told {
    let what = panic.payload_as_str().unwrap_or("?");
    let place =
        panic.location().map_or_else(String::new, |at| format!("{}:{}", file_name(at.file()), at.line()));
    Told {
        exit: Exit::Failed,
        message: Message::new("error-panic").with("what", what).with("place", place),
        hint: Some(Message::new("error-panic-hint")),
        excerpt: None,
    }
}

/// Without the folders of the machine on which the program was built.
fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Error;

    fn plain(error: Error, lang: Lang, width: usize) -> String {
        colored::control::set_override(false);
        let Error::Told(told) = error else { panic!("an error that tells something") };
        rendered(&told, &Words::new(lang), width)
    }

    #[test]
    fn message_and_hint_are_wrapped_below_themselves() {
        let error = Error::call("open(\"/a/long/path/that/cannot/be/broken\")", nix::errno::Errno::EACCES)
            .hint(Message::new("error-panic-hint"));
        let text = plain(error, Lang::En, 40);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[0], "error: open(\"/a/long/path/that/cannot/be/broken\"):", "{text}");
        assert_eq!(lines[1], "       Permission denied (EACCES)");
        assert!(lines[2].starts_with("hint: ") && lines[3].starts_with("      with"), "{text}");
    }

    #[test]
    fn hangul_counts_two_columns() {
        let error = Error::failed(Message::new("error-panic").with("what", "x").with("place", "y"));
        let text = plain(error, Lang::Ko, 40);
        assert!(text.starts_with("오류: "), "{text}");
        assert!(text.lines().all(|line| line.width() <= 40), "{text}");
    }

    #[test]
    fn an_excerpt_stands_for_the_message() {
        let Error::Told(mut told) = Error::usage(Message::new("error-panic-hint")) else { panic!() };
        told.excerpt = Some("file.toml:1:1\n".into());
        assert_eq!(rendered(&told, &Words::new(Lang::En), 80), "file.toml:1:1\n");
    }
}
