//! What a procedure measures of nodes in a part of the graph: how central they are, their group, how near they are to another.

use super::super::ast::{CentralMeasure, Centrality, Key, KeyKind, NounPhrase, Tail};
use super::super::build;
use super::super::error::Error;
use super::super::meaning::{Fact, Few, Layout, Measure, NounId, Range, Ranking};
use super::super::template;
use super::{Resolved, Resolver};
use crate::cypher::ast::{ExpressionKind, LabelExpression};
use crate::text::Span;

/// A measure: its name, the procedure, the procedure's results for the node and for the measure, and whether it takes a direction.
type Row = (CentralMeasure, &'static str, &'static str, &'static str, &'static str, bool);

/// All measures.
const MEASURES: &[Row] = &[
    (CentralMeasure::Betweenness, "betweenness", "graph.betweenness", "node", "score", true),
    (CentralMeasure::Closeness, "closeness", "graph.closeness", "node", "score", true),
    (CentralMeasure::PageRank, "pagerank", "graph.pagerank", "node", "score", true),
    (CentralMeasure::Eigenvector, "eigenvector centrality", "graph.eigenvector", "node", "score", true),
    (CentralMeasure::Degree, "degree centrality", "graph.degree", "node", "score", true),
    (CentralMeasure::Core, "core number", "graph.coreNumbers", "node", "core", false),
    (CentralMeasure::Community, "community", "graph.communities", "node", "community", false),
    (CentralMeasure::Component, "component", "graph.connectedComponents", "node", "component", false),
    (CentralMeasure::Similarity, "similarity", "graph.jaccard", "other", "score", true),
];

/// Two scores that differ by rounding only are the same: so many decimals are compared.
const DECIMALS: i64 = 9;

