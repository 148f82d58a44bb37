//! All relationships of some types, for each row of the input, in order of their numbers: nothing is looked up of their ends.

use super::compile::{Compiled, Compiler, Live};
use super::{Batch, Column, Context, Operator, ROWS, Rows};
use crate::diagnose::Diagnostics;
use crate::plan::{Plan, Reference};
use crate::text::Name;
use crate::value::TypeId;

#[derive(Debug)]
struct ScanRelationships {
    input: Box<dyn Operator>,
    keep: Vec<usize>,
    /// Ascending; none is every type that the graph has.
    types: Option<Vec<TypeId>>,
}

/// Compiles a scan of relationships.
pub fn compile(
    compiler: &mut Compiler,
    input: &Plan,
    variable: &Name,
    types: &[Reference<TypeId>],
    live: &Live,
) -> Result<Compiled, Diagnostics> {
    let input = compiler.flat(input, live)?;
    let keep = input.keep(live);
    let mut layout = input.kept(&keep);
    layout.push(Name::clone(variable));
    let types = (!types.is_empty()).then(|| {
        let mut types: Vec<TypeId> = types.iter().filter_map(|kind| kind.id).collect();
        types.sort_unstable();
        types.dedup();
        types
    });
    Ok(Compiled::new(ScanRelationships { input: input.operator, keep, types }, layout))
}

struct ScanRelationshipsRows<'r> {
    scan: &'r ScanRelationships,
    input: Box<dyn Rows<'r> + 'r>,
    types: Vec<TypeId>,
    batch: Option<Batch<'r>>,
    /// Row of the batch, position among the types, and first number of that type that was not looked at.
    place: (usize, usize, u32),
}

impl Operator for ScanRelationships {
    fn start<'r>(&'r self, context: &Context<'r>, argument: &Batch<'r>) -> Result<Box<dyn Rows<'r> + 'r>, Diagnostics> {
        let input = self.input.start(context, argument)?;
        let types = self.types.clone().unwrap_or_else(|| context.graph().types().collect());
        Ok(Box::new(ScanRelationshipsRows { scan: self, input, types, batch: None, place: (0, 0, 0) }))
    }
}

impl<'r> Rows<'r> for ScanRelationshipsRows<'r> {
    fn next(&mut self, context: &Context<'r>) -> Result<Option<Batch<'r>>, Diagnostics> {
        loop {
            if self.batch.is_none() {
                let Some(batch) = self.input.next(context)? else { return Ok(None) };
                (self.batch, self.place) = (Some(batch.compact()), (0, 0, 0));
            }
            if let Some(part) = self.part(context) {
                return Ok(Some(part));
            }
        }
    }
}

impl<'r> ScanRelationshipsRows<'r> {
    /// The next rows of the current batch; none when they are done.
    fn part(&mut self, context: &Context<'r>) -> Option<Batch<'r>> {
        let batch = self.batch.as_ref()?;
        let (mut origins, mut found) = (Vec::with_capacity(ROWS), Vec::with_capacity(ROWS));
        let (mut row, mut position, mut local) = self.place;
        while row < batch.rows() && found.len() < ROWS {
            let Some(&kind) = self.types.get(position) else {
                (row, position, local) = (row + 1, 0, 0);
                continue;
            };
            let next = context.graph().scan_relationships(kind, local, ROWS - found.len(), &mut found);
            origins.resize(found.len(), row as u32);
            (position, local) = next.map_or((position + 1, 0), |next| (position, next));
        }
        self.place = (row, position, local);
        let part = batch.widen(&self.scan.keep, &origins, [Column::relationships(found)]);
        if row >= batch.rows() {
            self.batch = None;
        }
        (part.rows() > 0).then_some(part)
    }
}
