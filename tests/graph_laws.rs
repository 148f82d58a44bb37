//! Laws of the graph: what is built or committed is what a naive model says.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::pedantic, reason = "a test stops at what it does not expect")]

mod graph_model;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use graph_model::{Model, Step, compare, compare_open, step};
use insta::assert_snapshot;
use legation::graph::{Builder, Catalogue, Error, Graph, Page, Store, Texts, Values, Way};
use legation::value::{KeyId, LabelId, NodeId, RelationshipId, TypeId, Value};
use miette::Diagnostic;
use proptest::prelude::*;

const KNOWS: TypeId = TypeId(0);
const ID: KeyId = KeyId(0);
const PERSON: LabelId = LabelId(0);

fn ids(list: &[u32]) -> Vec<NodeId> {
    list.iter().copied().map(NodeId).collect()
}

/// A graph whose first page is nearly full, with an index, a label, a type and values, and its model.
fn base(edges: &[(u32, u32)]) -> (Graph, Model) {
    let catalogue = Arc::new(Catalogue::default());
    for name in ["Person", "Forum", "Post"] {
        catalogue.intern_label(name).unwrap();
    }
    for name in ["id", "since", "note"] {
        catalogue.intern_key(name).unwrap();
    }
    for name in ["KNOWS", "IN"] {
        catalogue.intern_type(name).unwrap();
    }
    let mut builder = Builder::new(catalogue);
    builder.add_nodes(&[PERSON], 1000).unwrap();
    builder.add_nodes(&[LabelId(1)], 20).unwrap();
    builder.set_node_values(ID, NodeId(0), Values::Integer((0..1020).collect(), None));
    builder.add_index(PERSON, ID);
    let edges: Vec<_> = edges.iter().map(|&(start, end)| (NodeId(990 + start % 30), NodeId(990 + end % 30))).collect();
    builder.add_relationships(KNOWS, edges.iter().map(|edge| edge.0).collect(), edges.iter().map(|edge| edge.1).collect()).unwrap();
    let graph = builder.finish().unwrap();
    let model = Model::of(&graph);
    assert_eq!(model.relationships.len(), edges.len());
    (graph, model)
}

fn values() -> impl Strategy<Value = Value> {
    prop_oneof![
        2 => Just(Value::Null),
        5 => (0_i64..1040).prop_map(Value::Integer),
        1 => (980_i64..1030).prop_map(|value| Value::Float(value as f64)),
        1 => Just(Value::Float(f64::NAN)),
        3 => "[ab]{0,2}".prop_map(Value::string),
        1 => any::<bool>().prop_map(Value::Boolean),
        1 => Just(Value::list([Value::Integer(1), Value::string("a")])),
    ]
}

fn steps() -> impl Strategy<Value = Step> {
    let (node, place) = (any::<u8>, any::<u16>);
    prop_oneof![
        4 => prop::collection::btree_set(0_u16..3, 0..3).prop_map(Step::CreateNode),
        8 => (0_u16..2, node(), node()).prop_map(|(kind, start, end)| Step::CreateRelationship(kind, start, end)),
        1 => node().prop_map(Step::DeleteNode),
        1 => node().prop_map(Step::DetachDeleteNode),
        3 => place().prop_map(Step::DeleteRelationship),
        6 => (node(), 0_u32..3, values()).prop_map(|(node, key, value)| Step::SetNodeProperty(node, key, value)),
        4 => (place(), 0_u32..3, values()).prop_map(|(place, key, value)| Step::SetRelationshipProperty(place, key, value)),
        2 => (node(), 0_u16..3).prop_map(|(node, label)| Step::AddLabel(node, label)),
        2 => (node(), 0_u16..3).prop_map(|(node, label)| Step::RemoveLabel(node, label)),
        1 => Just(Step::Snapshot),
    ]
}

