//! The settings of graph procedures: one map of the same keys for all of them, each taking those that mean something to it.

use std::sync::Arc;

use super::Error;
use crate::algorithm::Part;
use crate::diagnose::did_you_mean;
use crate::graph::Graph;
use crate::value::{Direction, Map, NodeId, Value};

/// A key of the settings map.
#[derive(Debug, PartialEq)]
pub struct Setting {
    /// The key.
    pub name: &'static str,
    /// What it takes, in words.
    pub takes: &'static str,
    /// What holds without it, in words.
    pub default: &'static str,
    /// One sentence.
    pub summary: &'static str,
}

/// Which nodes.
pub(super) static LABELS: Setting = Setting {
    name: "labels",
    takes: "a label or a list of labels",
    default: "all nodes",
    summary: "Only nodes that have one of these labels.",
};

/// Which relationships.
pub(super) static TYPES: Setting = Setting {
    name: "types",
    takes: "a relationship type or a list of types",
    default: "all relationships",
    summary: "Only relationships of these types.",
};

/// Which way.
pub(super) static DIRECTION: Setting = Setting {
    name: "direction",
    takes: "'outgoing', 'incoming' or 'both'",
    default: "'outgoing'",
    summary: "How relationships are followed: as they are, turned around, or either way.",
};

/// Which nodes not.
pub(super) static WITHOUT: Setting = Setting {
    name: "without",
    takes: "a node or a list of nodes",
    default: "none",
    summary: "Nodes that are left out with their relationships.",
};

/// How much a relationship counts.
pub(super) static WEIGHT: Setting = Setting {
    name: "weight",
    takes: "the name of a property",
    default: "every relationship weighs 1",
    summary: "The property of relationships that is their weight: a number that is not negative, 1 where it is missing. Where paths are measured it is a length, elsewhere a strength.",
};

/// Whether scores are divided by the greatest possible one.
pub(super) static NORMALIZED: Setting = Setting {
    name: "normalized",
    takes: "a boolean",
    default: "false",
    summary: "Whether scores are divided by the number of pairs of other nodes.",
};

/// How often the walker of `PageRank` goes on.
pub(super) static DAMPING: Setting = Setting {
    name: "damping",
    takes: "a number from 0 to 1",
    default: "0.85",
    summary: "The chance that the walk goes on along a relationship instead of starting anew.",
};

/// How many rounds.
pub(super) static ITERATIONS: Setting =
    Setting { name: "iterations", takes: "an integer from 1 to 100000", default: "1000", summary: "How many rounds are made at most." };

/// When to stop.
pub(super) static TOLERANCE: Setting = Setting {
    name: "tolerance",
    takes: "a number greater than 0",
    default: "0.000000001",
    summary: "Scores have come to rest when a round changes them by less than this.",
};

/// How small communities are.
pub(super) static RESOLUTION: Setting =
    Setting { name: "resolution", takes: "a number greater than 0", default: "1.0", summary: "Greater numbers give smaller communities." };

/// The settings of one call.
#[derive(Debug)]
pub(super) struct Settings<'g> {
    graph: &'g Graph,
    map: Arc<Map>,
}

