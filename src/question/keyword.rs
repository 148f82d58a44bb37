//! Words of the language itself: the grammar's keywords, number words, and words that mean nothing or have another form.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The keywords of the grammar, read from the grammar itself.
pub(super) struct Keywords {
    /// Each with where it is one, though the data has the same word.
    pub phrases: BTreeMap<&'static str, Vec<Standing>>,
    /// The greatest number of words of one.
    pub longest: usize,
}

/// Where a keyword stands before a word of the data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// Nowhere: what is measured.
    Nowhere,
    /// Where it opens a command, which is this one.
    Opening(&'static str),
    /// Within this command.
    Within(&'static str),
    /// Everywhere.
    Everywhere,
}

/// The grammar's keywords.
pub(super) static KEYWORDS: LazyLock<Keywords> = LazyLock::new(|| {
    let grammar = [include_str!("../../grammar/command.pest"), include_str!("../../grammar/question.pest")];
    let mut phrases: BTreeMap<&'static str, Vec<Standing>> = BTreeMap::new();
    let mut standing = Standing::Everywhere;
    for line in grammar.into_iter().flat_map(str::lines).filter(|line| !line.starts_with("//")) {
        if line.contains('=') && !line.starts_with(' ') {
            standing = standing_of(line);
        }
        for piece in line.split("^\"").skip(1) {
            if let Some((word, _)) = piece.split_once('"') {
                phrases.entry(word).or_default().push(standing);
            }
        }
    }
    let longest = phrases.keys().map(|phrase| phrase.split(' ').count()).max().unwrap_or(0);
    Keywords { phrases, longest }
});

/// Where the keywords of a rule stand, by its name: `command_path` opens the command, `within_path_to` is a word of it.
fn standing_of(rule: &'static str) -> Standing {
    let command = |rest: &'static str| rest.split(['_', ' ']).next().unwrap_or(rest);
    match rule.split_once('_') {
        Some(("command", rest)) => Standing::Opening(command(rest)),
        Some(("anything", _)) => Standing::Opening(""),
        Some(("within", rest)) => Standing::Within(command(rest)),
        Some(("measure" | "weak", _)) => Standing::Nowhere,
        _ => Standing::Everywhere,
    }
}

/// Number words.
pub(super) const NUMBERS: &[&str] = &[
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
];

/// Words that open a sentence and mean nothing more, longest first.
pub(super) const OPENINGS: &[&str] = &[
    "i would like to know",
    "we would like to know",
    "i d like to know",
    "i d like to see",
    "i am looking for",
    "i m looking for",
    "we are looking for",
    "looking for",
    "i would like to see",
    "i want to know",
    "i want to see",
    "i need to know",
    "we want to know",
    "we need to know",
    "could you please",
    "can you please",
    "would you please",
    "could you give me",
    "can you give me",
    "could you tell me",
    "can you tell me",
    "could you show me",
    "can you show me",
    "could you list",
    "can you list",
    "do you know",
    "let me see",
    "a full list of",
    "the full list of",
    "a list of",
    "the list of",
    "list of",
    "an overview of",
    "the breakdown of",
    "a breakdown of",
    "breakdown of",
    "the names of",
    "i d like",
    "i would like",
    "we would like",
    "i need",
    "we need",
    "need",
    "i want",
    "we want",
    "is it true that",
    "tell me",
    "show me",
    "give me",
    "find me",
    "get me",
    "name the",
    "name all",
    "name every",
    "please",
    "print",
    "display",
    "identify",
    "enumerate",
    "get",
];

/// Words that mean nothing before a command, longest first.
pub(super) const BEFORE_COMMANDS: &[&str] = &[
    "what are the",
    "what is the",
    "what s the",
    "what is a",
    "show the",
    "show a",
    "find the",
    "find a",
    "list the",
    "draw up a",
    "find",
    "show",
];

/// Words that are accepted and mean nothing, longest first.
pub(super) const NOISE: &[&str] = &[
    "at the same time",
    "of any kind",
    "of any sort",
    "of their own",
    "classified as",
    "categorized as",
    "considered as",
    "counted as",
    "as a member",
    "as members",
    "the names of",
    "the name of",
    "of its own",
    "as printed",
    "at all",
    "at once",
    "in total",
    "are there",
    "there are",
    "altogether",
    "overall",
    "different",
    "distinct",
    "on record",
    "going on",
    "exist",
    "exists",
    "ones",
    "as well",
    "actually",
    "already",
    "at present",
    "that we have",
    "do we have",
    "have we",
    "we have",
    "please",
    "merely",
    "really",
    "simply",
    "together",
    "also",
    "just",
    "still",
    "there",
    "yet",
];

/// What an apostrophe after a plural stands for.
pub(super) const OWNED: &str = "say whose it is with `of`: `agreements of core partners`";

/// Other words for keywords, longest first.
pub(super) const SYNONYMS: &[(&str, &[&str])] = &[
    ("with the exception of those", &["but", "not"]),
    ("with the exception of", &["but", "not"]),
    ("except for those", &["but", "not"]),
    ("except those", &["but", "not"]),
    ("except for", &["but", "not"]),
    ("except", &["but", "not"]),
    ("excluding those", &["but", "not"]),
    ("excluding", &["but", "not"]),
    ("other than", &["but", "not"]),
    ("every single one of", &["all"]),
    ("every one of", &["all"]),
    ("each one of", &["all"]),
    ("each of", &["all"]),
    ("as well as", &["and"]),
    ("in addition to", &["and"]),
    ("w o", &["without"]),
];

/// Words that people try and the language does not have, with the right form.
pub(super) const FOREIGN: &[(&str, &str)] = &[
    ("besides", "say both conditions, with `and`, or what is left out, with `but not`"),
    ("they", "repeat the noun, or ask about the last answer with `those`"),
    ("them", "repeat the noun, or ask about the last answer with `those`"),
    ("their", "repeat the noun, with `of`"),
    ("it", "repeat the name"),
    ("its", "repeat the name, with `of`"),
    ("these", "ask about the last answer with `those`"),
    ("january", "write a date in figures, in quotes: `where date is after \"2008-01-31\"`"),
    ("february", "write a date in figures, in quotes: `where date is after \"2008-02-28\"`"),
    ("march", "write a date in figures, in quotes: `where date is after \"2008-03-31\"`"),
    ("april", "write a date in figures, in quotes: `where date is after \"2008-04-30\"`"),
    ("june", "write a date in figures, in quotes: `where date is after \"2008-06-30\"`"),
    ("july", "write a date in figures, in quotes: `where date is after \"2008-07-31\"`"),
    ("august", "write a date in figures, in quotes: `where date is after \"2008-08-31\"`"),
    ("september", "write a date in figures, in quotes: `where date is after \"2008-09-30\"`"),
    ("october", "write a date in figures, in quotes: `where date is after \"2008-10-31\"`"),
    ("november", "write a date in figures, in quotes: `where date is after \"2008-11-30\"`"),
    ("december", "write a date in figures, in quotes: `where date is after \"2008-12-31\"`"),
    ("today", "write a date in figures, in quotes: `where date is after \"2008-12-31\"`"),
    ("yesterday", "write a date in figures, in quotes: `where date is after \"2008-12-31\"`"),
];
