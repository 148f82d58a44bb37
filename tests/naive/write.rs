//! Clauses that write, one row after the other.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use legation::cypher::ast::{
    Clause, Delete, Expression, ExpressionKind, Foreach, LabelExpression, Merge, MergeEvent, NodePattern, Pattern, Query,
    RelationshipPattern, RemoveItem, SetItem,
};
use legation::execute::Changes;
use legation::value::{Direction, NodeId, Path, RelationshipId, Value};

use super::expression::evaluate as value_of;
use super::graph::relationship_id;
use super::pattern::matches;
use super::{DELETED, Failed, NaiveGraph, Node, Properties, Relationship, Row, Table, unknown};

/// A statement on its way: its own version of the graph, and what it did.
#[derive(Debug, Default)]
pub struct Run {
    /// The graph as the next clause sees it.
    pub graph: NaiveGraph,
    /// What was done.
    pub changes: Changes,
    /// Relationships that were lost with a node that was deleted without `DETACH`.
    orphans: BTreeSet<usize>,
}

/// What a statement gives: its rows, the graph after it, and what it did.
pub fn carry_out(graph: &NaiveGraph, query: &Query) -> Result<(Table, NaiveGraph, Changes), Failed> {
    let mut run = Run::new(graph);
    run.graph.steps = Default::default();
    let table = run.query(query, &Row::new(), &Row::new())?;
    if run.orphans.is_empty() { Ok((table, run.graph, run.changes)) } else { Err(Failed::Writing("ConstraintVerificationFailed")) }
}

/// The properties that are given to what is created, nulls among them.
type Given = Vec<(Arc<str>, Value)>;

/// A node or a relationship, by its position.
#[derive(Clone, Copy)]
enum Entity {
    Node(usize),
    Relationship(usize),
}

impl Run {
    /// Begins with a graph.
    pub fn new(graph: &NaiveGraph) -> Self {
        Self { graph: graph.clone(), ..Self::default() }
    }

    /// The rows after a clause that writes.
    pub fn write(&mut self, clause: &Clause, mut rows: Vec<Row>) -> Result<Vec<Row>, Failed> {
        match clause {
            Clause::Create(create) => {
                let made = rows.iter().map(|row| self.values(&create.pattern, row)).collect::<Result<Vec<_>, _>>()?;
                rows.iter_mut().zip(made).try_for_each(|(row, made)| self.create(&create.pattern, made.into_iter(), row, false))?;
                Ok(rows)
            }
            Clause::Merge(merge) => {
                let mut next = Vec::new();
                for row in rows {
                    next.extend(self.merge(merge, row)?);
                }
                Ok(next)
            }
            Clause::Set(set) => {
                // One item after the other, as if each was a clause.
                set.items.iter().try_for_each(|item| rows.iter().try_for_each(|row| self.set(item, row)))?;
                Ok(rows)
            }
            Clause::Remove(remove) => {
                remove.items.iter().try_for_each(|item| rows.iter().try_for_each(|row| self.remove(item, row)))?;
                Ok(rows)
            }
            Clause::Delete(delete) => {
                self.delete(delete, &rows)?;
                Ok(rows)
            }
            Clause::Foreach(foreach) => {
                rows.iter().try_for_each(|row| self.foreach(foreach, row))?;
                Ok(rows)
            }
            other => unknown(format!("clause {other:?}")),
        }
    }

    fn foreach(&mut self, foreach: &Foreach, row: &Row) -> Result<(), Failed> {
        let items = match value_of(&self.graph, &foreach.list, row)? {
            Value::Null => return Ok(()),
            Value::List(items) => items,
            _ => return Err(Failed::Writing("TypeError")),
        };
        for item in items.iter() {
            let mut row = row.clone();
            row.insert(Arc::clone(&foreach.variable.node), item.clone());
            foreach.clauses.iter().try_fold(vec![row], |rows, clause| self.clause(clause, rows, &Row::new()))?;
        }
        Ok(())
    }

