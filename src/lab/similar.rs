//! "Did you mean …?"

use crate::i18n::Message;

/// The candidate that `typed` most probably means, if one is near enough.
pub fn similar<'a>(typed: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    candidates
        .into_iter()
        .map(|candidate| (strsim::jaro_winkler(&typed.to_lowercase(), &candidate.to_lowercase()), candidate))
        .filter(|(score, _)| *score > 0.8)
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, candidate)| candidate)
}

/// The same as a sentence.
pub(super) fn did_you_mean<'a>(
    typed: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<Message> {
    similar(typed, candidates).map(|meant| Message::new("fault-did-you-mean").with("meant", meant))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_understood_and_a_stranger_is_not() {
        let names = ["zombie", "orphan", "wait"];
        assert_eq!(similar("zombi", names), Some("zombie"));
        assert_eq!(similar("Orhpan", names), Some("orphan"));
        assert_eq!(similar("network", names), None);
    }
}