/// Few cases, unless `PROPTEST_CASES` asks for more.
fn config() -> ProptestConfig {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(24);
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn transactions_do_what_a_naive_model_does(
        edges in prop::collection::vec(any::<(u32, u32)>(), 0..60),
        scripts in prop::collection::vec((prop::collection::vec(steps(), 0..30), prop::bool::weighted(0.7)), 1..5),
    ) {
        let (graph, mut model) = base(&edges);
        let store = Store::new(graph.clone());
        let mut history = vec![(graph, model.clone())];
        for (script, commits) in scripts {
            let mut transaction = store.write();
            let mut draft = model.clone();
            for each in &script {
                step(&mut transaction, &mut draft, each);
            }
            compare_open(&transaction, &draft);
            if commits {
                let graph = transaction.commit();
                model = draft;
                history.push((graph, model.clone()));
            } else {
                transaction.rollback();
            }
            compare(&store.snapshot(), &model);
        }
        for (graph, model) in &history {
            compare(graph, model);
        }
    }

    #[test]
    fn a_built_graph_is_its_edge_list(
        nodes in 1_u32..3000,
        edges in prop::collection::vec((any::<u32>(), any::<u32>(), any::<Option<i64>>()), 0..300),
        split in 0_usize..300,
    ) {
        let catalogue = Arc::new(Catalogue::default());
        let mut builder = Builder::new(catalogue);
        builder.add_nodes(&[], nodes).unwrap();
        let edges: Vec<_> = edges.into_iter().map(|(start, end, value)| (NodeId(start % nodes), NodeId(end % nodes), value)).collect();
        let (first, second) = edges.split_at(split.min(edges.len()));
        for part in [first, second] {
            let (starts, ends) = part.iter().map(|edge| (edge.0, edge.1)).unzip();
            let range = builder.add_relationships(KNOWS, starts, ends).unwrap();
            let valid = part.iter().map(|edge| edge.2.is_some()).collect();
            let values = Values::Integer(part.iter().map(|edge| edge.2.unwrap_or_default()).collect(), Some(valid));
            builder.set_relationship_values(KNOWS, range.start, ID, values);
        }
        let graph = builder.finish().unwrap();
        compare(&graph, &Model::of(&graph));
        let mut expected: Vec<_> = edges.iter().map(|&(start, end, value)| (start, end, value.map_or(Value::Null, Value::Integer))).collect();
        let mut found: Vec<_> = (0..edges.len() as u32)
            .map(|local| RelationshipId { kind: KNOWS, local })
            .filter_map(|relationship| Some((relationship, graph.relationship_ends(relationship)?)))
            .map(|(relationship, (start, end))| (start, end, graph.relationship_property(relationship, ID)))
            .collect();
        prop_assert!(found.is_sorted_by_key(|&(start, end, _)| (start, end)), "loaded numbers follow start and end");
        let key = |(start, end, value): &(NodeId, NodeId, Value)| (*start, *end, format!("{value:?}"));
        expected.sort_by_key(key);
        found.sort_by_key(key);
        prop_assert_eq!(expected, found);
    }

    #[test]
    fn a_column_holds_what_it_was_given(
        runs in prop::collection::vec((0_u32..3000, prop::collection::vec(values(), 1..30), 1_usize..50), 1..4),
        single in prop::collection::btree_map(0_u32..3000, values(), 0..5),
    ) {
        let mut builder = Builder::new(Arc::new(Catalogue::default()));
        builder.add_nodes(&[], 5000).unwrap();
        let mut expected = vec![Value::Null; 5000];
        for (first, values, times) in runs {
            let values: Vec<Value> = values.iter().cycle().take(values.len() * times).cloned().collect();
            for (slot, value) in expected[first as usize..].iter_mut().zip(&values).filter(|(_, value)| !value.is_null()) {
                *slot = value.clone();
            }
            builder.set_node_values(ID, NodeId(first), Values::Any(values));
        }
        for (node, value) in single {
            expected[node as usize] = value.clone();
            builder.set_node_property(NodeId(node), ID, value);
        }
        let graph = builder.finish().unwrap();
        let found: Vec<_> = (0..5000).map(|node| graph.node_property(NodeId(node), ID)).collect();
        prop_assert_eq!(&found, &expected);
        let count = expected.iter().filter(|value| !value.is_null()).count() as u64;
        prop_assert_eq!(graph.node_column(ID).map_or(0, legation::graph::Column::count), count);
    }
}

