//! How a question was understood, in one line, with the scope of every `and`, `or` and `without` visible.

use std::fmt::Write as _;

use super::meaning::{Amount, Clause, Fact, Few, GroupKey, Layout, Link, Linked, Meaning, Measure, Noun, NounId, Range, Value, Whether};
use crate::cypher::ast::ComparisonOperator;

/// The line.
pub(super) fn understood(meaning: &Meaning) -> String {
    let layout = &meaning.layout;
    let mut line = String::new();
    if layout.count && layout.groups.is_empty() {
        line.push_str("number of ");
    }
    match layout.whether {
        Some(_) if matches!(meaning.nouns[meaning.main].range, Range::Node { .. }) => line.push_str("whether "),
        Some(Whether::Some) => line.push_str("whether there are "),
        Some(Whether::None) => line.push_str("whether there are no "),
        None => {}
    }
    for (index, column) in layout.columns.iter().enumerate().filter(|_| !layout.nodes) {
        line.push_str(if index > 0 { ", " } else { "" });
        line.push_str(&column.name);
    }
    if !layout.nodes && !layout.columns.is_empty() {
        line.push_str(" of ");
    }
    if meaning.pair.is_some() {
        line.push_str("pairs of ");
    }
    line.push_str(&described(meaning, meaning.main, Form::Plural));
    laid_out(meaning, layout, &mut line);
    line
}

/// What the main noun is called, if it is one of its kind: `a partner`.
pub(super) fn kind(meaning: &Meaning) -> String {
    let noun = &meaning.nouns[meaning.main];
    let singular = if let Range::Node { kind, .. } = &noun.range { kind } else { &noun.singular };
    one_of(singular)
}

/// A fact in words; nothing where it has no simple ones.
pub(super) fn said(meaning: &Meaning, fact: &Fact) -> Option<String> {
    simple(meaning, fact, false)
}

/// Being among the first or last.
pub(super) fn few(meaning: &Meaning, few: &Few) -> String {
    format!("among the {} {} by {}", if few.least { "last" } else { "first" }, few.count, measured(meaning, &few.measure))
}

/// What a link leads to, said of one: `CMAA`.
pub(super) fn wanted(meaning: &Meaning, link: &Link) -> String {
    if link.tie.is_none() { link.phrase.clone() } else { described(meaning, link.object, Form::Singular) }
}

fn laid_out(meaning: &Meaning, layout: &Layout, line: &mut String) {
    if let Some(few) = &layout.few {
        let which = if few.least { "last" } else { "first" };
        let _ = write!(line, ", the {which} {} by {}, ties kept", few.count, measured(meaning, &few.measure));
    }
    for (index, group) in layout.groups.iter().enumerate() {
        line.push_str(if index == 0 { ", by " } else { " and " });
        match &group.key {
            GroupKey::Value { measure: Measure::Value { name, .. }, .. } => line.push_str(name),
            _ => line.push_str(&group.name),
        }
        if let GroupKey::Value { values, .. } = &group.key
            && !values.is_empty()
        {
            line.push_str(" (all values)");
        }
    }
    if let Some(having) = &layout.having {
        let counted = having.link.as_ref().map_or(meaning.main, |link| link.object);
        let _ = write!(line, " having {} {}", amount_words(having.operator, having.count), meaning.nouns[counted].plural);
    }
    for (index, (value, descending)) in layout.order.iter().enumerate() {
        line.push_str(if index == 0 { ", sorted by " } else { ", " });
        let by = match value {
            Value::Measure(measure) => measured(meaning, measure),
            Value::Names(link) => format!("number of {}", meaning.nouns[link.object].plural),
            Value::Size => "number".to_owned(),
            Value::Key(index) => layout.group_columns().nth(*index).unwrap_or_default().to_owned(),
        };
        line.push_str(&by);
        if *descending {
            line.push_str(" descending");
        }
    }
    if layout.nodes && !layout.columns.is_empty() {
        let names: Vec<&str> = layout.columns.iter().map(|column| column.name.as_str()).collect();
        let _ = write!(line, ", with {}", names.join(", "));
    }
}

fn measured(meaning: &Meaning, measure: &Measure) -> String {
    match measure {
        Measure::Count(link) => format!("number of {}", described(meaning, link.object, Form::Plural)),
        Measure::Value { name, .. } => name.clone(),
    }
}

/// How a noun is said.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// `a forum`.
    One,
    /// `forum`.
    Singular,
    /// `forums`.
    Plural,
}

/// A noun with all of its conditions.
pub(super) fn described(meaning: &Meaning, noun: NounId, form: Form) -> String {
    let data = &meaning.nouns[noun];
    if let Range::Node { .. } = data.range {
        let after = clauses(meaning, &data.clauses);
        return if after.is_empty() { data.singular.clone() } else { format!("{}, {after}", data.singular) };
    }
    let mut text = match form {
        Form::Plural => data.plural.clone(),
        Form::Singular => data.singular.clone(),
        Form::One => format!("{} {}", article(&data.singular), data.singular),
    };
    if let Range::Previous { .. } = data.range {
        text = format!("those {text}");
    }
    let before: Vec<String> = data.restrictions.iter().map(|clause| words(meaning, clause)).filter(|text| !text.is_empty()).collect();
    if !before.is_empty() {
        let _ = write!(text, " ({})", before.join(", "));
    }
    let after = clauses(meaning, &data.clauses);
    if !after.is_empty() {
        // The main noun's conditions stand free, those of a nested one in parentheses.
        let opened = if data.depth == 0 && takes_are(&after) { format!("that are {after}") } else { after };
        let (open, close) = if data.depth == 0 { ("", "") } else { ("(", ")") };
        let _ = write!(text, " {open}{opened}{close}");
    }
    text
}

