//! The one who writes for a statement: its transaction, what it did, and what is still to be checked.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use super::Changes;
use crate::execute::expression::{Error, Fault};
use crate::graph::{self, Graph, Transaction};
use crate::text::Place;
use crate::value::{KeyId, LabelId, NodeId, RelationshipId, TypeId, Value};

/// Writes to a transaction of its own and counts what it does. All of a statement's operators share it.
#[derive(Debug)]
pub struct Writer {
    transaction: RefCell<Transaction<'static>>,
    changes: Cell<Changes>,
    writes: Cell<u64>,
    /// Relationships that went with a node which was deleted without `DETACH`: an error unless the statement deletes
    /// them too.
    orphans: RefCell<BTreeMap<RelationshipId, Orphan>>,
}

/// A relationship that a deleted node had.
#[derive(Clone, Copy, Debug)]
struct Orphan {
    /// The deleted node.
    node: NodeId,
    /// Where the statement deletes it.
    place: Place,
    ends: (NodeId, NodeId),
}

impl Writer {
    /// Writes on top of a snapshot.
    pub fn new(graph: &Graph) -> Self {
        Self { transaction: RefCell::new(graph.begin()), changes: Cell::default(), writes: Cell::default(), orphans: RefCell::default() }
    }

    /// How often something was written.
    pub fn writes(&self) -> u64 {
        self.writes.get()
    }

    /// The graph with all that was written.
    pub fn snapshot(&self) -> Graph {
        self.transaction.borrow_mut().snapshot()
    }

    /// The transaction and what was done; an error where a deleted node still has relationships.
    pub fn finish(self) -> Result<(Transaction<'static>, Changes), Error> {
        let orphans = self.orphans.into_inner();
        if let Some(first) = orphans.values().next() {
            let count = orphans.values().filter(|orphan| orphan.node == first.node).count() as u64;
            return Err(Error::new(graph::Error::StillConnected { node: first.node, count }, first.place));
        }
        Ok((self.transaction.into_inner(), self.changes.get()))
    }

    /// Looks at the transaction's own version.
    pub fn read<T>(&self, read: impl FnOnce(&Transaction<'static>) -> T) -> T {
        read(&self.transaction.borrow())
    }

    fn write<T>(
        &self,
        write: impl FnOnce(&mut Transaction<'static>) -> Result<T, graph::Error>,
        count: impl FnOnce(&mut Changes),
    ) -> Result<T, Fault> {
        let written = write(&mut self.transaction.borrow_mut())?;
        let mut changes = self.changes.get();
        count(&mut changes);
        self.changes.set(changes);
        self.writes.set(self.writes.get() + 1);
        Ok(written)
    }
}

/// Changes, each counted.
impl Writer {
    /// Creates a node with labels.
    pub fn create_node(&self, labels: &[LabelId]) -> Result<NodeId, Fault> {
        // A label may be written twice.
        let added = labels.iter().enumerate().filter(|(at, label)| !labels[..*at].contains(label)).count() as u64;
        self.write(
            |transaction| transaction.create_node(labels),
            |changes| {
                changes.nodes_created += 1;
                changes.labels_added += added;
            },
        )
    }

    /// Creates a relationship.
    pub fn create_relationship(&self, kind: TypeId, start: NodeId, end: NodeId) -> Result<RelationshipId, Fault> {
        self.write(|transaction| transaction.create_relationship(kind, start, end), |changes| changes.relationships_created += 1)
    }

    /// Sets a property of a node; null removes it.
    pub fn set_node_property(&self, node: NodeId, key: KeyId, value: Value) -> Result<(), Fault> {
        let removes = value.is_null();
        if removes && self.read(|transaction| transaction.node_property(node, key).is_null()) {
            return Ok(());
        }
        self.write(|transaction| transaction.set_node_property(node, key, value), |changes| property(changes, removes))
    }

    /// Sets a property of a relationship; null removes it.
    pub fn set_relationship_property(&self, relationship: RelationshipId, key: KeyId, value: Value) -> Result<(), Fault> {
        let removes = value.is_null();
        if removes && self.read(|transaction| transaction.relationship_property(relationship, key).is_null()) {
            return Ok(());
        }
        self.write(|transaction| transaction.set_relationship_property(relationship, key, value), |changes| property(changes, removes))
    }

    /// Adds a label to a node that does not carry it.
    pub fn add_label(&self, node: NodeId, label: LabelId) -> Result<(), Fault> {
        if self.read(|transaction| transaction.has_label(node, label)) {
            return Ok(());
        }
        self.write(|transaction| transaction.add_label(node, label), |changes| changes.labels_added += 1)
    }

    /// Takes a label from a node that carries it.
    pub fn remove_label(&self, node: NodeId, label: LabelId) -> Result<(), Fault> {
        if !self.read(|transaction| transaction.has_label(node, label)) {
            return Ok(());
        }
        self.write(|transaction| transaction.remove_label(node, label), |changes| changes.labels_removed += 1)
    }

    /// Deletes a relationship, unless it is gone already.
    pub fn delete_relationship(&self, relationship: RelationshipId) -> Result<(), Fault> {
        self.orphans.borrow_mut().remove(&relationship);
        if self.read(|transaction| transaction.relationship_ends(relationship).is_none()) {
            return Ok(());
        }
        self.write(|transaction| transaction.delete_relationship(relationship), |changes| changes.relationships_deleted += 1)
    }

    /// Deletes a node, unless it is gone already, and its relationships. Without `detach`, the statement has to delete
    /// these too, before or after.
    pub fn delete_node(&self, node: NodeId, detach: bool, place: Place) -> Result<(), Fault> {
        if detach {
            self.orphans.borrow_mut().retain(|_, orphan| orphan.ends.0 != node && orphan.ends.1 != node);
        }
        if !self.read(|transaction| transaction.has_node(node)) {
            return Ok(());
        }
        let mut orphans = Vec::new();
        if !detach {
            self.read(|transaction| {
                let gone = transaction.relationships_of(node).into_iter();
                let ends = |relationship| transaction.relationship_ends(relationship).unwrap_or((node, node));
                orphans.extend(gone.map(|relationship| (relationship, Orphan { node, place, ends: ends(relationship) })));
            });
        }
        let delete = |transaction: &mut Transaction<'static>| transaction.detach_delete_node(node);
        let gone = self.write(delete, |changes| changes.nodes_deleted += 1)?.len();
        let mut changes = self.changes.get();
        changes.relationships_deleted += gone as u64;
        self.changes.set(changes);
        self.orphans.borrow_mut().extend(orphans);
        Ok(())
    }

    /// The id of a property key that may be new.
    pub fn key(&self, name: &str) -> Result<KeyId, Fault> {
        self.read(|transaction| transaction.catalogue().intern_key(name)).map_err(Fault::from)
    }
}

fn property(changes: &mut Changes, removes: bool) {
    if removes {
        changes.properties_removed += 1;
    } else {
        changes.properties_set += 1;
    }
}
