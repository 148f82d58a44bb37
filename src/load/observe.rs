//! What a graph shows of its labels, types and properties, for a schema that does not state them.

use indexmap::IndexMap;

use crate::graph::{Catalogue, Graph, Way};
use crate::schema::{Observed, ObservedProperty, PropertyType};
use crate::value::{KeyId, LabelId, TypeId, Value};

/// Distinct values up to which a text property counts as an enumeration.
const FEW: usize = 12;

/// What was seen of the properties of a label or type.
#[derive(Default)]
struct Seen {
    properties: IndexMap<KeyId, SeenProperty>,
    from: IndexMap<LabelId, ()>,
    to: IndexMap<LabelId, ()>,
}

struct SeenProperty {
    kind: PropertyType,
    /// Distinct texts; none if there are too many.
    values: Option<Vec<String>>,
}

/// What was seen so far.
#[derive(Default)]
pub(super) struct Observing {
    labels: IndexMap<LabelId, Seen>,
    types: IndexMap<TypeId, Seen>,
}

/// What a graph that is there shows.
pub fn observe(graph: &Graph) -> Observed {
    let mut observing = Observing::default();
    for node in graph.live().iter() {
        observing.node(graph.labels(node), &graph.node_properties(node));
    }
    for kind in graph.types() {
        for start in graph.live().iter() {
            for (end, relationship) in graph.neighbours(start, kind, Way::Out).iter() {
                observing.relationship(kind, graph.labels(start), graph.labels(end), &graph.relationship_properties(relationship));
            }
        }
    }
    observing.finish(graph.catalogue())
}

impl Observing {
    pub(super) fn node(&mut self, labels: &[LabelId], properties: &[(KeyId, Value)]) {
        for label in labels {
            self.labels.entry(*label).or_default().see(properties);
        }
    }

    pub(super) fn relationship(&mut self, kind: TypeId, from: &[LabelId], to: &[LabelId], properties: &[(KeyId, Value)]) {
        let seen = self.types.entry(kind).or_default();
        seen.see(properties);
        seen.from.extend(from.iter().map(|label| (*label, ())));
        seen.to.extend(to.iter().map(|label| (*label, ())));
    }

    pub(super) fn finish(self, catalogue: &Catalogue) -> Observed {
        let mut observed = Observed::default();
        for (label, seen) in self.labels {
            let properties = seen.properties(|key| catalogue.key_name(key).to_string());
            observed.labels.insert(catalogue.label_name(label).to_string(), properties);
        }
        for (kind, mut seen) in self.types {
            let names = |labels: IndexMap<LabelId, ()>| labels.into_keys().map(|label| catalogue.label_name(label).to_string()).collect();
            let relationship = observed.relationships.entry(catalogue.type_name(kind).to_string()).or_default();
            relationship.from = names(std::mem::take(&mut seen.from));
            relationship.to = names(std::mem::take(&mut seen.to));
            relationship.properties = seen.properties(|key| catalogue.key_name(key).to_string());
            relationship.properties.values_mut().for_each(|property| property.values.clear());
        }
        observed
    }
}

impl Seen {
    fn see(&mut self, properties: &[(KeyId, Value)]) {
        for (key, value) in properties {
            let kind = PropertyType::of_value(value);
            let seen = self.properties.entry(*key).or_insert_with(|| SeenProperty { kind, values: Some(Vec::new()) });
            if seen.kind != kind {
                seen.kind = PropertyType::ANY;
                seen.values = None;
            }
            let Value::String(text) = value else { continue };
            if let Some(values) = &mut seen.values
                && !values.iter().any(|known| **known == **text)
            {
                values.push(text.to_string());
                if values.len() > FEW {
                    seen.values = None;
                }
            }
        }
    }

    fn properties(self, name: impl Fn(KeyId) -> String) -> IndexMap<String, ObservedProperty> {
        let one = |(key, seen): (KeyId, SeenProperty)| {
            let values = if seen.kind == PropertyType::STRING && name(key) != "id" { seen.values.unwrap_or_default() } else { Vec::new() };
            (name(key), ObservedProperty { kind: seen.kind, values })
        };
        self.properties.into_iter().map(one).collect()
    }
}
