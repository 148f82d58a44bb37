//! Trails from a node: chains of relationships, each used once, found depth first in the order of the neighbour lists.

use ahash::HashSet;

use super::follow::Following;
use super::memory::Held;
use super::{Batch, Column, Context, expression};
use crate::diagnose::Diagnostics;
use crate::plan::Lengths;
use crate::value::{NodeId, RelationshipId};

/// A condition on each relationship of a chain, for one row of an input.
#[derive(Debug)]
pub struct Each<'r> {
    /// The condition, over the row's columns and then the relationship.
    pub program: &'r expression::Program,
    /// The row's columns, constant.
    pub columns: Vec<Column>,
}

impl Each<'_> {
    /// Keeps the steps whose relationship fulfils the condition, from `start` on.
    pub fn filter(&self, steps: &mut Vec<Step>, start: usize, context: &Context<'_>) -> Result<(), Diagnostics> {
        let relationships = steps[start..].iter().map(|step| step.relationship).collect();
        let batch = Batch::new(steps.len() - start, self.columns.clone()).extend([Column::relationships(relationships)]);
        let mut next = start;
        for row in self.program.select(&batch, context)? {
            steps[next] = steps[start + row as usize];
            next += 1;
        }
        steps.truncate(next);
        Ok(())
    }
}

/// A relationship and the node that it leads to.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    /// The relationship.
    pub relationship: RelationshipId,
    /// Where it leads.
    pub node: NodeId,
}

/// Where one node's steps stand.
#[derive(Clone, Copy, Debug)]
struct Frame {
    start: usize,
    next: usize,
    end: usize,
}

/// A search for trails.
#[derive(Debug)]
pub struct Trails<'r> {
    following: Following,
    lengths: Lengths,
    /// The steps of all frames, one after the other.
    steps: Vec<Step>,
    frames: Vec<Frame>,
    trail: Vec<RelationshipId>,
    /// The trail's relationships, where it can be so long that going through it would take its time.
    used: Option<HashSet<RelationshipId>>,
    /// Whether a trail was cut off because it was as long as allowed.
    cut: bool,
    ticks: u32,
    held: Held<'r>,
    reserved: usize,
}

/// Up to this length a trail is gone through.
const SHORT: u64 = 16;

/// Steps between two questions to the guard.
const TICKS: u32 = 4_096;

impl<'r> Trails<'r> {
    /// A search that has not begun.
    pub fn new(following: Following, lengths: Lengths, context: &Context<'r>) -> Self {
        let used = lengths.max.is_none_or(|max| max > SHORT).then(HashSet::default);
        Self {
            following,
            lengths,
            steps: Vec::new(),
            frames: Vec::new(),
            trail: Vec::new(),
            used,
            cut: false,
            ticks: 0,
            held: Held::new(context.guard),
            reserved: 0,
        }
    }

    /// Begins at a node. Gives the node where a trail without relationships is wanted.
    pub fn begin(&mut self, node: NodeId, each: Option<&Each<'r>>, context: &Context<'r>) -> Result<Option<NodeId>, Diagnostics> {
        self.steps.clear();
        self.frames.clear();
        self.trail.clear();
        self.used.iter_mut().for_each(HashSet::clear);
        self.cut = false;
        if self.lengths.max.is_none_or(|max| max > 0) {
            self.open(node, each, context)?;
        }
        Ok((self.lengths.min == 0).then_some(node))
    }

    /// The relationships of the present trail.
    pub fn trail(&self) -> &[RelationshipId] {
        &self.trail
    }

    /// Whether there may be longer trails than were allowed.
    pub fn was_cut(&self) -> bool {
        self.cut
    }

    /// Goes on to the next trail that is long enough, and gives its last node.
    pub fn next(&mut self, each: Option<&Each<'r>>, context: &Context<'r>) -> Result<Option<NodeId>, Diagnostics> {
        while let Some(frame) = self.frames.last_mut() {
            self.ticks += 1;
            if self.ticks >= TICKS {
                self.ticks = 0;
                context.guard.check()?;
            }
            if frame.next == frame.end {
                self.close();
                continue;
            }
            let step = self.steps[frame.next];
            frame.next += 1;
            if self.is_used(step.relationship) {
                continue;
            }
            self.trail.push(step.relationship);
            if let Some(used) = &mut self.used {
                used.insert(step.relationship);
            }
            let length = self.trail.len() as u64;
            if self.lengths.max.is_none_or(|max| length < max) {
                self.open(step.node, each, context)?;
            } else {
                self.cut = true;
                let end = self.steps.len();
                self.frames.push(Frame { start: end, next: end, end });
            }
            if length >= self.lengths.min {
                return Ok(Some(step.node));
            }
        }
        Ok(None)
    }

    fn is_used(&self, relationship: RelationshipId) -> bool {
        match &self.used {
            Some(used) => used.contains(&relationship),
            None => self.trail.contains(&relationship),
        }
    }

    fn open(&mut self, node: NodeId, each: Option<&Each<'r>>, context: &Context<'r>) -> Result<(), Diagnostics> {
        let start = self.steps.len();
        let mut more = 0;
        self.following.slices(context, node, |slice| more += slice.len());
        if start + more + self.frames.len() > self.reserved {
            let wanted = (start + more + self.frames.len()).next_power_of_two();
            self.held.grow(((wanted - self.reserved) * (size_of::<Step>() + size_of::<Frame>())) as u64)?;
            self.reserved = wanted;
        }
        let steps = &mut self.steps;
        self.following.slices(context, node, |slice| {
            steps.extend(slice.iter().map(|(node, relationship)| Step { relationship, node }));
        });
        if let Some(each) = each {
            each.filter(&mut self.steps, start, context)?;
        }
        self.frames.push(Frame { start, next: start, end: self.steps.len() });
        Ok(())
    }

    fn close(&mut self) {
        if let Some(frame) = self.frames.pop() {
            self.steps.truncate(frame.start);
        }
        // The first frame was entered without a relationship.
        if let (Some(relationship), Some(used)) = (self.trail.pop(), &mut self.used) {
            used.remove(&relationship);
        }
    }
}
