//! Text from outside made safe for a terminal.
//!
//! Names and command lines of processes are bytes that anybody may choose (`prctl(2)` `PR_SET_NAME`).
//! Printable text, Hangul included, stays as it is; control characters, invisible and direction-changing
//! characters and bytes that are no UTF-8 are shown as escapes.

use std::fmt::Write as _;

/// Escapes bytes: invalid UTF-8 as `\x80`, unprintable characters as [`text`] does.
pub fn bytes(raw: &[u8]) -> String {
    let mut out = String::with_capacity(raw.len());
    for chunk in raw.utf8_chunks() {
        push_text(&mut out, chunk.valid());
        for byte in chunk.invalid() {
            let _ = write!(out, "\\x{byte:02x}");
        }
    }
    out
}

/// Escapes what a terminal would act upon or not show: `\n`, `\x1b`, `\u{202e}`.
pub fn text(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    push_text(&mut out, raw);
    out
}

/// Source text without what a terminal would act upon; every byte keeps its place. ASCII control characters are left
/// to whoever draws it with a marker below, and has pictures for them.
pub fn source(raw: &str) -> String {
    let harmless = |c: char| c.is_ascii() || !is_unseen(c);
    let piece = |c: char| if harmless(c) { c.to_string() } else { "?".repeat(c.len_utf8()) };
    raw.chars().map(piece).collect()
}

fn push_text(out: &mut String, raw: &str) {
    for c in raw.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if (c as u32) < 0x20 || c == '\u{7f}' => {
                let _ = write!(out, "\\x{:02x}", c as u32);
            }
            c if is_unseen(c) => {
                let _ = write!(out, "\\u{{{:x}}}", c as u32);
            }
            c => out.push(c),
        }
    }
}

/// Whether a terminal would act upon it, or not show it.
pub fn is_harmful(c: char) -> bool {
    (c as u32) < 0x20 || c == '\u{7f}' || is_unseen(c)
}

/// C1 controls, zero-width and direction-changing characters, line separators, tags.
fn is_unseen(c: char) -> bool {
    matches!(c,
        '\u{80}'..='\u{9f}' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn printable_text_stays() {
        assert_eq!(bytes("sleep 60 좀비".as_bytes()), "sleep 60 좀비");
    }

    #[test]
    fn what_a_terminal_would_act_upon_is_shown() {
        assert_eq!(bytes(b"a\x1b[2Jb\nc\x80\xff"), "a\\x1b[2Jb\\nc\\x80\\xff");
        assert_eq!(text("\u{202e}abc\u{9b}"), "\\u{202e}abc\\u{9b}");
    }
}
