//! A shell script's text as simple commands, with what stands between them.

mod words;

use std::ops::Range;

/// What was read of a script.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Script {
    /// Its simple commands, in the order of the text.
    pub commands: Vec<Command>,
    /// Its `while` and `until` loops, in the order of their ends.
    pub loops: Vec<Loop>,
}

/// A simple command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    /// Its words, assignments before it included, redirections not.
    pub words: Vec<Word>,
    /// From its first word to the end of the last one or of a redirection.
    pub span: Range<usize>,
    /// What ends it.
    pub end: End,
    /// Where what ends it is over: behind the `&`, the `;` or the newline.
    pub until: usize,
    /// Whether it is run by the script's own shell: not in `( )`, not in a pipeline, and not negated.
    pub own: bool,
    /// How many compound commands it stands in.
    pub depth: usize,
}

/// A word of a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Without its quotes.
    pub text: String,
    /// Where.
    pub span: Range<usize>,
    /// Whether the shell would leave it as it is: no variable, no substitution, no pattern.
    pub literal: bool,
}

/// What follows a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// A newline, `;`, the end of what it stands in.
    Line,
    /// `&`
    Background,
    /// `&&`
    And,
    /// `||`
    Or,
    /// `|`
    Pipe,
}

/// A `while` or `until` loop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loop {
    /// From its first word to `done`.
    pub span: Range<usize>,
    /// Whether `until` begins it.
    pub until: bool,
    /// Its condition, as indices into the commands.
    pub condition: Range<usize>,
    /// What it repeats, the same.
    pub body: Range<usize>,
    /// What follows it.
    pub end: End,
    /// Where that is over.
    pub end_at: usize,
    /// Whether it is run by the script's own shell.
    pub own: bool,
}

impl Command {
    /// Its words without assignments before them.
    pub fn call(&self) -> &[Word] {
        let first = self.words.iter().position(|word| !is_assignment(word)).unwrap_or(self.words.len());
        &self.words[first..]
    }

    /// The name of the program or builtin, without folders.
    pub fn name(&self) -> &str {
        self.call().first().map_or("", |word| base(&word.text))
    }
}

/// Without folders: `/usr/sbin/nginx` → nginx.
pub fn base(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

fn is_assignment(word: &Word) -> bool {
    word.text.split_once('=').is_some_and(|(name, _)| {
        !name.is_empty()
            && !name.starts_with(|c: char| c.is_ascii_digit())
            && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    })
}

/// Reads a script. Text that is no shell script gives something, but nothing of use.
pub fn scan(text: &str) -> Script {
    let mut scanner = Scanner::new(text);
    scanner.run();
    scanner.script
}

/// What a command may stand in.
enum Block {
    /// `if`, `{`, `for`, a function's body
    Other,
    /// `(`
    Subshell,
    /// `case`; whether a pattern is read now.
    Case { pattern: bool },
    /// `while`, `until`: where it begins, the commands before it, and before its body.
    Loop { start: usize, until: bool, first: usize, body: Option<usize> },
}

struct Scanner<'a> {
    text: &'a str,
    at: usize,
    script: Script,
    blocks: Vec<Block>,
    words: Vec<Word>,
    span_end: usize,
    /// Whether this command reads from a pipe, or is negated.
    not_alone: bool,
    /// A loop that has just ended: what follows it is still to come.
    closed: Option<usize>,
    /// What ends each here-document that begins behind this line, and whether tabs before it count.
    heredocs: Vec<(String, bool)>,
    /// `for NAME in …`, `case WORD in`, `[[ … ]]`: words that are no command.
    header: bool,
}

