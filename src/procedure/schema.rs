//! Procedures that say what is in the graph.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use super::rows::{Rows, rows};
use super::{Error, Example, Row};
use crate::function::Context;
use crate::graph::{Column, Way, split};
use crate::limit::Steps;
use crate::text::Name;
use crate::value::{KeyId, TypeId, Value, order};

/// All of them.
pub(super) static SCHEMA: &[Row] = &[
    Row {
        signature: "db.labels() :: (label :: STRING)",
        summary: "The labels that nodes of the graph carry, in name order.",
        settings: &[],
        example: Example {
            query: "CALL db.labels() YIELD label WHERE label STARTS WITH 'For' RETURN label",
            result: "'ForeignPost'; 'Forum'; 'ForumPriority'",
        },
        call: labels,
    },
    Row {
        signature: "db.relationshipTypes() :: (relationshipType :: STRING)",
        summary: "The types of the relationships of the graph, in name order.",
        settings: &[],
        example: Example {
            query: "CALL db.relationshipTypes() YIELD relationshipType AS type WHERE type STARTS WITH 'MEMBER' RETURN type",
            result: "'MEMBER_OF'",
        },
        call: relationship_types,
    },
    Row {
        signature: "db.propertyKeys() :: (propertyKey :: STRING)",
        summary: "The keys of the properties of nodes and relationships, in name order.",
        settings: &[],
        example: Example {
            query: "CALL db.propertyKeys() YIELD propertyKey AS key WHERE key STARTS WITH 'acro' RETURN key",
            result: "'acronym'; 'acronym_note'",
        },
        call: property_keys,
    },
    Row {
        signature: "db.schema() :: (kind :: STRING, labels :: LIST, type :: STRING?, toLabels :: LIST?, properties :: LIST, count :: INTEGER)",
        summary: "What occurs in the graph: each set of labels, and each relationship type between two sets of labels, with the keys of their properties and their number.",
        settings: &[],
        example: Example {
            query: "CALL db.schema() YIELD labels, type, toLabels, count WHERE type = 'MEMBER_OF' RETURN toLabels, sum(count)",
            result: "['Forum'], 57",
        },
        call: schema,
    },
];

/// Names, sorted, one a row.
fn names<'a>(mut names: Vec<Name>) -> Box<dyn Rows + 'a> {
    names.sort();
    names.dedup();
    rows(names.into_iter().map(|name| [Value::String(name)]))
}

fn labels<'a>(context: Context<'a>, _: &[Value]) -> Result<Box<dyn Rows + 'a>, Error> {
    context.guard.check()?;
    let graph = context.graph;
    Ok(names(graph.statistics().labels.keys().map(|label| graph.catalogue().label_name(*label)).collect()))
}

fn relationship_types<'a>(context: Context<'a>, _: &[Value]) -> Result<Box<dyn Rows + 'a>, Error> {
    context.guard.check()?;
    let graph = context.graph;
    Ok(names(graph.types().map(|kind| graph.catalogue().type_name(kind)).collect()))
}

fn property_keys<'a>(context: Context<'a>, _: &[Value]) -> Result<Box<dyn Rows + 'a>, Error> {
    context.guard.check()?;
    let graph = context.graph;
    let used = |column: Option<&Column>| column.is_some_and(|column| column.count() > 0);
    let of_nodes = graph.node_keys().filter(|key| used(graph.node_column(*key)));
    let of_type = |kind| graph.relationship_keys(kind).filter(move |key| used(graph.relationship_column(kind, *key)));
    let keys = of_nodes.chain(graph.types().flat_map(of_type));
    Ok(names(keys.map(|key| graph.catalogue().key_name(key)).collect()))
}

/// Nodes with one set of labels, or relationships of one type between two such sets.
type Kind = (u32, Option<(TypeId, u32)>);

/// How many there are of a kind, and the keys of their properties.
#[derive(Default)]
struct Found {
    count: u64,
    keys: BTreeSet<KeyId>,
}

fn schema<'a>(context: Context<'a>, _: &[Value]) -> Result<Box<dyn Rows + 'a>, Error> {
    let graph = context.graph;
    let mut found = BTreeMap::new();
    nodes(context, &mut found)?;
    for kind in graph.types() {
        relationships(context, kind, &mut found)?;
    }
    let labels = |code: u32| texts(graph.label_sets().set(code).iter().map(|label| graph.catalogue().label_name(*label)).collect());
    let mut rows_found: Vec<[Value; 6]> = Vec::with_capacity(found.len());
    for ((code, end), Found { count, keys }) in found {
        let (word, kind, end) = match end {
            None => ("node", Value::Null, Value::Null),
            Some((kind, end)) => ("relationship", Value::String(graph.catalogue().type_name(kind)), labels(end)),
        };
        let keys = texts(keys.into_iter().map(|key| graph.catalogue().key_name(key)).collect());
        rows_found.push([Value::string(word), labels(code), kind, end, keys, Value::Integer(count as i64)]);
    }
    rows_found
        .sort_by(|left, right| left.iter().zip(right).map(|(a, b)| order(a, b)).find(|order| order.is_ne()).unwrap_or(Ordering::Equal));
    Ok(rows(rows_found))
}

