//! Facts that would make a condition hold, as `suppose` reads them.

use super::account::{Supposition, Tie};
use super::meaning::{Amount, Fact, Linked, Meaning, Template};
use super::template;
use super::understood::{Form, described, one_of};
use crate::cypher::ast::{ComparisonOperator, Expression, ExpressionKind, Literal, PatternPart};
use crate::schema::{Lexicon, Relation};
use crate::text::Span;
use crate::value::Direction;

/// The most sets of facts that are looked at for one condition.
const WAYS: usize = 16;

/// Sets of facts, each of which may make a fact hold (or not hold).
pub(super) fn ways(meaning: &Meaning, fact: &Fact, denied: bool) -> Vec<Vec<Supposition>> {
    match (fact, denied) {
        (Fact::Not(inner), _) => ways(meaning, inner, !denied),
        (Fact::Any(facts), false) | (Fact::All(facts), true) => facts.iter().flat_map(|fact| ways(meaning, fact, denied)).collect(),
        (Fact::All(facts), false) | (Fact::Any(facts), true) => {
            let mut all: Vec<Vec<Supposition>> = vec![Vec::new()];
            for fact in facts {
                let more = ways(meaning, fact, denied);
                let with = |way: &Vec<Supposition>| more.iter().map(|own| [way.as_slice(), own].concat()).collect::<Vec<_>>();
                all = all.iter().flat_map(|way| std::iter::once(way.clone()).chain(with(way))).take(WAYS).collect();
            }
            all.retain(|way| !way.is_empty());
            all
        }
        (Fact::Linked(linked), _) => supposed(meaning, linked, denied).into_iter().map(|one| vec![one]).collect(),
        (Fact::Condition { text, .. }, _) if !text.is_empty() => vec![vec![valued(fact, denied).unwrap_or_else(|| {
            let after = if denied { format!(" is not {text}") } else { format!(" is {text}") };
            Supposition { before: String::new(), after }
        })]],
        _ => Vec::new(),
    }
}

/// Of `where mood is "sad"` the value itself: `the mood of … is "sad"`.
fn valued(fact: &Fact, denied: bool) -> Option<Supposition> {
    let Fact::Condition { expression, text } = fact else { return None };
    let (_, value) = equated(expression)?;
    let (attribute, _) = text.split_once(" is ").or(text.split_once(" = "))?;
    Some(has_value(attribute, value, denied))
}

/// The property and the value of an equality.
pub(crate) fn equated(expression: &Expression) -> Option<(&str, &Literal)> {
    let ExpressionKind::Comparison { first, rest } = &expression.kind else { return None };
    let [(ComparisonOperator::Equal, value)] = rest.as_slice() else { return None };
    match (&first.kind, &value.kind) {
        (ExpressionKind::Property { key, .. }, ExpressionKind::Literal(literal)) => Some((&key.node, literal)),
        _ => None,
    }
}

/// `the mood of … is "sad"`.
pub(crate) fn has_value(attribute: &str, value: &Literal, denied: bool) -> Supposition {
    let value = match value {
        Literal::String(text) => format!("\"{text}\""),
        other => other.to_string(),
    };
    let not = if denied { "not " } else { "" };
    Supposition { before: format!("the {attribute} of "), after: format!(" is {not}{value}") }
}

/// `… has a pet`.
pub(crate) fn has_one(noun: &str) -> Supposition {
    Tie::has().fact(&one_of(noun), false)
}

/// How a relation to a named node is said as a fact where a sentence says it by this phrase, of its start or of its end, or with the
/// other node first: `with`, `number of` and the like say nothing of what the relation is.
pub(super) fn tie(relation: &Relation, of_start: bool, phrase: &str, inverse: bool) -> Tie {
    let is_own = relation.forward.iter().chain(&relation.backward).any(|own| own == phrase);
    if is_own { said(phrase, verb(relation, phrase).as_ref(), inverse) } else { spoken(relation, of_start, inverse) }
}

