//! All nodes, or all with a label, for each row of the input.

use super::compile::{Compiled, Compiler, Live};
use super::{Batch, Column, Context, Operator, ROWS, Rows};
use crate::diagnose::Diagnostics;
use crate::plan::{Plan, Reference};
use crate::text::Name;
use crate::value::LabelId;

#[derive(Debug)]
struct Scan {
    input: Box<dyn Operator>,
    keep: Vec<usize>,
    /// None for all nodes.
    label: Option<LabelId>,
}

/// Compiles a scan.
pub fn compile(
    compiler: &mut Compiler,
    input: &Plan,
    variable: &Name,
    label: Option<&Reference<LabelId>>,
    live: &Live,
) -> Result<Compiled, Diagnostics> {
    let input = compiler.flat(input, live)?;
    let keep = input.keep(live);
    let mut layout = input.kept(&keep);
    layout.push(Name::clone(variable));
    let label = match label {
        None => None,
        Some(Reference { id: Some(label), .. }) => Some(*label),
        // A label that the graph does not have.
        Some(Reference { id: None, .. }) => return Ok(Compiled::new(super::argument::Nowhere { input: input.operator }, layout)),
    };
    Ok(Compiled::new(Scan { input: input.operator, keep, label }, layout))
}

struct ScanRows<'r> {
    scan: &'r Scan,
    input: Box<dyn Rows<'r> + 'r>,
    batch: Option<Batch<'r>>,
    row: usize,
    /// First node that was not looked at for the row.
    node: u32,
}

impl Operator for Scan {
    fn start<'r>(&'r self, context: &Context<'r>, argument: &Batch<'r>) -> Result<Box<dyn Rows<'r> + 'r>, Diagnostics> {
        let input = self.input.start(context, argument)?;
        Ok(Box::new(ScanRows { scan: self, input, batch: None, row: 0, node: 0 }))
    }
}

impl<'r> Rows<'r> for ScanRows<'r> {
    fn next(&mut self, context: &Context<'r>) -> Result<Option<Batch<'r>>, Diagnostics> {
        loop {
            if self.batch.is_none() {
                (self.row, self.node) = (0, 0);
                let Some(batch) = self.input.next(context)? else { return Ok(None) };
                self.batch = Some(batch.compact());
            }
            if let Some(batch) = self.part(context) {
                return Ok(Some(batch));
            }
        }
    }
}

impl<'r> ScanRows<'r> {
    /// The next rows of the current batch; none when they are done.
    fn part(&mut self, context: &Context<'r>) -> Option<Batch<'r>> {
        let batch = self.batch.as_ref()?;
        let (mut origins, mut nodes) = (Vec::new(), Vec::with_capacity(ROWS));
        while self.row < batch.rows() && nodes.len() < ROWS {
            let next = context.graph().scan(self.scan.label, self.node, ROWS - nodes.len(), &mut nodes);
            origins.resize(nodes.len(), self.row as u32);
            (self.row, self.node) = next.map_or((self.row + 1, 0), |node| (self.row, node));
        }
        let part = batch.widen(&self.scan.keep, &origins, [Column::nodes(nodes)]);
        if self.row >= batch.rows() {
            self.batch = None;
        }
        (part.rows() > 0).then_some(part)
    }
}
