//! Shortest chains of relationships between two bound nodes: one, the first in order of relationship ids, or all.
//!
//! Chains of at least two relationships, or from a node back to itself, cannot be found by distances alone, because a
//! shortest walk may use a relationship twice; for these, trails of growing length are tried.

use super::compile::{Compiled, Compiler, Live};
use super::expand_path::{Chain, Found};
use super::follow::Following;
use super::meet::Meeting;
use super::trail::{Each, Trails};
use super::{Batch, Context, Operator, ROWS, Rows};
use crate::diagnose::Diagnostics;
use crate::plan::{Expr, Hop, Lengths, Plan};
use crate::text::Name;
use crate::value::{NodeId, RelationshipId};

#[derive(Debug)]
struct ShortestPath {
    chain: Chain,
    all: bool,
}

/// Compiles a search for shortest chains.
pub fn compile(
    compiler: &mut Compiler,
    input: &Plan,
    (hop, lengths, all, each): (&Hop, Lengths, bool, Option<&(Name, Expr)>),
    live: &Live,
) -> Result<Compiled, Diagnostics> {
    let (chain, layout) = Chain::compile(compiler, input, (hop, lengths, true, each), live)?;
    Ok(Compiled::new(ShortestPath { chain, all }, layout))
}

struct ShortestPathRows<'r> {
    operator: &'r ShortestPath,
    input: Box<dyn Rows<'r> + 'r>,
    following: Following,
    meeting: Meeting<'r>,
    batch: Option<Batch<'r>>,
    row: usize,
    /// Chains of the current row that did not fit into the last batch, the next one last.
    chains: Vec<Vec<RelationshipId>>,
}

impl Operator for ShortestPath {
    fn start<'r>(&'r self, context: &Context<'r>, argument: &Batch<'r>) -> Result<Box<dyn Rows<'r> + 'r>, Diagnostics> {
        let (input, following) = (self.chain.input.start(context, argument)?, self.chain.follow.resolve(context));
        let meeting = Meeting::new(&following, context);
        Ok(Box::new(ShortestPathRows { operator: self, input, following, meeting, batch: None, row: 0, chains: Vec::new() }))
    }
}

impl<'r> Rows<'r> for ShortestPathRows<'r> {
    fn next(&mut self, context: &Context<'r>) -> Result<Option<Batch<'r>>, Diagnostics> {
        loop {
            let Some(batch) = self.batch.take() else {
                let Some(batch) = self.input.next(context)? else { return Ok(None) };
                self.row = 0;
                self.batch = Some(batch.compact());
                continue;
            };
            let mut found = Found::new(context);
            while found.len() < ROWS {
                match self.chains.pop() {
                    Some(chain) => found.push(&self.operator.chain, self.row - 1, &chain, NodeId(0))?,
                    None if self.row == batch.rows() => break,
                    None => {
                        self.chains = self.search(&batch, context)?;
                        self.chains.reverse();
                        self.row += 1;
                    }
                }
            }
            let part = found.finish(&self.operator.chain, &batch);
            if self.row < batch.rows() || !self.chains.is_empty() {
                self.batch = Some(batch);
            }
            if part.rows() > 0 {
                return Ok(Some(part));
            }
        }
    }
}

impl<'r> ShortestPathRows<'r> {
    /// The chains of the current row, in order.
    fn search(&mut self, batch: &Batch<'r>, context: &Context<'r>) -> Result<Vec<Vec<RelationshipId>>, Diagnostics> {
        context.guard.check()?;
        let chain = &self.operator.chain;
        let Some((from, Some(to))) = chain.ends(batch, self.row)? else { return Ok(Vec::new()) };
        let each = chain.each(batch, self.row);
        if from == to && chain.lengths.min == 0 {
            return Ok(vec![Vec::new()]);
        }
        if from == to || chain.lengths.min > 1 {
            return self.deepen((from, to), each.as_ref(), context);
        }
        self.meeting.search((from, to), (chain.lengths.max, self.operator.all), each.as_ref(), context)
    }

    /// Trails of growing length, until some lead to the node.
    fn deepen(
        &self,
        (from, to): (NodeId, NodeId),
        each: Option<&Each<'r>>,
        context: &Context<'r>,
    ) -> Result<Vec<Vec<RelationshipId>>, Diagnostics> {
        let Lengths { min, max } = self.operator.chain.lengths;
        let mut length = min;
        let mut held = super::memory::Held::new(context.guard);
        while max.is_none_or(|max| length <= max) {
            let mut found = Vec::new();
            let mut trails = Trails::new(self.following.clone(), Lengths { min: length, max: Some(length) }, context);
            trails.begin(from, each, context)?;
            while let Some(node) = trails.next(each, context)? {
                if node == to {
                    held.grow((size_of_val(trails.trail()) + 24) as u64)?;
                    found.push(trails.trail().to_vec());
                }
            }
            if !found.is_empty() {
                found.sort_unstable();
                found.truncate(if self.operator.all { usize::MAX } else { 1 });
                return Ok(found);
            }
            if !trails.was_cut() {
                break;
            }
            length += 1;
        }
        Ok(Vec::new())
    }
}
