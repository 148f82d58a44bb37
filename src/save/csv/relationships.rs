//! Which relationship goes to which file.
//!
//! The relationships of a type share a file where the ends are found by id alone: in the labels that the schema states, or
//! anywhere. Else there is a file for each pair of files that the ends stand in, whose header names the two.

use std::collections::{BTreeMap, BTreeSet};

use super::super::{Content, Formulas, Problem};
use super::layout::{Layout, every_value};
use super::names::{Taken, own_names};
use super::seen::{Column, Seen};
use crate::graph::Graph;
use crate::schema::{Schema, Stated};
use crate::value::{KeyId, LabelId, NodeId, RelationshipId, TypeId};

/// The relationships of one type.
#[derive(Debug)]
pub(super) struct TypeFiles {
    pub(super) kind: TypeId,
    /// The file's name without ending, if it says the type.
    pub(super) own: Option<String>,
    /// One file, or one for each pair of the ends' files.
    pub(super) parts: Vec<Part>,
    pub(super) columns: Vec<(KeyId, Column)>,
}

/// One file.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) stem: String,
    /// The files of the ends, where they must be told.
    pub(super) ends: Option<(usize, usize)>,
}

/// The files of all relationships.
pub(super) fn files(content: Content<'_>, schema: &Schema, layout: &Layout, formulas: Formulas) -> Result<Vec<TypeFiles>, Problem> {
    let graph = content.graph;
    let catalogue = graph.catalogue();
    let mut taken = Taken::default();
    let names = own_names(graph.types().map(|kind| (kind, catalogue.type_name(kind).to_string())), &mut taken);
    let one = |kind: TypeId| {
        let own = names.get(&kind).cloned();
        let pairs = if layout.clash || !found_by_labels(graph, schema, kind) { pairs(graph, layout, kind) } else { BTreeSet::new() };
        let parts: Vec<Part> = match pairs.len() {
            0 => vec![Part { stem: own.clone().unwrap_or_else(|| taken.like("relationships")), ends: None }],
            1 => {
                let stem = own.clone().unwrap_or_else(|| taken.like("relationships"));
                pairs.into_iter().map(|ends| Part { stem: stem.clone(), ends: Some(ends) }).collect()
            }
            _ => {
                let like = own.as_deref().unwrap_or("relationships").to_owned();
                pairs.into_iter().map(|ends| Part { stem: taken.like(&like), ends: Some(ends) }).collect()
            }
        };
        let columns = columns(graph, schema, kind, parts.len() == 1, formulas)?;
        // Several files of a type tell it in a column.
        let own = own.filter(|_| parts.len() == 1);
        Ok(TypeFiles { kind, own, parts, columns })
    };
    graph.types().map(one).collect()
}

/// All relationships of a type with their ends, in order.
pub(super) fn all(graph: &Graph, kind: TypeId) -> impl Iterator<Item = (RelationshipId, NodeId, NodeId)> + '_ {
    let one = move |local| {
        let relationship = RelationshipId { kind, local };
        graph.relationship_ends(relationship).map(|(start, end)| (relationship, start, end))
    };
    (0..graph.relationship_bound(kind)).filter_map(one)
}

/// Whether all ends of a type have the labels that the schema gives it.
fn found_by_labels(graph: &Graph, schema: &Schema, kind: TypeId) -> bool {
    let Some(stated) = schema.relationships.get(&*graph.catalogue().type_name(kind)) else { return true };
    let ids = |names: &[String]| -> Vec<LabelId> { names.iter().filter_map(|name| graph.catalogue().label(name)).collect() };
    let (from, to) = (ids(&stated.from), ids(&stated.to));
    let has = |node: NodeId, names: &[String], labels: &[LabelId]| {
        names.is_empty() || graph.labels(node).iter().any(|label| labels.contains(label))
    };
    all(graph, kind).all(|(_, start, end)| has(start, &stated.from, &from) && has(end, &stated.to, &to))
}

/// The pairs of files that the ends of a type stand in.
fn pairs(graph: &Graph, layout: &Layout, kind: TypeId) -> BTreeSet<(usize, usize)> {
    all(graph, kind).map(|(_, start, end)| (layout.file_of(graph, start), layout.file_of(graph, end))).collect()
}

/// The columns of a type, in the order of the schema, with those that it states and no relationship has.
fn columns(graph: &Graph, schema: &Schema, kind: TypeId, alone: bool, formulas: Formulas) -> Result<Vec<(KeyId, Column)>, Problem> {
    let catalogue = graph.catalogue();
    let type_name = catalogue.type_name(kind);
    let stated = schema.relationships.get(&*type_name).map(|stated| &stated.properties);
    let mut seen: BTreeMap<KeyId, Seen> = BTreeMap::new();
    for (name, property) in stated.into_iter().flatten() {
        if let Some(key) = catalogue.key(name) {
            seen.insert(key, Seen::new(&Stated::As(property), name));
        }
    }
    for key in graph.relationship_keys(kind) {
        let name = catalogue.key_name(key);
        let column = seen.entry(key).or_insert_with(|| Seen::new(&schema.of_relationship(&type_name, &name), &name));
        for (local, value) in every_value(graph.relationship_column(kind, key)) {
            if graph.has_relationship(RelationshipId { kind, local }) {
                column.see(&value, formulas, &name, || format!("a relationship of type `{type_name}`"))?;
            }
        }
    }
    let place = |key: KeyId| stated.and_then(|stated| stated.get_index_of(&*catalogue.key_name(key))).unwrap_or(usize::MAX);
    let mut columns: Vec<(KeyId, Column)> =
        seen.into_iter().map(|(key, seen)| (key, seen.column(&catalogue.key_name(key), alone))).collect();
    columns.sort_by_key(|(key, _)| (place(*key), *key));
    Ok(columns)
}
