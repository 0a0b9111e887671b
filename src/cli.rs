//! The command line as types. Every sentence of the help is in `i18n/*/help.ftl`.
#![allow(missing_docs, reason = "each field is described by its help text")]
#![allow(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]

use crate::i18n::Lang;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::ffi::OsString;
use std::path::PathBuf;

#[derive(Debug, Parser)]
#[command(name = "pidlab", version, subcommand_required = false)]
pub struct Cli {
    #[command(flatten)]
    pub common: Common,
    #[command(subcommand)]
    pub command: Option<Command>,
}

#[derive(Debug, Clone, Args)]
pub struct Common {
    #[arg(long, global = true, value_name = "LANG")]
    pub lang: Option<Lang>,
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: Color,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    Run(Run),
    Replay(Replay),
    List(List),
    Show(Show),
    Quiz(Quiz),
    Tree(Tree),
    Compare(Compare),
    Claims(Claims),
    Try(Try),
    Shell(Shell),
    Doctor(Doctor),
    Lint(Lint),
    Schema,
    Init(Init),
    Completions(Completions),
    Man(Man),
    Help(Help),
}

#[derive(Debug, Clone, Args)]
pub struct Run {
    /// A lab's name, or a file of the user's.
    #[arg(value_name = "LAB|FILE.toml")]
    pub lab: String,
    #[command(flatten)]
    pub played: Played,
    #[command(flatten)]
    pub shown: Shown,
    #[arg(long, value_name = "FILE")]
    pub record: Option<PathBuf>,
}

/// How a lab is played.
#[derive(Debug, Clone, Default, Args)]
pub struct Played {
    #[arg(long, value_name = "INIT")]
    pub init: Option<String>,
    #[arg(long, value_name = "SECONDS", allow_negative_numbers = true, value_parser = seconds)]
    pub seconds: Option<f64>,
    #[arg(long, value_name = "SECONDS", allow_negative_numbers = true, value_parser = seconds)]
    pub grace: Option<f64>,
    #[arg(long, conflicts_with = "seconds")]
    pub realtime: bool,
    #[arg(long)]
    pub ask: bool,
    #[arg(long)]
    pub rootless: bool,
}