impl<'a> Scanner<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            text,
            at: 0,
            script: Script::default(),
            blocks: Vec::new(),
            words: Vec::new(),
            span_end: 0,
            not_alone: false,
            closed: None,
            heredocs: Vec::new(),
            header: false,
        }
    }

    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn starts(&self, with: &str) -> bool {
        self.rest().starts_with(with)
    }

    fn run(&mut self) {
        while self.at < self.text.len() {
            self.step();
        }
        self.end(End::Line, 0);
    }

    fn step(&mut self) {
        let bytes = self.text.as_bytes();
        match bytes[self.at] {
            b' ' | b'\t' | b'\r' => self.at += 1,
            b'\\' if self.starts("\\\n") => self.at += 2,
            b'#' => self.at += self.rest().find('\n').unwrap_or(self.rest().len()),
            b'\n' => {
                self.end(End::Line, 1);
                self.skip_heredocs();
            }
            b';' => {
                let double = self.starts(";;");
                self.end(End::Line, if double { 2 } else { 1 });
                if let (true, Some(Block::Case { pattern })) = (double, self.blocks.last_mut()) {
                    *pattern = true;
                }
            }
            b'&' if self.starts("&&") => self.end(End::And, 2),
            b'&' if self.starts("&>") => self.redirection(),
            b'&' => self.end(End::Background, 1),
            b'|' if self.starts("||") => self.end(End::Or, 2),
            b'|' => self.end(End::Pipe, if self.starts("|&") { 2 } else { 1 }),
            b'(' => self.open(),
            b')' => self.close(),
            b'<' | b'>' => self.redirection(),
            b'0'..=b'9' if self.is_numbered_redirection() => self.redirection(),
            _ => self.word(),
        }
    }

    fn is_numbered_redirection(&self) -> bool {
        self.rest().trim_start_matches(|c: char| c.is_ascii_digit()).starts_with(['<', '>'])
    }

    /// `(`: arithmetic, a function's name before it, or a subshell.
    fn open(&mut self) {
        if self.words.is_empty() && self.starts("((") {
            self.at += self.rest().find("))").map_or(self.rest().len(), |found| found + 2);
            // A command of its own, whose words nobody needs.
            self.header = true;
            return;
        }
        if self.words.len() == 1 && self.rest()[1..].trim_start_matches([' ', '\t']).starts_with(')') {
            self.at += self.rest().find(')').map_or(1, |found| found + 1);
            self.words.clear();
            return;
        }
        if matches!(self.blocks.last(), Some(Block::Case { pattern: true })) {
            self.at += 1;
            return;
        }
        self.words.clear();
        self.blocks.push(Block::Subshell);
        self.at += 1;
    }

    fn close(&mut self) {
        if let Some(Block::Case { pattern }) = self.blocks.last_mut()
            && *pattern
        {
            *pattern = false;
            self.words.clear();
            self.at += 1;
            return;
        }
        self.end(End::Line, 0);
        if matches!(self.blocks.last(), Some(Block::Subshell)) {
            self.blocks.pop();
        }
        self.at += 1;
    }

    /// An operator and its target; of a here-document its end is noted.
    fn redirection(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let operators = ["<<<", "<<-", "<<", "&>>", "&>", ">>", ">&", "<&", ">|", "<>", "<", ">"];
        let operator = operators.into_iter().find(|it| self.starts(it)).unwrap_or("<");
        self.at += operator.len();
        // `<(…)` and `>(…)` are words.
        self.at += self.rest().len() - self.rest().trim_start_matches([' ', '\t']).len();
        let target = self.take_word();
        self.span_end = self.at;
        if operator == "<<" || operator == "<<-" {
            self.heredocs.push((target.text, operator == "<<-"));
        }
    }

    fn skip_heredocs(&mut self) {
        for (end, tabs) in std::mem::take(&mut self.heredocs) {
            while self.at < self.text.len() {
                let line = self.rest().split('\n').next().unwrap_or_default();
                self.at = (self.at + line.len() + 1).min(self.text.len());
                let line = line.trim_end_matches('\r');
                if (if tabs { line.trim_start_matches('\t') } else { line }) == end {
                    break;
                }
            }
        }
    }

    fn word(&mut self) {
        let start = self.at;
        let word = self.take_word();
        if self.at == start {
            self.at += self.rest().chars().next().map_or(1, char::len_utf8);
            return;
        }
        let plain = self.text[start..self.at] == word.text;
        if plain && self.words.is_empty() && self.keyword(&word) {
            return;
        }
        if plain && word.text == "in" && self.header {
            if let Some(Block::Case { pattern }) = self.blocks.last_mut() {
                *pattern = true;
                self.header = false;
                self.words.clear();
            }
            return;
        }
        self.span_end = self.at;
        self.words.push(word);
    }

    /// A reserved word where a command begins; false if it is none.
    fn keyword(&mut self, word: &Word) -> bool {
        if matches!(self.blocks.last(), Some(Block::Case { pattern: true })) && word.text != "esac" {
            return false;
        }
        match word.text.as_str() {
            "if" | "{" => self.blocks.push(Block::Other),
            "for" | "select" => {
                self.blocks.push(Block::Other);
                self.header = true;
            }
            "case" => {
                self.blocks.push(Block::Case { pattern: false });
                self.header = true;
            }
            "function" => self.function(),
            "while" | "until" => {
                let (first, until) = (self.script.commands.len(), word.text == "until");
                self.blocks.push(Block::Loop { start: word.span.start, until, first, body: None });
            }
            "then" | "else" | "elif" => {}
            "do" => {
                self.header = false;
                let count = self.script.commands.len();
                if let Some(Block::Loop { body, .. }) = self.blocks.last_mut() {
                    *body = Some(count);
                }
            }
            "fi" | "}" | "esac" | "done" => self.pop(word),
            "!" => self.not_alone = true,
            "[[" => {
                self.at += self.rest().find("]]").map_or(self.rest().len(), |found| found + 2);
                self.header = true;
            }
            _ => return false,
        }
        true
    }

    /// Its name, and the brackets that may follow.
    fn function(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start_matches([' ', '\t']).len();
        self.take_word();
        let spaces = self.rest().len() - self.rest().trim_start_matches([' ', '\t']).len();
        if self.rest()[spaces..].starts_with("()") {
            self.at += spaces + 2;
        }
    }

    fn pop(&mut self, word: &Word) {
        let Some(block) = self.blocks.pop() else { return };
        if let (Block::Loop { start, until, first, body: Some(body) }, "done") = (block, word.text.as_str()) {
            self.closed = Some(self.script.loops.len());
            self.script.loops.push(Loop {
                span: start..word.span.end,
                until,
                condition: first..body,
                body: body..self.script.commands.len(),
                end: End::Line,
                end_at: word.span.end,
                own: self.is_own(),
            });
        }
    }

    fn is_own(&self) -> bool {
        !self.not_alone && !self.blocks.iter().any(|block| matches!(block, Block::Subshell))
    }

    /// What has been read is a command, and this follows it.
    fn end(&mut self, end: End, length: usize) {
        self.at += length;
        let words = std::mem::take(&mut self.words);
        let header = std::mem::take(&mut self.header);
        let pattern = matches!(self.blocks.last(), Some(Block::Case { pattern: true }));
        let own = self.is_own() && end != End::Pipe;
        if let Some(closed) = self.closed.take()
            && let Some(closed) = self.script.loops.get_mut(closed)
        {
            (closed.end, closed.end_at, closed.own) = (end, self.at, closed.own && end != End::Pipe);
        } else if let (Some(first), false, false) = (words.first(), header, pattern) {
            let span = first.span.start..self.span_end;
            let depth = self.blocks.len();
            self.script.commands.push(Command { words, span, end, until: self.at, own, depth });
        }
        self.not_alone = end == End::Pipe;
    }
}
