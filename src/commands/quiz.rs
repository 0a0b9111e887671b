//! `pidlab quiz`: draws questions over several labs, lets the kernel answer, and asks again what was missed.

use super::Context;
use super::ask::{Answer, ask_in_order};
use crate::cli::{self, Format};
use crate::engine::event::{
    Answered, Audience, Event, Interval, Onward, Prediction, StepStarted, Verdict, Wish,
};
use crate::engine::{self, Options};
use crate::error::{Error, Exit, Result, Told};
use crate::i18n::Message;
use crate::lab::{self, Action, Deed, Lab, Question};
use crate::quiz::cut;
use crate::quiz::deck::{Card, Deck, Variant};
use crate::quiz::random::{self, Random};
use crate::quiz::score::Score;
use crate::report::quiz::Page;
use crate::sandbox::program;
use std::time::Duration;

/// How long the course's minute takes at most: as long as somebody thinks. The wait itself is cut short.
const A_LONG_THOUGHT: f64 = 3600.0;

/// Asks until all has been answered right once, or somebody leaves.
pub(super) fn run(args: &cli::Quiz, context: &Context<'_>) -> Result<Exit> {
    if args.format == Format::Json {
        return Err(Error::usage(Message::new("run-json-talks").with("option", "quiz"))
            .hint(Message::new("quiz-json-hint")));
    }
    let labs = playable(args, context)?;
    let inits: Vec<&lab::Init> = lab::inits().iter().filter(|init| is_quick(init)).collect();
    let seed = args.seed.unwrap_or_else(random::seed);
    let count = usize::try_from(args.questions).unwrap_or(usize::MAX);
    let deck = Deck::draw(&labs, &inits, count, Random::new(seed));
    if deck.count() == 0 {
        return Err(Error::usage(Message::new("quiz-nothing")).hint(Message::new("quiz-nothing-hint")));
    }
    let page = Page::new(context.words, context.output.style);
    let order = Random::new(seed ^ 1);
    let mut quiz = Quiz { args, context, labs, deck, page, order, score: Score::default(), differs: false };
    if quiz.ask_all()? {
        context.output.write(&quiz.page.end())?;
    }
    if args.score {
        context.output.write(&quiz.page.score(&quiz.score, seed))?;
    }
    Ok(if quiz.differs { Exit::Differs } else { Exit::Success })
}

/// The labs that are named; else all that this machine can play. Without a question there is nothing to ask.
fn playable(args: &cli::Quiz, context: &Context<'_>) -> Result<Vec<Lab>> {
    let asks = |lab: &Lab| lab.steps.iter().any(|step| step.question.is_some());
    if !args.lab.is_empty() {
        let mut labs: Vec<Lab> = Vec::new();
        for name in &args.lab {
            let lab = lab::load(name, context.words)?;
            options(&lab, None, args)?;
            if !labs.contains(&lab) {
                labs.push(lab);
            }
        }
        return Ok(labs);
    }
    let mut labs = Vec::new();
    for listed in lab::catalog()? {
        // A file of the user's own that is faulty is what `lint` is for.
        let Ok(lab) = lab::load(&listed.name, context.words) else { continue };
        match options(&lab, None, args) {
            Ok(_) if asks(&lab) => labs.push(lab),
            Ok(_) => {}
            Err(error) if is_unable(&error).is_some() => {}
            Err(error) => return Err(error),
        }
    }
    Ok(labs)
}

/// Installed, and neither slow to collect nor slow to stop. A script that only starts the program would be
/// PID 1 at first, and answer for it.
fn is_quick(init: &lab::Init) -> bool {
    init.grace.is_none() && init.program().is_none_or(program::is_compiled)
}

fn is_unable(error: &Error) -> Option<&Told> {
    match error {
        Error::Told(told) if told.exit == Exit::Unable => Some(told),
        _ => None,
    }
}

/// As `pidlab run LAB --ask` would play it.
fn options(lab: &Lab, init: Option<&str>, args: &cli::Quiz) -> Result<Options> {
    let played = cli::Played {
        init: init.map(str::to_owned),
        seconds: Some(A_LONG_THOUGHT),
        ask: true,
        rootless: args.rootless,
        ..cli::Played::default()
    };
    super::run::options(&played, false, lab)
}

struct Quiz<'a> {
    args: &'a cli::Quiz,
    context: &'a Context<'a>,
    labs: Vec<Lab>,
    deck: Deck,
    page: Page<'a>,
    order: Random,
    score: Score,
    differs: bool,
}

