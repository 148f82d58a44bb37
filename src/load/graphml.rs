//! A graph as GraphML, ours or another program's.
//!
//! Labels are data with the key `labels` (`:Party:Partner`), types with the key `label`, as other graph databases write them;
//! the same attributes on the elements are read too. A node of another program's file keeps its `id` as a property. An edge
//! without a type is an `EDGE`. `attr.type` gives the type of a property; ours add `legation:type`, the name of a temporal
//! type, or `any` where the text is a literal of the language. Nested graphs, ports and hyperedges are not read.

use std::collections::BTreeSet;
use std::hash::RandomState;
use std::sync::Arc;

use hashbrown::HashMap;
use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};

use super::file::{About, Bounded, wrong};
use super::graphml_key::{Content, Key, labels, name};
use super::problem::{Problem, Quoted};
use super::things::{Properties, Things};
use crate::value::{LabelId, NodeId, Value};

/// The format that is written; later ones are not read.
pub(crate) const FORMAT: &str = "1";

/// The type of an edge that has none.
const UNTYPED: &str = "EDGE";

/// What is read at the moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Inside {
    Graph,
    Node,
    Edge,
}

/// A node or an edge while it is read.
#[derive(Default)]
struct Element {
    id: Option<String>,
    source: String,
    target: String,
    labels: Vec<LabelId>,
    kind: Option<String>,
    properties: Properties,
    /// Keys that it has data for.
    has: BTreeSet<usize>,
}

/// An edge whose ends come later.
struct Waiting {
    element: Element,
    line: u64,
}

/// What has been read.
struct Reading<'t, 'l, 'o> {
    things: &'t mut Things<'l, 'o>,
    file: Arc<str>,
    line: u64,
    keys: Vec<Key>,
    by_id: HashMap<String, usize, RandomState>,
    nodes: HashMap<String, NodeId, RandomState>,
    waiting: Vec<Waiting>,
    about: About,
    /// Whether the file is one of ours.
    ours: bool,
    is_graph: bool,
    inside: Inside,
    element: Element,
    /// The key whose data or default is read, and its text.
    data: Option<(usize, String)>,
    in_key: Option<usize>,
}

/// Attributes of an element.
type Attributes = HashMap<String, String, RandomState>;

/// Reads a file.
pub(super) fn read(things: &mut Things<'_, '_>, input: &mut Bounded<'_>, file: &Arc<str>) -> Result<About, Problem> {
    let mut reading = Reading::new(things, Arc::clone(file));
    let mut reader = Reader::from_reader(input);
    let mut buffer = Vec::new();
    let mut depth = 0_u64;
    loop {
        buffer.clear();
        reader.get_mut().next_record();
        reading.line = reader.get_mut().line();
        let event = match reader.read_event_into(&mut buffer) {
            Ok(event) => event,
            Err(quick_xml::Error::Io(error)) => {
                let line = reading.line;
                return Err(reader.get_mut().problem(&error, file, line));
            }
            Err(error) => return Err(wrong(file, reader.get_mut().line(), format!("not well-formed XML: {error}"))),
        };
        match event {
            Event::Start(start) => {
                depth += 1;
                reading.start(&start)?;
            }
            Event::Empty(start) => {
                reading.start(&start)?;
                reading.end(start.local_name().as_ref())?;
            }
            Event::End(end) => {
                depth = depth.saturating_sub(1);
                reading.end(end.local_name().as_ref())?;
            }
            Event::Text(text) => reading.text(&text.xml10_content()),
            Event::CData(text) => reading.text(&text.xml10_content()),
            Event::GeneralRef(reference) => {
                let character = reference.resolve_char_ref().map_err(|error| reading.wrong(error.to_string()))?;
                match character {
                    Some(character) => reading.text(character.encode_utf8(&mut [0; 4])),
                    None => match resolve_predefined_entity(&reference) {
                        Some(text) => reading.text(text),
                        None => return Err(reading.wrong(format!("the entity {} is not known", Quoted::new(&reference)))),
                    },
                }
            }
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
            Event::Eof if depth > 0 => return Err(reading.wrong("the file ends before its last element does")),
            Event::Eof => return reading.finish(),
        }
    }
}

