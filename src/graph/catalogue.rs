//! The names of labels, relationship types and property keys, as dense ids.

use std::sync::{PoisonError, RwLock};

use indexmap::IndexSet;
use miette::Diagnostic;
use thiserror::Error;

use crate::text::Name;
use crate::value::{KeyId, LabelId, TypeId};

/// Names of one kind, numbered in order of arrival.
#[derive(Debug, Default)]
struct Names(RwLock<IndexSet<Name>>);

impl Names {
    fn find(&self, name: &str) -> Option<usize> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).get_index_of(name)
    }

    fn name(&self, index: usize) -> Option<Name> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).get_index(index).cloned()
    }

    fn all(&self) -> Vec<Name> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }

    fn intern(&self, name: &str, limit: usize) -> Result<usize, Full> {
        if let Some(index) = self.find(name) {
            return Ok(index);
        }
        let mut names = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if names.len() >= limit && !names.contains(name) {
            return Err(Full { name: name.into(), limit });
        }
        Ok(names.insert_full(name.into()).0)
    }
}

/// Too many names of one kind.
#[derive(Debug, Error, Diagnostic)]
#[error("`{name}` cannot be added: a graph has at most {limit} names of this kind")]
#[diagnostic(code(graph::catalogue_full), help("use fewer labels, types or property keys, and put what varies into values"))]
pub struct Full {
    /// The name that has no place.
    pub name: Name,
    /// How many there may be.
    pub limit: usize,
}

/// The names of labels, types and property keys. It only grows, and is shared by all snapshots of a graph;
/// queries look names up, only loading and writing add them.
#[derive(Debug, Default)]
pub struct Catalogue {
    labels: Names,
    types: Names,
    keys: Names,
}

impl Catalogue {
    /// The label of this name, if the graph knows it.
    pub fn label(&self, name: &str) -> Option<LabelId> {
        self.labels.find(name).map(|index| LabelId(index as u16))
    }

    /// The relationship type of this name, if the graph knows it.
    pub fn relationship_type(&self, name: &str) -> Option<TypeId> {
        self.types.find(name).map(|index| TypeId(index as u16))
    }

    /// The property key of this name, if the graph knows it.
    pub fn key(&self, name: &str) -> Option<KeyId> {
        self.keys.find(name).map(|index| KeyId(index as u32))
    }

    /// The name of a label; empty for an id that is not of this catalogue.
    pub fn label_name(&self, label: LabelId) -> Name {
        self.labels.name(usize::from(label.0)).unwrap_or_default()
    }

    /// The name of a relationship type; empty for an id that is not of this catalogue.
    pub fn type_name(&self, kind: TypeId) -> Name {
        self.types.name(usize::from(kind.0)).unwrap_or_default()
    }

    /// The name of a property key; empty for an id that is not of this catalogue.
    pub fn key_name(&self, key: KeyId) -> Name {
        self.keys.name(key.0 as usize).unwrap_or_default()
    }

    /// All labels, in order of their ids.
    pub fn labels(&self) -> Vec<Name> {
        self.labels.all()
    }

    /// All relationship types, in order of their ids.
    pub fn types(&self) -> Vec<Name> {
        self.types.all()
    }

    /// All property keys, in order of their ids.
    pub fn keys(&self) -> Vec<Name> {
        self.keys.all()
    }

    /// The label of this name, added if it is new. At most 65,535.
    pub fn intern_label(&self, name: &str) -> Result<LabelId, Full> {
        self.labels.intern(name, usize::from(u16::MAX)).map(|index| LabelId(index as u16))
    }

    /// The relationship type of this name, added if it is new. At most 65,535.
    pub fn intern_type(&self, name: &str) -> Result<TypeId, Full> {
        self.types.intern(name, usize::from(u16::MAX)).map(|index| TypeId(index as u16))
    }

    /// The property key of this name, added if it is new. At most 16 million.
    pub fn intern_key(&self, name: &str) -> Result<KeyId, Full> {
        self.keys.intern(name, 1 << 24).map(|index| KeyId(index as u32))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_keep_their_ids() {
        let catalogue = Catalogue::default();
        let forum = catalogue.intern_label("Forum").unwrap();
        assert_eq!(catalogue.intern_label("Forum").unwrap(), forum);
        assert_eq!(&*catalogue.label_name(forum), "Forum");
        assert_eq!(catalogue.label("forum"), None);
    }
}
