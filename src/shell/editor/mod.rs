//! The line editor: what it shows, completes and takes as a whole sentence while one types.

mod complete;
mod guide;
mod highlight;
mod hint;
mod question;
mod standing;

use std::cell::RefCell;

use rustyline::completion::{Completer, Pair};
use rustyline::hint::Hinter;
use rustyline::history::MemHistory;
use rustyline::validate::{ValidationContext, ValidationResult, Validator};
use rustyline::{ColorMode, CompletionType, Config, Context};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use self::complete::Candidate;
use self::guide::Guide;
use self::highlight::Bracket;
use super::colour::{self, Choice};
use super::conversation::Conversation;
use super::history::MOST;
use crate::text::{Standing, visible};

/// The editor with all that it asks.
pub(super) type Editor<'s> = rustyline::Editor<Helper<'s>, MemHistory>;

/// What stands before the cursor.
pub(super) const PROMPT: (&str, &str) = ("legation> ", "\u{1b}[1mlegation>\u{1b}[0m ");

/// What the editor asks.
pub(super) struct Helper<'s> {
    conversation: RefCell<Conversation<'s>>,
    bracket: Bracket,
    guide: Guide,
}

impl<'s> Helper<'s> {
    /// The conversation, between two lines.
    pub fn conversation(&mut self) -> &mut Conversation<'s> {
        self.guide.forget();
        self.conversation.get_mut()
    }

    /// What is typed or pasted, sentence by sentence.
    pub fn sentences(&self, text: &str) -> Vec<String> {
        standing::sentences(text, &self.conversation.borrow())
    }
}

/// Makes the editor for a conversation.
pub(super) fn editor(conversation: Conversation<'_>) -> rustyline::Result<Editor<'_>> {
    let colours = match colour::chosen() {
        Choice::Auto => ColorMode::Enabled,
        Choice::Always => ColorMode::Forced,
        Choice::Never => ColorMode::Disabled,
    };
    let config = Config::builder()
        .max_history_size(MOST)?
        .completion_type(CompletionType::List)
        .completion_show_all_if_ambiguous(true)
        .completion_prompt_limit(complete::LISTED)
        .color_mode(colours)
        .build();
    let history = MemHistory::with_config(&config);
    let mut editor = Editor::with_history(config, history)?;
    for entry in conversation.history.entries() {
        editor.add_history_entry(entry)?;
    }
    editor.set_helper(Some(Helper { conversation: RefCell::new(conversation), bracket: Bracket::default(), guide: Guide::default() }));
    Ok(editor)
}

impl rustyline::Helper for Helper<'_> {}

impl Completer for Helper<'_> {
    type Candidate = Pair;

    fn complete(&self, line: &str, cursor: usize, _: &Context<'_>) -> rustyline::Result<(usize, Vec<Pair>)> {
        let conversation = self.conversation.borrow();
        let found = complete::candidates(&line[..cursor], conversation.session, &self.guide);
        let start = found.first().map_or(cursor, |candidate| candidate.start);
        Ok((start, shown(found, &line[start..cursor], conversation.width())))
    }
}

impl Hinter for Helper<'_> {
    type Hint = hint::Hint;

    fn hint(&self, line: &str, cursor: usize, _: &Context<'_>) -> Option<hint::Hint> {
        if cursor < line.len() {
            return None;
        }
        hint::hint(line, &self.conversation.borrow(), &self.guide)
    }
}

/// Candidates as they are listed: the descriptions in one column, cut to the width of the terminal.
fn shown(found: Vec<Candidate>, typed: &str, width: usize) -> Vec<Pair> {
    // What is before the last word is the same in all of them, and seen in the line.
    let same = typed.rfind(' ').map_or(0, |at| at + 1);
    let name = |candidate: &Candidate| {
        visible(candidate.text.get(same..).filter(|_| candidate.text.starts_with(&typed[..same])).unwrap_or(&candidate.text)).into_owned()
    };
    let longest = found.iter().map(|candidate| name(candidate).width()).max().unwrap_or(0).min(width / 2);
    let pair = |candidate: Candidate| {
        let name = name(&candidate);
        let display = if candidate.about.is_empty() {
            name
        } else {
            let gap = " ".repeat(longest.saturating_sub(name.width()));
            cut(&format!("{name}{gap}  {}", visible(&candidate.about)), width.saturating_sub(2))
        };
        Pair { display, replacement: candidate.text }
    };
    found.into_iter().map(pair).collect()
}

/// A text of at most this width.
fn cut(text: &str, width: usize) -> String {
    let mut taken = 0;
    let kept: String = text
        .chars()
        .take_while(|character| {
            taken += character.width().unwrap_or(0);
            taken < width
        })
        .collect();
    if kept.len() < text.len() { format!("{kept}…") } else { kept }
}

impl Validator for Helper<'_> {
    fn validate(&self, context: &mut ValidationContext<'_>) -> rustyline::Result<ValidationResult> {
        Ok(match standing::standing(context.input(), &self.conversation.borrow()) {
            Standing::Unfinished => ValidationResult::Incomplete,
            Standing::Complete | Standing::Wrong => ValidationResult::Valid(None),
        })
    }
}
