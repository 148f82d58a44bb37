//! `and` and `or` at one level: an error that shows both readings.

use super::super::ast::{Adjective, Adjectives, Joint, NounPhrase, Object};
use super::super::error::Error;
use super::super::meaning::Clause;
use super::{Resolved, Resolver};
use crate::text::Span;

impl Resolver<'_> {
    /// Whether a list is joined by `or`; a comma is what the list's other joints are, `and` if there is none.
    pub(super) fn joint_of(&self, joints: &[Joint], items: &[Span], span: Span) -> Resolved<bool> {
        let or = joints.contains(&Joint::Or);
        let and = joints.iter().any(|joint| matches!(joint, Joint::And | Joint::Nor));
        if or && and {
            let texts: Vec<String> = items.iter().map(|item| self.said(*item)).collect();
            let ors: Vec<bool> = joints.iter().map(|joint| *joint == Joint::Or).collect();
            return Err(self.mixed(&texts, &ors, span));
        }
        Ok(or)
    }

    /// Adjectives before a noun: the readings put them after it, where parentheses may stand.
    pub(super) fn check_adjectives(&self, adjectives: &Adjectives, phrase: &NounPhrase) -> Resolved<()> {
        let joints: Vec<Joint> = adjectives.items.iter().filter_map(|(joint, _)| *joint).collect();
        if !joints.contains(&Joint::Or) || !joints.iter().any(|joint| matches!(joint, Joint::And | Joint::Nor)) {
            return Ok(());
        }
        let noun = self.said(phrase.noun.span);
        let said = |adjective: &Adjective| format!("are {}{}", if adjective.negated { "not " } else { "" }, self.said(adjective.word.span));
        let texts: Vec<String> = adjectives.items.iter().map(|(_, adjective)| said(adjective)).collect();
        let ors: Vec<bool> = joints.iter().map(|joint| *joint == Joint::Or).collect();
        let span = adjectives.span.join(phrase.noun.span);
        let readings = [true, false].map(|split| format!("{noun} ({})", bracketed(&texts, &ors, split)));
        let [first, second] = readings.map(|reading| self.replaced(span, &reading));
        Err(Error::MixedJoints { first, second, span: adjectives.span })
    }

    /// The sentence with other words at a place.
    fn replaced(&self, span: Span, by: &str) -> String {
        let before = self.text.get(..span.start as usize).unwrap_or_default();
        let after = self.text.get(span.end as usize..).unwrap_or_default();
        crate::text::visible(&format!("{before}{by}{after}")).into_owned()
    }

    /// The same for objects.
    pub(super) fn joint_of_objects(&self, items: &[(Option<Joint>, Object)], span: Span) -> Resolved<bool> {
        let joints: Vec<Joint> = items.iter().filter_map(|(joint, _)| *joint).collect();
        let spans: Vec<Span> = items.iter().map(|(_, object)| object.span).collect();
        self.joint_of(&joints, &spans, span)
    }

    /// Refuses conditions of one noun that are joined by both.
    pub(super) fn check_mixing(&self) -> Resolved<()> {
        for noun in &self.nouns {
            self.check_clauses(&noun.clauses)?;
        }
        Ok(())
    }

    /// Refuses conditions of one level that are joined by both.
    pub(super) fn check_clauses(&self, clauses: &[Clause]) -> Resolved<()> {
        let ors: Vec<bool> = clauses.iter().skip(1).map(|clause| clause.or).collect();
        if ors.contains(&true) && ors.contains(&false) {
            let texts: Vec<String> = clauses.iter().map(|clause| clause.text.clone()).collect();
            let span = clauses.iter().fold(clauses[0].span, |span, clause| span.join(clause.span));
            return Err(self.mixed(&texts, &ors, span));
        }
        Ok(())
    }

    /// Both readings as whole sentences.
    fn mixed(&self, texts: &[String], ors: &[bool], span: Span) -> Error {
        let [first, second] = [true, false].map(|split| self.replaced(span, &bracketed(texts, ors, split)));
        Error::MixedJoints { first, second, span }
    }
}

/// The texts with parentheses around each run without `split` joints.
fn bracketed(texts: &[String], ors: &[bool], split: bool) -> String {
    let (outer, inner) = if split { (" or ", " and ") } else { (" and ", " or ") };
    let mut runs: Vec<Vec<&str>> = vec![Vec::new()];
    for (index, text) in texts.iter().enumerate() {
        if index > 0 && ors.get(index - 1) == Some(&split) {
            runs.push(Vec::new());
        }
        if let Some(run) = runs.last_mut() {
            run.push(text);
        }
    }
    let shown = |run: &Vec<&str>| if run.len() > 1 { format!("({})", run.join(inner)) } else { run.concat() };
    runs.iter().map(shown).collect::<Vec<_>>().join(outer)
}