#[test]
fn each_page_has_its_own_type() {
    let mut builder = Builder::new(Arc::new(Catalogue::default()));
    builder.add_nodes(&[], 5 * 1024).unwrap();
    builder.set_node_values(ID, NodeId(0), Values::Integer((0..1024).collect(), None));
    builder.set_node_values(ID, NodeId(1024), Values::Text((0..1024).map(|id| format!("p{id}")).collect::<Texts>(), None));
    builder.set_node_values(ID, NodeId(2048), Values::Text((0..1024).map(|id| format!("p{}", id % 7)).collect::<Texts>(), None));
    builder.set_node_values(ID, NodeId(3072), Values::Integer((0..1024).collect(), None));
    builder.set_node_property(NodeId(3072), ID, Value::string("odd"));
    let graph = builder.finish().unwrap();
    let column = graph.node_column(ID).unwrap();
    assert!(matches!(column.page(0), Page::Integer { min: 0, max: 1023, .. }));
    assert!(matches!(column.page(1), Page::Text { .. }));
    assert!(matches!(column.page(2), Page::Code { .. }));
    assert!(matches!(column.page(3), Page::Generic { .. }));
    assert!(matches!(column.page(4), Page::Absent));
    assert_eq!(column.value(2049), Value::string("p1"));
    assert_eq!(column.value(3072), Value::string("odd"));
    assert_eq!(column.value(3073), Value::Integer(1));
    assert_eq!(column.count(), 4096);
}

#[test]
fn a_hub_keeps_its_list_when_its_page_changes() {
    let mut builder = Builder::new(Arc::new(Catalogue::default()));
    builder.add_nodes(&[], 80_000).unwrap();
    let mut starts = vec![NodeId(5); 70_000];
    let mut ends: Vec<_> = (0..70_000).map(NodeId).collect();
    starts.extend(ids(&[4, 6, 6]));
    ends.extend(ids(&[1, 2, 3]));
    builder.add_relationships(KNOWS, starts, ends).unwrap();
    let graph = builder.finish().unwrap();
    compare(&graph, &Model::of(&graph));
    let mut transaction = graph.begin();
    transaction.create_relationship(KNOWS, NodeId(4), NodeId(5)).unwrap();
    let mut model = Model::of(&graph);
    model.relationships.insert(RelationshipId { kind: KNOWS, local: 70_003 }, (NodeId(4), NodeId(5), [].into()));
    let after = transaction.commit();
    compare(&after, &model);
    let list = |graph: &Graph| std::ptr::from_ref(graph.neighbours(NodeId(5), KNOWS, Way::Out).nodes);
    assert!(std::ptr::eq(list(&graph), list(&after)), "the hub's list is shared");
}

/// An error as text: code, message, help.
fn told<T: std::fmt::Debug>(result: Result<T, Error>) -> String {
    let error = result.unwrap_err();
    format!("{}: {error} ({})", error.code().unwrap(), error.help().unwrap())
}

#[test]
fn refusals_say_why_and_change_nothing() {
    let (graph, _) = base(&[(0, 1)]);
    let edge = RelationshipId { kind: KNOWS, local: 0 };
    let (start, _) = graph.relationship_ends(edge).unwrap();
    let mut transaction = graph.begin();
    assert_snapshot!(told(transaction.delete_node(start)), @"ConstraintVerificationFailed: DeleteConnectedNode: node 990 still has 1 relationship (delete its relationships first, or use DETACH DELETE)");
    assert_snapshot!(told(transaction.delete_node(NodeId(5000))), @"graph::unknown_node: there is no node 5000 (it was deleted, or its number is from another graph)");
    assert_snapshot!(told(transaction.delete_relationship(RelationshipId { kind: KNOWS, local: 9 })), @"graph::unknown_relationship: there is no relationship 9 of type `KNOWS` (it was deleted, or its number is from another graph)");
    assert_snapshot!(told(transaction.set_node_property(NodeId(7), ID, Value::Integer(8))), @"graph::duplicate: two nodes labelled `Person` have `id` 8 (`id` is unique among `Person` nodes: change one of the two values)");
    assert_snapshot!(told(transaction.set_node_property(NodeId(7), ID, Value::Node(NodeId(1)))), @"TypeError: InvalidPropertyType: a node cannot be stored in property `id` (properties hold booleans, numbers, texts, temporal values and lists of these)");
    assert_snapshot!(told(transaction.set_relationship_property(edge, ID, Value::list([Value::list([])]))), @"TypeError: InvalidPropertyType: a list of lists cannot be stored in property `id` (properties hold booleans, numbers, texts, temporal values and lists of these)");
    compare(&transaction.commit(), &Model::of(&graph));

    let mut builder = Builder::new(Arc::clone(graph.catalogue()));
    builder.add_nodes(&[PERSON], 3).unwrap();
    assert_snapshot!(told(builder.add_nodes(&[], u32::MAX)), @"graph::too_many_nodes: the graph would have more than 4294967295 nodes (split the data into several graphs)");
    assert_snapshot!(told(builder.add_relationships(KNOWS, ids(&[0, 1]), ids(&[2]))), @"graph::uneven_batch: a batch has 2 starts and 1 ends (give one end for each start)");
    assert_snapshot!(told(builder.add_relationships(KNOWS, ids(&[0]), ids(&[3]))), @"graph::unknown_node: there is no node 3 (it was deleted, or its number is from another graph)");
    builder.set_node_values(ID, NodeId(0), Values::Any(vec![Value::string("x"), Value::Integer(1), Value::string("x")]));
    builder.add_index(PERSON, ID);
    assert_snapshot!(told(builder.finish()), @"graph::duplicate: two nodes labelled `Person` have `id` 'x' (`id` is unique among `Person` nodes: change one of the two values)");
    let full = Error::TooManyRelationships { kind: "KNOWS".into(), limit: u32::MAX };
    assert_snapshot!(told::<()>(Err(full)), @"graph::too_many_relationships: the graph would have more than 4294967295 relationships of type `KNOWS` (split the type into several types)");
}