/// How relationships of a type are said as facts of the nodes from which they go out, or into which they come: by the first relation of
/// the lexicon that is such a relationship and nothing else.
pub(crate) fn tie_of(lexicon: &Lexicon, kind: &str, goes_out: bool) -> Option<Tie> {
    let fitting = |relation: &&Relation| {
        let Ok(Template { pattern, condition: None }) = template::pattern(&relation.pattern, &relation.name, Span::default()) else {
            return None;
        };
        let [PatternPart { element, .. }] = pattern.parts.as_slice() else { return None };
        let [(step, _)] = element.chain.as_slice() else { return None };
        let is_kind = step.types.len() == 1 && *step.types[0].node == *kind && step.properties.is_none() && step.length.is_none();
        let starts = element.start.variable.as_ref().is_some_and(|name| &*name.node == "from");
        // Whether the relationship goes from `from` to `to`.
        is_kind.then_some(starts == (step.direction == Direction::Outgoing))
    };
    let mut relations = lexicon.relations.iter().filter_map(|relation| Some((relation, fitting(&relation)?)));
    let (relation, onward) = relations.next()?;
    Some(spoken(relation, onward == goes_out, false))
}

/// A relation in its own words.
fn spoken(relation: &Relation, of_start: bool, inverse: bool) -> Tie {
    let (own, other) = if of_start { (&relation.forward, &relation.backward) } else { (&relation.backward, &relation.forward) };
    // `… is in a club` rather than `a club is joined by …`.
    let active = |phrases: &'_ Vec<String>| phrases.first().filter(|phrase| !phrase.ends_with(" by")).cloned();
    let (phrase, turned) = match (active(own), active(other)) {
        (Some(phrase), _) => (phrase, false),
        (None, Some(phrase)) => (phrase, true),
        (None, None) => (own.first().map_or("with", String::as_str).to_owned(), false),
    };
    said(&phrase, verb(relation, &phrase).as_ref(), inverse != turned)
}

fn said(phrase: &str, verb: Option<&(String, String)>, inverse: bool) -> Tie {
    let (are, are_not) = match verb {
        _ if phrase == "with" => return Tie { inverse, ..Tie::has() },
        Some((plain, single)) => (single.clone(), format!("does not {plain}")),
        None => (format!("is {phrase}"), format!("is not {phrase}")),
    };
    Tie { are, are_not, inverse }
}

/// The two forms of a relation's verb, if a phrase of it is one of them: `host`, `hosts`.
fn verb(relation: &Relation, phrase: &str) -> Option<(String, String)> {
    let phrases = || relation.forward.iter().chain(&relation.backward);
    let forms = |plain: &str| {
        let single = phrases().find(|other| other.strip_prefix(plain).is_some_and(|ending| matches!(ending, "s" | "es")))?;
        Some((plain.to_owned(), single.clone()))
    };
    forms(phrase).or_else(|| phrases().filter_map(|plain| forms(plain)).find(|(_, single)| *single == phrase))
}

/// The fact that a relation is there, or not.
fn supposed(meaning: &Meaning, linked: &Linked, denied: bool) -> Option<Supposition> {
    let link = &linked.link;
    let denied = match linked.amount {
        Amount::Some => denied,
        Amount::No => !denied,
        Amount::Every | Amount::Number(..) => return None,
    };
    let Some(tie) = &link.tie else {
        let no = if denied { "not " } else { "" };
        return Some(Supposition { before: String::new(), after: format!(" is {no}{}", link.phrase) });
    };
    let with = link.phrase == "with";
    if denied && !link.inverse && with {
        return Some(Supposition { before: String::new(), after: format!(" has no {}", described(meaning, link.object, Form::Singular)) });
    }
    let tie = if with { &Tie { inverse: link.inverse, ..Tie::has() } } else { tie };
    Some(tie.fact(&described(meaning, link.object, Form::One), denied))
}
