//! Properties of entities that stand side by side: where the rows of a batch are neighbours in a page, as those of a scan and
//! of an expansion are, kernels see slices of the page.

use std::ops::Range;

use super::rows::Rows;
use crate::execute::Vector;
use crate::graph::{Column as Stored, Graph, PAGE, Page, Validity, split};
use crate::value::{KeyId, NodeId, RelationshipId, TypeId};

/// An entity that has properties in columns.
pub(super) trait Stores: Copy {
    /// The type of its column, none for nodes, and its place there.
    fn place(self) -> (Option<TypeId>, u32);
}

impl Stores for NodeId {
    fn place(self) -> (Option<TypeId>, u32) {
        (None, self.0)
    }
}

impl Stores for RelationshipId {
    fn place(self) -> (Option<TypeId>, u32) {
        (Some(self.kind), self.local)
    }
}

pub(super) fn stored(graph: &Graph, kind: Option<TypeId>, key: KeyId) -> Option<&Stored> {
    kind.map_or_else(|| graph.node_column(key), |kind| graph.relationship_column(kind, key))
}

/// Consecutive rows whose entities stand side by side in one page, so that kernels see slices.
pub(super) struct Run<'g> {
    /// The rows.
    pub(super) rows: Range<usize>,
    /// The page of their column.
    pub(super) page: Page<'g>,
    /// Where the first stands in the page.
    pub(super) slot: usize,
}

impl Run<'_> {
    /// Each row with its slot.
    pub(super) fn each(&self) -> impl Iterator<Item = (usize, usize)> {
        self.rows.clone().zip(self.slot..)
    }

    /// Its slots.
    pub(super) fn slots(&self) -> Range<usize> {
        self.slot..self.slot + self.rows.len()
    }
}

/// Calls `visit` with the runs of the entities that are not null; pages are looked up where they change.
pub(super) fn each_run<'g, T: Stores>(graph: &'g Graph, entities: &Vector<T>, key: KeyId, rows: Rows<'_>, mut visit: impl FnMut(&Run<'g>)) {
    let mut present = (None, usize::MAX);
    let mut page = Page::Absent;
    for stretch in rows.stretches() {
        let mut row = stretch.start;
        while row < stretch.end {
            let Some(entity) = entities.get(row) else {
                row += 1;
                continue;
            };
            let (kind, index) = entity.place();
            let (number, slot) = split(index);
            if present != (kind, number) {
                present = (kind, number);
                page = stored(graph, kind, key).map_or(Page::Absent, |column| column.page(number));
            }
            let most = stretch.len().min(stretch.end - row).min(PAGE - slot);
            let length = length(entities, row, (kind, index), most);
            visit(&Run { rows: row..row + length, page, slot });
            row += length;
        }
    }
}

/// How many rows, up to `most`, have entities that follow each other, the first being at `place`.
fn length<T: Stores>(entities: &Vector<T>, row: usize, (kind, index): (Option<TypeId>, u32), most: usize) -> usize {
    // So many are compared by a loop without branches.
    const BLOCK: usize = 32;
    let follows = |ahead: usize| entities.get(row + ahead).is_some_and(|next| next.place() == (kind, index + ahead as u32));
    if most < 2 || !follows(1) {
        return 1;
    }
    let mut length = 2;
    if matches!(entities.validity, crate::execute::Validity::All) {
        for block in entities.values[row + 2..row + most].chunks_exact(BLOCK) {
            let expected = (index + length as u32..).map(|index| (kind, index));
            if !block.iter().zip(expected).fold(true, |all, (entity, place)| all & (entity.place() == place)) {
                break;
            }
            length += BLOCK;
        }
    }
    (length..most).take_while(|ahead| follows(*ahead)).count() + length
}

/// A vector while it is filled.
pub(super) struct Filled<'a, T> {
    rows: Rows<'a>,
    /// By row.
    pub(super) values: Vec<T>,
    valid: Vec<bool>,
    count: usize,
}

impl<'a, T: Copy> Filled<'a, T> {
    /// Nothing is valid yet.
    pub(super) fn new(rows: Rows<'a>, filler: T) -> Self {
        Self { rows, values: vec![filler; rows.length()], valid: vec![false; rows.length()], count: 0 }
    }

    /// The value of one row.
    pub(super) fn set(&mut self, row: usize, value: T) {
        self.values[row] = value;
        self.valid[row] = true;
        self.count += 1;
    }

    /// Takes the values of a run from its page.
    pub(super) fn copy(&mut self, run: &Run<'_>, values: &[T; PAGE], valid: Validity<'_>) {
        if run.rows.len() == 1 {
            if valid.has(run.slot) {
                self.set(run.rows.start, values[run.slot]);
            }
            return;
        }
        self.values[run.rows.clone()].copy_from_slice(&values[run.slots()]);
        self.mark(run, valid);
    }

    /// Says which values of a run are valid.
    pub(super) fn mark(&mut self, run: &Run<'_>, valid: Validity<'_>) {
        if matches!(valid, Validity::All) {
            self.valid[run.rows.clone()].fill(true);
            self.count += run.rows.len();
        } else {
            for (row, slot) in run.each() {
                self.valid[row] = valid.has(slot);
                self.count += usize::from(self.valid[row]);
            }
        }
    }

    /// The vector; it is valid throughout if every evaluated row is.
    pub(super) fn finish(self) -> Vector<T> {
        if self.count == self.rows.count() { Vector::new(self.values) } else { Vector::with_validity(self.values, self.valid) }
    }
}