#[test]
fn a_transaction_seeks_its_own_values() {
    let (graph, _) = base(&[]);
    let mut transaction = graph.begin();
    let new = transaction.create_node(&[PERSON]).unwrap();
    transaction.set_node_property(new, ID, Value::Integer(5000)).unwrap();
    assert_eq!(transaction.seek(PERSON, ID, &Value::Float(5000.0)), Some(Some(new)));
    transaction.set_node_property(NodeId(3), ID, Value::Null).unwrap();
    assert_eq!(transaction.seek(PERSON, ID, &Value::Integer(3)), Some(None));
    assert_eq!(transaction.seek(LabelId(1), ID, &Value::Integer(3)), None);
    transaction.set_node_property(new, ID, Value::Integer(3)).unwrap();
    let after = transaction.commit();
    assert_eq!(after.seek(PERSON, ID, &Value::Integer(3)), Some(Some(new)));
    assert_eq!(after.seek(PERSON, ID, &Value::Integer(5000)), Some(None));
    assert_eq!(graph.seek(PERSON, ID, &Value::Integer(3)), Some(Some(NodeId(3))));
}

/// Readers see whole commits: the sum of all balances never changes, and there are always as many relationships
/// as the marker node says.
#[test]
fn readers_see_whole_commits() {
    let mut builder = Builder::new(Arc::new(Catalogue::default()));
    builder.add_nodes(&[PERSON], 2000).unwrap();
    builder.set_node_values(ID, NodeId(0), Values::Integer(vec![10; 2000], None));
    let store = Store::new(builder.finish().unwrap());
    let done = AtomicBool::new(false);
    let check = |graph: &Graph| {
        let sum: i64 = (0..2000)
            .map(|node| match graph.node_property(NodeId(node), ID) {
                Value::Integer(value) => value,
                _ => 0,
            })
            .sum();
        assert_eq!(sum, 20_000);
        let marked = match graph.node_property(NodeId(0), KeyId(1)) {
            Value::Integer(value) => value as u64,
            _ => 0,
        };
        let listed: u64 = (0..2000).map(|node| u64::from(graph.degree(NodeId(node), KNOWS, Way::In))).sum();
        assert_eq!((marked, listed), (graph.relationship_count(), marked));
    };
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while !done.load(Ordering::Relaxed) {
                    check(&store.snapshot());
                }
            });
        }
        for round in 0..60_i64 {
            let mut transaction = store.write();
            let (from, to) = (NodeId((round * 37 % 2000) as u32), NodeId((round * 911 % 2000) as u32));
            for (node, change) in [(from, -1), (to, 1)] {
                let Value::Integer(old) = transaction.node_property(node, ID) else { continue };
                transaction.set_node_property(node, ID, Value::Integer(old + change)).unwrap();
            }
            transaction.create_relationship(KNOWS, from, to).unwrap();
            transaction.set_node_property(NodeId(0), KeyId(1), Value::Integer(round + 1)).unwrap();
            if round % 5 == 4 {
                // A lost round: the next one starts from what was published.
                drop(transaction);
                let marked = store.snapshot().relationship_count() as i64;
                let mut transaction = store.write();
                transaction.create_relationship(KNOWS, to, from).unwrap();
                transaction.set_node_property(NodeId(0), KeyId(1), Value::Integer(marked + 1)).unwrap();
                let _ = transaction.commit();
            } else {
                let _ = transaction.commit();
            }
        }
        done.store(true, Ordering::Relaxed);
    });
    check(&store.snapshot());
    assert_eq!(store.snapshot().relationship_count(), 60);
}
