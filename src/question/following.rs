//! What can follow a text that is no sentence yet: for whoever leads through the language while it is written.
//!
//! Each keyword of the grammar and each class of words is tried: it can follow where the grammar reads it and goes on after it.

use super::keyword::KEYWORDS;
use super::outline::TokenKind;
use super::parse::furthest;
use super::vocabulary::{NounMeaning, RelationMeaning, Vocabulary};
use super::words::{RunKind, Words, words};
use crate::text::Span;
use crate::value::NodeId;

/// What can follow.
#[derive(Clone, Debug, Default)]
pub struct Following {
    /// Classes of words of the data.
    pub classes: Vec<TokenKind>,
    /// Words of the language, in order of the alphabet.
    pub keywords: Vec<&'static str>,
    /// Whether the sentence may also end here.
    pub ends: bool,
    /// What an object that follows would be the object of, if it would be one.
    pub relation: Option<Governing>,
    /// The nodes that are objects of it already.
    pub said: Vec<NodeId>,
    /// The noun that stands nearest before.
    pub nouns: Vec<NounMeaning>,
    /// The last word of the language before, if it is the last word.
    pub after: Option<String>,
}

/// A relation whose object is expected.
#[derive(Clone, Debug)]
pub struct Governing {
    /// What its phrase may mean; nothing for the general words `with` and `of`.
    pub meanings: Vec<RelationMeaning>,
    /// Whether it is denied.
    pub denied: bool,
}

/// The classes, with their letters in the grammar's tokens.
const CLASSES: [(char, TokenKind); 6] = [
    ('N', TokenKind::Noun),
    ('M', TokenKind::Name),
    ('A', TokenKind::Adjective),
    ('R', TokenKind::Relation),
    ('P', TokenKind::Predicate),
    ('T', TokenKind::Attribute),
];

/// What can follow `before`, which ends with a whole word; keywords only if they begin with what is typed of them. None
/// where what stands there is no beginning of a sentence.
pub fn following(before: &str, typed: Option<&str>, vocabulary: &Vocabulary) -> Option<Following> {
    let words = words(before, vocabulary).ok()?;
    if words.tokens().any(|(token, _)| token.starts_with('\u{E002}')) {
        return None;
    }
    let text = words.text();
    let known = text.trim_end().len();
    let end = furthest(text);
    if end.is_some_and(|at| at < known) {
        return None;
    }
    let fits = |token: &str| {
        let longer = format!("{text}{token}\u{E001} ");
        furthest(&longer).is_none_or(|at| at >= longer.trim_end().len())
    };
    let classes = CLASSES.iter().filter(|(letter, _)| fits(&format!("\u{E000}{letter}0"))).map(|(_, kind)| *kind);
    let begins = |keyword: &&'static str| typed.is_some_and(|typed| keyword.starts_with(typed));
    let keywords = KEYWORDS.phrases.keys().copied().filter(|keyword| begins(keyword) && fits(keyword));
    let mut following = Following { classes: classes.collect(), keywords: keywords.collect(), ends: end.is_none(), ..Following::default() };
    look_back(&words, vocabulary, &mut following);
    Some(following)
}

/// Notes the relation whose object is expected, and the nearest noun.
fn look_back(words: &Words, vocabulary: &Vocabulary, following: &mut Following) {
    let tokens: Vec<(&str, Span)> = words.tokens().collect();
    let run = |token: &str| {
        let digits: String = token.strip_prefix('\u{E000}')?.chars().filter(char::is_ascii_digit).collect();
        match words.runs().get(digits.parse::<usize>().ok()?)?.kind {
            RunKind::Phrase(index) => vocabulary.meanings(index),
            _ => None,
        }
    };
    let keyword = |token: &str| token.strip_suffix('\u{E001}').filter(|_| !token.starts_with('\u{E000}')).map(str::to_owned);
    following.after = tokens.last().and_then(|(token, _)| keyword(token));
    let mut at = tokens.len();
    // Over names and what joins them, back to the phrase that they are the objects of.
    while let Some((token, _)) = at.checked_sub(1).and_then(|last| tokens.get(last)) {
        let meanings = run(token);
        let general = keyword(token).is_some_and(|word| GENERAL.contains(&word.as_str()));
        if let Some(meanings) = meanings.filter(|meanings| !meanings.relations.is_empty() && meanings.names.is_empty()) {
            following.relation = Some(Governing { meanings: meanings.relations.clone(), denied: denied(&tokens[..at - 1]) });
        } else if general {
            following.relation =
                Some(Governing { meanings: Vec::new(), denied: token.starts_with("without") || token.starts_with("lack") });
        }
        following.said.extend(meanings.iter().flat_map(|meanings| meanings.names.iter().take(SAID)));
        let passes = meanings.is_some_and(|meanings| !meanings.names.is_empty())
            || *token == ","
            || keyword(token).is_some_and(|word| JOINING.contains(&word.as_str()));
        if following.relation.is_some() || !passes {
            break;
        }
        at -= 1;
    }
    let noun = tokens.iter().rev().filter_map(|(token, _)| run(token)).find(|meanings| !meanings.nouns.is_empty());
    following.nouns = noun.map_or_else(Vec::new, |meanings| meanings.nouns.clone());
}

/// How many nodes of one name count as said.
const SAID: usize = 8;

/// Words of the language that take objects.
const GENERAL: &[&str] = &["with", "having", "has", "have", "of", "without", "lacking", "lacks", "lack", "sharing", "shared by"];

/// Words of the language between objects.
const JOINING: &[&str] = &["and", "or", "nor", "both", "either", "neither", "only", "the"];

/// Whether the tokens end with a denial.
fn denied(tokens: &[(&str, Span)]) -> bool {
    let words = tokens.iter().rev().map(|(token, _)| token.trim_end_matches('\u{E001}'));
    words.take_while(|word| DENYING.contains(word) || AUXILIARY.contains(word)).any(|word| DENYING.contains(&word))
}

const DENYING: &[&str] = &["not", "never", "cannot", "neither", "nor"];

const AUXILIARY: &[&str] = &["is", "are", "was", "were", "do", "does", "did", "can", "be", "been", "being"];
