//! Laws of the graph: what is built or committed is what a naive model says.

use std::sync::Arc;

use legation::graph::{Builder, Catalogue, Graph, Page, Texts, Values, Way};
use legation::value::{NodeId, RelationshipId, TypeId, Value};
use proptest::prelude::*;

/// Adjacency in both directions, as (from, to, relationship).
fn lists(graph: &Graph, way: Way) -> Vec<(NodeId, NodeId, RelationshipId)> {
    let mut nodes = Vec::new();
    graph.scan(None, 0, usize::MAX, &mut nodes);
    let mut all = Vec::new();
    for kind in graph.types() {
        for &node in &nodes {
            let list = graph.neighbours(node, kind, way);
            assert!(list.iter().is_sorted(), "a list is ordered by neighbour and relationship");
            all.extend(list.iter().map(|(other, relationship)| (node, other, relationship)));
        }
    }
    all
}

fn model(graph: &Graph) -> Vec<(NodeId, NodeId, RelationshipId)> {
    let mut out = lists(graph, Way::Out);
    let mut back: Vec<_> = lists(graph, Way::In).into_iter().map(|(end, start, relationship)| (start, end, relationship)).collect();
    out.sort_unstable();
    back.sort_unstable();
    assert_eq!(out, back, "both directions tell the same");
    for &(start, end, relationship) in &out {
        assert_eq!(graph.relationship_ends(relationship), Some((start, end)));
    }
    assert_eq!(out.len() as u64, graph.relationship_count());
    out
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_built_graph_is_its_edge_list(nodes in 1_u32..3000, edges in prop::collection::vec((any::<u32>(), any::<u32>(), any::<Option<i64>>()), 0..300), split in 0_usize..300) {
        let catalogue = Arc::new(Catalogue::default());
        let knows = catalogue.intern_type("KNOWS").unwrap();
        let since = catalogue.intern_key("since").unwrap();
        let mut builder = Builder::new(catalogue);
        builder.add_nodes(&[], nodes).unwrap();
        let edges: Vec<_> = edges.into_iter().map(|(start, end, value)| (NodeId(start % nodes), NodeId(end % nodes), value)).collect();
        let (first, second) = edges.split_at(split.min(edges.len()));
        for part in [first, second] {
            let range = builder
                .add_relationships(knows, part.iter().map(|edge| edge.0).collect(), part.iter().map(|edge| edge.1).collect())
                .unwrap();
            let valid = part.iter().map(|edge| edge.2.is_some()).collect();
            let values = Values::Integer(part.iter().map(|edge| edge.2.unwrap_or_default()).collect(), Some(valid));
            builder.set_relationship_values(knows, range.start, since, values);
        }
        let graph = builder.finish().unwrap();
        let mut expected: Vec<_> = edges.iter().map(|&(start, end, value)| (start, end, value.map_or(Value::Null, Value::Integer))).collect();
        let mut found: Vec<_> = model(&graph)
            .into_iter()
            .map(|(start, end, relationship)| (start, end, graph.relationship_property(relationship, since)))
            .collect();
        let key = |(start, end, value): &(NodeId, NodeId, Value)| (*start, *end, format!("{value:?}"));
        expected.sort_by_key(key);
        found.sort_by_key(key);
        prop_assert_eq!(expected, found);
    }
}

#[test]
fn loaded_numbers_follow_start_and_end() {
    let catalogue = Arc::new(Catalogue::default());
    let mut builder = Builder::new(catalogue);
    builder.add_nodes(&[], 4).unwrap();
    let ids = |list: &[u32]| list.iter().copied().map(NodeId).collect::<Vec<_>>();
    builder.add_relationships(TypeId(0), ids(&[3, 0, 0, 0]), ids(&[1, 2, 1, 1])).unwrap();
    let graph = builder.finish().unwrap();
    let ends: Vec<_> = (0..4).filter_map(|local| graph.relationship_ends(RelationshipId { kind: TypeId(0), local })).collect();
    assert_eq!(ends, [(0, 1), (0, 1), (0, 2), (3, 1)].map(|(start, end)| (NodeId(start), NodeId(end))));
    assert_eq!(graph.statistics().types[&TypeId(0)].parallels, 1);
}

#[test]
fn each_page_has_its_own_type() {
    let catalogue = Arc::new(Catalogue::default());
    let key = catalogue.intern_key("id").unwrap();
    let mut builder = Builder::new(catalogue);
    builder.add_nodes(&[], 5 * 1024).unwrap();
    builder.set_node_values(key, NodeId(0), Values::Integer((0..1024).collect(), None));
    builder.set_node_values(key, NodeId(1024), Values::Text((0..1024).map(|id| format!("p{id}")).collect::<Texts>(), None));
    builder.set_node_values(key, NodeId(2048), Values::Text((0..1024).map(|id| format!("p{}", id % 7)).collect::<Texts>(), None));
    builder.set_node_values(key, NodeId(3072), Values::Integer((0..1024).collect(), None));
    builder.set_node_property(NodeId(3072), key, Value::string("odd"));
    let graph = builder.finish().unwrap();
    let column = graph.node_column(key).unwrap();
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
