//! One pass over a sentence: each longest run of the data's words becomes one token for the grammar.

mod noise;
mod number;

use super::ast::Word;
use super::error::Error;
use super::keyword::{FOREIGN, KEYWORDS, OWNED, Standing};
use super::near::example;
use super::quote::{check_depth, quotes, within};
use super::vocabulary::{Meanings, Vocabulary, split};
use crate::diagnose::Diagnostics;
use crate::text::Span;

/// The greatest length of a sentence, in bytes.
pub const LONGEST: usize = 64 * 1024;

/// The most words for things of the data, quoted texts and numbers in a sentence. What is said of so many things is no question,
/// and the time to understand it grows with the square of their number.
pub const MOST: usize = 1000;

/// How deeply parentheses may nest.
pub const DEEPEST: usize = 32;

/// A sentence as the grammar reads it, and where each token came from.
#[derive(Debug)]
pub struct Words {
    /// The runs of words, quoted texts and numbers, in order.
    runs: Vec<Run>,
    /// The rewritten text.
    text: String,
    /// For each token its offset in the rewritten text, and its place in the sentence.
    pub(super) pieces: Vec<(usize, Span)>,
    /// Words that neither the data nor the grammar knows.
    unknown: Vec<Error>,
    /// Length of the sentence.
    length: usize,
    /// A noun of the data, as an example.
    example: String,
}

/// A token of the data's words.
#[derive(Debug)]
pub struct Run {
    /// Its place.
    pub span: Span,
    /// What it is.
    pub kind: RunKind,
}

/// What a token is.
#[derive(Debug)]
pub enum RunKind {
    /// A run of the vocabulary, by its number.
    Phrase(usize),
    /// A text in quotes.
    Quoted(String),
    /// A whole number.
    Integer(i64),
    /// A number with a fraction.
    Float(f64),
}

impl Words {
    /// The text for the grammar.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// A noun of the data, as an example.
    pub(super) fn example(&self) -> &str {
        &self.example
    }

    /// The tokens, each with its place.
    pub(super) fn pieces(&self) -> impl Iterator<Item = (&str, Span)> {
        let ends = self.pieces.iter().skip(1).map(|(offset, _)| *offset).chain(std::iter::once(self.text.len()));
        self.pieces.iter().zip(ends).map(|((offset, span), end)| (self.text[*offset..end].trim_end(), *span))
    }

    /// The runs, in order.
    pub fn runs(&self) -> &[Run] {
        &self.runs
    }

    /// Takes the unknown words found, as errors without a word of help.
    pub(super) fn take_unknown(&mut self) -> Vec<Error> {
        std::mem::take(&mut self.unknown)
    }

    /// The place in the sentence of a range of the rewritten text.
    pub(super) fn place(&self, start: usize, end: usize) -> Span {
        let first = self.pieces.partition_point(|(offset, _)| *offset < start);
        let after = self.pieces.partition_point(|(offset, _)| *offset < end);
        let end_of_text = Span::new(self.length, self.length);
        match self.pieces.get(first) {
            None => end_of_text,
            Some((_, span)) if after <= first => *span,
            Some((_, span)) => span.join(self.pieces[after - 1].1),
        }
    }

    /// What a word may mean; nothing for quoted texts and numbers.
    pub(super) fn meanings<'v>(&self, word: Word, vocabulary: &'v Vocabulary) -> Option<&'v Meanings> {
        match self.runs.get(word.index)?.kind {
            RunKind::Phrase(index) => vocabulary.meanings(index),
            _ => None,
        }
    }

    /// Adds a token.
    fn emit(&mut self, token: &str, span: Span) {
        self.pieces.push((self.text.len(), span));
        self.text.push_str(token);
        self.text.push(' ');
    }

    /// Adds a keyword, with its end mark.
    fn emit_keyword(&mut self, word: &str, span: Span) {
        self.emit(&format!("{word}\u{E001}"), span);
    }

    /// Adds a token of the data's words.
    fn emit_run(&mut self, letters: &str, span: Span, kind: RunKind) {
        let token = format!("\u{E000}{letters}{}\u{E001}", self.runs.len());
        self.runs.push(Run { span, kind });
        self.emit(&token, span);
    }
}

