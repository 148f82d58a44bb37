//! The nodes at the far end of two hops at once, each from a bound node: what closes a cycle.
//!
//! The neighbours of one bound node are marked in a bitmap, those of the other looked up in it: so many steps as both have
//! neighbours, and for rows that follow each other with the same marked node only as many as the other has. Where one of
//! both has few, these few are searched in the sorted list of the other instead.

use super::compile::{Compiled, Compiler, Live, position};
use super::follow::{Follow, Following};
use super::memory::Held;
use super::{Batch, Column, Context, Operator, ROWS, Rows};
use crate::diagnose::Diagnostics;
use crate::graph::Neighbours;
use crate::limit::Exceeded;
use crate::plan::{Hop, Plan};
use crate::text::Name;
use crate::value::{NodeId, RelationshipId};

/// A hop to the common node.
#[derive(Debug)]
struct Side {
    follow: Follow,
    from: (usize, Name),
}

#[derive(Debug)]
struct Intersect {
    input: Box<dyn Operator>,
    sides: [Side; 2],
    keep: Vec<usize>,
    /// Whether the relationships and the node are read.
    relationships: [bool; 2],
    node: bool,
}

/// Compiles an intersection.
pub fn compile(compiler: &mut Compiler, input: &Plan, hops: &[Hop; 2], live: &Live) -> Result<Compiled, Diagnostics> {
    let input = compiler.input(input, live, hops.iter().map(|hop| Name::clone(&hop.from)))?;
    let side = |hop: &Hop| {
        let from = (position(&input.layout, &hop.from, "Intersect")?, Name::clone(&hop.from));
        Ok::<_, Diagnostics>(Side { follow: Follow::new(hop), from })
    };
    let sides = [side(&hops[0])?, side(&hops[1])?];
    let keep = input.keep(live);
    let mut layout = input.kept(&keep);
    let relationships = hops.each_ref().map(|hop| live.contains(&hop.relationship));
    let node = live.contains(&hops[0].to);
    layout.extend(hops.iter().map(|hop| Name::clone(&hop.relationship)).filter(|name| live.contains(name)));
    layout.extend(node.then(|| Name::clone(&hops[0].to)));
    Ok(Compiled::new(Intersect { input: input.operator, sides, keep, relationships, node }, layout))
}

/// A common node with the relationships of both sides that lead there.
type Found = (NodeId, [RelationshipId; 2]);

struct IntersectRows<'r> {
    operator: &'r Intersect,
    input: Box<dyn Rows<'r> + 'r>,
    following: [Following; 2],
    marks: Marks<'r>,
    batch: Option<Batch<'r>>,
    /// The ends of both sides for each selected row of the batch; a row with a null has none.
    ends: Vec<Option<[NodeId; 2]>>,
    /// The side whose neighbours are marked in this batch.
    marked: usize,
    /// The next of the selected rows, and where the run of rows with its marked node ends.
    row: usize,
    run: usize,
    /// What the row before it found, and how much of that was given.
    found: Vec<Found>,
    given: usize,
    /// Slices of both sides, kept for their memory.
    slices: [Vec<Neighbours<'r>>; 2],
    held: Held<'r>,
    room: usize,
}

impl Operator for Intersect {
    fn start<'r>(&'r self, context: &Context<'r>, argument: &Batch<'r>) -> Result<Box<dyn Rows<'r> + 'r>, Diagnostics> {
        let input = self.input.start(context, argument)?;
        Ok(Box::new(IntersectRows {
            operator: self,
            input,
            following: self.sides.each_ref().map(|side| side.follow.resolve(context)),
            marks: Marks { words: Vec::new(), owner: None, slices: Vec::new(), held: Held::new(context.guard) },
            batch: None,
            ends: Vec::new(),
            marked: 0,
            row: 0,
            run: 0,
            found: Vec::new(),
            given: 0,
            slices: [Vec::new(), Vec::new()],
            held: Held::new(context.guard),
            room: 0,
        }))
    }
}

