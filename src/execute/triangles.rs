//! How many triangles of relationships there are.
//!
//! Nodes are ranked by falling degree, and of each only the neighbours of lower rank, those with more relationships, are kept.
//! Each triangle is found at its corner of highest rank, by marking that corner's neighbours and looking up theirs: so the long
//! lists of hubs are never walked, and all takes time in the order of the number of relationships to the power of one and a half
//! at most (Chiba and Nishizeki, "Arboricity and subgraph listing algorithms", 1985).

use super::compile::{Compiled, Compiler, Live};
use super::memory::Held;
use super::{Batch, Column, Context, Operator, Rows, expression};
use crate::diagnose::Diagnostics;
use crate::function::Failure;
use crate::graph::Way;
use crate::plan::{Hop, Plan};
use crate::text::{Name, Place};
use crate::value::{Direction, NodeId, TypeId};

/// A side: a type, and the way in which it is followed.
type Side = (TypeId, Way);

#[derive(Debug)]
struct Triangles {
    input: Box<dyn Operator>,
    /// Each from where the one before it ends.
    sides: Option<[Side; 3]>,
}

/// Compiles the count of triangles.
pub fn compile(compiler: &mut Compiler, input: &Plan, hops: &[Hop; 3], variable: &Name, live: &Live) -> Result<Compiled, Diagnostics> {
    let mut live = live.clone();
    live.remove(variable);
    let input = compiler.flat(input, &live)?;
    let side = |hop: &Hop| Some((hop.types.first()?.id?, if hop.direction == Direction::Incoming { Way::In } else { Way::Out }));
    let sides = match hops.each_ref().map(side) {
        [Some(one), Some(two), Some(three)] => Some([one, two, three]),
        _ => None,
    };
    let mut layout = input.layout;
    layout.push(Name::clone(variable));
    Ok(Compiled::new(Triangles { input: input.operator, sides }, layout))
}

struct TrianglesRows<'r> {
    sides: Option<[Side; 3]>,
    input: Box<dyn Rows<'r> + 'r>,
    count: Option<i64>,
}

impl Operator for Triangles {
    fn start<'r>(&'r self, context: &Context<'r>, argument: &Batch<'r>) -> Result<Box<dyn Rows<'r> + 'r>, Diagnostics> {
        Ok(Box::new(TrianglesRows { sides: self.sides, input: self.input.start(context, argument)?, count: None }))
    }
}

impl<'r> Rows<'r> for TrianglesRows<'r> {
    fn next(&mut self, context: &Context<'r>) -> Result<Option<Batch<'r>>, Diagnostics> {
        let Some(batch) = self.input.next(context)? else { return Ok(None) };
        let count = match (self.count, self.sides) {
            (Some(count), _) => count,
            (None, Some(sides)) => count(sides, context)?,
            (None, None) => 0,
        };
        self.count = Some(count);
        let rows = batch.rows();
        Ok(Some(batch.extend([Column::integers(vec![count; rows])])))
    }
}

/// All triangles with these sides.
fn count(sides: [Side; 3], context: &Context<'_>) -> Result<i64, Diagnostics> {
    let mut held = Held::new(context.guard);
    let ranks = Ranks::new(&sides, context, &mut held)?;
    let mut known: Vec<([Side; 3], i64)> = Vec::new();
    let mut sum: i64 = 0;
    // The highest rank may be at any of the three corners.
    for first in 0..3 {
        let turned = [sides[first], sides[(first + 1) % 3], sides[(first + 2) % 3]];
        let count = match known.iter().find(|(sides, _)| *sides == turned) {
            Some((_, count)) => *count,
            None => from_highest(turned, &ranks, context, &mut held)?,
        };
        known.push((turned, count));
        sum = sum.checked_add(count).ok_or_else(overflow)?;
    }
    Ok(sum)
}

/// More triangles than can be counted.
fn overflow() -> expression::Error {
    expression::Error { fault: expression::Fault::Failure(Failure::Overflow("count")), place: Place::default() }
}

