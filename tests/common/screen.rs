//! Screens in Markdown against what a run shows: what differs from run to run does not count.

/// Stands in a screen for lines that were left out.
const LEFT_OUT: &str = "…";

/// What is the same in every run on every machine. PIDs of the host, the kernel's release, how much of a
/// command fits, and whether a process happens to run just now are not.
pub fn lasting(line: &str) -> String {
    let line = without_command(
        &line
            .replace("running", "sleeping")
            .replace("disk sleep", "sleeping")
            .replace("실행 중", "대기")
            .replace("디스크 대기", "대기"),
    );
    let mut words: Vec<&str> = line.split_whitespace().collect();
    let host = words.len().saturating_sub(2);
    if words[host..].iter().all(|word| is_host_pid(word)) {
        words.truncate(host);
    }
    if let Some(release) = words.iter().position(|word| *word == "Linux") {
        words.remove(release + 1);
    }
    let is_unit = |word: &str| word.trim_end_matches(',') == "ms";
    if let Some(unit) = words.iter().position(|word| is_unit(word)).filter(|unit| *unit > 0) {
        words.remove(unit - 1);
    }
    words.join(" ")
}

fn is_host_pid(word: &str) -> bool {
    word.split('→').all(|pid| pid.parse::<u32>().is_ok())
}

/// Cuts the one command that may be shortened out of a row.
fn without_command(line: &str) -> String {
    match line.split_once("parent: bash -c (") {
        Some((before, after)) => {
            let rest = after.split_once("  ").map_or("", |(_, rest)| rest);
            format!("{before}parent {rest}")
        }
        None => line.to_owned(),
    }
}

/// Leaves out what bash says of a killed job, which is its own: to the next empty line.
pub fn lasting_lines<'a>(lines: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let mut bash = false;
    let mut lasting_lines = Vec::new();
    for line in lines {
        bash = line.starts_with("  shell│ ") || bash && !line.is_empty();
        if !bash {
            lasting_lines.push(lasting(line));
        }
    }
    lasting_lines
}

/// What is compared of a screen: runs of lines that follow one another, between the lines that say `…`.
pub fn parts(screen: &[String]) -> Vec<Vec<String>> {
    let parts = screen.split(|line| line == LEFT_OUT).map(<[String]>::to_vec);
    parts.filter(|part| !part.is_empty()).collect()
}

/// Fails if the parts are not in what was shown, in this order.
#[track_caller]
pub fn holds(shown: &str, parts: &[Vec<String>], what: &str) {
    let lines = lasting_lines(shown.lines());
    let mut from = 0;
    for part in parts {
        let part = lasting_lines(part.iter().map(String::as_str));
        let found = find(&lines[from..], &part);
        let at =
            found.unwrap_or_else(|| panic!("{what}: not in the output:\n{}\n\n{shown}", part.join("\n")));
        from += at + part.len();
    }
}

/// Where `part` begins in `lines`.
fn find(lines: &[String], part: &[String]) -> Option<usize> {
    lines.windows(part.len()).position(|window| window == part)
}