impl<'t, 'l, 'o> Reading<'t, 'l, 'o> {
    fn new(things: &'t mut Things<'l, 'o>, file: Arc<str>) -> Self {
        Self {
            things,
            file,
            line: 1,
            keys: Vec::new(),
            by_id: HashMap::default(),
            nodes: HashMap::default(),
            waiting: Vec::new(),
            about: About::default(),
            ours: false,
            is_graph: false,
            inside: Inside::Graph,
            element: Element::default(),
            data: None,
            in_key: None,
        }
    }

    fn wrong(&self, reason: impl Into<String>) -> Problem {
        wrong(&self.file, self.line, reason)
    }

    fn attributes(&self, start: &BytesStart<'_>) -> Result<Attributes, Problem> {
        let one = |attribute: Result<quick_xml::events::attributes::Attribute<'_>, _>| {
            let attribute = attribute.map_err(|error: quick_xml::events::attributes::AttrError| self.wrong(error.to_string()))?;
            let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|error| self.wrong(error.to_string()))?;
            Ok((attribute.key.as_ref().to_owned(), value.into_owned()))
        };
        start.attributes().map(one).collect()
    }

    fn start(&mut self, start: &BytesStart<'_>) -> Result<(), Problem> {
        let attributes = self.attributes(start)?;
        match start.local_name().as_ref() {
            "key" => self.key(&attributes),
            "graph" => self.graph(&attributes),
            "node" | "edge" if self.inside != Inside::Graph => Err(self.wrong("a node or an edge stands in another one")),
            "node" => self.node(attributes),
            "edge" => self.edge(attributes),
            "data" => {
                let id = attributes.get("key").map(String::as_str).unwrap_or_default();
                let key = self.by_id.get(id).copied();
                let key = key.ok_or_else(|| self.wrong(format!("the key {} is not declared", Quoted::new(id))))?;
                self.data = Some((key, String::new()));
                Ok(())
            }
            "default" => {
                self.data = self.in_key.map(|key| (key, String::new()));
                Ok(())
            }
            "hyperedge" => Err(self.wrong("hyperedges are not read")),
            _ => Ok(()),
        }
    }

    fn key(&mut self, attributes: &Attributes) -> Result<(), Problem> {
        let key = Key::new(attributes).ok_or_else(|| self.wrong("a key without `id`, or of a type that is not known"))?;
        let id = key.id.clone();
        if self.by_id.insert(id.clone(), self.keys.len()).is_some() {
            return Err(self.wrong(format!("a second key {}", Quoted::new(&id))));
        }
        self.in_key = Some(self.keys.len());
        self.keys.push(key);
        Ok(())
    }

    fn graph(&mut self, attributes: &Attributes) -> Result<(), Problem> {
        if std::mem::replace(&mut self.is_graph, true) {
            return Err(self.wrong("a second graph; only files with one are read"));
        }
        if let Some(format) = attributes.get("legation:format") {
            if format != FORMAT {
                let format = Quoted::new(format);
                return Err(self.wrong(format!("format {format} is not one that this program reads; it reads {FORMAT}")));
            }
            self.ours = true;
        }
        Ok(())
    }

    fn node(&mut self, mut attributes: Attributes) -> Result<(), Problem> {
        let id = attributes.remove("id").ok_or_else(|| self.wrong("a node without `id`"))?;
        self.element = Element { id: Some(id), ..Element::default() };
        self.inside = Inside::Node;
        if let Some(text) = attributes.get("labels") {
            self.element.labels = self.labels(text)?;
        }
        Ok(())
    }

    fn edge(&mut self, mut attributes: Attributes) -> Result<(), Problem> {
        let (source, target) = (attributes.remove("source"), attributes.remove("target"));
        let (Some(source), Some(target)) = (source, target) else { return Err(self.wrong("an edge without `source` or `target`")) };
        self.element = Element { source, target, kind: attributes.remove("label"), ..Element::default() };
        self.inside = Inside::Edge;
        Ok(())
    }

    fn labels(&self, text: &str) -> Result<Vec<LabelId>, Problem> {
        let catalogue = self.things.loading.builder.catalogue();
        let labels = labels(text).iter().map(|label| catalogue.intern_label(label)).collect::<Result<_, _>>()?;
        Ok(labels)
    }

    fn text(&mut self, text: &str) {
        if let Some((_, data)) = &mut self.data {
            data.push_str(text);
        }
    }

    fn end(&mut self, name: &str) -> Result<(), Problem> {
        match name {
            "key" => self.in_key = None,
            "default" => {
                if let Some((key, text)) = self.data.take() {
                    self.keys[key].default = Some(text);
                }
            }
            "data" => {
                if let Some((key, text)) = self.data.take() {
                    self.datum(key, text)?;
                }
            }
            "node" | "edge" => {
                self.defaults()?;
                let inside = std::mem::replace(&mut self.inside, Inside::Graph);
                let element = std::mem::take(&mut self.element);
                return if inside == Inside::Node { self.add_node(element) } else { self.add_edge(element) };
            }
            _ => {}
        }
        Ok(())
    }

    /// Takes one piece of data of what is read at the moment.
    fn datum(&mut self, key: usize, text: String) -> Result<(), Problem> {
        let about = &self.keys[key];
        match (self.inside, &about.content) {
            (Inside::Graph, Content::Schema) => self.about.schema = Some(text),
            (Inside::Graph, Content::Unique) => {
                let pairs = serde_json::from_str(&text).map_err(|_| self.wrong("the list of unique properties cannot be read"))?;
                self.about.unique = pairs;
            }
            (Inside::Node, Content::Labels) => self.element.labels = self.labels(&text)?,
            (Inside::Edge, Content::Type) => self.element.kind = Some(name(&text).into_owned()),
            (Inside::Node | Inside::Edge, Content::Property { name, .. }) => {
                let value = about.value(&text).ok_or_else(|| {
                    self.wrong(format!("{} is {}, which is not of the type of its key", Quoted::new(name), Quoted::new(&text)))
                })?;
                let id = self.things.loading.builder.catalogue().intern_key(name)?;
                self.element.has.insert(key);
                self.element.properties.push((id, value));
            }
            _ => {}
        }
        Ok(())
    }

    /// Gives what is read the defaults of the keys that it has no data for.
    fn defaults(&mut self) -> Result<(), Problem> {
        for key in 0..self.keys.len() {
            let about = &self.keys[key];
            let applies = if self.inside == Inside::Node { about.nodes } else { about.edges };
            if let Some(default) = about.default.clone().filter(|_| applies && !self.element.has.contains(&key)) {
                self.datum(key, default)?;
            }
        }
        Ok(())
    }

    fn add_node(&mut self, mut element: Element) -> Result<(), Problem> {
        let id = element.id.take().unwrap_or_default();
        let key = if self.ours { None } else { Some(self.things.loading.builder.catalogue().intern_key("id")?) };
        if let Some(key) = key.filter(|key| !element.properties.iter().any(|(known, _)| known == key)) {
            element.properties.push((key, Value::string(id.as_str())));
        }
        let node = self.things.node(&element.labels, element.properties)?;
        match self.nodes.insert(id, node) {
            None => Ok(()),
            Some(_) => Err(self.wrong("a second node with this id")),
        }
    }

    fn add_edge(&mut self, element: Element) -> Result<(), Problem> {
        let ends = self.nodes.get(&element.source).copied().zip(self.nodes.get(&element.target).copied());
        let Some((start, end)) = ends else {
            self.waiting.push(Waiting { element, line: self.line });
            return Ok(());
        };
        let kind = self.things.loading.builder.catalogue().intern_type(element.kind.as_deref().unwrap_or(UNTYPED))?;
        self.things.relationship(kind, start, end, element.properties)
    }

    fn finish(mut self) -> Result<About, Problem> {
        if !self.is_graph {
            return Err(self.wrong("there is no graph in it"));
        }
        for Waiting { element, line } in std::mem::take(&mut self.waiting) {
            self.line = line;
            if let Some(id) = [&element.source, &element.target].into_iter().find(|id| !self.nodes.contains_key(*id)) {
                return Err(self.wrong(format!("there is no node {}", Quoted::new(id))));
            }
            self.add_edge(element)?;
        }
        Ok(self.about)
    }
}
