//! Which node goes to which file, and how relationships find it there.
//!
//! A node stands in the file of one of its labels: the first whose properties the schema states, else the first of the graph.
//! Nodes without a label, or with odd ones only, share a file of their own. Relationships find a node by its id where every
//! node of the file has one that is unique in all of its labels; else by a key, which is the id where that serves, and `#`
//! with a number where not.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use super::super::things::nodes;
use super::super::{Content, Formulas, Problem};
use super::names::{Taken, own_names};
use super::seen::{Column, Seen};
use super::text::{is_formula, plain};
use crate::graph::{Column as Values, Graph, PAGE, first_of};
use crate::schema::{PropertyType, Scalar, Schema, Stated};
use crate::value::{KeyId, LabelId, NodeId, Value, hash_equivalent};

/// A file of nodes.
#[derive(Debug)]
pub(super) struct NodeFile {
    /// Its label; none where nodes have all labels in a column.
    pub(super) own: Option<LabelId>,
    /// Its name without ending, and the name of its id space.
    pub(super) stem: String,
    /// Whether relationships find its nodes by key.
    pub(super) keyed: bool,
    /// Whether every key is a number.
    numbered: bool,
    /// The type of its ids.
    id: PropertyType,
    /// Whether some node has more labels than the file.
    pub(super) extra: bool,
    pub(super) columns: Vec<(KeyId, Column)>,
}

/// All files of nodes.
#[derive(Debug)]
pub(super) struct Layout {
    pub(super) files: Vec<NodeFile>,
    /// The file of each set of labels.
    by_set: Vec<usize>,
    id: Option<KeyId>,
    formulas: Formulas,
    /// What precedes a number in a key, so that no id looks like one.
    mark: String,
    /// Whether one id or key could mean nodes in two files.
    pub(super) clash: bool,
}

impl Layout {
    /// Looks at all nodes. `schema` is what was stated.
    pub(super) fn make(content: Content<'_>, schema: &Schema, formulas: Formulas) -> Result<Self, Problem> {
        let graph = content.graph;
        let mut layout = Self::files(graph, schema, formulas);
        layout.id = graph.catalogue().key("id");
        layout.observe_ids(graph, schema);
        layout.observe_columns(graph, schema)?;
        layout.clash = layout.clashes(graph);
        Ok(layout)
    }

    /// The files, by the sets of labels that occur.
    fn files(graph: &Graph, schema: &Schema, formulas: Formulas) -> Self {
        let catalogue = graph.catalogue();
        let mut taken = Taken::default();
        let labels = graph.label_sets().all().map(|(label, _)| (label, catalogue.label_name(label).to_string()));
        let names = own_names(labels, &mut taken);
        let main = |set: &[LabelId]| {
            let rank = |label: &LabelId| {
                let place = schema.labels.get_full(&*catalogue.label_name(*label));
                (place.filter(|(_, _, about)| !about.properties.is_empty()).map_or(usize::MAX, |(index, ..)| index), *label)
            };
            set.iter().filter(|label| names.contains_key(label)).min_by_key(|label| rank(label)).copied()
        };
        let mut files: Vec<NodeFile> = Vec::new();
        let mut by_label: BTreeMap<Option<LabelId>, usize> = BTreeMap::new();
        let mut by_set = Vec::new();
        for code in 0..graph.label_sets().sets() {
            let set = graph.label_sets().set(code as u32);
            let own = main(set);
            let file = *by_label.entry(own).or_insert_with(|| {
                let stem = own.and_then(|own| names.get(&own).cloned()).unwrap_or_else(|| taken.like("nodes"));
                files.push(NodeFile::new(own, stem));
                files.len() - 1
            });
            by_set.push(file);
        }
        Self { files, by_set, id: None, formulas, mark: "#".into(), clash: false }
    }

    /// The file of a node.
    pub(super) fn file_of(&self, graph: &Graph, node: NodeId) -> usize {
        self.by_set[graph.label_sets().code(node.0) as usize]
    }

    /// Which files have ids that serve, and of which type.
    fn observe_ids(&mut self, graph: &Graph, schema: &Schema) {
        let mut texts = vec![false; self.files.len()];
        for (node, value) in self.id.into_iter().flat_map(|id| values(graph, graph.node_column(id))) {
            if let Value::String(text) = &value {
                texts[self.file_of(graph, node)] = true;
                let marks = text.bytes().take_while(|byte| *byte == b'#').count();
                self.mark = "#".repeat(self.mark.len().max(marks + 1));
            }
        }
        for (file, texts) in self.files.iter_mut().zip(texts) {
            let own = file.own.map(|own| graph.catalogue().label_name(own));
            let stated = match schema.of_node(own.as_deref(), "id") {
                Stated::As(property) => Some(property.kind),
                _ => None,
            };
            file.id = stated.unwrap_or(PropertyType::of(if texts { Scalar::String } else { Scalar::Integer }));
        }
        let repeated = self.repeated(graph);
        for node in nodes(graph) {
            let labels = graph.labels(node);
            let file = self.file_of(graph, node);
            let fits = self.fitting_id(graph, node, file).is_some();
            let repeats = labels.iter().any(|label| repeated.contains(label));
            let file = &mut self.files[file];
            file.numbered = file.numbered || repeats || file.own.is_none();
            file.keyed = file.keyed || file.numbered || !fits;
            file.extra = file.extra || labels.len() > usize::from(file.own.is_some());
        }
    }

