//! Facts that would make a condition hold, as `suppose` reads them.

use super::account::{Supposition, Tie};
use super::meaning::{Amount, Fact, Link, Linked, Meaning};
use super::understood::{Form, described};
use crate::cypher::ast::{ComparisonOperator, ExpressionKind, Literal};

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
    let ExpressionKind::Comparison { first, rest } = &expression.kind else { return None };
    let [(ComparisonOperator::Equal, value)] = rest.as_slice() else { return None };
    let (ExpressionKind::Property { .. }, ExpressionKind::Literal(literal)) = (&first.kind, &value.kind) else { return None };
    let (attribute, _) = text.split_once(" is ").or(text.split_once(" = "))?;
    let value = match literal {
        Literal::String(text) => format!("\"{text}\""),
        other => other.to_string(),
    };
    let not = if denied { "not " } else { "" };
    Some(Supposition { before: format!("the {attribute} of "), after: format!(" is {not}{value}") })
}

/// How a relation to a node of a link's object is said as a fact. Nothing for what is said without its object.
pub(super) fn tie(link: &Link) -> Option<Tie> {
    if link.predicate {
        return None;
    }
    let (are, are_not) = match &link.verb {
        _ if link.phrase == "with" => return Some(Tie { inverse: link.inverse, ..Tie::has() }),
        Some((plain, single)) => (single.clone(), format!("does not {plain}")),
        None => (format!("is {}", link.phrase), format!("is not {}", link.phrase)),
    };
    Some(Tie { are, are_not, inverse: link.inverse })
}

/// The fact that a relation is there, or not.
fn supposed(meaning: &Meaning, linked: &Linked, denied: bool) -> Option<Supposition> {
    let link = &linked.link;
    let denied = match linked.amount {
        Amount::Some => denied,
        Amount::No => !denied,
        Amount::Every | Amount::Number(..) => return None,
    };
    let Some(tie) = tie(link) else {
        let no = if denied { "not " } else { "" };
        return Some(Supposition { before: String::new(), after: format!(" is {no}{}", link.phrase) });
    };
    if denied && !link.inverse && link.phrase == "with" {
        return Some(Supposition { before: String::new(), after: format!(" has no {}", described(meaning, link.object, Form::Singular)) });
    }
    Some(tie.fact(&described(meaning, link.object, Form::One), denied))
}