/// Splits a sentence into the tokens that the grammar reads. Linear in the text.
///
/// # Errors
/// If the text is too long, names too much, nests too deeply, or a quoted text does not end.
pub fn words(text: &str, vocabulary: &Vocabulary) -> Result<Words, Diagnostics> {
    if text.len() > LONGEST {
        return Err(Error::TooLong { length: text.len(), span: Span::new(LONGEST, LONGEST) }.into());
    }
    check_depth(text)?;
    let quotes = quotes(text)?;
    let split: Vec<_> = split(text).into_iter().filter(|(start, ..)| !within(&quotes, *start)).collect();
    let mut scanner = Scanner {
        text,
        split: &split,
        vocabulary,
        words: Words {
            runs: Vec::new(),
            text: String::new(),
            pieces: Vec::new(),
            unknown: Vec::new(),
            length: text.len(),
            example: example(vocabulary),
        },
        command: None,
        head: 0,
    };
    let mut quotes = quotes.into_iter().peekable();
    let mut at = 0;
    let mut word = 0;
    while at < text.len() {
        if let Some(quote) = quotes.next_if(|quote| quote.start == at) {
            at = quote.end;
            scanner.quoted(quote);
        } else if split.get(word).is_some_and(|(start, ..)| *start == at) {
            let taken = scanner.take(word);
            at = split[word + taken - 1].1;
            at += scanner.closing(&text[split[word].0..at], at);
            word += taken;
        } else {
            at += scanner.mark(at);
        }
    }
    match scanner.words.runs.get(MOST) {
        Some(run) => Err(Error::TooMany { count: scanner.words.runs.len(), span: run.span }.into()),
        None => Ok(scanner.words),
    }
}

struct Scanner<'t> {
    text: &'t str,
    split: &'t [(usize, usize, String)],
    vocabulary: &'t Vocabulary,
    words: Words,
    /// The command that the sentence is, if it was opened.
    command: Option<&'static str>,
    /// Where the sentence begins in the rewritten text, behind what is supposed.
    head: usize,
}

