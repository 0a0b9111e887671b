//! One thing that was looked at.

use crate::i18n::Message;

/// What is shown together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Group {
    Trial,
    Kernel,
    Privilege,
    Switches,
    Confinement,
    Place,
    Limits,
    Programs,
}

impl Group {
    /// In the order in which they are shown.
    pub(super) const ALL: [Self; 8] = [
        Self::Trial,
        Self::Kernel,
        Self::Privilege,
        Self::Switches,
        Self::Confinement,
        Self::Place,
        Self::Limits,
        Self::Programs,
    ];

    /// The sentence that names it.
    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Trial => "doctor-group-trial",
            Self::Kernel => "doctor-group-kernel",
            Self::Privilege => "doctor-group-privilege",
            Self::Switches => "doctor-group-switches",
            Self::Confinement => "doctor-group-confinement",
            Self::Place => "doctor-group-place",
            Self::Limits => "doctor-group-limits",
            Self::Programs => "doctor-group-programs",
        }
    }
}

/// How it looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Status {
    /// As it should be.
    Ok,
    /// Labs run all the same, or something else is in their way.
    Warn,
    /// This keeps labs from running.
    Fail,
    /// Neither good nor bad.
    Info,
}

/// A check.
#[derive(Debug, Clone)]
pub(super) struct Check {
    pub(super) group: Group,
    /// Its key in JSON; its name for people is the sentence `doctor-name-ID`, or if there is none, the ID.
    pub(super) id: &'static str,
    pub(super) status: Status,
    /// What was found, the same in every language.
    pub(super) raw: String,
    /// What was found, for people.
    pub(super) shown: Message,
    /// The command that helps.
    pub(super) remedy: Option<String>,
}

impl Check {
    /// With a sentence that says what `raw` means; it gets it as `$value`.
    pub(super) fn new(
        group: Group,
        id: &'static str,
        status: Status,
        raw: impl Into<String>,
        shown: &'static str,
    ) -> Self {
        let raw = raw.into();
        let shown = Message::new(shown).with("value", raw.clone());
        Self { group, id, status, raw, shown, remedy: None }
    }

    /// Where the value needs no words.
    pub(super) fn plain(group: Group, id: &'static str, status: Status, raw: impl Into<String>) -> Self {
        Self::new(group, id, status, raw, "doctor-raw")
    }

    /// Adds an argument for the sentence.
    pub(super) fn with(mut self, name: &'static str, value: impl Into<crate::i18n::Arg>) -> Self {
        self.shown = self.shown.with(name, value);
        self
    }

    /// Adds the command that helps.
    pub(super) fn remedy(mut self, command: impl Into<String>) -> Self {
        self.remedy = Some(command.into());
        self
    }
}

impl Status {
    /// For what keeps labs from running unless they run anyway.
    pub(super) fn bad(labs_run: bool) -> Self {
        if labs_run { Self::Warn } else { Self::Fail }
    }
}