impl<'r> Rows<'r> for IntersectRows<'r> {
    fn next(&mut self, context: &Context<'r>) -> Result<Option<Batch<'r>>, Diagnostics> {
        loop {
            let batch = match self.batch.take() {
                Some(batch) => batch,
                None => match self.input.next(context)? {
                    Some(batch) => {
                        self.begin(&batch)?;
                        batch
                    }
                    None => return Ok(None),
                },
            };
            let result = self.part(context, &batch)?;
            if self.row < self.ends.len() || self.given < self.found.len() {
                self.batch = Some(batch);
            }
            if result.rows() > 0 {
                return Ok(Some(result));
            }
        }
    }
}

impl<'r> IntersectRows<'r> {
    /// Reads the ends of a batch, and marks the side that changes less often.
    fn begin(&mut self, batch: &Batch<'r>) -> Result<(), Diagnostics> {
        (self.row, self.run, self.given) = (0, 0, 0);
        self.found.clear();
        self.ends.clear();
        for row in batch.positions() {
            let node = |side: &Side| batch.column(side.from.0).node(row, &side.from.1);
            let [first, second] = &self.operator.sides;
            self.ends.push(node(first)?.zip(node(second)?).map(|(first, second)| [first, second]));
        }
        let changes =
            |side: usize| self.ends.windows(2).filter(|pair| pair[0].map(|ends| ends[side]) != pair[1].map(|ends| ends[side])).count();
        self.marked = usize::from(changes(1) <= changes(0));
        Ok(())
    }

    /// The next rows of a batch, up to about [`ROWS`].
    fn part(&mut self, context: &Context<'r>, batch: &Batch<'r>) -> Result<Batch<'r>, Diagnostics> {
        let (mut origins, mut nodes, mut relationships) = (Vec::with_capacity(ROWS), Vec::new(), [Vec::new(), Vec::new()]);
        let selection = batch.selection();
        while origins.len() < ROWS {
            if self.given == self.found.len() {
                if self.row == self.ends.len() {
                    break;
                }
                self.search(context)?;
                self.row += 1;
                continue;
            }
            let row = self.row - 1;
            let row = selection.map_or(row as u32, |rows| rows[row]);
            let end = self.found.len().min(self.given + ROWS - origins.len());
            let found = &self.found[self.given..end];
            origins.resize(origins.len() + found.len(), row);
            if self.operator.node {
                nodes.extend(found.iter().map(|(node, _)| *node));
            }
            for side in (0..2).filter(|&side| self.operator.relationships[side]) {
                relationships[side].extend(found.iter().map(|(_, both)| both[side]));
            }
            self.given = end;
        }
        let [first, second] = relationships;
        let mut more = Vec::new();
        more.extend(self.operator.relationships[0].then(|| Column::relationships(first)));
        more.extend(self.operator.relationships[1].then(|| Column::relationships(second)));
        more.extend(self.operator.node.then(|| Column::nodes(nodes)));
        Ok(batch.widen(&self.operator.keep, &origins, more))
    }

    /// Finds the common nodes of the next row.
    fn search(&mut self, context: &Context<'r>) -> Result<(), Exceeded> {
        self.found.clear();
        self.given = 0;
        let Some(ends) = self.ends[self.row] else { return Ok(()) };
        if self.row >= self.run {
            self.begin_run(context, ends[self.marked])?;
        }
        let (marked, other) = (self.marked, 1 - self.marked);
        fill(&self.following[other], context, ends[other], &mut self.slices[other]);
        let (few, many) = (length(&self.slices[marked]), length(&self.slices[other]));
        let found = &mut self.found;
        let mut push = |node, one, two| found.push((node, if marked == 0 { [one, two] } else { [two, one] }));
        if self.marks.owner == Some(ends[marked]) && probing(few, many) >= many {
            self.marks.meet(&self.slices[other], &mut push);
        } else if few <= many {
            meet(&self.slices[marked], &self.slices[other], &mut push);
        } else {
            meet(&self.slices[other], &self.slices[marked], &mut |node, two, one| push(node, one, two));
        }
        if found.capacity() > self.room {
            self.held.grow(((found.capacity() - self.room) * size_of::<Found>()) as u64)?;
            self.room = found.capacity();
        }
        Ok(())
    }

    /// Begins a run of rows with the same marked node, and marks its neighbours if that is less work than to search for them.
    fn begin_run(&mut self, context: &Context<'r>, node: NodeId) -> Result<(), Exceeded> {
        let (marked, other) = (self.marked, 1 - self.marked);
        fill(&self.following[marked], context, node, &mut self.slices[marked]);
        let few = length(&self.slices[marked]);
        let (mut looked, mut probed) = (few, 0);
        self.run = self.row;
        while let Some(ends) = self.ends.get(self.run).filter(|ends| ends.is_none_or(|ends| ends[marked] == node)) {
            if let Some(ends) = ends {
                fill(&self.following[other], context, ends[other], &mut self.slices[other]);
                let many = length(&self.slices[other]);
                looked += many;
                probed += probing(few, many);
            }
            self.run += 1;
        }
        if looked < probed {
            self.marks.mark(context, node, &self.slices[marked])?;
        }
        Ok(())
    }
}