fn takes_are(text: &str) -> bool {
    ["in ", "at ", "on ", "not ", "under ", "member", "neither ", "from "].iter().any(|start| text.starts_with(start))
}

/// `an agreement`.
pub(super) fn one_of(noun: &str) -> String {
    format!("{} {noun}", article(noun))
}

fn article(word: &str) -> &'static str {
    // Acronyms are spelled out: an MIO, a CMAA.
    let spelled = word.len() > 1 && word.chars().take(2).all(char::is_uppercase);
    let first = word.chars().next().unwrap_or('a').to_ascii_lowercase();
    let vowel = if spelled { "aefhilmnorsx".contains(first) } else { "aeio".contains(first) };
    if vowel { "an" } else { "a" }
}

/// The conditions of a noun.
fn clauses(meaning: &Meaning, clauses: &[Clause]) -> String {
    let mut text = String::new();
    for (index, clause) in clauses.iter().enumerate() {
        if index > 0 {
            text.push_str(if clause.or { ", or " } else { ", and " });
        }
        text.push_str(&words(meaning, clause));
    }
    text
}

/// A condition in words; where its fact has no simple words, as it was said.
fn words(meaning: &Meaning, clause: &Clause) -> String {
    simple(meaning, &clause.fact, false).unwrap_or_else(|| clause.text.clone())
}

fn simple(meaning: &Meaning, fact: &Fact, denied: bool) -> Option<String> {
    match fact {
        Fact::Condition { text, .. } if text.is_empty() => None,
        Fact::Condition { text, .. } => Some(if denied { format!("not {text}") } else { text.clone() }),
        Fact::Not(inner) => simple(meaning, inner, !denied),
        Fact::All(facts) | Fact::Any(facts) => {
            let all = matches!(fact, Fact::All(_)) != denied;
            let parts: Option<Vec<String>> = facts.iter().map(|fact| simple(meaning, fact, denied)).collect();
            let nested = facts.iter().any(|fact| matches!(fact, Fact::All(_) | Fact::Any(_)));
            let parts = parts?.into_iter().map(|part| if nested { format!("({part})") } else { part }).collect::<Vec<_>>();
            Some(parts.join(if all { " and " } else { " or " }))
        }
        // Common neighbours have no simple words.
        Fact::Linked(linked) if ties(&meaning.nouns[linked.link.object]) => None,
        Fact::Linked(linked) => Some(linked_words(meaning, linked, denied)),
        Fact::Is(noun) => {
            let text = described(meaning, *noun, Form::Plural);
            Some(if denied { format!("not {text}") } else { text })
        }
        Fact::End { from, noun } => {
            let text = described(meaning, *noun, Form::One);
            let side = if *from { "of" } else { "in" };
            Some(if denied { format!("not {side} {text}") } else { format!("{side} {text}") })
        }
        Fact::Extreme { measure, least, .. } => Some(format!(
            "with the {} {}",
            if *least { "fewest" } else { "most" },
            measured(meaning, measure).trim_start_matches("number of ")
        )),
        Fact::Outnumbers { text, .. } if denied => Some(format!("not {text}")),
        Fact::Outnumbers { text, .. } | Fact::Compared { text, .. } => Some(text.clone()),
        Fact::Tied(_) | Fact::Some { .. } => None,
    }
}

/// Whether a noun is tied to another one outside of it.
fn ties(noun: &Noun) -> bool {
    noun.clauses.iter().any(|clause| match &clause.fact {
        Fact::Tied(_) => true,
        Fact::Not(inner) => matches!(**inner, Fact::Tied(_)),
        _ => false,
    })
}

fn linked_words(meaning: &Meaning, linked: &Linked, denied: bool) -> String {
    let link = &linked.link;
    let phrase = &link.phrase;
    // A predicate speaks of no object of its own.
    if link.tie.is_none() {
        let inner = &meaning.nouns[link.object];
        let complement = clauses(meaning, &inner.clauses);
        let not = if denied { "not " } else { "" };
        return if complement.is_empty() { format!("{not}{phrase}") } else { format!("{not}{phrase} ({complement})") };
    }
    let with = phrase == "with";
    let object = match linked.amount {
        Amount::Some => described(meaning, link.object, Form::One),
        Amount::No => format!("no {}", described(meaning, link.object, Form::Singular)),
        Amount::Every => format!("every {}", described(meaning, link.object, Form::Singular)),
        Amount::Number(operator, count) => {
            let form = if count == 1 { Form::Singular } else { Form::Plural };
            format!("{} {}", amount_words(operator, count), described(meaning, link.object, form))
        }
    };
    if link.inverse && phrase != "shared by" {
        return match (with, denied) {
            (true, false) => format!("that {object} has"),
            (true, true) => format!("that {object} does not have"),
            (false, _) => format!("that {object} is {}{phrase}", if denied { "not " } else { "" }),
        };
    }
    match (denied, with) {
        (true, true) if linked.amount == Amount::Some => format!("without {object}"),
        (true, _) => format!("not {phrase} {object}"),
        (false, _) => format!("{phrase} {object}"),
    }
}

fn amount_words(operator: ComparisonOperator, count: u64) -> String {
    match operator {
        ComparisonOperator::GreaterOrEqual => format!("at least {count}"),
        ComparisonOperator::LessOrEqual => format!("at most {count}"),
        _ => format!("exactly {count}"),
    }
}
