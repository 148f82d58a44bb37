//! `SET`, `REMOVE`, `DELETE` and `FOREACH`.

use super::scope::{Frame, Kind};
use super::{Analyser, Error};
use crate::cypher::ast::{Delete, Expression, ExpressionKind, Foreach, Remove, RemoveItem, SetItem};
use crate::cypher::bound::{BoundClause, BoundDelete, BoundForeach, BoundUnwind, BoundUpdate};
use crate::plan::{Expr, ExprKind, Update};
use crate::value::{Type, Value};

impl Analyser<'_> {
    /// The items of `SET`, each as a clause.
    pub(super) fn set(&mut self, items: &[SetItem], into: &mut Vec<BoundClause>) {
        for (number, item) in items.iter().enumerate() {
            let update = match item {
                SetItem::Property { target, value } => {
                    let value = self.value(value).0;
                    self.property_update(target, value, "SET")
                }
                SetItem::Properties { of, value } => {
                    let of = self.entity(of, "SET");
                    let value = self.properties_of(value);
                    Update::Replace { of, value }
                }
                SetItem::Merge { of, value } => {
                    let of = self.entity(of, "SET");
                    let value = self.properties_of(value);
                    Update::Extend { of, value }
                }
                SetItem::Labels { of, labels } => {
                    let of = self.node(of, "SET");
                    Update::AddLabels { of, labels: labels.iter().map(|label| self.new_label(label)).collect() }
                }
            };
            if !self.update(number, update, into) {
                break;
            }
        }
    }

    /// The items of `REMOVE`, each as a clause.
    pub(super) fn remove(&mut self, clause: &Remove, into: &mut Vec<BoundClause>) {
        for (number, item) in clause.items.iter().enumerate() {
            let update = match item {
                RemoveItem::Property(target) => {
                    let null = Expr { kind: ExprKind::Literal(Value::Null), place: target.place };
                    self.property_update(target, null, "REMOVE")
                }
                RemoveItem::Labels { of, labels } => {
                    let of = self.node(of, "REMOVE");
                    Update::RemoveLabels { of, labels: labels.iter().map(|label| self.label(&label.node, label.place)).collect() }
                }
            };
            if !self.update(number, update, into) {
                break;
            }
        }
    }

    /// Adds an item of a clause; false if the query is too large. Its first is counted with the clause.
    fn update(&mut self, number: usize, update: Update, into: &mut Vec<BoundClause>) -> bool {
        let subqueries = std::mem::take(&mut self.pending);
        let fits = number == 0 || self.grow(update.of().place);
        into.push(BoundClause::Update(BoundUpdate { subqueries, update }));
        fits
    }

    /// A new value for `of.key` or `of[key]`.
    fn property_update(&mut self, target: &Expression, value: Expr, clause: &str) -> Update {
        match &target.kind {
            ExpressionKind::Property { of, key } => {
                let of = self.entity(of, clause);
                Update::Property { of, key: self.new_key(key), value }
            }
            ExpressionKind::Index { of, index } => {
                let of = self.entity(of, clause);
                let (key, kind) = self.value(index);
                self.require(kind, &[Type::String], "the key of a property", index.place);
                Update::Entry { of, key, value }
            }
            // The parser makes nothing else.
            _ => Update::Replace { of: self.entity(target, clause), value },
        }
    }

    fn entity(&mut self, of: &Expression, clause: &str) -> Expr {
        let (value, kind) = self.value(of);
        self.require(kind, &[Type::Node, Type::Relationship], clause, of.place);
        value
    }

    fn node(&mut self, of: &Expression, clause: &str) -> Expr {
        let (value, kind) = self.value(of);
        self.require(kind, &[Type::Node], clause, of.place);
        value
    }

    /// What gives properties: a map, or a node or relationship.
    fn properties_of(&mut self, value: &Expression) -> Expr {
        let (bound, kind) = self.value(value);
        self.require(kind, &[Type::Map, Type::Node, Type::Relationship], "SET", value.place);
        bound
    }

    /// `DELETE`.
    pub(super) fn delete(&mut self, clause: &Delete) -> BoundDelete {
        let mut entities = Vec::with_capacity(clause.targets.len());
        for target in &clause.targets {
            if matches!(target.kind, ExpressionKind::HasLabels { .. }) {
                self.problems.push(Error::InvalidDelete { place: target.place.0 });
                continue;
            }
            let (value, kind) = self.value(target);
            self.require(kind, &[Type::Node, Type::Relationship, Type::Path], "DELETE", target.place);
            entities.push(value);
        }
        BoundDelete { subqueries: std::mem::take(&mut self.pending), entities, detach: clause.detach }
    }

    /// `FOREACH`.
    pub(super) fn foreach(&mut self, clause: &Foreach) -> BoundForeach {
        let (list, kind) = self.value(&clause.list);
        self.require(kind, &[Type::List], "FOREACH", clause.list.place);
        let subqueries = std::mem::take(&mut self.pending);
        self.frames.push(Frame::default());
        let item = if kind.of == Type::List { kind.of_item() } else { Kind::ANY };
        let variable = self.declare_new(&clause.variable, item);
        let mut clauses = Vec::new();
        for inner in &clause.clauses {
            if !self.grow(inner.place()) {
                break;
            }
            self.writing_clause(inner, &mut clauses);
        }
        self.frames.pop();
        BoundForeach { items: BoundUnwind { subqueries, list, variable }, clauses }
    }
}
