//! Merging a transaction's patch into fresh pages of a new snapshot.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::adjacency::{Adjacency, Changes, Way};
use super::builder::index;
use super::column::Column;
use super::estimate::Estimates;
use super::label::Labels;
use super::pack::pack;
use super::page::{PAGE, split};
use super::patch::{ListPatch, Overlay, Patch, TypePatch};
use super::relationships::Relationships;
use super::snapshot::{Graph, State};
use super::statistics::{Change, Statistics, TypeStatistics};
use crate::value::{KeyId, NodeId, TypeId, Value};

/// The snapshot that a patch makes of its base; node ids are now below `bound`.
pub(super) fn merge(base: &Graph, patch: &Patch, bound: u32) -> Graph {
    let mut state = State::clone(&base.state);
    state.bound = bound;
    merge_nodes(base, patch, &mut state);
    merge_columns(&mut state.columns, &patch.properties);
    for (&kind, changes) in &patch.types {
        merge_type(&mut state, kind, changes);
    }
    merge_indexes(base, patch, &mut state);
    let mut graph = Graph::new(state);
    let statistics = count(base, patch, &graph);
    let state = Arc::make_mut(&mut graph.state);
    state.statistics = statistics;
    if state.statistics.nodes > 2 * state.estimated {
        state.statistics.properties = Estimates::of(&state.labels, &state.columns);
        state.estimated = state.statistics.nodes;
    }
    graph
}

fn merge_nodes(base: &Graph, patch: &Patch, state: &mut State) {
    let old = base.node_bound();
    if state.bound > old || !patch.deleted.is_empty() {
        let live = Arc::make_mut(&mut state.live);
        live.insert_run(old, state.bound);
        patch.deleted.iter().for_each(|node| live.remove(node.0));
    }
    if patch.labels.is_empty() && patch.deleted.is_empty() {
        return;
    }
    let labels = Arc::make_mut(&mut state.labels);
    for (&node, set) in &patch.labels {
        let deleted = patch.deleted.contains(&node);
        let set: Vec<_> = set.iter().copied().filter(|_| !deleted).collect();
        let code = labels.intern(&set);
        if node.0 >= old {
            labels.append(node.0, node.0 + 1, code);
        } else if !deleted && code != labels.code(node.0) {
            labels.change(node.0, code);
        }
    }
    patch.deleted.iter().filter(|node| node.0 < old).for_each(|node| labels.forget(node.0));
}

fn merge_columns(columns: &mut BTreeMap<KeyId, Arc<Column>>, overlay: &Overlay) {
    for (&key, changes) in overlay {
        let column = Arc::make_mut(columns.entry(key).or_default());
        let mut rest = changes.iter().peekable();
        while let Some(&(&first, _)) = rest.peek() {
            let (page, _) = split(first);
            let old = column.page(page);
            let mut values: Vec<Value> = (0..PAGE).map(|slot| old.value(slot)).collect();
            while let Some((&id, value)) = rest.next_if(|(id, _)| split(**id).0 == page) {
                values[split(id).1] = value.clone();
            }
            let stored = pack(column, &values);
            column.put(page, stored);
        }
    }
    columns.retain(|key, column| column.count() > 0 || !overlay.contains_key(key));
}

fn merge_type(state: &mut State, kind: TypeId, patch: &TypePatch) {
    let place = usize::from(kind.0);
    if place >= state.types.len() {
        state.types.resize(place + 1, None);
    }
    let relationships = Arc::make_mut(state.types[place].get_or_insert_with(|| Arc::new(Relationships::new(kind))));
    merge_lists(&mut relationships.out, &patch.out, kind);
    merge_lists(&mut relationships.back, &patch.back, kind);
    if !patch.created.is_empty() || !patch.deleted.is_empty() {
        let ends = Arc::make_mut(&mut relationships.ends);
        for &(start, end) in &patch.created {
            ends.push(start, end);
        }
        patch.deleted.iter().for_each(|&local| ends.delete(local));
        relationships.bound += patch.created.len() as u32;
        relationships.count = relationships.count + patch.created.len() as u64 - patch.deleted.len() as u64;
    }
    merge_columns(&mut relationships.columns, &patch.properties);
}

