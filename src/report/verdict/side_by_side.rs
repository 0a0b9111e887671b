//! It as it is, and with each change.

use super::super::colour::Meaning;
use super::super::label::signal_name;
use super::super::table::{self, Column, Line};
use super::sentences::milliseconds;
use super::text::Draw;
use super::{Change, Tested, status};
use crate::compare::{AfterFall, Found, GRACE};
use crate::escape;
use crate::i18n::Message;
use crate::script::Fix;
use std::fmt::Write as _;

impl Draw<'_> {
    /// It as it is, and each change, side by side.
    pub(super) fn table(&mut self, tested: &Tested) {
        let columns = [
            Column::left(self.words.get("try-column-change")),
            Column::left("PID 1").spare(),
            Column::left("docker stop"),
            Column::left(self.words.get("try-column-told")).spare(),
            Column::left(self.words.get("try-column-zombies")).spare(),
            Column::left(self.words.get("try-column-fall")),
        ];
        let own = std::iter::once(("", &Change::None, &tested.own));
        let others = tested.rows.iter().enumerate().filter_map(|(at, row)| {
            // Two changes at once are of interest only where one is not enough.
            if matches!(row.change, Change::Both(_)) && tested.best != Some(at) {
                return None;
            }
            let mark = if tested.best == Some(at) { "✓" } else { "" };
            row.found.as_ref().ok().map(|found| (mark, &row.change, found))
        });
        let lines: Vec<Line> = own
            .chain(others)
            .map(|(mark, change, found)| Line {
                mark,
                cells: self.cells(change, found),
                meaning: if mark.is_empty() { Meaning::Plain } else { Meaning::Good },
            })
            .collect();
        for line in table::lay_out(&columns, &lines, self.style) {
            let _ = writeln!(self.text, "{line}");
        }
    }

    fn cells(&self, change: &Change, found: &Found) -> Vec<String> {
        let none = || "–".to_owned();
        let init = found.start.init().map_or_else(none, |init| escape::bytes(&init.comm));
        let stop = found.stop.as_ref().map_or_else(
            |_| none(),
            |stop| {
                if stop.killed {
                    let message = Message::new("try-cell-killed").with("seconds", GRACE.as_secs() as i64);
                    self.words.say(&message.with("status", i64::from(status(stop.ended))))
                } else {
                    format!("{} ms, {}", milliseconds(stop.took), status(stop.ended))
                }
            },
        );
        let zombies = found
            .orphans
            .as_ref()
            .map_or_else(|_| none(), |orphans| format!("{}/{}", orphans.zombies, orphans.made));
        let fall = found.fall.as_ref().map_or_else(
            |_| none(),
            |fall| match fall.after {
                AfterFall::Ended(ended, _) => {
                    self.words.say(&Message::new("try-cell-ends").with("status", i64::from(status(ended))))
                }
                AfterFall::Again => self.words.get("try-cell-again"),
                AfterFall::LivesOn { .. } => self.words.get("try-cell-up"),
            },
        );
        vec![self.words.get(short(change)), init, stop, self.told(found), zombies, fall]
    }

    /// Whether SIGTERM reaches the service.
    fn told(&self, found: &Found) -> String {
        let ends = found.stop.as_ref().is_ok_and(|stop| !stop.killed);
        match &found.told {
            Ok(None) if found.start.service.is_none() => "–".to_owned(),
            // The service is PID 1.
            Ok(None) if found.start.service == Some(1) && ends => self.words.get("compare-yes"),
            Ok(None) => self.words.get("compare-no"),
            Ok(Some((libc::SIGTERM, _))) => self.words.get("compare-yes"),
            Ok(Some((signal, _))) => signal_name(*signal),
            Err(_) => "–".to_owned(),
        }
    }
}

/// A change in a few words.
pub(super) fn short(change: &Change) -> &'static str {
    match change {
        Change::None => "try-row-own",
        Change::ExecForm(_) => "try-row-exec-form",
        Change::Init => "try-row-init",
        Change::Both(_) => "try-row-both",
        Change::Text(remedy) => match remedy.fix {
            Fix::Exec => "try-row-exec",
            Fix::ExecService | Fix::ExecForeground => "try-row-exec-service",
            Fix::TrapAndWait => "try-row-trap",
        },
    }
}