    /// The property maps of a pattern, in the order of its nodes and relationships.
    fn values(&self, pattern: &Pattern, row: &Row) -> Result<Vec<Given>, Failed> {
        let mut all = Vec::new();
        let mut of = |properties: &Option<Expression>| -> Result<(), Failed> {
            all.push(match properties {
                None => Vec::new(),
                Some(map) => match value_of(&self.graph, map, row)? {
                    Value::Map(map) => map.iter().map(|(key, value)| (Arc::clone(key), value.clone())).collect(),
                    _ => return Err(Failed::Writing("TypeError")),
                },
            });
            Ok(())
        };
        for part in &pattern.parts {
            of(&part.element.start.properties)?;
            for (relationship, node) in &part.element.chain {
                of(&relationship.properties)?;
                of(&node.properties)?;
            }
        }
        Ok(all)
    }

    fn create(
        &mut self,
        pattern: &Pattern,
        mut values: impl Iterator<Item = Given>,
        row: &mut Row,
        needs_values: bool,
    ) -> Result<(), Failed> {
        // All nodes are made before any relationship.
        let mut made = Vec::new();
        for part in &pattern.parts {
            let mut nodes = vec![(&part.element.start, values.next().unwrap())];
            let mut relationships = Vec::new();
            for (relationship, node) in &part.element.chain {
                relationships.push((relationship, values.next().unwrap()));
                nodes.push((node, values.next().unwrap()));
            }
            let nodes =
                nodes.into_iter().map(|(node, own)| self.create_node(node, own, row, needs_values)).collect::<Result<Vec<_>, _>>()?;
            made.push((part, nodes, relationships));
        }
        for (part, nodes, relationships) in made {
            let nodes = nodes.into_iter().collect::<Option<Vec<NodeId>>>().ok_or(Failed::Writing("TypeError"))?;
            let mut path = Path { nodes, relationships: Vec::new() };
            for (at, (relationship, own)) in relationships.into_iter().enumerate() {
                let (here, there) = (path.nodes[at], path.nodes[at + 1]);
                let ends = if relationship.direction == Direction::Incoming { (there, here) } else { (here, there) };
                path.relationships.push(self.create_relationship(relationship, ends, own, row, needs_values)?);
            }
            if let Some(variable) = &part.variable {
                row.insert(Arc::clone(&variable.node), Value::Path(Arc::new(path)));
            }
        }
        Ok(())
    }

    /// The node that a pattern names, or a new one; none where what it names is null.
    fn create_node(&mut self, node: &NodePattern, values: Given, row: &mut Row, needs_values: bool) -> Result<Option<NodeId>, Failed> {
        match node.variable.as_ref().and_then(|variable| row.get(&variable.node)) {
            Some(Value::Node(id)) => return Ok(Some(*id)),
            Some(Value::Null) => return Ok(None),
            Some(_) => return Err(Failed::Writing("TypeError")),
            None => {}
        }
        let mut labels = BTreeSet::new();
        node.labels.iter().try_for_each(|expression| plain(expression, &mut labels))?;
        self.changes.nodes_created += 1;
        self.changes.labels_added += labels.len() as u64;
        let properties = self.properties(values, needs_values)?;
        let id = NodeId(self.graph.nodes.len() as u32);
        self.graph.nodes.push(Node { labels, properties, deleted: false });
        if let Some(variable) = &node.variable {
            row.insert(Arc::clone(&variable.node), Value::Node(id));
        }
        Ok(Some(id))
    }

    fn create_relationship(
        &mut self,
        relationship: &RelationshipPattern,
        (start, end): (NodeId, NodeId),
        values: Given,
        row: &mut Row,
        needs_values: bool,
    ) -> Result<RelationshipId, Failed> {
        if self.graph.node(start).deleted || self.graph.node(end).deleted {
            return Err(Failed::Writing(DELETED));
        }
        self.changes.relationships_created += 1;
        let properties = self.properties(values, needs_values)?;
        let id = relationship_id(self.graph.relationships.len());
        let kind = Arc::clone(&relationship.types[0].node);
        self.graph.relationships.push(Relationship { kind, start: start.0 as usize, end: end.0 as usize, properties, deleted: false });
        if let Some(variable) = &relationship.variable {
            row.insert(Arc::clone(&variable.node), Value::Relationship(id));
        }
        Ok(id)
    }

