//! What algorithms measure, before all else: a procedure binds the main noun, each node with its measure.

use super::super::build;
use super::super::meaning::{Fact, Measure, Ranking};
use super::Lowerer;
use super::pattern::mentions;
use crate::cypher::ast::{Clause, Expression, Pattern};

impl Lowerer<'_> {
    /// `MATCH` of what is left out or compared with, and `CALL`; nothing where no such measure is asked for.
    pub(super) fn ranked(&self) -> Vec<Clause> {
        let Some(ranking) = self.meaning.ranking.as_ref().filter(|_| !self.leaves_out_ranking()) else { return Vec::new() };
        let mut clauses = Vec::new();
        let (mut pattern, mut conditions) = (Pattern { parts: Vec::new() }, Vec::new());
        for noun in ranking.without.iter().chain(&ranking.to) {
            let (more, own) = self.domain(*noun);
            pattern.parts.extend(more.parts);
            conditions.extend(own);
        }
        if !pattern.parts.is_empty() {
            clauses.push(build::matching(pattern, build::condition(build::all(conditions))));
        }
        let node = &self.noun(self.meaning.main).variable;
        clauses.push(build::call_procedure(
            ranking.procedure,
            ranking.to.iter().map(|noun| self.variable(*noun)).chain([build::map(self.settings(ranking))]).collect(),
            &[(ranking.node, node), (ranking.result, &ranking.variable)],
        ));
        clauses
    }

    fn settings(&self, ranking: &Ranking) -> Vec<(&'static str, Expression)> {
        let texts = |names: &[String]| build::list(names.iter().map(|name| build::text(name)).collect());
        let mut settings = Vec::new();
        if !ranking.labels.is_empty() {
            settings.push(("labels", texts(&ranking.labels)));
        }
        if !ranking.types.is_empty() {
            settings.push(("types", texts(&ranking.types)));
        }
        if ranking.directed {
            settings.push(("direction", build::text("both")));
        }
        if !ranking.without.is_empty() {
            settings.push(("without", build::list(ranking.without.iter().map(|noun| self.variable(*noun)).collect())));
        }
        settings
    }

    /// Whether the condition that is left out is the one that asks for the measure.
    fn leaves_out_ranking(&self) -> bool {
        let main = self.noun(self.meaning.main);
        let left_out = self.left_out.and_then(|place| main.restrictions.iter().chain(&main.clauses).nth(place));
        let asks = |fact: &Fact| matches!(fact, Fact::Extreme { measure, .. } if self.is_ranked(measure));
        left_out.is_some_and(|clause| asks(&clause.fact))
            && !self.meaning.layout.few.as_ref().is_some_and(|few| self.is_ranked(&few.measure))
    }

    /// Whether a measure is that of the ranking.
    pub(super) fn is_ranked(&self, measure: &Measure) -> bool {
        match (measure, &self.meaning.ranking) {
            (Measure::Value { expression, .. }, Some(ranking)) => mentions(expression, &ranking.variable),
            _ => false,
        }
    }
}