impl Resolver<'_> {
    /// The measure of a question's main noun, and its name. There is one of it in a question.
    pub(super) fn centrality(&mut self, noun: NounId, asked: &Centrality, span: Span) -> Resolved<(Measure, String)> {
        let Some((_, name, procedure, node, result, directed)) = MEASURES.iter().find(|row| row.0 == asked.measure).copied() else {
            return Err(Error::Misplaced { what: "this measure", help: "use betweenness or pagerank", span });
        };
        let ranking = match &self.ranking {
            Some(ranking) if self.same(&ranking.asked, asked) => ranking.clone(),
            Some(_) => {
                let help = "ask one question for each measure";
                return Err(Error::Misplaced { what: "a second measure of what is central", help, span });
            }
            None => {
                if noun != 0 || self.pair.is_some() || !matches!(self.nouns[noun].range, Range::Label(_)) {
                    let help = "ask it of the noun that the question begins with: `top 5 … by betweenness`";
                    return Err(Error::Misplaced { what: "a measure of what is central", help, span });
                }
                let (labels, types) = self.part(noun, &asked.part.through)?;
                let mut without = Vec::new();
                for word in &asked.part.without {
                    let node = self.named_node(*word, None)?;
                    without.push(self.node_noun(node, 1));
                }
                let to = match asked.to {
                    Some(word) => Some(self.named_node(word, None).map(|node| self.node_noun(node, 1))?),
                    None => None,
                };
                let variable = self.fresh(name);
                let asked = asked.clone();
                self.ranking.insert(Ranking { asked, variable, procedure, node, result, to, directed, labels, types, without }).clone()
            }
        };
        let variable = build::variable(&ranking.variable);
        let rounded = result == "score";
        let expression = if rounded { build::call("round", vec![variable, build::integer(DECIMALS)]) } else { variable };
        let name = ranking.to.map_or_else(|| name.to_owned(), |to| format!("{name} to {}", self.nouns[to].singular));
        Ok((Measure::Value { expression, name: self.described_ranking(&ranking, &name) }, name))
    }

    /// The labels and relationship types of a part of the graph: the noun's, and those through which its nodes are joined.
    pub(super) fn part(&mut self, noun: NounId, through: &[NounPhrase]) -> Resolved<(Vec<String>, Vec<String>)> {
        let (mut labels, mut types) = (Vec::new(), Vec::new());
        if through.is_empty() {
            return Ok((labels, types));
        }
        add(&mut labels, self.own_label(noun));
        for phrase in through {
            let link = self.related_link(noun, phrase)?;
            let object = &self.nouns[link.object];
            let plain = object.restrictions.is_empty() && object.clauses.is_empty() && self.plain_label(link.object).is_some();
            if !plain || link.templates.iter().any(|template| template.condition.is_some()) {
                let help = "say a noun that means all nodes of its kind, after `through`";
                return Err(Error::Misplaced { what: "a narrower noun", help, span: phrase.span });
            }
            add(&mut labels, self.own_label(link.object));
            for one in &link.templates {
                for kind in template::types_of(&one.pattern) {
                    add(&mut types, kind);
                }
                for label in template::labels_of(&one.pattern) {
                    add(&mut labels, label);
                }
            }
        }
        Ok((labels, types))
    }

    /// The label that says which nodes a noun means.
    fn own_label(&self, noun: NounId) -> String {
        self.plain_label(noun).or_else(|| self.noun_labels(noun).into_iter().next()).unwrap_or_default()
    }

    /// The label of a noun that means all of its nodes.
    fn plain_label(&self, noun: NounId) -> Option<String> {
        let noun = &self.nouns[noun];
        match (noun.own.as_slice(), &noun.range) {
            ([], Range::Label(label)) => Some(label.clone()),
            ([Fact::Condition { expression, .. }], _) => match &expression.kind {
                ExpressionKind::HasLabels { labels: LabelExpression::Label(label), .. } => Some(label.node.to_string()),
                _ => None,
            },
            _ => None,
        }
    }

    /// `betweenness through forums leaving out World Customs Organization`.
    fn described_ranking(&self, ranking: &Ranking, name: &str) -> String {
        let said: Vec<String> = ranking.asked.part.through.iter().map(|phrase| self.said(phrase.span)).collect();
        let part = if said.is_empty() { " in the whole graph".to_owned() } else { format!(" through {}", said.join(" and ")) };
        let without: Vec<&str> = ranking.without.iter().map(|noun| self.nouns[*noun].singular.as_str()).collect();
        let without = if without.is_empty() { String::new() } else { format!(" leaving out {}", without.join(" and ")) };
        format!("{name}{part}{without}")
    }

    /// The first few by betweenness.
    pub(super) fn most_central(&mut self, main: NounId, count: u64, span: Span, tails: &mut Vec<Tail>) -> Resolved<Few> {
        let place = tails.iter().position(|tail| matches!(tail, Tail::Part(_)));
        let part = place.and_then(|place| if let Tail::Part(part) = tails.remove(place) { Some(part) } else { None });
        let centrality = Centrality { measure: CentralMeasure::Betweenness, to: None, part: part.unwrap_or_default() };
        let key = Key { aggregate: None, kind: KeyKind::Centrality(centrality), span };
        Ok(Few { count, measure: self.measure(main, &key)?, least: false })
    }

    /// Whether two measures were asked for in the same words, wherever they stand; without a part of its own a later one means that
    /// of the first.
    fn same(&self, first: &Centrality, later: &Centrality) -> bool {
        let said = |span: Span| self.said(span).to_lowercase();
        let part = |centrality: &Centrality| {
            let through: Vec<String> = centrality.part.through.iter().map(|phrase| said(phrase.span)).collect();
            (through, centrality.part.without.iter().map(|word| said(word.span)).collect::<Vec<_>>())
        };
        let to = |centrality: &Centrality| centrality.to.map(|word| said(word.span));
        let bare = later.part.through.is_empty() && later.part.without.is_empty();
        first.measure == later.measure && to(first) == to(later) && (bare || part(first) == part(later))
    }

    /// A group has no measure of its own: nodes are grouped by one, not sorted or shown beside groups.
    pub(super) fn check_ranking(layout: &Layout, tails: &[Tail], span: Span) -> Resolved<()> {
        let measured = |key: &Key| matches!(key.kind, KeyKind::Centrality(_));
        let beside = tails.iter().any(|tail| match tail {
            Tail::Sorted(keys) => keys.iter().any(|(key, _)| measured(key)),
            Tail::Shown(keys) => keys.iter().any(measured),
            Tail::Grouped { .. } | Tail::Part(_) => false,
        });
        if !beside || layout.groups.is_empty() {
            return Ok(());
        }
        let help = "order by it instead: `… sorted by betweenness descending`";
        Err(Error::Misplaced { what: "a measure of what is central, beside groups", help, span })
    }
}

fn add(to: &mut Vec<String>, name: String) {
    if !name.is_empty() && !to.contains(&name) {
        to.push(name);
    }
}
