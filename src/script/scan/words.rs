//! One word: quotes taken off, expansions left as they are.

use super::{Scanner, Word};

impl Scanner<'_> {
    pub(super) fn take_word(&mut self) -> Word {
        let start = self.at;
        let (mut text, mut literal) = (String::new(), true);
        while let Some(c) = self.rest().chars().next() {
            match c {
                '(' if self.at > start && self.text[start..self.at].ends_with(['=', '?', '*', '+', '@']) => {
                    self.nested(&mut text, "(", ')');
                    literal = false;
                }
                '<' | '>' if self.starts("<(") || self.starts(">(") => {
                    self.nested(&mut text, &self.rest()[..2], ')');
                    literal = false;
                }
                ' ' | '\t' | '\r' | '\n' | ';' | '&' | '|' | '(' | ')' | '<' | '>' => break,
                '\'' => {
                    let quoted = self.rest()[1..].split('\'').next().unwrap_or_default();
                    text.push_str(quoted);
                    self.at = (self.at + quoted.len() + 2).min(self.text.len());
                }
                '"' => literal &= self.double_quoted(&mut text),
                '\\' => {
                    self.at += 1;
                    if let Some(escaped) = self.rest().chars().next() {
                        self.at += escaped.len_utf8();
                        if escaped != '\n' {
                            text.push(escaped);
                        }
                    }
                }
                '$' | '`' => {
                    self.expansion(&mut text);
                    literal = false;
                }
                c => {
                    literal &= !matches!(c, '*' | '?' | '[' | '~' | '{');
                    text.push(c);
                    self.at += c.len_utf8();
                }
            }
        }
        Word { text, span: start..self.at, literal }
    }

    /// Whether it is literal.
    fn double_quoted(&mut self, text: &mut String) -> bool {
        self.at += 1;
        let mut literal = true;
        while let Some(c) = self.rest().chars().next() {
            match c {
                '"' => {
                    self.at += 1;
                    break;
                }
                '\\' => {
                    self.at += 1;
                    let Some(escaped) = self.rest().chars().next() else { break };
                    self.at += escaped.len_utf8();
                    match escaped {
                        '\n' => {}
                        '"' | '\\' | '$' | '`' => text.push(escaped),
                        other => text.extend(['\\', other]),
                    }
                }
                '$' | '`' => {
                    self.expansion(text);
                    literal = false;
                }
                c => {
                    text.push(c);
                    self.at += c.len_utf8();
                }
            }
        }
        literal
    }

    /// `$name`, `${…}`, `$(…)`, `` `…` ``: taken as it is.
    fn expansion(&mut self, text: &mut String) {
        if self.starts("${") {
            self.nested(text, "${", '}');
        } else if self.starts("$(") {
            self.nested(text, "$(", ')');
        } else if self.starts("`") {
            let length = self.rest()[1..].find('`').map_or(self.rest().len(), |found| found + 2);
            text.push_str(&self.rest()[..length]);
            self.at += length;
        } else {
            text.push('$');
            self.at += 1;
        }
    }

    /// Up to the bracket that closes this one, quotes and further brackets in it skipped.
    fn nested(&mut self, text: &mut String, open: &str, close: char) {
        let start = self.at;
        self.at += open.len();
        let opening = open.chars().last().unwrap_or('(');
        let mut depth = 1;
        while let Some(c) = self.rest().chars().next() {
            self.at += c.len_utf8();
            match c {
                '\\' => self.at += self.rest().chars().next().map_or(0, char::len_utf8),
                '\'' => self.at += self.rest().find('\'').map_or(self.rest().len(), |found| found + 1),
                '"' => {
                    self.at -= 1;
                    self.double_quoted(&mut String::new());
                }
                c if c == opening => depth += 1,
                c if c == close => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                break;
            }
        }
        text.push_str(&self.text[start..self.at]);
    }
}
