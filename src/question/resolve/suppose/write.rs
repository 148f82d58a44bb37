//! A plan as Cypher, and in words.

use std::collections::BTreeMap;

use super::plan::Plan;
use super::{New, Thing};
use crate::cypher::ast::{
    Clause, Create, Expression, ExpressionKind, LabelExpression, NodePattern, Pattern, PatternElement, PatternPart, Query,
    RelationshipPattern, Remove, RemoveItem, Selector, Set, SetItem,
};
use crate::question::build;
use crate::text::Place;
use crate::value::{Direction, NodeId, Value};

impl Plan<'_> {
    /// What is written, in order.
    pub(super) fn queries(self) -> Vec<Query> {
        let mut queries = self.removals.clone();
        let mut known: Vec<NodeId> = Vec::new();
        let ends = self.edges.iter().flat_map(|edge| [edge.start, edge.end]);
        let ends = ends.filter_map(|thing| if let Thing::Known(node) = thing { Some(node) } else { None });
        let touched = self.values.iter().map(|(node, ..)| *node).chain(self.labels.iter().map(|(node, ..)| *node));
        for node in ends.chain(touched) {
            if !known.contains(&node) {
                known.push(node);
            }
        }
        let variable = |thing: Thing| match thing {
            Thing::Known(node) => format!("known{}", known.iter().position(|other| *other == node).unwrap_or_default() + 1),
            Thing::New(number) => format!("new{}", number + 1),
        };
        let mut clauses = Vec::new();
        if !known.is_empty() {
            let nodes = known.iter().map(|node| self.found(*node, &variable(Thing::Known(*node)))).collect();
            clauses.push(build::matching(build::nodes(nodes), None));
        }
        let new = self.new.iter().enumerate().map(|(number, new)| part(created(new, &variable(Thing::New(number))), None));
        let edges = self.edges.iter().map(|edge| {
            let end = build::node(Some(&variable(edge.end)), None, None);
            part(build::node(Some(&variable(edge.start)), None, None), Some((joined(&edge.kind, &edge.properties), end)))
        });
        let parts: Vec<PatternPart> = new.chain(edges).collect();
        if !parts.is_empty() {
            clauses.push(Clause::Create(Create { pattern: Pattern { parts }, place: Place::default() }));
        }
        clauses.extend(self.changed(&variable));
        if clauses.len() > usize::from(!known.is_empty()) {
            queries.push(build::query(clauses));
        }
        queries
    }

    /// A node that is there, by its key.
    fn found(&self, node: NodeId, variable: &str) -> NodePattern {
        let label = self.resolver.indexed_label(&self.resolver.node_labels(node));
        let key = self.resolver.key_of_label(&label);
        let value = build::literal(&self.resolver.property_of(node, &key)).unwrap_or_else(|| build::boolean(false));
        build::node(Some(variable), Some(&label), Some((&key, value)))
    }

    /// New values and labels of nodes that are there.
    fn changed(&self, variable: &dyn Fn(Thing) -> String) -> Vec<Clause> {
        let of = |node: NodeId| build::variable(&variable(Thing::Known(node)));
        let label = |(node, label, _): &(NodeId, String, bool)| (of(*node), vec![build::named(label)]);
        let mut items: Vec<SetItem> = Vec::new();
        for (node, key, value) in &self.values {
            let null = || ExpressionKind::Literal(crate::cypher::ast::Literal::Null).into();
            items.push(SetItem::Property { target: build::property(of(*node), key), value: build::literal(value).unwrap_or_else(null) });
        }
        items.extend(self.labels.iter().filter(|(.., gets)| *gets).map(label).map(|(of, labels)| SetItem::Labels { of, labels }));
        let lost: Vec<RemoveItem> =
            self.labels.iter().filter(|(.., gets)| !*gets).map(label).map(|(of, labels)| RemoveItem::Labels { of, labels }).collect();
        let mut clauses = Vec::new();
        if !items.is_empty() {
            clauses.push(Clause::Set(Set { items, place: Place::default() }));
        }
        if !lost.is_empty() {
            clauses.push(Clause::Remove(Remove { items: lost, place: Place::default() }));
        }
        clauses
    }

    /// The new nodes in words: what each is called, what it is, and what it has from those like it.
    pub(super) fn made(&self) -> Vec<String> {
        let schema = self.resolver.data.schema;
        let line = |new: &New| {
            let display = schema.display(new.labels.iter().map(String::as_str)).unwrap_or("id");
            let name = match new.properties.get(display) {
                Some(Value::String(name)) => name.to_string(),
                Some(other) => other.to_string(),
                None => String::new(),
            };
            let like = new.like.map(|count| format!(", with what the {count} like it have in common")).unwrap_or_default();
            format!("new: {} `{name}`{like}", new.kind)
        };
        self.new.iter().map(line).collect()
    }
}

fn created(new: &New, variable: &str) -> NodePattern {
    let mut labels: Vec<LabelExpression> = new.labels.iter().map(|label| LabelExpression::Label(build::named(label))).collect();
    let labels = if labels.len() > 1 { Some(LabelExpression::And(labels)) } else { labels.pop() };
    NodePattern { labels, properties: values(&new.properties), ..build::node(Some(variable), None, None) }
}

fn joined(kind: &str, properties: &BTreeMap<String, Value>) -> RelationshipPattern {
    RelationshipPattern {
        variable: None,
        types: vec![build::named(kind)],
        type_expression: None,
        direction: Direction::Outgoing,
        length: None,
        properties: values(properties),
        condition: None,
        group: None,
        place: Place::default(),
    }
}

fn values(properties: &BTreeMap<String, Value>) -> Option<Expression> {
    let entries: Vec<(&str, Expression)> = properties.iter().filter_map(|(key, value)| Some((key.as_str(), literal(value)?))).collect();
    (!entries.is_empty()).then(|| build::map(entries))
}

/// A literal, of a list too.
fn literal(value: &Value) -> Option<Expression> {
    match value {
        Value::List(items) => Some(build::list(items.iter().map(literal).collect::<Option<_>>()?)),
        other => build::literal(other),
    }
}

fn part(start: NodePattern, step: Option<(RelationshipPattern, NodePattern)>) -> PatternPart {
    let element = PatternElement { start, chain: step.into_iter().collect(), place: Place::default() };
    PatternPart { variable: None, selector: Selector::All, element }
}
