//! A script of statements in the language, for this program and any other that speaks it.
//!
//! Nodes get a number in a property of their own, by which the statements for relationships find them: as a list in the order
//! of these numbers, so that no index is needed. The last statement takes the numbers away again. Statements stay small. The
//! schema has no form in the language.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::Write;

use super::things::{Numbers, Properties, each_relationship, labels, node_properties, nodes, relationship_properties};
use super::{Content, Problem, Stopped};
use crate::graph::Graph;
use crate::text::Name;
use crate::value::{RelationshipId, TypeId, Value, float_text};

/// What a file begins with.
pub(super) const BEGIN: &str = "// Legation graph, format 1";

/// Things in one statement, and bytes from which on it ends before.
const THINGS: usize = 200;
const BYTES: usize = 64 << 10;

/// Writes a graph.
pub(super) fn write(content: Content<'_>, out: &mut dyn Write) -> Result<(), Stopped> {
    let graph = content.graph;
    writeln!(out, "{BEGIN}: {} nodes and {} relationships", graph.node_count(), graph.relationship_count())?;
    let mark = identifier(&free(graph))?.into_owned();
    let numbers = Numbers::of(graph);
    let mut chunk = Chunk { lead: "CREATE ".into(), trail: String::new(), text: String::new(), things: 0 };
    for node in nodes(graph) {
        let mut text = format!("(:{mark}");
        for label in labels(graph, node) {
            let _ = write!(text, ":{}", identifier(&label)?);
        }
        let _ = write!(text, " {{{mark}: {}", numbers.get(node));
        for (name, value) in node_properties(graph, node)? {
            let _ = write!(text, ", {}: {}", identifier(&name)?, literal(&value));
        }
        text.push_str("})");
        chunk.add(&text, out)?;
    }
    chunk.end(out)?;
    let mut of: Option<TypeId> = None;
    each_relationship(graph, |relationship, start, end| {
        if of.replace(relationship.kind) != Some(relationship.kind) {
            chunk.end(out)?;
            chunk = relationships_of(graph, relationship, &mark)?;
        }
        let properties = map(relationship_properties(graph, relationship)?)?;
        chunk.add(&format!("[{}, {}, {properties}]", numbers.get(start), numbers.get(end)), out)
    })?;
    chunk.end(out)?;
    if graph.node_count() > 0 {
        writeln!(out, "MATCH (n:{mark}) REMOVE n:{mark}, n.{mark};")?;
    }
    Ok(())
}

/// The statement that makes relationships of one type from rows of two numbers and properties.
fn relationships_of(graph: &Graph, relationship: RelationshipId, mark: &str) -> Result<Chunk, Stopped> {
    let kind = graph.catalogue().type_name(relationship.kind);
    let lead = format!("MATCH (n:{mark}) WITH n ORDER BY n.{mark} WITH collect(n) AS nodes UNWIND [");
    let trail = format!(
        "] AS row WITH nodes[row[0]] AS a, nodes[row[1]] AS b, row[2] AS properties CREATE (a)-[r:{}]->(b) SET r = properties",
        identifier(&kind)?
    );
    Ok(Chunk { lead, trail, text: String::new(), things: 0 })
}

/// A statement while it grows.
struct Chunk {
    lead: String,
    trail: String,
    text: String,
    things: usize,
}

impl Chunk {
    fn add(&mut self, thing: &str, out: &mut dyn Write) -> Result<(), Stopped> {
        if self.things > 0 && (self.things == THINGS || self.text.len() + thing.len() > BYTES) {
            self.end(out)?;
        }
        if self.things > 0 {
            self.text.push_str(",\n  ");
        }
        self.text.push_str(thing);
        self.things += 1;
        Ok(())
    }

    fn end(&mut self, out: &mut dyn Write) -> Result<(), Stopped> {
        if self.things > 0 {
            writeln!(out, "{}{}{};", self.lead, self.text, self.trail)?;
        }
        self.text.clear();
        self.things = 0;
        Ok(())
    }
}

/// A name that the graph does not use, for labels and properties.
fn free(graph: &Graph) -> String {
    let catalogue = graph.catalogue();
    let mut name = "_saved".to_owned();
    while catalogue.label(&name).is_some() || catalogue.key(&name).is_some() {
        name.push('_');
    }
    name
}

/// A name in backquotes, unless every system takes it for a name.
fn identifier(name: &str) -> Result<Cow<'_, str>, Problem> {
    let word = |character: char| character.is_ascii_alphanumeric() || character == '_';
    if name.is_empty() {
        return Err(Problem::NoForm { name: "``".into(), format: "a Cypher script" });
    }
    if name.chars().all(word) && !name.starts_with(|first: char| first.is_ascii_digit()) {
        return Ok(Cow::Borrowed(name));
    }
    Ok(Cow::Owned(format!("`{}`", name.replace('`', "``"))))
}

fn map(properties: Properties) -> Result<String, Problem> {
    let entry = |(name, value): (Name, Value)| Ok(format!("{}: {}", identifier(&name)?, literal(&value)));
    let entries: Vec<String> = properties.into_iter().map(entry).collect::<Result<_, Problem>>()?;
    Ok(format!("{{{}}}", entries.join(", ")))
}

/// A value as an expression. The language has no literals for what is no number: divisions give them.
fn literal(value: &Value) -> String {
    match value {
        Value::Float(float) if float.is_nan() => "(0.0 / 0.0)".into(),
        Value::Float(float) if float.is_infinite() => format!("({} / 0.0)", float_text(float.signum())),
        Value::List(items) => format!("[{}]", items.iter().map(literal).collect::<Vec<_>>().join(", ")),
        other => other.to_string(),
    }
}