impl Scanner<'_> {
    /// Takes the longest run at a word, of the data's words or a keyword, and says how many words it has.
    fn take(&mut self, at: usize) -> usize {
        let first = self.contraction(at);
        if let Some(taken) = first.or_else(|| self.opening(at)).or_else(|| self.before_command(at)).or_else(|| self.synonym(at)) {
            return taken;
        }
        let start = self.split[at].0;
        let to = |taken: usize| Span::new(start, self.split[at + taken - 1].1);
        let keyword = self.keyword(at);
        let known = self.longest(at);
        if let Some(taken) = self.noise(at).filter(|taken| *taken > 1 && known.is_none_or(|(words, _)| words < *taken)) {
            return taken;
        }
        if let Some((taken, index)) = known
            && keyword.is_none_or(|(_, enough, _)| taken >= enough)
        {
            let letters = self.vocabulary.meanings(index).map(Meanings::letters).unwrap_or_default();
            self.words.emit_run(&letters, to(taken), RunKind::Phrase(index));
            return taken;
        }
        if let Some(taken) = self.noise(at) {
            return taken;
        }
        if let Some((taken, _, phrase)) = keyword {
            self.take_keyword(phrase, to(taken));
            return taken;
        }
        self.number(at).unwrap_or_else(|| {
            self.unknown(at);
            1
        })
    }

    /// The longest keyword at a word: how many words, how many words of the data win over it, and itself.
    fn keyword(&self, at: usize) -> Option<(usize, usize, &'static str)> {
        let head = self.at_head();
        let most = KEYWORDS.longest.min(self.split.len() - at);
        (1..=most).rev().find_map(|count| {
            let run = &self.split[at..at + count];
            let joined = run.windows(2).all(|pair| self.text[pair[0].1..pair[1].0].chars().all(char::is_whitespace));
            let key = run.iter().map(|(_, _, word)| word.as_str()).collect::<Vec<_>>().join(" ");
            let (phrase, standings) = KEYWORDS.phrases.get_key_value(key.as_str()).filter(|_| joined)?;
            let enough = standings.iter().map(|standing| match standing {
                Standing::Nowhere => count,
                Standing::Opening(_) if !head => 1,
                Standing::Within(command) if self.command != Some(*command) => 1,
                _ => count + 1,
            });
            Some((count, enough.max().unwrap_or(1), *phrase))
        })
    }

    /// Takes a keyword, which may open a command.
    fn take_keyword(&mut self, phrase: &'static str, span: Span) {
        let mut standings = KEYWORDS.phrases.get(phrase).into_iter().flatten();
        let opened = standings.find_map(|standing| if let Standing::Opening(command) = standing { Some(*command) } else { None });
        // Of a path it can be asked why: no other command stands within one.
        let within = self.command == Some("why") && opened == Some("path");
        if opened.is_some() && (within || self.at_head()) {
            self.command = opened;
        }
        self.words.emit_keyword(phrase, span);
    }

    /// Whether no word of the sentence itself was taken yet.
    fn at_head(&self) -> bool {
        matches!(&self.words.text[self.head..], "" | "explain\u{E001} " | "translate\u{E001} ")
    }

    /// The longest run of the vocabulary at a word: how many words, and its number.
    fn longest(&self, at: usize) -> Option<(usize, usize)> {
        let most = self.vocabulary.longest(&self.split[at].2).min(self.split.len() - at);
        (1..=most).rev().find_map(|count| {
            let run = &self.split[at..at + count];
            let key = run.iter().map(|(_, _, word)| word.as_str()).collect::<Vec<_>>().join(" ");
            let (index, meanings) = self.vocabulary.find(&key)?;
            let gaps: Vec<&str> = run.windows(2).map(|pair| &self.text[pair[0].1..pair[1].0]).collect();
            meanings.fits(&gaps).then_some((count, index))
        })
    }

    /// `n't` and the possessive `'s`.
    fn contraction(&mut self, at: usize) -> Option<usize> {
        let (start, end, word) = &self.split[at];
        let before = self.text[..*start].chars().next_back();
        let apostrophe = |character| matches!(character, Some('\'' | '’'));
        if word == "s" && apostrophe(before) {
            return Some(1);
        }
        let (_, next_end, next) = self.split.get(at + 1)?;
        let joined = apostrophe(self.text[*end..].chars().next()) && next == "t";
        let verb = word.strip_suffix('n').filter(|_| joined)?;
        let verb = if verb == "ca" { "can" } else { verb };
        let span = Span::new(*start, *next_end);
        let (verb, _) = KEYWORDS.phrases.get_key_value(verb)?;
        self.words.emit_keyword(verb, span);
        self.words.emit_keyword("not", span);
        Some(2)
    }

    /// Reports a word that nobody knows.
    fn unknown(&mut self, at: usize) {
        let (start, end, word) = &self.split[at];
        let span = Span::new(*start, *end);
        let foreign = FOREIGN.iter().find(|(foreign, _)| foreign == word);
        // Bounded: for each error that is shown, every name is looked at.
        if self.words.unknown.len() < 8 {
            let written = self.text[*start..*end].to_owned();
            self.words.unknown.push(match foreign {
                Some((_, help)) => Error::Foreign { word: written, help, span },
                None => Error::UnknownWord { word: written, help: None, span },
            });
        }
        self.words.emit("\u{E002}", span);
    }

    /// A text in quotes.
    fn quoted(&mut self, quote: std::ops::Range<usize>) {
        let mut inner = self.text[quote.clone()].chars();
        inner.next();
        inner.next_back();
        let kind = RunKind::Quoted(inner.as_str().to_owned());
        self.words.emit_run("Q", quote.into(), kind);
    }

    /// After a name with an opening parenthesis inside: the length of the closing ones that belong to it.
    fn closing(&self, run: &str, end: usize) -> usize {
        let open = run.matches('(').count().saturating_sub(run.matches(')').count());
        self.text[end..].bytes().take(open).take_while(|byte| *byte == b')').count()
    }

    /// Whether an apostrophe says that what follows belongs to several: `core partners' agreements`.
    fn owned(&self, at: usize) -> bool {
        let (before, after) = self.text.split_at(at);
        let opened = before.split_whitespace().any(|word| word.starts_with(['\'', '’']));
        let follows = after.chars().nth(1) == Some(' ') && after.contains(char::is_alphanumeric);
        before.ends_with('s') && follows && !opened
    }

    /// A character between words: the grammar's marks are kept, hyphens and the like are dropped. Returns its length.
    fn mark(&mut self, at: usize) -> usize {
        let rest = &self.text[at..];
        let Some(character) = rest.chars().next() else { return 1 };
        let length = character.len_utf8();
        let span = Span::new(at, at + length);
        if let Some(operator) = ["<>", "<=", ">="].into_iter().find(|operator| rest.starts_with(operator)) {
            self.words.emit(operator, Span::new(at, at + 2));
            return 2;
        }
        match character {
            ',' | '(' | ')' | '<' | '>' | '=' => self.words.emit(&character.to_string(), span),
            '?' | '!' | '.' if rest[length..].trim().is_empty() => self.words.emit(&character.to_string(), span),
            ':' => {
                self.words.emit(":", span);
                self.head = self.command.take_if(|command| *command == "suppose").map_or(self.head, |_| self.words.text.len());
            }
            '&' => self.words.emit_keyword("and", span),
            '\'' | '’' if self.owned(at) => self.words.unknown.push(Error::Foreign { word: "'".to_owned(), help: OWNED, span }),
            _ if character.is_whitespace() || "-–—/'’_.;".contains(character) => {}
            _ => {
                let word = crate::text::visible(&character.to_string()).into_owned();
                if self.words.unknown.len() < 8 {
                    self.words.unknown.push(Error::UnknownWord { word, help: None, span });
                }
                self.words.emit("\u{E002}", span);
            }
        }
        length
    }
}
