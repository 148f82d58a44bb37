//! The nodes that chains of relationships lead to, each once: a search in breadth that marks what it has seen.
//!
//! Each neighbour list that is reached is read once, at about two nanoseconds an entry: a test and a mark in a bitmap.

use super::compile::{Compiled, Compiler, Live, position};
use super::follow::{Follow, Following};
use super::memory::Held;
use super::{Batch, Column, Context, Operator, ROWS, Rows};
use crate::diagnose::Diagnostics;
use crate::limit::Steps;
use crate::plan::{Hop, Lengths, Plan};
use crate::text::Name;
use crate::value::NodeId;

#[derive(Debug)]
struct Reach {
    input: Box<dyn Operator>,
    keep: Vec<usize>,
    follow: Follow,
    lengths: Lengths,
    from: (usize, Name),
    /// Whether the node is read.
    node: bool,
}

/// Compiles a search.
pub fn compile(compiler: &mut Compiler, input: &Plan, hop: &Hop, lengths: Lengths, live: &Live) -> Result<Compiled, Diagnostics> {
    let input = compiler.input(input, live, [Name::clone(&hop.from)])?;
    let from = (position(&input.layout, &hop.from, "Reach")?, Name::clone(&hop.from));
    let keep = input.keep(live);
    let mut layout = input.kept(&keep);
    let node = live.contains(&hop.to);
    layout.extend(node.then(|| Name::clone(&hop.to)));
    Ok(Compiled::new(Reach { input: input.operator, keep, follow: Follow::new(hop), lengths, from, node }, layout))
}

struct ReachRows<'r> {
    reach: &'r Reach,
    input: Box<dyn Rows<'r> + 'r>,
    following: Following,
    seen: Seen<'r>,
    batch: Option<Batch<'r>>,
    row: usize,
    /// How many nodes of the row's search were handed on; none where the search has not begun.
    given: Option<usize>,
}

impl Operator for Reach {
    fn start<'r>(&'r self, context: &Context<'r>, argument: &Batch<'r>) -> Result<Box<dyn Rows<'r> + 'r>, Diagnostics> {
        let (input, following) = (self.input.start(context, argument)?, self.follow.resolve(context));
        Ok(Box::new(ReachRows { reach: self, input, following, seen: Seen::new(context), batch: None, row: 0, given: None }))
    }
}

impl<'r> Rows<'r> for ReachRows<'r> {
    fn next(&mut self, context: &Context<'r>) -> Result<Option<Batch<'r>>, Diagnostics> {
        loop {
            let Some(batch) = self.batch.take() else {
                let Some(batch) = self.input.next(context)? else { return Ok(None) };
                self.row = 0;
                self.batch = Some(batch.compact());
                continue;
            };
            let (mut origins, mut nodes) = (Vec::new(), Vec::new());
            while self.row < batch.rows() && nodes.len() < ROWS {
                self.search(&batch, &mut nodes, context)?;
                origins.resize(nodes.len(), self.row as u32);
                if self.given.is_none() {
                    self.row += 1;
                }
            }
            let part = batch.widen(&self.reach.keep, &origins, self.reach.node.then(|| Column::nodes(nodes)));
            if self.row < batch.rows() {
                self.batch = Some(batch);
            }
            if part.rows() > 0 {
                return Ok(Some(part));
            }
        }
    }
}

impl<'r> ReachRows<'r> {
    /// Searches from the current row, or goes on with what it found, until the batch is full or the row is done.
    fn search(&mut self, batch: &Batch<'r>, nodes: &mut Vec<NodeId>, context: &Context<'r>) -> Result<(), Diagnostics> {
        let begin = if let Some(given) = self.given.take() {
            given
        } else {
            let Some(from) = batch.column(self.reach.from.0).node(self.row, &self.reach.from.1)? else { return Ok(()) };
            self.seen.search(from, self.reach.lengths, &self.following, context)?;
            0
        };
        let end = self.seen.found.len().min(begin + ROWS - nodes.len());
        nodes.extend_from_slice(&self.seen.found[begin..end]);
        self.given = (end < self.seen.found.len()).then_some(end);
        Ok(())
    }
}

/// The nodes that a search has found.
struct Seen<'r> {
    /// In the order in which they were found.
    found: Vec<NodeId>,
    /// A bit for each node.
    bits: Vec<u64>,
    held: Held<'r>,
    reserved: usize,
    steps: Steps<'r>,
}

impl<'r> Seen<'r> {
    fn new(context: &Context<'r>) -> Self {
        Self { found: Vec::new(), bits: Vec::new(), held: Held::new(context.guard), reserved: 0, steps: Steps::new(context.guard) }
    }

    /// Finds what chains lead to from a node. A chain of a length may use a relationship twice; but then a shorter one leads
    /// to the same node, down to those of one relationship, so that the nodes are those of chains that use each once.
    fn search(&mut self, from: NodeId, lengths: Lengths, following: &Following, context: &Context<'r>) -> Result<(), Diagnostics> {
        self.clear(context)?;
        let mut level = vec![from];
        if lengths.min == 0 {
            self.mark(from);
        }
        let mut length = 0;
        while !level.is_empty() && lengths.max.is_none_or(|max| length < max) {
            let begin = self.found.len();
            for &node in &level {
                self.expand(node, following, context)?;
            }
            level.clear();
            level.extend_from_slice(&self.found[begin..]);
            length += 1;
        }
        Ok(())
    }

    fn expand(&mut self, node: NodeId, following: &Following, context: &Context<'r>) -> Result<(), Diagnostics> {
        let mut more = 0;
        following.slices(context, node, |slice| more += slice.len());
        self.reserve(self.found.len() + more)?;
        self.steps.take(more + 1)?;
        following.slices(context, node, |slice| slice.nodes.iter().for_each(|&node| self.mark(node)));
        Ok(())
    }

    fn mark(&mut self, node: NodeId) {
        let (word, bit) = (node.0 as usize / 64, 1 << (node.0 % 64));
        if self.bits[word] & bit == 0 {
            self.bits[word] |= bit;
            self.found.push(node);
        }
    }

    /// Forgets what was found, in a time that depends on how much that was.
    fn clear(&mut self, context: &Context<'r>) -> Result<(), Diagnostics> {
        // A statement that writes may have made nodes since the last search.
        let words = (context.graph().node_bound() as usize).div_ceil(64);
        if self.bits.len() < words {
            self.held.grow(8 * (words - self.bits.len()) as u64)?;
            self.bits.resize(words, 0);
        }
        for node in self.found.drain(..) {
            self.bits[node.0 as usize / 64] = 0;
        }
        Ok(())
    }

    fn reserve(&mut self, wanted: usize) -> Result<(), Diagnostics> {
        let wanted = wanted.min(64 * self.bits.len());
        if wanted > self.reserved {
            let wanted = wanted.next_power_of_two();
            self.held.grow((2 * (wanted - self.reserved) * size_of::<NodeId>()) as u64)?;
            self.reserved = wanted;
        }
        Ok(())
    }
}
