//! Matching by backtracking.

use std::collections::BTreeSet;
use std::sync::Arc;

use legation::cypher::ast::{Group, LabelExpression, NodePattern, Pattern, PatternElement, PatternPart, RelationshipPattern, Selector};
use legation::value::{Direction, NodeId, Path, RelationshipId, Value};

use super::expression::{evaluate, same, truth};
use super::graph::relationship_id;
use super::{DELETED, Failed, NaiveGraph, Row, bounded, unknown};

/// A partial match: the row, and the relationships that this pattern has used.
#[derive(Clone)]
struct State {
    row: Row,
    used: Vec<RelationshipId>,
}

/// All rows that extend `row` by a match of the pattern.
pub fn matches(graph: &NaiveGraph, pattern: &Pattern, row: &Row) -> Result<Vec<Row>, Failed> {
    let mut states = vec![State { row: row.clone(), used: Vec::new() }];
    for part in &pattern.parts {
        let mut next = Vec::new();
        for state in states {
            next.extend(part_matches(graph, part, &state)?);
            bounded(next.len())?;
        }
        states = next;
    }
    Ok(states.into_iter().map(|state| state.row).collect())
}

/// All rows that extend `row` by a match of an element on its own.
pub fn element_matches(graph: &NaiveGraph, element: &PatternElement, row: &Row) -> Result<Vec<Row>, Failed> {
    let part = PatternPart { variable: None, selector: Selector::All, element: element.clone() };
    matches(graph, &Pattern { parts: vec![part] }, row)
}

fn part_matches(graph: &NaiveGraph, part: &PatternPart, state: &State) -> Result<Vec<State>, Failed> {
    let mut found = Vec::new();
    for (node, state) in node_matches(graph, &part.element.start, state, None)? {
        walk(graph, part, 0, Path { nodes: vec![node], relationships: Vec::new() }, state, &mut found)?;
    }
    if part.selector != Selector::All {
        let shortest = found.iter().map(|(path, _)| path.relationships.len()).min();
        found.retain(|(path, _)| Some(path.relationships.len()) == shortest);
        if part.selector == Selector::Shortest {
            found.truncate(1);
        }
    }
    Ok(found
        .into_iter()
        .map(|(path, mut state)| {
            if let Some(variable) = &part.variable {
                state.row.insert(Arc::clone(&variable.node), Value::Path(Arc::new(path)));
            }
            state
        })
        .collect())
}

/// Follows the chain from its link `at`, with the path so far.
fn walk(graph: &NaiveGraph, part: &PatternPart, at: usize, path: Path, state: State, found: &mut Vec<(Path, State)>) -> Result<(), Failed> {
    let Some((relationship, node)) = part.element.chain.get(at) else {
        found.push((path, state));
        return bounded(found.len());
    };
    if let Some(group) = &relationship.group {
        return repeat(graph, part, (at, group), path, &state, found);
    }
    let (min, max) = bounds(relationship);
    let mut trails = vec![(Vec::new(), *path.nodes.last().unwrap())];
    let mut nodes_of = vec![Vec::new()];
    while let (Some((trail, here)), Some(between)) = (trails.pop(), nodes_of.pop()) {
        graph.step()?;
        if trail.len() >= min {
            let mut next = state.clone();
            if bind_relationship(graph, relationship, &trail, &mut next)? {
                for (far, mut next) in node_matches(graph, node, &next, Some(here))? {
                    next.used.extend(trail.iter().copied());
                    let mut path = path.clone();
                    path.nodes.extend(between.iter().copied());
                    debug_assert_eq!(path.nodes.last(), Some(&far));
                    path.relationships.extend(trail.iter().copied());
                    walk(graph, part, at + 1, path, next, found)?;
                }
            }
        }
        if trail.len() < max {
            for (step, far) in steps(graph, relationship, here) {
                if !trail.contains(&step) && !state.used.contains(&step) && fits(graph, relationship, step, &state.row)? {
                    let mut longer = trail.clone();
                    longer.push(step);
                    let mut nodes = between.clone();
                    nodes.push(far);
                    trails.push((longer, far));
                    nodes_of.push(nodes);
                }
            }
        }
    }
    Ok(())
}

