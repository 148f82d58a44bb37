//! The TCK's notation of values, read strictly: a cell is one value and nothing else.

use std::collections::BTreeMap;
use std::fmt::{self, Display, Formatter, Write};

/// A value as the TCK writes it. Temporal values are written as strings.
#[derive(Clone, Debug)]
pub enum Shown {
    Null,
    Boolean(bool),
    Integer(i64),
    Float(f64),
    String(String),
    List(Vec<Shown>),
    Map(BTreeMap<String, Shown>),
    Node(Node),
    Relationship(Relationship),
    Path(Node, Vec<Step>),
}

/// A node by what can be seen of it; labels in order.
#[derive(Clone, Debug)]
pub struct Node {
    pub labels: Vec<String>,
    pub properties: BTreeMap<String, Shown>,
}

#[derive(Clone, Debug)]
pub struct Relationship {
    pub kind: String,
    pub properties: BTreeMap<String, Shown>,
}

/// A step of a path: its relationship, whether it leads forward, and the next node.
#[derive(Clone, Debug)]
pub struct Step {
    pub relationship: Relationship,
    pub forward: bool,
    pub node: Node,
}

impl Shown {
    /// Puts the elements of all lists into one order.
    pub fn unordered(self) -> Self {
        match self {
            Self::List(items) => {
                let mut items: Vec<Self> = items.into_iter().map(Self::unordered).collect();
                items.sort_by_cached_key(ToString::to_string);
                Self::List(items)
            }
            Self::Map(map) => Self::Map(unordered(map)),
            Self::Node(node) => Self::Node(node.unordered()),
            Self::Relationship(relationship) => Self::Relationship(relationship.unordered()),
            Self::Path(start, steps) => {
                let step = |step: Step| Step { relationship: step.relationship.unordered(), node: step.node.unordered(), ..step };
                Self::Path(start.unordered(), steps.into_iter().map(step).collect())
            }
            other => other,
        }
    }
}

impl Node {
    fn unordered(self) -> Self {
        Self { properties: unordered(self.properties), ..self }
    }
}

impl Relationship {
    fn unordered(self) -> Self {
        Self { properties: unordered(self.properties), ..self }
    }
}

fn unordered(map: BTreeMap<String, Shown>) -> BTreeMap<String, Shown> {
    map.into_iter().map(|(key, value)| (key, value.unordered())).collect()
}

/// Two values are the same where their texts are; so that of each value there is one text only.
impl Display for Shown {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Boolean(truth) => truth.fmt(f),
            Self::Integer(integer) => integer.fmt(f),
            Self::Float(float) if float.is_nan() => f.write_str("NaN"),
            Self::Float(float) if float.is_infinite() => f.write_str(if *float > 0.0 { "Inf" } else { "-Inf" }),
            Self::Float(float) => write!(f, "{:?}", if *float == 0.0 { 0.0 } else { *float }),
            Self::String(text) => write!(f, "'{}'", text.replace('\\', "\\\\").replace('\'', "\\'")),
            Self::List(items) => {
                f.write_char('[')?;
                for (at, item) in items.iter().enumerate() {
                    write!(f, "{}{item}", if at == 0 { "" } else { ", " })?;
                }
                f.write_char(']')
            }
            Self::Map(map) => properties(f, map),
            Self::Node(node) => node.fmt(f),
            Self::Relationship(relationship) => relationship.fmt(f),
            Self::Path(start, steps) => {
                write!(f, "<{start}")?;
                for Step { relationship, forward, node } in steps {
                    let (before, after) = if *forward { ("-", "->") } else { ("<-", "-") };
                    write!(f, "{before}{relationship}{after}{node}")?;
                }
                f.write_char('>')
            }
        }
    }
}

impl Display for Node {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_char('(')?;
        for label in &self.labels {
            write!(f, ":{label}")?;
        }
        if !self.properties.is_empty() {
            f.write_str(if self.labels.is_empty() { "" } else { " " })?;
            properties(f, &self.properties)?;
        }
        f.write_char(')')
    }
}

impl Display for Relationship {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "[:{}", self.kind)?;
        if !self.properties.is_empty() {
            f.write_char(' ')?;
            properties(f, &self.properties)?;
        }
        f.write_char(']')
    }
}

fn properties(f: &mut Formatter<'_>, map: &BTreeMap<String, Shown>) -> fmt::Result {
    f.write_char('{')?;
    for (at, (key, value)) in map.iter().enumerate() {
        write!(f, "{}{key}: {value}", if at == 0 { "" } else { ", " })?;
    }
    f.write_char('}')
}

/// Reads a cell.
pub fn read(text: &str) -> Result<Shown, String> {
    let mut reader = Reader { text, rest: text };
    let value = reader.value()?;
    reader.space();
    if reader.rest.is_empty() { Ok(value) } else { reader.wrong("the end") }
}

struct Reader<'a> {
    text: &'a str,
    rest: &'a str,
}

