//! `pidlab man [COMMAND]`: a manual page in roff, for `man -l -`.

use super::Context;
use crate::cli::Man;
use crate::error::{Error, Exit, Result};
use crate::help;
use crate::i18n::Words;
use clap::Command;
use std::io::{self, Write};

/// Writes the page of pidlab or of one of its commands.
pub(super) fn run(args: &Man, context: &Context<'_>) -> Result<Exit> {
    let mut command = help::command(context.words, context.output.style);
    command.build();
    let name = args.command.as_deref().unwrap_or_default();
    let command = command.find_subcommand(name).cloned().unwrap_or(command);
    let page = page(command, name, context.words).map_err(|error| Error::io("write(manual page)", &error))?;
    context.output.write(&page)?;
    Ok(Exit::Success)
}

fn page(command: Command, name: &str, words: &Words) -> io::Result<String> {
    let has_commands = command.has_subcommands();
    let source = concat!("pidlab ", env!("CARGO_PKG_VERSION"));
    let man = clap_mangen::Man::new(command).section("1").source(source).manual(words.get("man-manual"));
    let section = |id: &str, render: &dyn Fn(&mut dyn Write) -> io::Result<()>| {
        rendered(render).map(|body| format!(".SH \"{}\"\n{}", words.get(id), without_heading(&body)))
    };
    let mut page = rendered(&|out| man.render_title(out))?;
    page += &section("man-name", &|out| man.render_name_section(out))?;
    page += &section("man-synopsis", &|out| man.render_synopsis_section(out))?;
    page += &section("man-description", &|out| man.render_description_section(out))?;
    if has_commands {
        page += &section("man-commands", &|out| man.render_subcommands_section(out))?;
    }
    // Its headings are the help's own, which are in the user's language already.
    page += &rendered(&|out| man.render_options_section(out))?;
    Ok(page + &closing(name, words))
}

/// What clap knows nothing of.
fn closing(name: &str, words: &Words) -> String {
    let blocks = [
        ("man-exit-status", words.find("front-exit-codes")),
        ("man-environment", words.find("front-variables")),
        ("man-examples", help::text(words, name, "examples")),
        ("man-see-also", words.find("man-see-also-pages")),
    ];
    let filled = blocks.into_iter().filter_map(|(id, text)| text.map(|text| (id, text)));
    filled.map(|(id, text)| as_it_stands(&words.get(id), &text)).collect()
}

fn rendered(render: &dyn Fn(&mut dyn Write) -> io::Result<()>) -> io::Result<String> {
    let mut out = Vec::new();
    render(&mut out)?;
    Ok(String::from_utf8_lossy(&out).into_owned())
}

fn without_heading(section: &str) -> String {
    section.split_inclusive('\n').filter(|line| !line.starts_with(".SH ")).collect()
}

/// A section whose lines are not joined.
fn as_it_stands(heading: &str, text: &str) -> String {
    format!(".SH \"{heading}\"\n.nf\n{}.fi\n", escaped(text))
}

/// Text in roff (`groff_char(7)`): no backslash of ours, real hyphens that can be copied, no line that looks
/// like a request.
fn escaped(text: &str) -> String {
    let safe = text.replace('\\', "\\(rs").replace('-', "\\-").replace('\'', "\\(aq").replace('`', "\\(ga");
    safe.lines()
        .map(|line| if line.starts_with('.') { format!("\\&{line}\n") } else { format!("{line}\n") })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Lang;
    use crate::output::Style;

    fn of(name: &str, lang: Lang) -> String {
        let words = Words::new(lang);
        let mut command = help::command(&words, Style { color: false, width: 80 });
        command.build();
        let command = command.find_subcommand(name).cloned().unwrap_or(command);
        page(command, name, &words).unwrap()
    }

    #[test]
    fn the_page_has_every_section_in_both_languages() {
        for lang in [Lang::En, Lang::Ko] {
            let words = Words::new(lang);
            for name in ["", "run"] {
                let page = of(name, lang);
                for id in
                    ["name", "synopsis", "description", "exit-status", "environment", "examples", "see-also"]
                {
                    let heading = format!(".SH \"{}\"", words.get(&format!("man-{id}")));
                    assert!(page.contains(&heading), "{heading} in\n{page}");
                }
                for word in ["PIDLAB_LANG", "NO_COLOR", "PIDLAB_LABS", "COLUMNS", "pid_namespaces(7)", "125"]
                {
                    assert!(page.contains(word), "{word} in\n{page}");
                }
            }
        }
    }

    #[test]
    fn text_stays_text_in_roff() {
        assert_eq!(escaped(".x\n-e 'a\\b'"), "\\&.x\n\\-e \\(aqa\\(rsb\\(aq\n");
    }
}