/// How often a relationship, or a group, comes at least and at most.
fn bounds(relationship: &RelationshipPattern) -> (usize, usize) {
    match relationship.length {
        None => (1, 1),
        Some(length) => (length.min.unwrap_or(1) as usize, length.max.map_or(usize::MAX, |max| max as usize)),
    }
}

/// Repetitions of a group so far: the path along them, the relationships used, and the values of its variables.
struct Repeated {
    path: Path,
    used: Vec<RelationshipId>,
    values: Vec<Vec<Value>>,
    count: usize,
}

/// Follows the chain from its link `at`, which is a group.
fn repeat(
    graph: &NaiveGraph,
    part: &PatternPart,
    (at, group): (usize, &Group),
    path: Path,
    state: &State,
    found: &mut Vec<(Path, State)>,
) -> Result<(), Failed> {
    let (relationship, node) = &part.element.chain[at];
    let (min, max) = bounds(relationship);
    let inner = PatternPart { variable: None, selector: Selector::All, element: group.element.clone() };
    let chain = group.element.chain.iter().flat_map(|(relationship, node)| [&relationship.variable, &node.variable]);
    let mut names: Vec<Arc<str>> =
        [&group.element.start.variable].into_iter().chain(chain).flatten().map(|name| name.node.clone()).collect();
    names.sort();
    names.dedup();
    let here = *path.nodes.last().unwrap();
    let start = Path { nodes: vec![here], relationships: Vec::new() };
    let mut open = vec![Repeated { path: start, used: state.used.clone(), values: vec![Vec::new(); names.len()], count: 0 }];
    while let Some(before) = open.pop() {
        graph.step()?;
        let here = *before.path.nodes.last().unwrap();
        if before.count >= min {
            let mut next = State { row: state.row.clone(), used: before.used.clone() };
            next.row.extend(names.iter().cloned().zip(before.values.iter().map(|values| Value::list(values.clone()))));
            for (_, next) in node_matches(graph, node, &next, Some(here))? {
                let mut path = path.clone();
                path.nodes.extend(before.path.nodes[1..].iter().copied());
                path.relationships.extend(before.path.relationships.iter().copied());
                walk(graph, part, at + 1, path, next, found)?;
            }
        }
        if before.count < max {
            let own = State { row: state.row.clone(), used: before.used.clone() };
            let mut once = Vec::new();
            for (node, own) in node_matches(graph, &inner.element.start, &own, Some(here))? {
                walk(graph, &inner, 0, Path { nodes: vec![node], relationships: Vec::new() }, own, &mut once)?;
            }
            for (path, own) in once {
                let holds = match &group.condition {
                    Some(condition) => truth(&evaluate(graph, condition, &own.row)?)? == Some(true),
                    None => true,
                };
                if holds {
                    let mut more =
                        Repeated { path: before.path.clone(), used: own.used, values: before.values.clone(), count: before.count + 1 };
                    more.path.nodes.extend(path.nodes[1..].iter().copied());
                    more.path.relationships.extend(path.relationships);
                    more.values.iter_mut().zip(&names).for_each(|(values, name)| values.push(own.row[name].clone()));
                    open.push(more);
                }
            }
        }
    }
    Ok(())
}

/// The relationships of the right type and direction at a node, each with its far end.
fn steps(graph: &NaiveGraph, pattern: &RelationshipPattern, here: NodeId) -> Vec<(RelationshipId, NodeId)> {
    let mut steps = Vec::new();
    for (at, relationship) in graph.relationships.iter().enumerate() {
        if relationship.deleted || !pattern.types.is_empty() && !pattern.types.iter().any(|kind| *kind.node == *relationship.kind) {
            continue;
        }
        if pattern.type_expression.as_ref().is_some_and(|types| !types.accepts(Some(&*relationship.kind))) {
            continue;
        }
        let (start, end) = (NodeId(relationship.start as u32), NodeId(relationship.end as u32));
        if pattern.direction != Direction::Incoming && start == here {
            steps.push((relationship_id(at), end));
        }
        if pattern.direction != Direction::Outgoing && end == here && !(pattern.direction == Direction::Both && start == end) {
            steps.push((relationship_id(at), start));
        }
    }
    steps
}