fn texts(mut names: Vec<Name>) -> Value {
    names.sort();
    Value::list(names.into_iter().map(Value::String).collect::<Vec<_>>())
}

/// Counts nodes by their sets of labels.
fn nodes(context: Context<'_>, found: &mut BTreeMap<Kind, Found>) -> Result<(), Error> {
    let graph = context.graph;
    let columns: Vec<_> = graph.node_keys().filter_map(|key| Some((key, graph.node_column(key)?))).collect();
    let mut steps = Steps::new(context.guard);
    for node in graph.live().iter() {
        steps.take(1)?;
        let (page, slot) = split(node.0);
        let kind = found.entry((graph.label_sets().code(node.0), None)).or_default();
        kind.count += 1;
        kind.keys.extend(columns.iter().filter(|(_, column)| column.page(page).has(slot)).map(|(key, _)| *key));
    }
    Ok(())
}

/// Counts the relationships of a type by the sets of labels at their ends.
fn relationships(context: Context<'_>, kind: TypeId, found: &mut BTreeMap<Kind, Found>) -> Result<(), Error> {
    let graph = context.graph;
    let columns: Vec<_> = graph.relationship_keys(kind).filter_map(|key| Some((key, graph.relationship_column(kind, key)?))).collect();
    let mut steps = Steps::new(context.guard);
    for node in graph.live().iter() {
        steps.take(1)?;
        let ends = graph.neighbours(node, kind, Way::Out);
        for at in 0..ends.len() {
            let end = graph.label_sets().code(ends.node(at).0);
            let (page, slot) = split(ends.relationship(at).local);
            let entry = found.entry((graph.label_sets().code(node.0), Some((kind, end)))).or_default();
            entry.count += 1;
            entry.keys.extend(columns.iter().filter(|(_, column)| column.page(page).has(slot)).map(|(key, _)| *key));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::graph::{Builder, Catalogue, Values};
    use crate::limit::Guard;
    use crate::procedure::{Filled, Procedures};

    fn called(name: &str) -> Vec<Vec<String>> {
        let catalogue = Arc::new(Catalogue::default());
        let [party, partner, forum] = ["Party", "Partner", "Forum"].map(|label| catalogue.intern_label(label).unwrap());
        let [name_key, since] = ["name", "since"].map(|key| catalogue.intern_key(key).unwrap());
        let member = catalogue.intern_type("MEMBER_OF").unwrap();
        catalogue.intern_type("UNUSED").unwrap();
        let mut builder = Builder::new(catalogue);
        let first = builder.add_nodes(&[party, partner], 2).unwrap();
        let third = builder.add_nodes(&[forum], 1).unwrap();
        builder.set_node_values(name_key, third, Values::Text(["WTO"].into_iter().collect(), None));
        let second = crate::value::NodeId(first.0 + 1);
        let added = builder.add_relationships(member, vec![first, second], vec![third, third]).unwrap();
        builder.set_relationship_values(member, added.start, since, Values::Integer(vec![1995], None));
        let graph = builder.finish().unwrap();
        let guard = Guard::default();
        let procedures = Procedures::default();
        let procedure = procedures.find(name).unwrap();
        let mut rows = procedure.call(Context { graph: &graph, guard: &guard }, Vec::new()).unwrap();
        let mut filled = Filled::new(procedure.signature.yields.len(), 100);
        rows.fill(&mut filled).unwrap();
        let count = filled.len();
        let columns = filled.into_columns();
        (0..count).map(|row| columns.iter().map(|column| column[row].to_string()).collect()).collect()
    }

    #[test]
    fn names_that_occur_are_listed_in_order() {
        assert_eq!(called("db.labels"), [["'Forum'"], ["'Partner'"], ["'Party'"]]);
        assert_eq!(called("db.relationshipTypes"), [["'MEMBER_OF'"]]);
        assert_eq!(called("db.propertyKeys"), [["'name'"], ["'since'"]]);
    }

    #[test]
    fn the_schema_counts_sets_of_labels_and_what_joins_them() {
        let rows = called("db.schema").into_iter().map(|row| row.join(" ")).collect::<Vec<_>>();
        assert_eq!(
            rows,
            [
                "'node' ['Forum'] null null ['name'] 1",
                "'node' ['Partner', 'Party'] null null [] 2",
                "'relationship' ['Partner', 'Party'] 'MEMBER_OF' ['Forum'] ['since'] 2",
            ]
        );
    }
}
