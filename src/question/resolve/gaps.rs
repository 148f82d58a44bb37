//! `gaps`: which expectations are asked for, and whose gaps.

use std::fmt::Write as _;

use super::super::ast::{self, Ask, Question, Subject};
use super::super::lower;
use super::super::meaning::Range;
use super::super::words::Words;
use super::{Data, Options, Resolved, Resolver, meaning};
use crate::cypher::ast::Query;
use crate::text::Span;
use crate::value::NodeId;

/// Which gaps are asked for.
#[derive(Clone, Debug)]
pub struct Gaps {
    /// What the expectations speak of.
    pub about: Option<About>,
    /// Whose they are.
    pub whom: Option<Whom>,
    /// Whether they are shown as a matrix.
    pub matrix: bool,
    /// How it was understood.
    pub understood: String,
}

/// A noun of which expectations speak.
#[derive(Clone, Debug)]
pub struct About {
    /// Its label.
    pub label: String,
    /// The noun, where it means some nodes of the label only.
    pub singular: Option<String>,
}

/// Whose gaps are asked for.
#[derive(Clone, Debug)]
pub enum Whom {
    /// Those of these nodes.
    Nodes(Vec<NodeId>),
    /// Those of the nodes in the first column of this query.
    Query(Box<Query>),
}

/// What a sentence asks for.
pub(in crate::question) fn gaps(asked: &ast::Gaps, text: &str, words: &Words, data: Data<'_>, options: &Options) -> Resolved<Gaps> {
    let sentences = super::saved::Sentences::new();
    let mut understood = "gaps".to_owned();
    let mut about = None;
    if let Some(phrase) = &asked.about {
        let mut resolver = Resolver::new(text, words, data, options, &sentences);
        let candidate = resolver.noun_meanings(phrase.noun).into_iter().next();
        if let Some(candidate) = candidate {
            let noun = resolver.entry_noun(candidate, 0, phrase.noun.span)?;
            let noun = &resolver.nouns[noun];
            let _ = write!(understood, " in {}", noun.plural);
            if let Range::Label(label) = &noun.range {
                let singular = (!noun.own.is_empty()).then(|| noun.singular.clone());
                about = Some(About { label: label.clone(), singular });
            }
        }
    }
    let whom = match &asked.whom {
        Some(side) => {
            let subject = Subject::Phrase { phrase: side.phrase.clone(), count: None };
            let end = side.conditions.last().map_or(side.phrase.span, |condition| condition.span);
            let span = side.phrase.span.join(end);
            let conditions = side.conditions.clone();
            let question = Question { ask: Ask::List, subject, conditions, tails: Vec::new(), expected: Vec::new(), span };
            let meaning = meaning(&question, text, words, data, options)?;
            let _ = write!(understood, " for {}", super::super::understood::understood(&meaning));
            Some(Whom::Query(Box::new(lower::members(&meaning))))
        }
        None if asked.things.is_empty() => None,
        None => {
            let resolver = Resolver::new(text, words, data, options, &sentences);
            let mut nodes = Vec::new();
            for thing in &asked.things {
                nodes.push(resolver.named_node(thing.name, thing.noun)?);
            }
            let span = asked.things.iter().map(|thing| thing.span).reduce(Span::join).unwrap_or_default();
            let _ = write!(understood, " for {}", resolver.said(span));
            Some(Whom::Nodes(nodes))
        }
    };
    Ok(Gaps { about, whom, matrix: asked.matrix, understood })
}
