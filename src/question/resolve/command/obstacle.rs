//! `why X in path from A to B`: what a thing must be and have to stand on a shortest path, step by step, so that the first obstacle shows.

use super::super::{Data, Options, Resolved, Resolver, saved};
use super::path::described;
use super::thing::Named;
use super::way::Region;
use super::written::{has_label, quoted, read};
use crate::cypher::ast::Query;
use crate::question::account::{Account, Accounted, Found, Ground, Sought};
use crate::question::ast::Way;
use crate::question::error::Error;
use crate::question::understood::one_of;
use crate::question::words::Words;
use crate::text::Span;
use crate::value::NodeId;

/// What makes a thing stand on a shortest path.
pub(in crate::question) fn on_path(way: &Way, thing: NodeId, text: &str, words: &Words, data: Data<'_>) -> Resolved<Accounted> {
    let (options, sentences) = (Options::default(), saved::Sentences::new());
    let mut resolver = Resolver::new(text, words, data, &options, &sentences);
    let (from, to) = (resolver.thing(&way.from, "from")?, resolver.thing(&way.to, "to")?);
    if from.node == to.node {
        return Err(Error::SameThing { name: to.name, span: way.to.span });
    }
    let ends = [from, to];
    let region = resolver.region(&ends, &way.limits)?;
    let notes = std::mem::take(&mut resolver.notes);
    let path = Path { resolver: &resolver, ends: &ends, region: &region, thing, span: way.from.span.join(way.to.span) };
    let understood = format!("the shortest paths {}", described(way, &ends[0], &ends[1], &region.described));
    Ok(Accounted { account: path.account(way.longest)?, understood, notes })
}

/// A way from one end to another within a part of the graph.
struct Path<'p> {
    resolver: &'p Resolver<'p>,
    ends: &'p [Named; 2],
    region: &'p Region,
    thing: NodeId,
    span: Span,
}

impl Path<'_> {
    fn account(&self, longest: Option<u64>) -> Resolved<Account> {
        let is_end = self.ends.iter().any(|end| end.node == self.thing);
        let shortest = self.step("from", "to", "shortest");
        let mut grounds = Vec::new();
        // What has to hold of the path, and the steps that find it.
        let (mut steps, mut conditions) = (vec![shortest.clone()], Vec::new());
        if !is_end {
            let kinds: Vec<String> = self.region.labels.iter().map(|label| has_label("thing", label)).collect();
            if !kinds.is_empty() {
                let is_kind = format!("({})", kinds.join(" OR "));
                grounds.push(self.ground("of a kind that the path may meet", &[], &is_kind, &quoted(&self.kind()), "[]")?);
                conditions.push(is_kind);
            }
            if !self.region.avoided.is_empty() {
                let is_free = (!self.region.avoided.contains(&self.thing)).to_string();
                grounds.push(self.ground("not avoided", &[], &is_free, "null", "[]")?);
                conditions.push(is_free);
            }
        }
        for end in self.ends.iter().filter(|end| end.node != self.thing) {
            let step = [self.step(&end.variable, "thing", "way")];
            grounds.push(self.ground(&format!("joined to {}", end.name), &step, "", &self.said("way"), "relationships(way)")?);
        }
        if !is_end {
            steps.extend([self.step("from", "thing", "one"), self.step("thing", "to", "two")]);
            let (over, without) = (count("length(one) + length(two)"), count("length(shortest)"));
            let is_shortest = "length(one) + length(two) = length(shortest)".to_owned();
            let said = format!("{over} + ' over it, and the shortest path has ' + {without}");
            grounds.push(self.ground("on a shortest path", &steps, &is_shortest, &said, "[]")?);
            conditions.push(is_shortest);
        }
        if let Some(most) = longest {
            let is_short = format!("length(shortest) <= {most}");
            let text = format!("on a path of at most {most} step{}", if most == 1 { "" } else { "s" });
            grounds.push(self.ground(&text, &[shortest], &is_short, &count("length(shortest)"), "relationships(shortest)")?);
            conditions.push(is_short);
        }
        let members = self.query(&steps, &conditions.join(" AND "), "thing AS node")?;
        Ok(Account { kind: self.kind(), candidates: self.found(&[], "")?, members, grounds, in_order: true })
    }

    /// What the thing is: `a forum`.
    fn kind(&self) -> String {
        let label = self.resolver.indexed_label(&self.resolver.node_labels(self.thing));
        one_of(&self.resolver.names_of_label(&label).0)
    }

    /// A condition on the thing or on paths, and the facts, which are there whether it holds or not: words and relationships.
    fn ground(&self, text: &str, steps: &[String], condition: &str, said: &str, facts: &str) -> Resolved<Ground> {
        let found = self.query(steps, "", &format!("thing AS node, {said} AS name, null AS object, {facts} AS facts"))?;
        Ok(Ground {
            text: text.to_owned(),
            holds: self.found(steps, condition)?,
            sought: if said == "null" { Vec::new() } else { vec![Sought { found: vec![found], ..Sought::default() }] },
            properties: Vec::new(),
            ways: Vec::new(),
            counted: None,
        })
    }

    /// Only the things in `$nodes` are ever asked about.
    fn found(&self, steps: &[String], condition: &str) -> Resolved<Found> {
        let among = self.query(steps, condition, "thing AS node")?;
        Ok(Found { all: among.clone(), among })
    }

    /// Paths that are found one after the other, and a condition on them.
    fn query(&self, steps: &[String], condition: &str, returned: &str) -> Resolved<Query> {
        let mut patterns: Vec<&str> = self.ends.iter().map(|end| end.pattern.as_str()).collect();
        patterns.extend(self.region.patterns.iter().map(String::as_str));
        let found = if steps.is_empty() { String::new() } else { format!("MATCH {}\n{}\n", patterns.join(", "), steps.join("\n")) };
        let filter = if condition.is_empty() { String::new() } else { format!("WITH * WHERE {condition}\n") };
        read(&format!("MATCH (thing) WHERE id(thing) IN $nodes\n{found}{filter}RETURN {returned}"), "path", self.span)
    }

    /// One shortest path.
    fn step(&self, from: &str, to: &str, variable: &str) -> String {
        let settings: Vec<&str> = std::iter::once("direction: 'both'").chain(self.region.settings.iter().map(String::as_str)).collect();
        format!("CALL graph.allShortestPaths({from}, {to}, {{{}}}) YIELD path AS {variable}\nWITH * LIMIT 1", settings.join(", "))
    }

    /// `2 steps: Senegal, WCO, Japan`.
    fn said(&self, path: &str) -> String {
        let names = format!("[met IN nodes({path}) | {}]", self.resolver.shown("met", &self.region.labels));
        let joined = format!("reduce(line = '', name IN {names} | line + CASE line WHEN '' THEN ': ' ELSE ', ' END + toString(name))");
        format!("{} + {joined}", count(&format!("length({path})")))
    }
}

/// `2 steps`.
fn count(length: &str) -> String {
    format!("toString({length}) + CASE {length} WHEN 1 THEN ' step' ELSE ' steps' END")
}
