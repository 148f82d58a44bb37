//! How nodes and relationships look: what the schema states, and for all else shapes, colours and strokes in a fixed order.

use indexmap::IndexMap;

use super::matrix::Line;
use super::model::{EdgeLook, NodeLook};
use crate::gap;
use crate::graph::{Graph, Way};
use crate::schema::{self, Colour, Head, PALETTE, STROKES, Schema, Shape};
use crate::value::{NodeId, Value};

/// Colours that are taken where none is stated: the first so many of the palette.
const FREE: usize = 7;

/// The colour of what is missing: vermillion.
const MISSING: Colour = PALETTE[5].1;

/// The colour of relationships for which none is stated: they differ by stroke and head.
const DRAWN: Colour = Colour([0x44, 0x44, 0x44]);

/// Looks as they come up in a picture.
pub(super) struct Looks<'g> {
    graph: &'g Graph,
    schema: &'g Schema,
    /// By the look's name.
    nodes: IndexMap<String, NodeLook>,
    edges: IndexMap<String, EdgeLook>,
}

impl<'g> Looks<'g> {
    pub fn new(graph: &'g Graph, schema: &'g Schema) -> Self {
        Self { graph, schema, nodes: IndexMap::new(), edges: IndexMap::new() }
    }

    /// The noun for a node, the value that colours it, and its look.
    pub fn node(&mut self, node: NodeId) -> (String, Option<String>, usize) {
        let (label, kind) = kind_of(self.graph, self.schema, node);
        let (category, place) = self.category(node, &label).unzip();
        let name = category.as_ref().map_or_else(|| kind.clone(), |category| format!("{kind}: {category}"));
        if let Some(look) = self.nodes.get_index_of(&name) {
            return (kind, category, look);
        }
        let stated = self.schema.style.label.get(&label);
        let index = self.schema.labels.get_index_of(&label).unwrap_or(self.nodes.len());
        let shape = stated.and_then(|style| style.shape).unwrap_or_else(|| self.free_shape(&kind, index));
        let of_category = category.as_ref().and_then(|category| stated?.colours.get(category).copied());
        let colour = of_category.or(stated.and_then(|style| style.colour));
        let colour = colour.unwrap_or_else(|| self.free_colour(place.unwrap_or(index)));
        let look = NodeLook { name: name.clone(), shape, colour: Some(colour) };
        (kind, category, self.nodes.insert_full(name, look).0)
    }

    /// A node as a line of a matrix, and the place of its group.
    pub fn line(&mut self, node: NodeId) -> (usize, Line) {
        let (label, _) = kind_of(self.graph, self.schema, node);
        let place = self.category(node, &label).map_or(usize::MAX, |(_, place)| place);
        let (kind, category, look) = self.node(node);
        let colour = self.nodes.get_index(look).and_then(|(_, look)| look.colour);
        (place, Line { name: gap::name(self.graph, self.schema, node), group: category.unwrap_or(kind), colour })
    }

    /// The shape of a kind whose schema states none: that of its place, or the next that no other kind has.
    fn free_shape(&self, kind: &str, place: usize) -> Shape {
        let of_kind = |name: &str| name.split(": ").next() == Some(kind);
        if let Some(known) = self.nodes.values().find(|look| of_kind(&look.name)) {
            return known.shape;
        }
        let taken = |shape: &Shape| self.nodes.values().any(|look| look.shape == *shape);
        let mut shapes = (0..Shape::ALL.len()).map(|step| Shape::ALL[(place + step) % Shape::ALL.len()]);
        shapes.find(|shape| !taken(shape)).unwrap_or(Shape::ALL[place % Shape::ALL.len()])
    }

    /// The colour at a place of the palette, or the next that nothing else has.
    fn free_colour(&self, place: usize) -> Colour {
        let taken = |colour: &Colour| self.nodes.values().any(|look| look.colour == Some(*colour));
        let mut colours = (0..FREE).map(|step| PALETTE[(place + step) % FREE].1);
        colours.find(|colour| !taken(colour)).unwrap_or(PALETTE[place % FREE].1)
    }

    /// The look of a label as a whole, whatever the categories of its nodes; no legend needs to tell it.
    pub fn label(&mut self, node: NodeId) -> usize {
        let (label, kind) = kind_of(self.graph, self.schema, node);
        let stated = self.schema.style.label.get(&label);
        let index = self.schema.labels.get_index_of(&label).unwrap_or(self.nodes.len());
        let shape = stated.and_then(|style| style.shape).unwrap_or(Shape::Rounded);
        let colour = stated.and_then(|style| style.colour).unwrap_or(PALETTE[index % FREE].1);
        let look = NodeLook { name: String::new(), shape, colour: Some(colour) };
        self.nodes.insert_full(kind, look).0
    }

