//! The lines of a tree before its names: `├─ `, `└─ `, `│  `.

/// Columns that one level takes.
const LEVEL: usize = 3;

/// Draws the branches, line after line, in the order of [`Tree`](crate::snapshot::Tree).
#[derive(Debug)]
pub struct Branches {
    /// For each level above the present line: whether siblings follow.
    open: Vec<bool>,
    room: usize,
}

impl Branches {
    /// At most `room` columns of branches: deeper levels are given as a number. Otherwise a chain of thousands
    /// would leave no room for names, and take memory with the square of its length.
    pub fn new(room: usize) -> Self {
        Self { open: Vec::new(), room }
    }

    /// What comes before the name of a process `depth` levels below its root, the `last` of its siblings or not.
    pub fn next(&mut self, depth: usize, last: bool) -> String {
        let Some(above) = depth.checked_sub(1) else {
            self.open.clear();
            return String::new();
        };
        self.open.resize(above, false);
        let mut drawn = if depth * LEVEL > self.room { format!("…{depth} ") } else { self.passing() };
        self.open.push(!last);
        drawn.push_str(if last { "└─ " } else { "├─ " });
        drawn
    }

    /// The branches of the levels above that pass by. The children of a root start at its left edge.
    fn passing(&self) -> String {
        self.open.iter().map(|open| if *open { "│  " } else { "   " }).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(room: usize, nodes: &[(usize, bool)]) -> Vec<String> {
        let mut branches = Branches::new(room);
        nodes.iter().map(|(depth, last)| branches.next(*depth, *last)).collect()
    }

    #[test]
    fn lines_go_past_children_to_the_next_sibling() {
        let nodes = [
            (0, false),
            (1, false),
            (2, false),
            (2, true),
            (3, true),
            (1, true),
            (2, true),
            (0, true),
            (1, true),
        ];
        let expected = ["", "├─ ", "│  ├─ ", "│  └─ ", "│     └─ ", "└─ ", "   └─ ", "", "└─ "];
        assert_eq!(drawn(40, &nodes), expected);
    }

    #[test]
    fn too_deep_a_level_is_a_number() {
        let chain: Vec<_> = (0..6).map(|depth| (depth, true)).collect();
        assert_eq!(drawn(9, &chain)[3..], ["      └─ ", "…4 └─ ", "…5 └─ "]);
    }

    #[test]
    fn a_chain_of_thousands_stays_small() {
        let chain: Vec<_> = (0..100_000).map(|depth| (depth, true)).collect();
        assert!(drawn(60, &chain).iter().all(|line| line.chars().count() <= 60));
    }
}
