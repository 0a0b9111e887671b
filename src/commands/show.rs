//! `pidlab show LAB`: what a lab tells and does, without running it.

use super::Context;
use crate::cli;
use crate::error::{Exit, Result};
use crate::escape;
use crate::i18n::Message;
use crate::lab::{self, Action, ChosenInit, Container, Lab, Sender, Step, Until};
use crate::sandbox::program::find_program;

/// Prints the lab's text and its commands.
pub(super) fn run(args: &cli::Show, context: &Context<'_>) -> Result<Exit> {
    let lab = lab::load(&args.lab, context.words)?;
    super::choice::check_init(&lab, args.init.as_deref())?;
    let page = Page { lab: &lab, init: args.init.as_deref(), context };
    context.output.write(&page.text(&args.lab)?)?;
    Ok(Exit::Success)
}

/// A lab and how it is to be shown.
struct Page<'a> {
    lab: &'a Lab,
    init: Option<&'a str>,
    context: &'a Context<'a>,
}

impl Page<'_> {
    fn text(&self, typed: &str) -> Result<String> {
        let mut out = String::new();
        self.head(&mut out)?;
        for (index, step) in self.lab.steps.iter().enumerate() {
            out.push('\n');
            self.step(&mut out, index + 1, step)?;
        }
        self.foot(&mut out, typed);
        Ok(out)
    }

    fn head(&self, out: &mut String) -> Result<()> {
        let lang = self.context.words.lang();
        let title = format!("{} · {}", self.lab.id, self.lab.title.get(lang));
        self.paragraph(out, &title);
        out.push('\n');
        self.paragraph(out, self.lab.story.get(lang));
        out.push('\n');
        let init = match self.first_init()? {
            ChosenInit::Host => self.context.words.get("show-on-host"),
            init => shell_words::join(command(&init)),
        };
        self.say(out, &Message::new("show-init").with("init", init));
        if self.lab.has_seconds() {
            self.say(out, &Message::new("show-seconds").with("seconds", self.lab.seconds.to_string()));
        }
        self.listed(out, "show-needs", "programs", &self.lab.needs);
        if let Some((major, minor)) = self.lab.kernel {
            self.say(out, &Message::new("show-kernel").with("version", format!("{major}.{minor}")));
        }
        Ok(())
    }

    fn step(&self, out: &mut String, number: usize, step: &Step) -> Result<()> {
        let lang = self.context.words.lang();
        let total = self.lab.steps.len().to_string();
        let number = format!("{number:>width$}/{total}  ", width = total.len());
        let indent = " ".repeat(number.len());
        let options = self.options(&number, &indent);
        push_wrapped(out, step.title.get(lang), &options);
        if let Some(say) = &step.say {
            push_wrapped(out, say.get(lang), &self.options(&indent, &indent));
        }
        if let Action::Start { container } = &step.action {
            self.files(out, &indent, container);
        }
        let played = match &step.rows {
            None => vec![step.clone()],
            Some(rows) => rows.values.iter().map(|value| step.for_row(rows, value)).collect(),
        };
        let mut action = String::new();
        for step in played {
            action = self.action(&step.action)?;
            command_line(out, &indent, &action);
        }
        if let Action::Start { container } = &step.action {
            self.real(out, &indent, container);
        }
        if let Some(docker) = &step.docker {
            let docker = self.fill(docker, &self.init_of(&step.action)?, true);
            // What is typed inside is the same with Docker.
            if action != format!("$ {docker}") {
                let label = self.context.words.get("show-docker");
                command_line(out, &indent, &format!("{label}: {docker}"));
            }
        }
        Ok(())
    }

    /// The files that the lab puts into a container.
    fn files(&self, out: &mut String, indent: &str, container: &str) {
        for (path, content) in self.lab.container(container).iter().flat_map(|known| &known.files) {
            command_line(out, indent, &escape::text(path));
            for line in content.lines() {
                command_line(out, indent, &format!("│ {}", escape::text(line)));
            }
        }
    }

    /// The program for which a container's own one stands in.
    fn real(&self, out: &mut String, indent: &str, container: &str) {
        if let Some(real) = self.lab.container(container).and_then(|known| known.real.as_ref()) {
            let programs = real.programs.join(", ");
            let message =
                Message::new("show-real").with("programs", programs).with("command", real.init.as_str());
            command_line(out, indent, &self.context.words.say(&message));
        }
    }

    fn foot(&self, out: &mut String, typed: &str) {
        out.push('\n');
        self.listed(out, "show-sources", "sources", &self.lab.sources);
        let mut command = vec!["pidlab", "run", typed];
        command.extend(self.init.iter().flat_map(|init| ["--init", init]));
        let run = Message::new("show-run").with("command", shell_words::join(command));
        command_line(out, "", &self.context.words.say(&run));
    }

    fn action(&self, action: &Action) -> Result<String> {
        let message = match action {
            Action::Start { container } => {
                let init = self.init_of(action)?;
                let init = shell_words::join(command(&init));
                Message::new("show-start").with("container", container.as_str()).with("init", init)
            }
            Action::Remove { container } => Message::new("show-remove").with("container", container.as_str()),
            Action::Stop { container } => {
                let grace = self.lab.grace.to_string();
                Message::new("show-stop").with("container", container.as_str()).with("grace", grace)
            }
            Action::Exec { command, container, .. } => {
                let host = self.init_of(action)? == ChosenInit::Host;
                Message::new(if host { "show-exec-host" } else { "show-exec" })
                    .with("container", container.as_str())
                    .with("command", shell_words::join(command))
            }
            Action::Collect { process } => Message::new("show-collect").with("process", process.as_str()),
            Action::Type { line, .. } => return self.typed(line, action),
            Action::Signal { signal, to, from: Sender::Shell(_) } => {
                let number = if signal == "KILL" { "9" } else { signal };
                return self.typed(&format!("kill -{number} {{{to}}}"), action);
            }
            Action::Signal { signal, to, from: Sender::Host } => {
                Message::new("show-signal").with("signal", signal.as_str()).with("process", to.as_str())
            }
            Action::Await { process, until } => Message::new(wait(*until)).with("process", process.as_str()),
        };
        Ok(self.context.words.say(&message))
    }

    fn typed(&self, line: &str, action: &Action) -> Result<String> {
        Ok(format!("$ {}", self.fill(line, &self.init_of(action)?, false)))
    }

    /// Replaces what is known before a run; of a process its name is.
    fn fill(&self, line: &str, init: &ChosenInit, docker: bool) -> String {
        let filled = lab::fill(line, |name| {
            Some(match name {
                "seconds" => self.lab.seconds.to_string(),
                "grace" => self.lab.grace.to_string(),
                "kernel" => "$(uname -r)".to_owned(),
                "init" if docker => docker_init(init),
                "init" => shell_words::join(command(init)),
                process => self.pid_of(process),
            })
        });
        escape::text(&filled)
    }

    fn pid_of(&self, process: &str) -> String {
        let pid = self.context.words.say(&Message::new("show-pid-of").with("process", process));
        format!("<{pid}>")
    }

    fn first_init(&self) -> Result<ChosenInit> {
        self.lab.containers.first().map_or(Ok(ChosenInit::Host), |container| self.chosen(container))
    }

    /// The PID 1 of the container that an action is about; of the first one if it names none.
    fn init_of(&self, action: &Action) -> Result<ChosenInit> {
        let (Action::Start { container }
        | Action::Remove { container }
        | Action::Stop { container }
        | Action::Exec { container, .. }) = action
        else {
            return self.first_init();
        };
        self.lab.container(container).map_or_else(|| self.first_init(), |found| self.chosen(found))
    }

    fn chosen(&self, container: &Container) -> Result<ChosenInit> {
        let said = self.init.filter(|_| !container.fixed).unwrap_or(&container.init);
        lab::choose_init(said, |word| find_program(word).is_some())
    }

    fn say(&self, out: &mut String, message: &Message) {
        self.paragraph(out, &self.context.words.say(message));
    }

    fn listed(&self, out: &mut String, id: &'static str, argument: &'static str, list: &[String]) {
        if !list.is_empty() {
            self.say(out, &Message::new(id).with(argument, list.join(", ")));
        }
    }

    fn paragraph(&self, out: &mut String, text: &str) {
        push_wrapped(out, text, &self.options("", ""));
    }

    fn options<'i>(&self, first: &'i str, others: &'i str) -> textwrap::Options<'i> {
        let width = self.context.output.style.width;
        textwrap::Options::new(width).initial_indent(first).subsequent_indent(others)
    }
}

