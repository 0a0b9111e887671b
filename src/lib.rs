//! pidlab: a lab bench for PID 1.
//!
//! ```text
//! labs/*.toml ─▶ lab ─▶ engine ─── orders ──▶ sandbox ══ socket ══ shim ─▶ namespaces, PID 1, exec'd programs
//!                         │                                                          │
//!                         │◀── Snapshot ◀── observe ◀───────── /proc ◀───────────────┘
//!                         ▼
//!            before, after ─▶ Changes ─▶ checks ─▶ Event ─▶ report ─▶ text │ JSON Lines
//! ```
//!
//! Collect, then think, then draw: what draws never reads `/proc`, what acts never prints.
//! Which module may use which is a table in `tests/architecture.rs`.

pub mod applet;
pub mod claims;
pub mod cli;
pub mod commands;
pub mod compare;
pub mod engine;
pub mod entry;
pub mod error;
pub mod escape;
pub mod help;
pub mod hidden;
pub mod i18n;
pub mod init;
pub mod lab;
pub mod observe;
pub mod orphans;
pub mod output;
pub mod quiz;
pub mod report;
pub mod sandbox;
pub mod shim;
pub mod snapshot;
pub mod stderr;
pub mod sys;
pub mod usage;
pub mod wait;
pub mod wrap;