/// Checks that a settings map has only known keys.
pub(super) fn check(procedure: &str, known: &[&'static Setting], map: &Map) -> Result<(), Error> {
    let Some(key) = map.keys().find(|key| known.iter().all(|setting| *setting.name != ***key)) else { return Ok(()) };
    let names: Vec<&str> = known.iter().map(|setting| setting.name).collect();
    let help = did_you_mean(key, names.iter().copied()).unwrap_or_else(|| format!("its settings are {}", names.join(", ")));
    Err(Error::UnknownSetting { procedure: procedure.into(), setting: Arc::clone(key), help })
}

impl<'g> Settings<'g> {
    /// From the argument that holds them; null has none.
    pub fn new(graph: &'g Graph, argument: Option<&Value>) -> Self {
        let map = if let Some(Value::Map(map)) = argument { Arc::clone(map) } else { Arc::default() };
        Self { graph, map }
    }

    /// The value of a setting unless it is null.
    fn get(&self, setting: &Setting) -> Option<&Value> {
        self.map.get(setting.name).filter(|value| !value.is_null())
    }

    fn wrong<T>(setting: &'static Setting, found: &Value) -> Result<T, Error> {
        Err(Error::Setting { setting: setting.name, expected: setting.takes, found: found.to_string() })
    }

    /// One value or the items of a list.
    fn items(&self, setting: &Setting) -> Vec<Value> {
        match self.get(setting) {
            None => Vec::new(),
            Some(Value::List(items)) => items.to_vec(),
            Some(other) => vec![other.clone()],
        }
    }

    /// The ids of names, each of which the graph must have.
    fn names<T>(
        &self,
        setting: &'static Setting,
        kind: &'static str,
        find: impl Fn(&str) -> Option<T>,
        all: &[Arc<str>],
    ) -> Result<Vec<T>, Error> {
        let items = self.items(setting);
        let mut found = Vec::with_capacity(items.len());
        for item in &items {
            let Value::String(name) = item else { return Self::wrong(setting, item) };
            let Some(id) = find(name) else {
                let help = did_you_mean(name, all.iter().map(|name| &**name));
                return Err(Error::UnknownName { kind, name: Arc::clone(name), help });
            };
            found.push(id);
        }
        Ok(found)
    }

    /// The nodes that are left out.
    fn without(&self) -> Result<Vec<NodeId>, Error> {
        let node = |item: &Value| if let Value::Node(node) = item { Ok(*node) } else { Self::wrong(&WITHOUT, item) };
        self.items(&WITHOUT).iter().map(node).collect()
    }

    /// The part of the graph that the settings name.
    pub fn part(&self) -> Result<Part, Error> {
        let catalogue = self.graph.catalogue();
        let labels = self.names(&LABELS, "label", |name| catalogue.label(name), &catalogue.labels())?;
        let types = self.names(&TYPES, "relationship type", |name| catalogue.relationship_type(name), &catalogue.types())?;
        let weight = self.names(&WEIGHT, "property", |name| catalogue.key(name), &catalogue.keys())?.into_iter().next();
        let direction = match self.get(&DIRECTION) {
            None => Direction::Outgoing,
            Some(Value::String(word)) => match word.to_lowercase().as_str() {
                "outgoing" | "out" => Direction::Outgoing,
                "incoming" | "in" => Direction::Incoming,
                "both" => Direction::Both,
                _ => return Self::wrong(&DIRECTION, &Value::String(Arc::clone(word))),
            },
            Some(other) => return Self::wrong(&DIRECTION, other),
        };
        Ok(Part { labels, types, without: self.without()?, direction, weight, positive: false })
    }

    /// The part with its relationships followed both ways.
    pub fn undirected(&self) -> Result<Part, Error> {
        Ok(Part { direction: Direction::Both, ..self.part()? })
    }

    /// A truth value; false if it is not set.
    pub fn flag(&self, setting: &'static Setting) -> Result<bool, Error> {
        match self.get(setting) {
            None => Ok(false),
            Some(Value::Boolean(truth)) => Ok(*truth),
            Some(other) => Self::wrong(setting, other),
        }
    }

    /// A number that fulfils a condition.
    pub fn number(&self, setting: &'static Setting, default: f64, holds: impl Fn(f64) -> bool) -> Result<f64, Error> {
        match self.get(setting) {
            None => Ok(default),
            Some(Value::Float(number)) if holds(*number) => Ok(*number),
            Some(Value::Integer(number)) if holds(*number as f64) => Ok(*number as f64),
            Some(other) => Self::wrong(setting, other),
        }
    }

    /// How many rounds are made at most.
    pub fn iterations(&self) -> Result<usize, Error> {
        match self.get(&ITERATIONS) {
            None => Ok(1000),
            Some(Value::Integer(number @ 1..=100_000)) => Ok(*number as usize),
            Some(other) => Self::wrong(&ITERATIONS, other),
        }
    }

    /// When scores have come to rest.
    pub fn tolerance(&self) -> Result<f64, Error> {
        self.number(&TOLERANCE, 1e-9, |tolerance| tolerance > 0.0 && tolerance.is_finite())
    }
}
