//! Which variables can be seen where, and what is known of them.

use indexmap::IndexMap;

use super::{Analyser, Error};
use crate::cypher::ast;
use crate::diagnose::did_you_mean;
use crate::plan::{NameKind, Reference, UnknownName};
use crate::text::{Name, Place, Spanned};
use crate::value::{KeyId, LabelId, Type, TypeId};

/// What is known of the values of an expression: their type, and that of their items if they are lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Kind {
    pub(super) of: Type,
    pub(super) item: Type,
}

impl Kind {
    pub(super) const ANY: Self = Self::of(Type::Any);
    pub(super) const BOOLEAN: Self = Self::of(Type::Boolean);

    pub(super) const fn of(of: Type) -> Self {
        Self { of, item: Type::Any }
    }

    pub(super) const fn list(item: Type) -> Self {
        Self { of: Type::List, item }
    }

    /// What an item is, if this is a list.
    pub(super) fn of_item(self) -> Self {
        Self::of(if self.of == Type::List { self.item } else { Type::Any })
    }

    /// What is known of a value that has one of the two kinds.
    pub(super) fn or(self, other: Self) -> Self {
        if other.of == Type::Null {
            return self;
        }
        if self.of == Type::Null {
            return other;
        }
        if self == other {
            return self;
        }
        Self::of(if self.of == other.of { self.of } else { Type::Any })
    }

    /// Whether values may be of this type.
    pub(super) fn may_be(self, wanted: Type) -> bool {
        matches!(self.of, Type::Any | Type::Null) || self.of == wanted
    }
}

/// A variable in scope.
#[derive(Clone, Debug)]
pub(super) struct Binding {
    /// Its name in the plan.
    pub(super) variable: Name,
    pub(super) kind: Kind,
}

/// Variables of one level.
#[derive(Debug, Default)]
pub(super) struct Frame {
    /// By the name that the user wrote.
    pub(super) names: IndexMap<Name, Binding>,
    /// Whether it holds the variables of a comprehension, and not of a query.
    pub(super) local: bool,
    /// Whether nothing outside of it can be seen from within: it holds what a called subquery imports.
    pub(super) closed: bool,
    /// Whether a subquery uses the comprehension's variable.
    pub(super) captured: bool,
}

