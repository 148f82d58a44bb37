//! A pattern that is repeated along a chain.

use super::Lengths;
use crate::text::Name;

/// A pattern that is repeated along a chain; the inner plan is one repetition.
#[derive(Clone, Debug, PartialEq)]
pub struct Repeat {
    /// The bound node that the chain begins at.
    pub from: Name,
    /// The node that a repetition begins at, which the inner plan takes.
    pub enter: Name,
    /// The node that a repetition ends at, a column of the inner plan.
    pub exit: Name,
    /// The relationships of a repetition, in order: columns of the inner plan.
    pub relationships: Vec<Name>,
    /// How many repetitions.
    pub lengths: Lengths,
    /// Whether the chain is found from its last repetition to its first.
    pub back: bool,
    /// The list of all relationships, in order.
    pub trail: Name,
    /// Columns of the inner plan, each with the list of its values.
    pub lists: Vec<(Name, Name)>,
    /// The node that the chain ends at.
    pub to: Name,
    /// Whether `to` is already a column of the outer plan.
    pub into: bool,
}

impl Repeat {
    /// The columns that it adds to the outer plan's.
    pub fn introduced(&self) -> impl Iterator<Item = &Name> {
        let to = (!self.into).then_some(&self.to);
        std::iter::once(&self.trail).chain(self.lists.iter().map(|(_, list)| list)).chain(to)
    }

    /// The columns of the inner plan that it reads.
    pub fn of_inner(&self) -> impl Iterator<Item = &Name> {
        self.relationships.iter().chain(self.lists.iter().map(|(inner, _)| inner)).chain([&self.exit])
    }
}