/// Whether a relationship has the properties and fulfils the inline condition.
fn fits(graph: &NaiveGraph, pattern: &RelationshipPattern, step: RelationshipId, row: &Row) -> Result<bool, Failed> {
    let value = Value::Relationship(step);
    if !has_properties(graph, &value, pattern.properties.as_ref(), row)? {
        return Ok(false);
    }
    let Some(condition) = &pattern.condition else { return Ok(true) };
    let mut inner = row.clone();
    if let Some(variable) = &pattern.variable {
        inner.insert(Arc::clone(&variable.node), value);
    }
    Ok(truth(&evaluate(graph, condition, &inner)?)? == Some(true))
}

/// Binds the relationship's variable, or compares with what it is bound to.
fn bind_relationship(_: &NaiveGraph, pattern: &RelationshipPattern, trail: &[RelationshipId], state: &mut State) -> Result<bool, Failed> {
    let Some(variable) = &pattern.variable else { return Ok(true) };
    let value = match pattern.length {
        None => Value::Relationship(trail[0]),
        Some(_) => Value::list(trail.iter().map(|id| Value::Relationship(*id)).collect::<Vec<_>>()),
    };
    match state.row.get(&variable.node) {
        Some(bound) => Ok(*bound == value),
        None => {
            state.row.insert(Arc::clone(&variable.node), value);
            Ok(true)
        }
    }
}

/// The nodes that fit a node pattern, at a known place or anywhere.
fn node_matches(graph: &NaiveGraph, pattern: &NodePattern, state: &State, here: Option<NodeId>) -> Result<Vec<(NodeId, State)>, Failed> {
    let bound = pattern.variable.as_ref().and_then(|variable| state.row.get(&variable.node));
    let candidates: Vec<NodeId> = match (bound, here) {
        (Some(Value::Node(node)), None) => vec![*node],
        (Some(Value::Node(node)), Some(here)) if *node == here => vec![here],
        (Some(_), _) => Vec::new(),
        (None, Some(here)) => vec![here],
        (None, None) => (0..graph.nodes.len()).filter(|at| !graph.nodes[*at].deleted).map(|at| NodeId(at as u32)).collect(),
    };
    let mut found = Vec::new();
    for node in candidates {
        graph.step()?;
        let mut next = state.clone();
        if let Some(variable) = &pattern.variable {
            next.row.insert(Arc::clone(&variable.node), Value::Node(node));
        }
        if pattern.labels.is_some() && graph.node(node).deleted {
            return Err(Failed::Reading(DELETED));
        }
        let labelled = pattern.labels.as_ref().is_none_or(|labels| has_labels(&graph.node(node).labels, labels));
        if labelled && has_properties(graph, &Value::Node(node), pattern.properties.as_ref(), &next.row)? {
            let holds = match &pattern.condition {
                Some(condition) => truth(&evaluate(graph, condition, &next.row)?)? == Some(true),
                None => true,
            };
            if holds {
                found.push((node, next));
            }
        }
    }
    Ok(found)
}

/// Whether a set of labels fits a label expression.
pub fn has_labels(labels: &BTreeSet<Arc<str>>, expression: &LabelExpression) -> bool {
    match expression {
        LabelExpression::Label(label) => labels.contains(&label.node),
        LabelExpression::And(all) => all.iter().all(|part| has_labels(labels, part)),
        LabelExpression::Or(any) => any.iter().any(|part| has_labels(labels, part)),
        LabelExpression::Not(part) => !has_labels(labels, part),
        LabelExpression::Any => !labels.is_empty(),
    }
}

/// Whether an entity has every property of a map, by equality.
fn has_properties(
    graph: &NaiveGraph,
    entity: &Value,
    wanted: Option<&legation::cypher::ast::Expression>,
    row: &Row,
) -> Result<bool, Failed> {
    let Some(wanted) = wanted else { return Ok(true) };
    let Value::Map(map) = evaluate(graph, wanted, row)? else { return unknown("a property map is needed") };
    for (key, value) in map.iter() {
        let own = super::expression::property(graph, entity, key)?;
        if same(&own, value) != Some(true) {
            return Ok(false);
        }
    }
    Ok(true)
}