/// How a run, or a replay of one, is shown.
#[derive(Debug, Clone, Copy, Args)]
pub struct Shown {
    #[arg(long)]
    pub step: bool,
    #[arg(long)]
    pub explain: bool,
    #[arg(long, value_name = "VIEW", default_value = "both")]
    pub view: View,
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: Format,
    #[arg(long, value_name = "WHEN", default_value = "changed")]
    pub before: Before,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum View {
    Inside,
    Host,
    Both,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    Text,
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Before {
    Always,
    Changed,
}

#[derive(Debug, Clone, Args)]
pub struct Replay {
    /// A recording, or `-`.
    #[arg(value_name = "FILE")]
    pub recording: PathBuf,
    #[command(flatten)]
    pub shown: Shown,
}

#[derive(Debug, Clone, Args)]
pub struct List {
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: Format,
}

#[derive(Debug, Clone, Args)]
pub struct Show {
    #[arg(value_name = "LAB|FILE.toml")]
    pub lab: String,
    #[arg(long, value_name = "INIT")]
    pub init: Option<String>,
}

#[derive(Debug, Clone, Args)]
pub struct Quiz {
    #[arg(value_name = "LAB|FILE.toml")]
    pub lab: Vec<String>,
    #[arg(long, value_name = "NUMBER", default_value = "5", allow_negative_numbers = true, value_parser = clap::value_parser!(u32).range(1..))]
    pub questions: u32,
    #[arg(long)]
    pub score: bool,
    #[arg(long, value_name = "NUMBER", allow_negative_numbers = true)]
    pub seed: Option<u64>,
    /// Refused but for `text`, with a reason.
    #[arg(long, value_name = "FORMAT", default_value = "text", hide = true)]
    pub format: Format,
    #[arg(long)]
    pub rootless: bool,
}

#[derive(Debug, Clone, Args)]
pub struct Tree {
    #[arg(long, value_name = "PID", allow_negative_numbers = true, value_parser = clap::value_parser!(i32).range(1..))]
    pub pid: Option<i32>,
    #[arg(long)]
    pub zombies: bool,
    #[arg(long)]
    pub ns: bool,
    #[arg(long)]
    pub all: bool,
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: Format,
}

#[derive(Debug, Clone, Args)]
pub struct Compare {
    /// Names of inits, or commands as a shell would read them.
    #[arg(value_name = "INIT")]
    pub init: Vec<String>,
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: TableFormat,
    #[arg(long)]
    pub rootless: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TableFormat {
    Text,
    Json,
    Markdown,
}

#[derive(Debug, Clone, Args)]
pub struct Claims {
    #[arg(value_name = "ID")]
    pub claim: Vec<String>,
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: Format,
    #[arg(long)]
    pub rootless: bool,
}

#[derive(Debug, Clone, Args)]
pub struct Try {
    /// In the shell form: `SHELL -c COMMAND`; with `--entrypoint` the shell that reads the file.
    #[arg(long, value_name = "SHELL")]
    pub shell: Option<TriedShell>,
    #[arg(long, value_name = "FILE")]
    pub entrypoint: Option<PathBuf>,
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: Format,
    #[arg(long)]
    pub rootless: bool,
    #[arg(value_name = "COMMAND", trailing_var_arg = true, required_unless_present = "entrypoint")]
    pub command: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TriedShell {
    Dash,
    Bash,
    Busybox,
}

#[derive(Debug, Clone, Args)]
pub struct Shell {
    #[arg(long, value_name = "INIT", default_value = "sleep")]
    pub init: String,
    #[arg(long)]
    pub rootless: bool,
}

#[derive(Debug, Clone, Args)]
pub struct Doctor {
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: Format,
}

#[derive(Debug, Clone, Args)]
pub struct Lint {
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
}

/// For the help, and to explain what is wrong: `init` itself reads its options before libc has started.
#[derive(Debug, Clone, Args)]
pub struct Init {
    #[arg(short, long)]
    pub group: bool,
    #[arg(short, long)]
    pub child: bool,
    #[arg(short, long)]
    pub subreaper: bool,
    #[arg(short, long, value_name = "SIGNAL")]
    pub parent_death: Option<String>,
    #[arg(short, long, value_name = "CODE")]
    pub expect: Vec<String>,
    #[arg(short, long, value_name = "FROM:TO")]
    pub rewrite: Vec<String>,
    #[arg(long, value_name = "TIME")]
    pub grace: Option<String>,
    #[arg(long)]
    pub pause: bool,
    #[arg(long, value_name = "WHO", default_value = "auto")]
    pub reap: Reap,
    #[arg(short, long)]
    pub warn: bool,
    #[arg(short, long, action = clap::ArgAction::Count)]
    pub verbose: u8,
    #[arg(short = 'V', long)]
    pub version: bool,
    #[arg(value_name = "COMMAND", trailing_var_arg = true, required_unless_present_any = ["pause", "version"])]
    pub command: Vec<OsString>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Reap {
    Auto,
    Wait,
    Kernel,
}

#[derive(Debug, Clone, Args)]
pub struct Completions {
    pub shell: CompletedShell,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CompletedShell {
    Bash,
    Zsh,
    Fish,
}

#[derive(Debug, Clone, Args)]
pub struct Man {
    #[arg(value_name = "COMMAND")]
    pub command: Option<String>,
}

/// Instead of clap's own `help`, whose sentences cannot be translated.
#[derive(Debug, Clone, Args)]
pub struct Help {
    #[arg(value_name = "COMMAND")]
    pub command: Option<String>,
}

/// The shortest and the longest `--seconds`.
pub const SECONDS: std::ops::RangeInclusive<f64> = 0.1..=3600.0;

fn seconds(typed: &str) -> Result<f64, String> {
    typed
        .parse()
        .ok()
        .filter(|value| SECONDS.contains(value))
        .ok_or_else(|| format!("{} to {}", SECONDS.start(), SECONDS.end()))
}