    /// The properties of what is created.
    fn properties(&mut self, values: Given, needs_values: bool) -> Result<Properties, Failed> {
        let mut properties = Properties::new();
        for (key, value) in values {
            if value.is_null() {
                if needs_values {
                    return Err(Failed::Writing("SemanticError"));
                }
                continue;
            }
            if !storable(&value) {
                return Err(Failed::Writing("TypeError"));
            }
            self.changes.properties_set += 1;
            properties.insert(key, value);
        }
        Ok(properties)
    }

    fn merge(&mut self, merge: &Merge, mut row: Row) -> Result<Vec<Row>, Failed> {
        let pattern = Pattern { parts: vec![merge.part.clone()] };
        let mut found = matches(&self.graph, &pattern, &row)?;
        self.graph.disorder(&mut found);
        let event = if found.is_empty() {
            let values = self.values(&pattern, &row)?;
            self.create(&pattern, values.into_iter(), &mut row, true)?;
            found.push(row);
            MergeEvent::Create
        } else {
            MergeEvent::Match
        };
        for action in merge.actions.iter().filter(|action| action.event == event) {
            action.items.iter().try_for_each(|item| found.iter().try_for_each(|row| self.set(item, row)))?;
        }
        Ok(found)
    }

    /// The entity that is written to; none for null.
    fn entity(&self, of: &Expression, row: &Row) -> Result<Option<Entity>, Failed> {
        let entity = match value_of(&self.graph, of, row)? {
            Value::Null => return Ok(None),
            Value::Node(id) => Entity::Node(id.0 as usize),
            Value::Relationship(id) => Entity::Relationship(id.local as usize),
            _ => return Err(Failed::Writing("TypeError")),
        };
        let deleted = match entity {
            Entity::Node(at) => self.graph.nodes[at].deleted,
            Entity::Relationship(at) => self.graph.relationships[at].deleted,
        };
        if deleted { Err(Failed::Writing(DELETED)) } else { Ok(Some(entity)) }
    }

    fn properties_of(&mut self, entity: Entity) -> &mut Properties {
        match entity {
            Entity::Node(at) => &mut self.graph.nodes[at].properties,
            Entity::Relationship(at) => &mut self.graph.relationships[at].properties,
        }
    }

    fn set_property(&mut self, entity: Entity, key: Arc<str>, value: Value) -> Result<(), Failed> {
        if value.is_null() {
            let removed = self.properties_of(entity).remove(&key).is_some();
            self.changes.properties_removed += u64::from(removed);
            return Ok(());
        }
        if !storable(&value) {
            return Err(Failed::Writing("TypeError"));
        }
        self.changes.properties_set += 1;
        self.properties_of(entity).insert(key, value);
        Ok(())
    }

    /// The entity and the key of `of.key` or `of[key]`.
    fn target(&self, target: &Expression, row: &Row) -> Result<Option<(Entity, Arc<str>)>, Failed> {
        match &target.kind {
            ExpressionKind::Property { of, key } => Ok(self.entity(of, row)?.map(|entity| (entity, Arc::clone(&key.node)))),
            ExpressionKind::Index { of, index } => {
                let key = value_of(&self.graph, index, row)?;
                let Some(entity) = self.entity(of, row)? else { return Ok(None) };
                match key {
                    Value::String(key) => Ok(Some((entity, key))),
                    _ => Err(Failed::Writing("TypeError")),
                }
            }
            other => unknown(format!("a target {other:?}")),
        }
    }

    fn set(&mut self, item: &SetItem, row: &Row) -> Result<(), Failed> {
        match item {
            SetItem::Property { target, value } => {
                let value = value_of(&self.graph, value, row)?;
                match self.target(target, row)? {
                    Some((entity, key)) => self.set_property(entity, key, value),
                    None => Ok(()),
                }
            }
            SetItem::Properties { of, value } => self.set_all(of, value, row, true),
            SetItem::Merge { of, value } => self.set_all(of, value, row, false),
            SetItem::Labels { of, labels } => self.labels(of, row, |changes, own| {
                labels.iter().for_each(|label| changes.labels_added += u64::from(own.insert(Arc::clone(&label.node))));
            }),
        }
    }

