//! `pidlab list`: the labs, and the programs that may be PID 1.

use super::Context;
use crate::cli;
use crate::error::{Exit, Result};
use crate::escape;
use crate::i18n::{Message, Text};
use crate::lab::{self, Init, Listed, Reaction};
use crate::sandbox::program::{Found, look_up};
use comfy_table::{ContentArrangement, Row, Table};
use serde_json::{Value, json};

/// Lists both, as text or as one JSON object.
pub(super) fn run(args: &cli::List, context: &Context<'_>) -> Result<Exit> {
    let labs = lab::catalog()?;
    match args.format {
        cli::Format::Text => context.output.line(&text(&labs, context))?,
        cli::Format::Json => context.output.line(&object(&labs).to_string())?,
    }
    Ok(Exit::Success)
}

fn text(labs: &[Listed], context: &Context<'_>) -> String {
    let words = context.words;
    let mut labs_table = table(["list-lab", "list-init", "list-shows"], context);
    for listed in labs {
        labs_table.add_row(lab_row(listed, context));
    }
    let mut inits_table = table(["list-name", "list-here", "list-reaps", "list-about"], context);
    for init in lab::inits() {
        inits_table.add_row(init_row(init, context));
    }
    let parts = [
        words.get("list-labs"),
        indented(&labs_table),
        String::new(),
        words.get("list-inits"),
        indented(&inits_table),
        String::new(),
        textwrap::fill(&words.get("list-more"), context.output.style.width),
    ];
    parts.join("\n")
}

fn table<const N: usize>(heads: [&str; N], context: &Context<'_>) -> Table {
    let mut table = Table::new();
    let width = u16::try_from(context.output.style.width - 1).unwrap_or(u16::MAX);
    table.load_style(comfy_table::presets::NOTHING);
    table.set_content_arrangement(ContentArrangement::Dynamic).set_width(width);
    table.set_header(heads.map(|head| context.words.get(head)));
    table
}

/// A column to the right, without the blanks that a table leaves at the ends of its lines.
fn indented(table: &Table) -> String {
    table.lines().map(|line| format!(" {}", line.trim_end())).collect::<Vec<_>>().join("\n")
}

fn lab_row(listed: &Listed, context: &Context<'_>) -> Row {
    let lab = &listed.head;
    let mut shows = escape::text(lab.title.get(context.words.lang()));
    if !lab.claims.is_empty() {
        let claims = Message::new("list-claims").with("claims", lab.claims.join(", "));
        shows = format!("{shows}\n{}", context.words.say(&claims));
    }
    let init = match (listed.head.containers(), listed.head.init()) {
        (_, "host") => context.words.get("list-host"),
        (0 | 1, init) => escape::text(init),
        (several, _) => context.words.say(&Message::new("list-containers").with("number", several as i64)),
    };
    Row::from([escape::text(&listed.name), init, shows])
}

fn init_row(init: &Init, context: &Context<'_>) -> Row {
    let words = context.words;
    let yes_no = |yes| words.get(if yes { "list-yes" } else { "list-no" });
    let mut about = init.about.get(words.lang()).to_owned();
    let here = match installed(init) {
        Found::Executable(_) => yes_no(true),
        Found::NotExecutable(_) => words.get("list-not-executable"),
        Found::Nowhere => {
            let package = init.package.as_deref().unwrap_or_default();
            let install = words.say(&Message::new("list-package").with("package", package));
            about = format!("{about}\n{install}");
            yes_no(false)
        }
    };
    Row::from([init.name.clone(), here, yes_no(init.reaps), about])
}

/// pidlab's own inits are always there.
fn installed(init: &Init) -> Found {
    init.program().map_or_else(|| look_up("/proc/self/exe"), look_up)
}

fn object(labs: &[Listed]) -> Value {
    json!({
        "labs": labs.iter().map(lab_object).collect::<Vec<_>>(),
        "inits": lab::inits().iter().map(init_object).collect::<Vec<_>>(),
    })
}

fn lab_object(listed: &Listed) -> Value {
    json!({
        "id": listed.name,
        "title": pair(&listed.head.title),
        "claims": listed.head.claims,
        "init": listed.head.init(),
        "file": listed.path.as_ref().map(|path| path.to_string_lossy()),
    })
}

fn init_object(init: &Init) -> Value {
    json!({
        "name": init.name,
        "about": pair(&init.about),
        "command": init.command,
        "reaps": init.reaps,
        "on": { "TERM": reaction(init.on.term), "INT": reaction(init.on.int) },
        "package": init.package,
        "installed": matches!(installed(init), Found::Executable(_)),
    })
}

fn pair(text: &Text) -> Value {
    json!({ "en": text.en, "ko": text.ko })
}

fn reaction(reaction: Reaction) -> &'static str {
    match reaction {
        Reaction::Ends => "ends",
        Reaction::Forwards => "forwards",
        Reaction::Nothing => "nothing",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::{Lang, Words};
    use crate::output::{Output, Style};
    use unicode_width::UnicodeWidthStr as _;

    #[test]
    fn both_tables_fit_in_both_languages() {
        for lang in [Lang::En, Lang::Ko] {
            for width in [60, 80, 200] {
                let words = Words::new(lang);
                let output = Output { style: Style { color: false, width }, terminal: false };
                let text = text(&lab::catalog().unwrap(), &Context { words: &words, output: &output });
                assert!(text.lines().all(|line| line.width() <= width), "{text}");
                assert!(text.contains("orphan") && text.contains("supervisord"), "{text}");
            }
        }
    }

    #[test]
    fn the_object_has_all_that_the_table_has() {
        let object = object(&lab::catalog().unwrap());
        assert_eq!(object["labs"][1]["id"], "zombie");
        assert_eq!(object["labs"][1]["init"], "sleep");
        assert_eq!(object["inits"][0]["name"], "sleep");
        assert_eq!(object["inits"][0]["reaps"], false);
        assert_eq!(object["inits"][8]["on"]["TERM"], "forwards");
        let own = object["inits"].as_array().unwrap().iter().find(|init| init["name"] == "reaper").unwrap();
        assert_eq!(own["installed"], true);
    }
}