impl Analyser<'_> {
    /// A variable of the plan that no other part of it uses: `base`, or `base#2` and so on.
    pub(super) fn unique(&mut self, base: &str) -> Name {
        let name = Name::from(base);
        if self.taken.insert(Name::clone(&name), 1).is_none() {
            return name;
        }
        loop {
            let number = self.taken.entry(Name::clone(&name)).or_insert(1);
            *number += 1;
            let next = Name::from(format!("{base}#{number}"));
            if !self.taken.contains_key(&next) {
                self.taken.insert(Name::clone(&next), 1);
                return next;
            }
        }
    }

    /// A unique variable for a name of the user's. A `#` in it is doubled, so that names made here
    /// and by later stages (`r#back`) are never the user's.
    pub(super) fn named(&mut self, name: &str) -> Name {
        if name.contains('#') { self.unique(&name.replace('#', "##")) } else { self.unique(name) }
    }

    /// The variable of this name, from the innermost level that has it.
    pub(super) fn find(&mut self, name: &str) -> Option<Binding> {
        let mut crossed = false;
        for frame in self.frames.iter_mut().rev() {
            if let Some(binding) = frame.names.get(name) {
                frame.captured |= frame.local && crossed;
                return Some(binding.clone());
            }
            if frame.closed {
                return None;
            }
            crossed |= !frame.local;
        }
        None
    }

    /// The variable of this name; an error if there is none.
    pub(super) fn resolve(&mut self, name: &Name, place: Place) -> Option<Binding> {
        let found = self.find(name);
        if found.is_none() && self.reported.insert(Name::clone(name)) {
            let closed = self.frames.iter().rposition(|frame| frame.closed).unwrap_or_default();
            let known: Vec<Name> = self.frames[closed..].iter().flat_map(|frame| frame.names.keys()).cloned().collect();
            let help = did_you_mean(name, known.iter().map(AsRef::as_ref));
            self.problems.push(Error::UndefinedVariable { name: Name::clone(name), place: place.0, help });
        }
        found
    }

    /// Declares a variable at the innermost level.
    pub(super) fn declare(&mut self, name: &Name, kind: Kind) -> Name {
        let variable = self.named(name);
        self.bind(name, Binding { variable: Name::clone(&variable), kind });
        variable
    }

    /// Makes a variable visible at the innermost level.
    pub(super) fn bind(&mut self, name: &Name, binding: Binding) {
        if let Some(frame) = self.frames.last_mut() {
            frame.names.insert(Name::clone(name), binding);
        }
    }

    /// Declares a variable that must be new.
    pub(super) fn declare_new(&mut self, name: &ast::Variable, kind: Kind) -> Name {
        if self.find(&name.node).is_some() {
            self.problems.push(Error::VariableAlreadyBound { name: Name::clone(&name.node), place: name.span() });
        }
        self.declare(&name.node, kind)
    }

    /// Runs `body` with the variables of a comprehension; also says whether a subquery uses one of them.
    pub(super) fn with_locals<T>(&mut self, locals: &[(&Name, Kind)], body: impl FnOnce(&mut Self, &[Name]) -> T) -> (T, bool) {
        self.frames.push(Frame { local: true, ..Frame::default() });
        let variables: Vec<Name> = locals.iter().map(|(name, kind)| self.declare(name, *kind)).collect();
        let result = body(self, &variables);
        let captured = self.frames.pop().is_some_and(|frame| frame.captured);
        (result, captured)
    }

    /// Marks the comprehensions whose variables a subquery uses by their names in the plan.
    pub(super) fn mark_captured(&mut self, used: &std::collections::BTreeSet<Name>) {
        for frame in self.frames.iter_mut().filter(|frame| frame.local) {
            frame.captured |= frame.names.values().any(|binding| used.contains(&binding.variable));
        }
    }

    /// A label by its id; a warning if the graph has none of this name.
    pub(super) fn label(&mut self, name: &Name, place: Place) -> Reference<LabelId> {
        let id = self.catalogue.label(name);
        if id.is_none() {
            self.unknown(NameKind::Label, name, place);
        }
        Reference { name: Name::clone(name), id }
    }

    /// A relationship type by its id; a warning if the graph has none of this name.
    pub(super) fn relationship_type(&mut self, name: &Name, place: Place) -> Reference<TypeId> {
        let id = self.catalogue.relationship_type(name);
        if id.is_none() {
            self.unknown(NameKind::Type, name, place);
        }
        Reference { name: Name::clone(name), id }
    }

    /// A property key by its id; a warning if it is one of a node or relationship and the graph has none of this name.
    pub(super) fn key(&mut self, name: &Name, place: Place, of: Kind) -> Reference<KeyId> {
        let id = self.catalogue.key(name);
        if id.is_none() && matches!(of.of, Type::Node | Type::Relationship) {
            self.unknown(NameKind::Key, name, place);
        }
        Reference { name: Name::clone(name), id }
    }

    /// A label that is given to nodes, by its id (see [`super::written`]).
    pub(super) fn new_label(&self, name: &Spanned<Name>) -> Reference<LabelId> {
        Reference { name: Name::clone(&name.node), id: self.catalogue.label(&name.node) }
    }

    /// A type that is given to relationships, by its id.
    pub(super) fn new_type(&self, name: &Spanned<Name>) -> Reference<TypeId> {
        Reference { name: Name::clone(&name.node), id: self.catalogue.relationship_type(&name.node) }
    }

    /// A property that is written, by its id.
    pub(super) fn new_key(&self, name: &Spanned<Name>) -> Reference<KeyId> {
        Reference { name: Name::clone(&name.node), id: self.catalogue.key(&name.node) }
    }

    fn unknown(&mut self, kind: NameKind, name: &Name, place: Place) {
        if self.warnings.iter().any(|warning| warning.kind == kind && warning.name == *name) {
            return;
        }
        let known = match kind {
            NameKind::Label => self.catalogue.labels(),
            NameKind::Type => self.catalogue.types(),
            NameKind::Key => self.catalogue.keys(),
        };
        let help = did_you_mean(name, known.iter().map(AsRef::as_ref));
        self.warnings.push(UnknownName { kind, name: Name::clone(name), place: place.0, help });
    }
}
