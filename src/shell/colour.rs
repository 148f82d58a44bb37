//! Whether the terminal is coloured, and with what: the terminal's own palette, so that it fits light and dark ones alike.

use std::io::IsTerminal;
use std::sync::atomic::{AtomicU8, Ordering};

use clap::ValueEnum;

/// When text is coloured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Choice {
    /// On a terminal, unless `NO_COLOR` is set.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// The choice made. Both streams and the line editor go by it, so that it belongs to the process.
static CHOICE: AtomicU8 = AtomicU8::new(Choice::Auto as u8);

/// Makes the choice.
pub(super) fn choose(choice: Choice) {
    CHOICE.store(choice as u8, Ordering::Relaxed);
}

/// The choice that was made.
pub(super) fn chosen() -> Choice {
    match CHOICE.load(Ordering::Relaxed) {
        made if made == Choice::Always as u8 => Choice::Always,
        made if made == Choice::Never as u8 => Choice::Never,
        _ => Choice::Auto,
    }
}

/// Whether what goes to a stream is coloured (<https://no-color.org>).
pub(super) fn on(stream: &impl IsTerminal) -> bool {
    match chosen() {
        Choice::Always => true,
        Choice::Never => false,
        Choice::Auto => {
            stream.is_terminal()
                && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
                && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
        }
    }
}

/// A way of writing, as the parameters of the terminal's SGR sequence. Only colours that can be read on light and on dark ground.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ink(&'static str);

impl Ink {
    /// Beside the answer: less bright.
    pub const DIM: Self = Self("2");
    /// Words of the language.
    pub const KEYWORD: Self = Self("1");
    /// Nouns.
    pub const NOUN: Self = Self("36");
    /// Names, and texts in quotes.
    pub const NAME: Self = Self("32");
    /// Adjectives, predicates and attributes.
    pub const QUALITY: Self = Self("35");
    /// What nobody knows.
    pub const WRONG: Self = Self("4;31");
    /// The bracket that belongs to the one at the cursor.
    pub const MATCH: Self = Self("1;7");

    /// A text in it.
    pub fn paint(self, text: &str) -> String {
        format!("\u{1b}[{}m{text}\u{1b}[0m", self.0)
    }
}