/// The neighbours of one node, marked.
struct Marks<'r> {
    /// A bit for each node.
    words: Vec<u64>,
    owner: Option<NodeId>,
    slices: Vec<Neighbours<'r>>,
    held: Held<'r>,
}

impl<'r> Marks<'r> {
    fn mark(&mut self, context: &Context<'r>, node: NodeId, slices: &[Neighbours<'r>]) -> Result<(), Exceeded> {
        if self.owner == Some(node) {
            return Ok(());
        }
        let words = context.graph().node_bound() as usize / 64 + 1;
        if self.words.len() < words {
            self.held.grow(8 * words as u64)?;
            self.words = vec![0; words];
        }
        for node in self.slices.iter().flat_map(|slice| slice.nodes) {
            self.words[node.0 as usize / 64] = 0;
        }
        self.slices.clear();
        self.slices.extend_from_slice(slices);
        for node in self.slices.iter().flat_map(|slice| slice.nodes) {
            self.words[node.0 as usize / 64] |= 1 << (node.0 % 64);
        }
        self.owner = Some(node);
        Ok(())
    }

    /// The entries of `others` that lead to a marked node, each with the relationships of the marked side.
    fn meet(&self, others: &[Neighbours<'r>], push: &mut impl FnMut(NodeId, RelationshipId, RelationshipId)) {
        for other in others {
            for (position, node) in other.nodes.iter().enumerate() {
                if self.words[node.0 as usize / 64] >> (node.0 % 64) & 1 == 1 {
                    for slice in &self.slices {
                        slice.to(*node).iter().for_each(|(node, relationship)| push(node, relationship, other.relationship(position)));
                    }
                }
            }
        }
    }
}

/// Searches each entry of `few` in the sorted lists of `many`.
fn meet(few: &[Neighbours<'_>], many: &[Neighbours<'_>], push: &mut impl FnMut(NodeId, RelationshipId, RelationshipId)) {
    for one in few {
        for (node, relationship) in one.iter() {
            for other in many {
                other.to(node).iter().for_each(|(node, two)| push(node, relationship, two));
            }
        }
    }
}

/// The slices that a side reaches from a node; empty ones are left out.
fn fill<'r>(following: &Following, context: &Context<'r>, node: NodeId, slices: &mut Vec<Neighbours<'r>>) {
    slices.clear();
    following.slices(context, node, |slice| {
        if !slice.is_empty() {
            slices.push(slice);
        }
    });
}

fn length(slices: &[Neighbours<'_>]) -> usize {
    slices.iter().map(Neighbours::len).sum()
}

/// The steps to search the entries of the shorter list in the longer.
fn probing(one: usize, two: usize) -> usize {
    let (few, many) = (one.min(two), one.max(two));
    few * (usize::BITS - many.leading_zeros()) as usize
}