fn merge_lists(adjacency: &mut Arc<Adjacency>, patches: &BTreeMap<NodeId, ListPatch>, kind: TypeId) {
    if patches.is_empty() {
        return;
    }
    let adjacency = Arc::make_mut(adjacency);
    let mut rest = patches.iter().peekable();
    while let Some((first, _)) = rest.peek() {
        let (page, _) = split(first.0);
        let mut changes = Changes::new();
        while let Some((&node, patch)) = rest.next_if(|(node, _)| split(node.0).0 == page) {
            let list = patch.apply(adjacency.get(node, kind));
            changes.insert(split(node.0).1, list.into_iter().unzip());
        }
        adjacency.change(page, &changes, kind);
    }
}

fn merge_indexes(base: &Graph, patch: &Patch, state: &mut State) {
    let State { catalogue, labels, columns, indexes, .. } = state;
    let nothing = BTreeMap::new();
    for (&(label, key), entry) in indexes.iter_mut() {
        let values = patch.properties.get(&key).unwrap_or(&nothing);
        let touched: BTreeSet<NodeId> =
            values.keys().map(|&id| NodeId(id)).chain(patch.labels.keys().copied()).chain(patch.deleted.iter().copied()).collect();
        let column = columns.get(&key).map(|column| &**column);
        let is_member = |labels: &Labels, node: NodeId| labels.members(label).is_some_and(|members| members.contains(node.0));
        let before = |node| if base.has_label(node, label) { base.node_property(node, key) } else { Value::Null };
        let after = |node: NodeId| match column {
            Some(column) if is_member(labels, node) => column.value(node.0),
            _ => Value::Null,
        };
        let changed: Vec<NodeId> = touched.into_iter().filter(|&node| before(node) != after(node)).collect();
        if changed.is_empty() {
            continue;
        }
        let shards = Arc::make_mut(entry);
        for &node in &changed {
            shards.remove(&before(node), node);
        }
        let Some(column) = column else { continue };
        for &node in changed.iter().filter(|node| is_member(labels, **node)) {
            let other = shards.insert(column, node);
            debug_assert_eq!(other, None, "the transaction has refused duplicates");
        }
        if shards.is_crowded()
            && let Ok(fresh) = index(catalogue, labels, Some(column), label, key)
        {
            *shards = fresh;
        }
    }
}

/// The statistics after a patch: what the touched nodes counted for before is taken off, what they count for now
/// is added.
fn count(base: &Graph, patch: &Patch, graph: &Graph) -> Statistics {
    let mut statistics = base.statistics().clone();
    statistics.nodes = graph.node_count();
    statistics.labels = graph.label_sets().counts();
    // A created node counts only through its relationships, which have patches of their own.
    let old = patch.labels.range(..NodeId(base.node_bound()));
    let relabelled: Vec<NodeId> = old.map(|(&node, _)| node).filter(|&node| base.labels(node) != graph.labels(node)).collect();
    let kinds: BTreeSet<TypeId> = base.types().chain(patch.types.keys().copied()).collect();
    for kind in kinds {
        let entry = statistics.types.entry(kind).or_default();
        let changes = patch.types.get(&kind);
        let starts = changes.into_iter().flat_map(|changes| changes.out.keys().copied());
        recount(entry, base, graph, kind, Way::Out, starts.chain(relabelled.iter().copied()).collect());
        let ends = changes.into_iter().flat_map(|changes| changes.back.keys().copied());
        recount(entry, base, graph, kind, Way::In, ends.chain(relabelled.iter().copied()).collect());
    }
    statistics.types.retain(|_, entry| entry.count > 0);
    statistics.relationships = statistics.types.values().map(|entry| entry.count).sum();
    statistics
}

fn recount(entry: &mut TypeStatistics, base: &Graph, graph: &Graph, kind: TypeId, way: Way, nodes: BTreeSet<NodeId>) {
    for node in nodes {
        for (graph, change) in [(base, Change::Out), (graph, Change::In)] {
            let list = graph.neighbours(node, kind, way).nodes;
            match way {
                Way::Out => entry.tally_starts(node, graph.labels(node), list, change),
                Way::In => entry.tally_ends(graph.labels(node), list.len(), change),
            }
        }
    }
}