    fn set_all(&mut self, of: &Expression, value: &Expression, row: &Row, replaces: bool) -> Result<(), Failed> {
        let value = value_of(&self.graph, value, row)?;
        let Some(entity) = self.entity(of, row)? else { return Ok(()) };
        let mut new: BTreeMap<Arc<str>, Value> = match value {
            Value::Map(map) => map.iter().map(|(key, value)| (Arc::clone(key), value.clone())).collect(),
            Value::Node(id) if self.graph.node(id).deleted => return Err(Failed::Writing(DELETED)),
            Value::Relationship(id) if self.graph.relationship(id).deleted => return Err(Failed::Writing(DELETED)),
            Value::Node(id) => self.graph.node(id).properties.clone(),
            Value::Relationship(id) => self.graph.relationship(id).properties.clone(),
            _ => return Err(Failed::Writing("TypeError")),
        };
        if replaces {
            for key in self.properties_of(entity).keys() {
                new.entry(Arc::clone(key)).or_insert(Value::Null);
            }
        }
        new.into_iter().try_for_each(|(key, value)| self.set_property(entity, key, value))
    }

    fn labels(&mut self, of: &Expression, row: &Row, change: impl FnOnce(&mut Changes, &mut BTreeSet<Arc<str>>)) -> Result<(), Failed> {
        match self.entity(of, row)? {
            None => Ok(()),
            Some(Entity::Node(at)) => {
                change(&mut self.changes, &mut self.graph.nodes[at].labels);
                Ok(())
            }
            Some(Entity::Relationship(_)) => Err(Failed::Writing("TypeError")),
        }
    }

    fn remove(&mut self, item: &RemoveItem, row: &Row) -> Result<(), Failed> {
        match item {
            RemoveItem::Property(target) => match self.target(target, row)? {
                Some((entity, key)) => self.set_property(entity, key, Value::Null),
                None => Ok(()),
            },
            RemoveItem::Labels { of, labels } => self.labels(of, row, |changes, own| {
                labels.iter().for_each(|label| changes.labels_removed += u64::from(own.remove(&label.node)));
            }),
        }
    }

    /// What is to go is known before anything goes.
    fn delete(&mut self, delete: &Delete, rows: &[Row]) -> Result<(), Failed> {
        let (mut nodes, mut relationships) = (Vec::new(), Vec::new());
        for row in rows {
            for target in &delete.targets {
                match value_of(&self.graph, target, row)? {
                    Value::Null => {}
                    Value::Node(id) => nodes.push(id),
                    Value::Relationship(id) => relationships.push(id),
                    Value::Path(path) => {
                        relationships.extend(&path.relationships);
                        nodes.extend(&path.nodes);
                    }
                    _ => return Err(Failed::Writing("TypeError")),
                }
            }
        }
        for id in relationships {
            self.orphans.remove(&(id.local as usize));
            let own = &mut self.graph.relationships[id.local as usize];
            self.changes.relationships_deleted += u64::from(!std::mem::replace(&mut own.deleted, true));
        }
        for id in nodes {
            self.delete_node(id.0 as usize, delete.detach);
        }
        Ok(())
    }

    fn delete_node(&mut self, node: usize, detach: bool) {
        if detach {
            let relationships = &self.graph.relationships;
            self.orphans.retain(|at| relationships[*at].start != node && relationships[*at].end != node);
        }
        self.changes.nodes_deleted += u64::from(!std::mem::replace(&mut self.graph.nodes[node].deleted, true));
        for (at, relationship) in self.graph.relationships.iter_mut().enumerate() {
            if !relationship.deleted && (relationship.start == node || relationship.end == node) {
                relationship.deleted = true;
                self.changes.relationships_deleted += 1;
                if !detach {
                    self.orphans.insert(at);
                }
            }
        }
    }
}

/// The labels that are written one after the other.
fn plain(expression: &LabelExpression, labels: &mut BTreeSet<Arc<str>>) -> Result<(), Failed> {
    match expression {
        LabelExpression::Label(label) => {
            labels.insert(Arc::clone(&label.node));
            Ok(())
        }
        LabelExpression::And(all) => all.iter().try_for_each(|one| plain(one, labels)),
        _ => unknown("labels to create"),
    }
}

/// Whether a value can be a property.
fn storable(value: &Value) -> bool {
    match value {
        Value::Node(_) | Value::Relationship(_) | Value::Path(_) | Value::Map(_) => false,
        Value::List(items) => items.iter().all(|item| !item.is_null() && !matches!(item, Value::List(_)) && storable(item)),
        _ => true,
    }
}
