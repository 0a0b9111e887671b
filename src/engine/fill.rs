//! Placeholders in the lines that a lab types and in their docker twins.

use super::world::World;

impl World<'_> {
    /// `{seconds}`, `{init}` and `{NAME}`, the PID inside of a named process. Other braces stay: they are
    /// the shell's.
    pub(super) fn fill(&self, line: &str) -> String {
        let mut filled = String::with_capacity(line.len());
        let mut rest = line;
        while let Some(open) = rest.find('{') {
            let (before, from) = rest.split_at(open);
            filled.push_str(before);
            let Some(close) = from.find('}') else {
                rest = from;
                break;
            };
            match self.value(&from[1..close]) {
                Some(value) => {
                    filled.push_str(&value);
                    rest = &from[close + 1..];
                }
                None => {
                    filled.push('{');
                    rest = &from[1..];
                }
            }
        }
        filled.push_str(rest);
        filled
    }

    fn value(&self, name: &str) -> Option<String> {
        match name {
            "seconds" => Some(self.options.seconds.to_string()),
            "init" => self.options.inits.first().map(|(_, init)| init.docker.clone()),
            _ => self.cast.get(name).map(|member| member.last.pid.to_string()),
        }
    }
}