impl Quiz<'_> {
    /// Whether nobody has left before the end.
    fn ask_all(&mut self) -> Result<bool> {
        let (mut asked, mut refused) = (false, None);
        while let Some(card) = self.deck.next_card() {
            match self.ask(&card) {
                Ok(None) => return Ok(false),
                Ok(Some(answered)) => self.note(card, &answered)?,
                // What was not named is left out where this machine cannot play it after all.
                Err(error) if self.args.lab.is_empty() && is_unable(&error).is_some() => {
                    refused.get_or_insert(error);
                    continue;
                }
                Err(error) => return Err(error),
            }
            asked = true;
        }
        refused.filter(|_| !asked).map_or(Ok(true), Err)
    }

    /// One question; none if somebody has left.
    fn ask(&mut self, card: &Card) -> Result<Option<Answered>> {
        let Variant { lab, step, init, .. } = card.variant();
        let whole = &self.labs[*lab];
        let lab = cut::cut(whole, *step);
        let options = options(&lab, init.as_deref(), self.args)?;
        let place = cut::place(whole, *step);
        let starts = matches!(whole.steps[*step].action, Action::Start { .. });
        let init = options.inits.iter().find(|(name, _)| *name == place && !starts);
        let command = init.map(|(_, init)| &init.command[..]);
        let heading = self.page.heading(card, self.deck.count(), &lab.id, command);
        let mut order: Vec<usize> =
            (0..whole.steps[*step].question.as_ref().map_or(0, |it| it.choices.len())).collect();
        self.order.shuffle(&mut order);
        let mut stage = Stage {
            context: self.context,
            page: &mut self.page,
            lab: &lab,
            heading,
            order,
            step: None,
            cut: false,
            left: false,
            answered: None,
        };
        let outcome = engine::play(&lab, &options, &mut stage);
        let (left, answered) = (stage.left, stage.answered);
        if left {
            return Ok(None);
        }
        self.differs |= outcome? == Some(Verdict::Differs);
        Ok(answered)
    }

    fn note(&mut self, card: Card, answered: &Answered) -> Result<()> {
        let right = answered.chosen == Some(answered.kernel);
        if card.missed == 0 {
            self.score.note(right, answered.confidence);
        }
        if right {
            return Ok(());
        }
        self.context.output.write(&self.page.missed(card.is_last_time()))?;
        self.deck.missed(card);
        Ok(())
    }
}

/// Who sees one question: what leads to it in short, then all.
struct Stage<'a, 'w> {
    context: &'a Context<'a>,
    page: &'a mut Page<'w>,
    lab: &'a Lab,
    heading: String,
    order: Vec<usize>,
    /// The step that is being played.
    step: Option<StepStarted>,
    /// Whether its wait has been cut short.
    cut: bool,
    left: bool,
    answered: Option<Answered>,
}

impl Stage<'_, '_> {
    fn asks(&self) -> bool {
        self.step.as_ref().is_some_and(|step| step.step == step.of)
    }

    /// What is awaited ends at once. A stop takes its time where it is the question; before, only SIGKILL
    /// that is bound to come is not waited for.
    fn wants_haste(&self) -> bool {
        let Some(step) = &self.step else { return false };
        match step.action {
            Action::Await { .. } => true,
            Action::Stop { .. } if !self.asks() => {
                let expects = &self.lab.steps[step.step - 1].expect;
                expects.iter().any(|it| it.only_if.is_none() && it.deeds.contains(&Deed::Killed(true)))
            }
            _ => false,
        }
    }
}

impl Audience for Stage<'_, '_> {
    fn tell(&mut self, event: &Event) -> Result<()> {
        let text = match event {
            Event::StepStarted(step) => {
                if let Some(before) = self.step.replace(step.clone()) {
                    self.page.before(&before);
                }
                self.cut = false;
                String::new()
            }
            Event::Observed(tree) if self.asks() && tree.moment == engine::event::Moment::Before => {
                match &self.step {
                    Some(step) => std::mem::take(&mut self.heading) + &self.page.question(step, tree),
                    None => String::new(),
                }
            }
            // A PID 1 on the host has no other view.
            Event::LabStarted(_) => {
                self.page.draw(event);
                String::new()
            }
            Event::Checked(checked) if checked.holds => String::new(),
            Event::Checked(_) => self.page.draw(event),
            Event::Lesson(_) | Event::LabFinished(_) => String::new(),
            Event::Answered(answered) => {
                self.answered = Some(answered.clone());
                self.page.draw(event)
            }
            _ if self.asks() => self.page.draw(event),
            _ => String::new(),
        };
        self.context.output.write(&text)
    }

    fn pause(&mut self, _interval: &mut dyn Interval) -> Result<Onward> {
        Ok(Onward::AtOnce)
    }

    fn ask(&mut self, question: &Question) -> Result<Option<Prediction>> {
        match ask_in_order(question, &self.order, true, self.context)? {
            Answer::Predicted(prediction) => Ok(Some(prediction)),
            Answer::Nobody | Answer::Left => {
                self.left = true;
                // Ends the play here; nobody is told.
                Err(Error::failed(Message::new("quiz-left")))
            }
        }
    }

    fn tick(&mut self, left: Option<Duration>) -> Result<Wish> {
        if left.is_some() && !self.cut && self.wants_haste() {
            self.cut = true;
            return Ok(Wish::CutShort);
        }
        Ok(Wish::GoOn)
    }
}