    /// The one look of relationships that say their type themselves.
    pub fn any_relationship(&mut self) -> usize {
        let (line, head) = STROKES[0];
        let look = EdgeLook { name: String::new(), colour: DRAWN, line: Some(line), head };
        self.edges.insert_full(String::new(), look).0
    }

    /// The value that colours a node, and its place among those that may occur.
    fn category(&self, node: NodeId, label: &str) -> Option<(String, usize)> {
        let properties = &self.schema.labels.get(label)?.properties;
        let stated = self.schema.style.label.get(label).and_then(|style| style.by.as_ref());
        let adjectives = || properties.iter().find(|(_, property)| property.adjective && !property.values.is_empty());
        let (name, property) = stated.map_or_else(adjectives, |by| properties.get_key_value(by))?;
        let key = self.graph.catalogue().key(name)?;
        let Value::String(value) = self.graph.node_property(node, key) else { return None };
        let place = property.values.iter().position(|known| **known == *value).unwrap_or(property.values.len());
        Some((value.to_string(), place))
    }

    /// The group that a node stands in.
    pub fn group(&self, node: NodeId) -> Option<String> {
        let (label, _) = kind_of(self.graph, self.schema, node);
        let kind = self.schema.style.label.get(&label)?.group.as_ref()?;
        let kind = self.graph.catalogue().relationship_type(kind)?;
        let (other, _) = self.graph.neighbours(node, kind, Way::Out).iter().next()?;
        Some(gap::name(self.graph, self.schema, other))
    }

    /// The look of what is not there.
    pub fn ghost(&mut self) -> usize {
        let look = NodeLook { name: "not there".to_owned(), shape: Shape::Rounded, colour: None };
        self.nodes.insert_full("\u{0}".to_owned(), look).0
    }

    /// The look of the relationships of a type.
    pub fn relationship(&mut self, kind: &str) -> usize {
        let stated = self.schema.style.relationship.get(kind).cloned().unwrap_or_default();
        let name = kind.replace('_', " ").to_lowercase();
        let (line, head) = STROKES[self.edges.len() % STROKES.len()];
        let look = EdgeLook {
            name,
            colour: stated.colour.unwrap_or(DRAWN),
            line: Some(stated.line.unwrap_or(line)),
            head: stated.head.unwrap_or(head),
        };
        match self.edges.get_index_of(kind) {
            Some(known) => known,
            None => self.edges.insert_full(kind.to_owned(), look).0,
        }
    }

    /// The look of a relationship that is not there.
    pub fn absence(&mut self) -> usize {
        let look = EdgeLook { name: "missing".to_owned(), colour: MISSING, line: None, head: Head::Vee };
        self.edges.insert_full("\u{0}".to_owned(), look).0
    }

    /// How many looks of nodes and of relationships came up.
    pub fn count(&self) -> (usize, usize) {
        (self.nodes.len(), self.edges.len())
    }

    /// All looks that came up.
    pub fn legend(self) -> (Vec<NodeLook>, Vec<EdgeLook>) {
        (self.nodes.into_values().collect(), self.edges.into_values().collect())
    }
}

impl EdgeLook {
    /// Whether it stands for what is not there.
    pub fn is_missing(&self) -> bool {
        self.line.is_none()
    }

    /// The width of the stroke, in points.
    pub fn width(&self) -> f64 {
        if self.line == Some(schema::Line::Bold) { 2.4 } else { 1.2 }
    }
}

/// The label by which a node is known, and the noun for what it is: the first noun that its labels decide.
pub(super) fn kind_of(graph: &Graph, schema: &Schema, node: NodeId) -> (String, String) {
    let labels: Vec<String> = graph.labels(node).iter().map(|label| graph.catalogue().label_name(*label).to_string()).collect();
    let known = |label: &&String| schema.labels.get(*label).is_some_and(|known| !known.properties.is_empty());
    let own = labels.iter().find(known).or(labels.first()).cloned().unwrap_or_default();
    let decided = |noun: &&schema::Noun| {
        labels.contains(&noun.label)
            && noun.condition.as_ref().is_none_or(|condition| {
                condition.text.trim().strip_prefix("it:").is_some_and(|label| labels.iter().any(|known| known == label.trim()))
            })
    };
    let noun = schema.lexicon.nouns.iter().find(decided);
    let noun = noun.map_or_else(|| own.to_lowercase(), |noun| noun.singular().to_owned());
    (own, noun)
}
