//! Which lines of a text have changed.

/// A line that has changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Changed<'a> {
    /// It is not there any more: its number and its text.
    Less(usize, &'a str),
    /// It is new: its number in the new text, and the text.
    More(usize, &'a str),
}

/// The lines that differ, in the order of the text. Least is changed in the sense of the longest common sequence.
pub fn changed<'a>(before: &'a str, after: &'a str) -> Vec<Changed<'a>> {
    let (old, new): (Vec<&str>, Vec<&str>) = (before.lines().collect(), after.lines().collect());
    let common = common(&old, &new);
    let (mut i, mut j, mut found) = (0, 0, Vec::new());
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && old[i] == new[j] {
            (i, j) = (i + 1, j + 1);
        } else if j == new.len() || (i < old.len() && common[i + 1][j] >= common[i][j + 1]) {
            found.push(Changed::Less(i + 1, old[i]));
            i += 1;
        } else {
            found.push(Changed::More(j + 1, new[j]));
            j += 1;
        }
    }
    found
}

/// For each pair of places, how many lines of what follows are common.
fn common(old: &[&str], new: &[&str]) -> Vec<Vec<u32>> {
    let mut table = vec![vec![0; new.len() + 1]; old.len() + 1];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            table[i][j] =
                if old[i] == new[j] { table[i + 1][j + 1] + 1 } else { table[i + 1][j].max(table[i][j + 1]) };
        }
    }
    table
}

#[cfg(test)]
mod tests {
    use super::Changed::{Less, More};
    use super::*;

    #[test]
    fn only_what_differs() {
        assert_eq!(changed("a\nb\nc\n", "a\nexec b\nc\n"), [Less(2, "b"), More(2, "exec b")]);
        assert_eq!(changed("s &\nx\nt\n", "x\nexec s\n"), [Less(1, "s &"), Less(3, "t"), More(2, "exec s")]);
        assert_eq!(changed("a\n", "a\n"), []);
        assert_eq!(changed("", "a"), [More(1, "a")]);
    }
}