fn push_wrapped(out: &mut String, text: &str, options: &textwrap::Options<'_>) {
    for line in text.lines() {
        out.push_str(&textwrap::fill(&escape::text(line), options));
        out.push('\n');
    }
}

fn command(init: &ChosenInit) -> &[String] {
    match init {
        ChosenInit::Host => &[],
        ChosenInit::Named(init) => &init.command,
        ChosenInit::Command(command) => command,
    }
}

fn docker_init(init: &ChosenInit) -> String {
    match init {
        ChosenInit::Named(init) => init.docker(),
        other => lab::docker_of(command(other)),
    }
}

fn wait(until: Until) -> &'static str {
    match until {
        Until::Exit => "show-await-exit",
        Until::Zombie => "show-await-zombie",
        Until::Gone => "show-await-gone",
    }
}

/// Never wrapped: it can be copied.
fn command_line(out: &mut String, indent: &str, line: &str) {
    out.push_str(indent);
    out.push_str(line);
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::{Lang, Words};
    use crate::output::{Output, Style};
    use unicode_width::UnicodeWidthStr as _;

    fn shown(name: &str, init: Option<&str>, lang: Lang, width: usize) -> String {
        let words = Words::new(lang);
        let output = Output { style: Style { color: false, width }, terminal: false };
        let context = Context { words: &words, output: &output };
        let lab = lab::load(name, &words).unwrap();
        Page { lab: &lab, init, context: &context }.text(name).unwrap()
    }

    /// Lines that can be copied are as long as they are.
    fn is_command(line: &str) -> bool {
        let line = line.trim_start();
        line.starts_with("$ ") || line.starts_with("docker: ")
    }

    #[test]
    fn texts_fit_in_both_languages() {
        for lang in [Lang::En, Lang::Ko] {
            for name in ["zombie", "orphan", "wait"] {
                for width in [60, 80] {
                    let text = shown(name, None, lang, width);
                    let wide = text.lines().find(|line| line.width() > width && !is_command(line));
                    assert_eq!(wide, None, "{name} {lang:?}");
                }
            }
        }
    }

    #[test]
    fn commands_are_filled_in() {
        let text = shown("zombie", Some("docker-init"), Lang::En, 80);
        assert!(text.contains("docker run -d --rm --name ubuntu --init ubuntu sleep infinity\n"), "{text}");
        assert!(text.contains("$ bash -c \"(bash -c 'sleep 2')\" &\n"), "{text}");
        assert!(text.contains("$ kill -9 <PID of parent>\n"), "{text}");
        assert!(text.contains("pidlab run zombie --init docker-init\n"), "{text}");
        assert!(!text.contains(['{', '}']), "{text}");
    }

    #[test]
    fn a_command_of_ones_own_is_shown_as_it_is() {
        let text = shown("zombie", Some("/sbin/my-init --flag"), Lang::En, 80);
        assert!(text.contains("PID 1: /sbin/my-init --flag\n"), "{text}");
        assert!(text.contains("--name ubuntu ubuntu /sbin/my-init --flag\n"), "{text}");
        assert!(text.contains("pidlab run zombie --init '/sbin/my-init --flag'\n"), "{text}");
    }
}