/// Triangles whose first corner has the highest rank.
fn from_highest(sides: [Side; 3], ranks: &Ranks, context: &Context<'_>, held: &mut Held<'_>) -> Result<i64, Diagnostics> {
    let [one, two, three] = sides;
    let mut lower = |side| Lower::new(side, ranks, context, held);
    let (seconds, thirds) = (lower(one)?, lower(back(three))?);
    let (onward, backward) = (lower(two)?, lower(back(two))?);
    let words = ranks.order.len() / 64 + 1;
    held.grow(16 * words as u64)?;
    let (mut second_marks, mut third_marks) = (vec![0_u64; words], vec![0_u64; words]);
    let mut sum: i64 = 0;
    for rank in 0..ranks.order.len() {
        if rank % 1024 == 0 {
            context.guard.check()?;
        }
        let (second, third) = (seconds.of(rank as u32), thirds.of(rank as u32));
        if second.is_empty() || third.is_empty() {
            continue;
        }
        mark(second, &mut second_marks);
        mark(third, &mut third_marks);
        // Whichever of the other two has the higher rank has the other among its lower neighbours.
        let found = meetings(second, &onward, &third_marks, third) + meetings(third, &backward, &second_marks, second);
        sum = sum.checked_add(found).ok_or_else(overflow)?;
        clear(second, &mut second_marks);
        clear(third, &mut third_marks);
    }
    Ok(sum)
}

fn mark(ranks: &[u32], marks: &mut [u64]) {
    for rank in ranks {
        marks[*rank as usize / 64] |= 1 << (rank % 64);
    }
}

fn clear(ranks: &[u32], marks: &mut [u64]) {
    for rank in ranks {
        marks[*rank as usize / 64] = 0;
    }
}

/// How many neighbours of `corners` are marked, each as often as it stands in `marked`, which ascends.
fn meetings(corners: &[u32], neighbours: &Lower, marks: &[u64], marked: &[u32]) -> i64 {
    let hit = |rank: u32| marks[rank as usize / 64] >> (rank % 64) & 1;
    let simple = marked.windows(2).all(|pair| pair[0] != pair[1]);
    let mut found = 0;
    for &corner in corners {
        let list = neighbours.of(corner);
        if simple {
            found += list.iter().map(|&rank| hit(rank)).sum::<u64>() as i64;
        } else {
            let times = |&rank: &u32| {
                let from = marked.partition_point(|&other| other < rank);
                marked[from..].partition_point(|&other| other == rank) as i64
            };
            found += list.iter().filter(|&&rank| hit(rank) == 1).map(times).sum::<i64>();
        }
    }
    found
}

fn back((kind, way): Side) -> Side {
    (kind, if way == Way::Out { Way::In } else { Way::Out })
}

/// Nodes by falling degree.
struct Ranks {
    order: Vec<NodeId>,
    /// By node.
    rank: Vec<u32>,
}

impl Ranks {
    fn new(sides: &[Side; 3], context: &Context<'_>, held: &mut Held<'_>) -> Result<Self, Diagnostics> {
        let nodes = context.graph().node_bound();
        held.grow(u64::from(nodes) * 20)?;
        let mut order: Vec<NodeId> = (0..nodes).map(NodeId).collect();
        let mut degrees = vec![0; order.len()];
        for (kind, _) in sides {
            context.graph().add_degrees(&order, *kind, Way::Out, &mut degrees);
            context.graph().add_degrees(&order, *kind, Way::In, &mut degrees);
        }
        order.retain(|node| degrees[node.0 as usize] > 0);
        order.sort_unstable_by_key(|node| (std::cmp::Reverse(degrees[node.0 as usize]), *node));
        let mut rank = vec![0; nodes as usize];
        for (place, node) in (0..).zip(&order) {
            rank[node.0 as usize] = place;
        }
        Ok(Self { order, rank })
    }
}

/// Of each node, by rank, the ranks of its neighbours along a side that are lower; those of one node ascend where relationships
/// are parallel.
struct Lower {
    offsets: Vec<u32>,
    ranks: Vec<u32>,
}

impl Lower {
    fn new((kind, way): Side, ranks: &Ranks, context: &Context<'_>, held: &mut Held<'_>) -> Result<Self, Diagnostics> {
        let count = u64::from(context.graph().relationship_bound(kind));
        held.grow(4 * (count + ranks.order.len() as u64 + 1))?;
        let mut lower = Self { offsets: Vec::with_capacity(ranks.order.len() + 1), ranks: Vec::new() };
        lower.offsets.push(0);
        for (rank, &node) in (0..).zip(&ranks.order) {
            let from = lower.ranks.len();
            let neighbours = context.graph().neighbours(node, kind, way).nodes;
            lower.ranks.extend(neighbours.iter().map(|other| ranks.rank[other.0 as usize]).filter(|&other| other < rank));
            // Parallel relationships stand side by side here, and again once they are sorted by rank.
            if neighbours.windows(2).any(|pair| pair[0] == pair[1]) {
                lower.ranks[from..].sort_unstable();
            }
            lower.offsets.push(lower.ranks.len() as u32);
        }
        Ok(lower)
    }

    fn of(&self, rank: u32) -> &[u32] {
        &self.ranks[self.offsets[rank as usize] as usize..self.offsets[rank as usize + 1] as usize]
    }
}
