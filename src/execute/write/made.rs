//! What a merge has created, by the values that a later row would find it by.

use std::collections::{BTreeSet, HashMap};

use super::create::Pattern;
use crate::execute::{Batch, Column};
use crate::plan::{NewPattern, Plan, Properties};
use crate::text::Name;
use crate::value::{Direction, Grouped, Value, equals};

/// The variables of each pattern that was created, by its bound nodes and its properties; twice where it also reads
/// mirrored.
#[derive(Debug, Default)]
pub struct Made(HashMap<Key, Vec<Batch<'static>>>);

/// Bound nodes, then properties, in order.
pub type Key = Vec<Grouped>;

/// How what was created for one row is told to be what another row looks for: bound nodes and properties are equal, each
/// at its own place, or each at the place that mirrors it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tells {
    mirror: Option<Mirror>,
}

/// A pattern that matches itself from the other end.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Mirror {
    /// For each place of a key, the place that it mirrors.
    key: Vec<usize>,
    /// For each variable, the number of the one that it mirrors.
    variables: Vec<usize>,
}

impl Made {
    /// Whether, and how, a pattern that was created for one row can be told to match for another. What is created besides
    /// bound nodes is connected to nothing else, and no later row is bound to it, so that this holds of
    ///
    /// - one node;
    /// - one relationship between bound nodes, mirrored too if it has either direction;
    /// - relationships that hang together by new nodes, if none could be taken for another;
    /// - a path of new nodes, which matches itself as it stands, or mirrored, and in no other way.
    ///
    /// Time is linear in the size of the pattern, but for relationships that all differ in type.
    pub fn tells(pattern: &NewPattern, inner: &Plan) -> Option<Tells> {
        let (mut directed, mut either) = (false, false);
        let mut hop = |direction| if direction == Direction::Both { either = true } else { directed = true };
        inner.visit(&mut |operator| match operator {
            Plan::Expand { hop: one, .. } | Plan::ExpandPath { hop: one, .. } => hop(one.direction),
            Plan::Intersect { hops, .. } => hops.iter().for_each(|one| hop(one.direction)),
            _ => {}
        });
        if pattern.properties().any(|properties| matches!(properties, Properties::Map(_))) {
            return None;
        }
        let shape = Shape::new(pattern);
        match &shape.ends[..] {
            [] => Some(Tells::default()),
            [[None, None]] => Some(Tells { mirror: either.then(|| shape.other_way()) }),
            _ if shape.hangs_together() && !shape.confuses(either) => Some(Tells::default()),
            _ if shape.is_path() && directed != either => Some(Tells { mirror: shape.mirror(either) }),
            _ => None,
        }
    }

    /// The key of a row; none if a value equals nothing, as null and NaN do.
    pub fn key(pattern: &Pattern, outer: &Batch<'_>, row: usize, values: &[Vec<Column>]) -> Option<Key> {
        let properties = values.iter().flatten().map(|column| column.value(row));
        let findable = |value: &Value| equals(value, value) == Some(true);
        pattern.bound(outer, row).chain(properties).map(|value| findable(&value).then_some(Grouped(value))).collect()
    }

    /// What was created with this key, once for each way in which it matches.
    pub fn get(&self, key: &Key) -> Option<&[Batch<'static>]> {
        self.0.get(key).map(Vec::as_slice)
    }

    /// Keeps what was created.
    pub fn insert(&mut self, key: Key, created: Batch<'static>, tells: &Tells) {
        if let Some(Mirror { key: places, variables }) = &tells.mirror {
            let mirrored = places.iter().map(|&place| key[place].clone()).collect::<Key>();
            // A loop is the same from both ends.
            let same = mirrored == key && variables.iter().enumerate().all(|(at, &other)| at == other);
            if !same {
                self.0.entry(mirrored).or_default().push(created.project(variables));
            }
        }
        self.0.entry(key).or_default().push(created);
    }
}

/// The ends of each relationship of a pattern: the numbers of new nodes, none for bound ones.
struct Shape<'p> {
    pattern: &'p NewPattern,
    ends: Vec<[Option<usize>; 2]>,
}

