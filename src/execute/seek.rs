//! The node with a label whose property equals a value, for each row of the input.

use super::compile::{Compiled, Compiler, Live, reads};
use super::{Batch, Column, Context, Operator, ROWS, Rows, expression};
use crate::diagnose::Diagnostics;
use crate::plan::{Expr, Plan, Reference};
use crate::text::Name;
use crate::value::{KeyId, LabelId, NodeId, Value, equals};

#[derive(Debug)]
struct Seek {
    input: Box<dyn Operator>,
    keep: Vec<usize>,
    label: LabelId,
    key: KeyId,
    value: expression::Program,
}

/// Compiles a seek: the variable, its label, the property and the value.
pub fn compile(
    compiler: &mut Compiler,
    input: &Plan,
    (variable, label, key, value): (&Name, &Reference<LabelId>, &Reference<KeyId>, &Expr),
    live: &Live,
) -> Result<Compiled, Diagnostics> {
    let input = compiler.input(input, live, reads([value]))?;
    let keep = input.keep(live);
    let mut layout = input.kept(&keep);
    layout.push(Name::clone(variable));
    let (Some(label), Some(key)) = (label.id, key.id) else {
        return Ok(Compiled::new(super::argument::Nowhere { input: input.operator }, layout));
    };
    let value = expression::Program::compile(value, &input.layout)?;
    Ok(Compiled::new(Seek { input: input.operator, keep, label, key, value }, layout))
}

struct SeekRows<'r> {
    seek: &'r Seek,
    input: Box<dyn Rows<'r> + 'r>,
}

impl Operator for Seek {
    fn start<'r>(&'r self, context: &Context<'r>, argument: &Batch<'r>) -> Result<Box<dyn Rows<'r> + 'r>, Diagnostics> {
        Ok(Box::new(SeekRows { seek: self, input: self.input.start(context, argument)? }))
    }
}

impl<'r> Rows<'r> for SeekRows<'r> {
    fn next(&mut self, context: &Context<'r>) -> Result<Option<Batch<'r>>, Diagnostics> {
        let Some(batch) = self.input.next(context)? else { return Ok(None) };
        let values = self.seek.value.evaluate(&batch, context)?;
        let (mut origins, mut nodes) = (Vec::new(), Vec::new());
        for row in batch.positions() {
            self.seek.find(&values.value(row), context, &mut nodes)?;
            origins.resize(nodes.len(), row as u32);
        }
        Ok(Some(batch.widen(&self.seek.keep, &origins, [Column::nodes(nodes)])))
    }
}

impl Seek {
    fn find(&self, value: &Value, context: &Context<'_>, into: &mut Vec<NodeId>) -> Result<(), Diagnostics> {
        if value.is_null() {
            return Ok(());
        }
        if let Some(found) = context.graph().seek(self.label, self.key, value) {
            into.extend(found);
            return Ok(());
        }
        // The plan was made for a snapshot that had this index.
        let mut next = Some(0);
        let mut nodes = Vec::new();
        while let Some(from) = next {
            context.guard.check()?;
            nodes.clear();
            next = context.graph().scan(Some(self.label), from, ROWS, &mut nodes);
            into.extend(nodes.iter().filter(|&&node| equals(&context.graph().node_property(node, self.key), value) == Some(true)));
        }
        Ok(())
    }
}