    /// The labels in which an id occurs twice.
    fn repeated(&self, graph: &Graph) -> BTreeSet<LabelId> {
        let mut repeated = BTreeSet::new();
        let Some(id) = self.id else { return repeated };
        for (label, members) in graph.label_sets().all() {
            if graph.has_index(label, id) {
                continue;
            }
            let mut seen = HashSet::new();
            for node in members.iter() {
                let value = graph.node_property(node, id);
                // Two ids of one hash only cost readable keys.
                let mut hasher = DefaultHasher::new();
                hash_equivalent(&value, &mut hasher);
                if !value.is_null() && !seen.insert(hasher.finish()) {
                    repeated.insert(label);
                    break;
                }
            }
        }
        repeated
    }

    /// The id by which relationships can find a node.
    fn fitting_id(&self, graph: &Graph, node: NodeId, file: usize) -> Option<Value> {
        let value = graph.node_property(node, self.id?);
        let kind = self.files[file].id;
        let fits = match &value {
            Value::String(text) => kind == PropertyType::STRING && !text.is_empty() && !is_formula(text, self.formulas),
            Value::Integer(_) => kind == PropertyType::of(Scalar::Integer),
            _ => false,
        };
        fits.then_some(value)
    }

    /// Appends what relationships find a node by.
    pub(super) fn address(&self, graph: &Graph, node: NodeId, out: &mut String) {
        let file = self.file_of(graph, node);
        let id = if self.files[file].numbered { None } else { self.fitting_id(graph, node, file) };
        match id {
            Some(id) => plain(&id, out),
            None => out.extend([&*self.mark, &node.0.to_string()]),
        }
    }

    /// Whether an address could mean two nodes where nothing says in which file it is. Ids that are integers are found by any
    /// text of them.
    fn clashes(&self, graph: &Graph) -> bool {
        if self.files.len() < 2 || graph.relationship_count() == 0 {
            return false;
        }
        let mut seen = HashSet::new();
        let mut text = String::new();
        nodes(graph).any(|node| {
            text.clear();
            self.address(graph, node, &mut text);
            let mut hasher = DefaultHasher::new();
            match text.trim().parse::<i64>() {
                Ok(integer) => integer.hash(&mut hasher),
                Err(_) => text.hash(&mut hasher),
            }
            !seen.insert(hasher.finish())
        })
    }

    /// The columns of each file, and how they are written.
    fn observe_columns(&mut self, graph: &Graph, schema: &Schema) -> Result<(), Problem> {
        let catalogue = graph.catalogue();
        for key in graph.node_keys() {
            let name = catalogue.key_name(key);
            let mut seen: BTreeMap<usize, Seen> = BTreeMap::new();
            for (node, value) in values(graph, graph.node_column(key)) {
                let file = self.file_of(graph, node);
                let own = self.files[file].own.map(|own| catalogue.label_name(own));
                let owner = || own.as_ref().map_or("a node without a label".into(), |own| format!("a node labelled `{own}`"));
                let new = || match own.as_deref() {
                    Some(own) => Seen::new(&schema.of_node(Some(own), &name), &name),
                    None => Seen::unlabelled(schema, &name),
                };
                let column = seen.entry(file).or_insert_with(new);
                if column.is_new() && own.is_none() {
                    return Err(Problem::UnknownProperty { owner: owner(), key: name.to_string() });
                }
                column.see(&value, self.formulas, &name, owner)?;
            }
            for (file, seen) in seen {
                self.files[file].columns.push((key, seen.column(&name, true)));
            }
        }
        for file in &mut self.files {
            file.arrange(graph, schema);
        }
        Ok(())
    }
}

impl NodeFile {
    fn new(own: Option<LabelId>, stem: String) -> Self {
        let id = PropertyType::of(Scalar::Integer);
        Self { own, stem, keyed: own.is_none(), numbered: own.is_none(), id, extra: false, columns: Vec::new() }
    }

    /// Puts columns in the order of the schema, with those that it states and no node has; the rest follow.
    fn arrange(&mut self, graph: &Graph, schema: &Schema) {
        let catalogue = graph.catalogue();
        let own = self.own.and_then(|own| schema.labels.get(&*catalogue.label_name(own)));
        let Some(label) = own else { return };
        for (name, property) in &label.properties {
            if let Some(key) = catalogue.key(name)
                && !self.columns.iter().any(|(known, _)| *known == key)
            {
                self.columns.push((key, Seen::new(&Stated::As(property), name).column(name, true)));
            }
        }
        let place = |key: KeyId| label.properties.get_index_of(&*catalogue.key_name(key)).unwrap_or(usize::MAX);
        self.columns.sort_by_key(|(key, _)| (place(*key), *key));
    }
}

/// The values of a column over nodes, in order.
fn values<'g>(graph: &'g Graph, column: Option<&'g Values>) -> impl Iterator<Item = (NodeId, Value)> + 'g {
    every_value(column).map(|(index, value)| (NodeId(index), value)).filter(|(node, _)| graph.has_node(*node))
}

/// The values of a column, in order.
pub(super) fn every_value(column: Option<&Values>) -> impl Iterator<Item = (u32, Value)> + '_ {
    column.into_iter().flat_map(|column| {
        (0..column.pages()).flat_map(move |number| {
            let page = column.page(number);
            let first = first_of(number);
            (0..PAGE).filter(move |slot| page.has(*slot)).map(move |slot| (first + slot as u32, page.value(slot)))
        })
    })
}