impl<'p> Shape<'p> {
    fn new(pattern: &'p NewPattern) -> Self {
        let numbers: HashMap<&Name, usize> = pattern.nodes.iter().enumerate().map(|(number, node)| (&node.variable, number)).collect();
        let ends = pattern.relationships.iter().map(|one| [&one.from, &one.to].map(|end| numbers.get(end).copied())).collect();
        Self { pattern, ends }
    }

    /// Whether each relationship has a new node in common with the one after it.
    fn hangs_together(&self) -> bool {
        self.ends.windows(2).all(|pair| pair[0].iter().flatten().any(|node| pair[1].contains(&Some(*node))))
    }

    /// Whether a relationship could be found where another one, or the same from its other end, was created. Bound nodes
    /// are found at bound nodes only.
    fn confuses(&self, either: bool) -> bool {
        let fits = |[from, to]: [Option<usize>; 2], [other_from, other_to]: [Option<usize>; 2]| {
            (from.is_some() || other_from.is_none()) && (to.is_some() || other_to.is_none())
        };
        let relationships = &self.pattern.relationships;
        (0..self.ends.len()).any(|one| {
            let turned = [self.ends[one][1], self.ends[one][0]];
            (0..self.ends.len()).any(|other| {
                relationships[one].kind == relationships[other].kind
                    && (one != other && fits(self.ends[one], self.ends[other]) || either && fits(turned, self.ends[other]))
            })
        })
    }

    /// Whether it is a path of new nodes, one after the other.
    fn is_path(&self) -> bool {
        self.pattern.nodes.len() == self.ends.len() + 1
            && self.ends.iter().enumerate().all(|(at, ends)| self.is_forward(at) || *ends == [Some(at + 1), Some(at)])
    }

    fn is_forward(&self, relationship: usize) -> bool {
        self.ends[relationship] == [Some(relationship), Some(relationship + 1)]
    }

    /// The mirror of one relationship between bound nodes, which are first in a key.
    fn other_way(&self) -> Mirror {
        let properties = self.pattern.properties().map(|properties| keys(properties).count()).sum::<usize>();
        Mirror { key: [1, 0].into_iter().chain(2..2 + properties).collect(), variables: vec![0] }
    }

    /// The mirror of a path, if types, labels, keys and, unless every one is `either`, directions are the same from both
    /// ends.
    fn mirror(&self, either: bool) -> Option<Mirror> {
        let NewPattern { nodes, relationships } = self.pattern;
        let labels = |number: usize| nodes[number].labels.iter().map(|label| &label.name).collect::<BTreeSet<_>>();
        let (last, end) = (relationships.len() - 1, nodes.len() - 1);
        let same = (0..=last).all(|at| {
            relationships[at].kind == relationships[last - at].kind && (either || self.is_forward(at) != self.is_forward(last - at))
        });
        if !same || !(0..=end).all(|at| labels(at) == labels(end - at)) {
            return None;
        }
        let variables = (0..=end).rev().chain((nodes.len()..=nodes.len() + last).rev()).collect::<Vec<_>>();
        let all = self.pattern.properties().collect::<Vec<_>>();
        let starts = all.iter().scan(0, |next, properties| Some(std::mem::replace(next, *next + keys(properties).count())));
        let starts = starts.collect::<Vec<_>>();
        let mut key = Vec::new();
        for (properties, &other) in all.iter().zip(&variables) {
            if keys(properties).count() != keys(all[other]).count() {
                return None;
            }
            for name in keys(properties) {
                key.push(starts[other] + keys(all[other]).position(|own| own == name)?);
            }
        }
        Some(Mirror { key, variables })
    }
}

/// The keys of properties that are given one by one.
fn keys(properties: &Properties) -> impl Iterator<Item = &Name> {
    let each = match properties {
        Properties::Each(all) => all.as_slice(),
        Properties::Map(_) => &[],
    };
    each.iter().map(|(key, _)| &key.name)
}