impl Reader<'_> {
    fn wrong<T>(&self, expected: &str) -> Result<T, String> {
        Err(format!("`{}` is no value of the TCK: expected {expected} at `{}`", self.text, self.rest))
    }

    fn space(&mut self) {
        self.rest = self.rest.trim_start();
    }

    /// Whether a text stands here, after space; if so, behind it.
    fn take(&mut self, text: &str) -> bool {
        self.space();
        let after = self.rest.strip_prefix(text);
        self.rest = after.unwrap_or(self.rest);
        after.is_some()
    }

    fn need(&mut self, text: &str) -> Result<(), String> {
        if self.take(text) { Ok(()) } else { self.wrong(text) }
    }

    fn value(&mut self) -> Result<Shown, String> {
        self.space();
        match self.rest.chars().next() {
            Some('\'') => self.string().map(Shown::String),
            Some('(') => self.node().map(Shown::Node),
            Some('<') => self.path(),
            Some('{') => self.map().map(Shown::Map),
            Some('[') if self.rest[1..].trim_start().starts_with(':') => self.relationship().map(Shown::Relationship),
            Some('[') => self.list(),
            _ => self.word(),
        }
    }

    fn word(&mut self) -> Result<Shown, String> {
        let end = self.rest.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))).unwrap_or(self.rest.len());
        let word = &self.rest[..end];
        let value = match word {
            "null" => Shown::Null,
            "true" => Shown::Boolean(true),
            "false" => Shown::Boolean(false),
            "NaN" => Shown::Float(f64::NAN),
            "Inf" => Shown::Float(f64::INFINITY),
            "-Inf" => Shown::Float(f64::NEG_INFINITY),
            _ => match (word.parse(), word.parse::<f64>()) {
                (Ok(integer), _) => Shown::Integer(integer),
                (_, Ok(float)) if word.starts_with(|c: char| c.is_ascii_digit() || "-.".contains(c)) && !word.contains("nf") => {
                    Shown::Float(float)
                }
                _ => return self.wrong("a value"),
            },
        };
        self.rest = &self.rest[end..];
        Ok(value)
    }

    /// A text in single quotes; a backslash stands before a quote or another backslash, and for itself before all else.
    fn string(&mut self) -> Result<String, String> {
        self.need("'")?;
        let mut text = String::new();
        let mut characters = self.rest.char_indices().peekable();
        while let Some((at, character)) = characters.next() {
            match character {
                '\'' => {
                    self.rest = &self.rest[at + 1..];
                    return Ok(text);
                }
                '\\' => {
                    let next = characters.next_if(|(_, next)| matches!(next, '\'' | '\\'));
                    text.push(next.map_or('\\', |(_, next)| next));
                }
                other => text.push(other),
            }
        }
        self.wrong("a quote at the end of the text")
    }

    fn list(&mut self) -> Result<Shown, String> {
        self.need("[")?;
        let mut items = Vec::new();
        if !self.take("]") {
            loop {
                items.push(self.value()?);
                if !self.take(",") {
                    break;
                }
            }
            self.need("]")?;
        }
        Ok(Shown::List(items))
    }

    fn map(&mut self) -> Result<BTreeMap<String, Shown>, String> {
        self.need("{")?;
        let mut map = BTreeMap::new();
        if !self.take("}") {
            loop {
                let key = self.name()?;
                self.need(":")?;
                let value = self.value()?;
                if map.insert(key, value).is_some() {
                    return self.wrong("a key only once");
                }
                if !self.take(",") {
                    break;
                }
            }
            self.need("}")?;
        }
        Ok(map)
    }

    fn name(&mut self) -> Result<String, String> {
        if self.take("`") {
            let Some(end) = self.rest.find('`') else { return self.wrong("a backtick") };
            let name = self.rest[..end].to_owned();
            self.rest = &self.rest[end + 1..];
            return Ok(name);
        }
        let end = self.rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(self.rest.len());
        if end == 0 {
            return self.wrong("a name");
        }
        let name = self.rest[..end].to_owned();
        self.rest = &self.rest[end..];
        Ok(name)
    }

    fn properties(&mut self) -> Result<BTreeMap<String, Shown>, String> {
        self.space();
        if self.rest.starts_with('{') { self.map() } else { Ok(BTreeMap::new()) }
    }

    fn node(&mut self) -> Result<Node, String> {
        self.need("(")?;
        let mut labels = Vec::new();
        while self.take(":") {
            labels.push(self.name()?);
        }
        labels.sort();
        let properties = self.properties()?;
        self.need(")")?;
        Ok(Node { labels, properties })
    }

    fn relationship(&mut self) -> Result<Relationship, String> {
        self.need("[")?;
        self.need(":")?;
        let kind = self.name()?;
        let properties = self.properties()?;
        self.need("]")?;
        Ok(Relationship { kind, properties })
    }

    fn path(&mut self) -> Result<Shown, String> {
        self.need("<")?;
        let start = self.node()?;
        let mut steps = Vec::new();
        while !self.take(">") {
            let forward = !self.take("<");
            self.need("-")?;
            let relationship = self.relationship()?;
            self.need(if forward { "->" } else { "-" })?;
            steps.push(Step { relationship, forward, node: self.node()? });
        }
        Ok(Shown::Path(start, steps))
    }
}

mod tests {
    use super::read;

    #[test]
    fn values_are_read_strictly() {
        for text in [
            "null",
            "-12",
            "1.0",
            "-Inf",
            "'it\\'s'",
            "[1, [], {a: 'b'}]",
            "(:A:B {a: 1})",
            "()",
            "({a: 1})",
            "[:T]",
            "[[:T], [:T]]",
            "<(:A)-[:T {x: 1}]->()<-[:S]-(:B)>",
            "<(:A)>",
        ] {
            assert_eq!(read(text).map(|value| value.to_string()), Ok(text.to_owned()));
        }
        for text in
            ["", "foo", "1 2", "'a", "[1", "[1,]", "{a}", "{a: 1, a: 2}", "(A)", "<>", "inf", "infinity", "+1.0", "<(:A)-[:T]-(:B)>"]
        {
            assert!(read(text).is_err(), "{text}");
        }
        assert_eq!(read("(:B:A)").unwrap().to_string(), "(:A:B)");
        assert_eq!(read("[3, 1, [2, 1]]").unwrap().unordered().to_string(), "[1, 3, [1, 2]]");
        assert_ne!(read("1").unwrap().to_string(), read("1.0").unwrap().to_string());
    }
}
