//! The leaves of a plan, and what gives no row.

use super::{Batch, Context, Operator, Rows};
use crate::diagnose::Diagnostics;

/// One row without columns.
#[derive(Debug)]
pub struct Unit;

/// The rows that the enclosing apply gives.
#[derive(Debug)]
pub struct Argument {
    /// Which of their columns.
    pub positions: Vec<usize>,
}

/// No row.
#[derive(Debug)]
pub struct Empty;

/// No row, whatever the input gives. The input is begun with all the same: it may write.
#[derive(Debug)]
pub struct Nowhere {
    /// What comes before.
    pub input: Box<dyn Operator>,
}

/// At most one batch.
#[derive(Debug)]
struct Once<'r>(Option<Batch<'r>>);

impl Operator for Unit {
    fn start<'r>(&'r self, _: &Context<'r>, _: &Batch<'r>) -> Result<Box<dyn Rows<'r> + 'r>, Diagnostics> {
        Ok(Box::new(Once(Some(Batch::unit()))))
    }
}

impl Operator for Argument {
    fn start<'r>(&'r self, _: &Context<'r>, argument: &Batch<'r>) -> Result<Box<dyn Rows<'r> + 'r>, Diagnostics> {
        Ok(Box::new(Once(Some(argument.project(&self.positions)))))
    }
}

impl Operator for Empty {
    fn start<'r>(&'r self, _: &Context<'r>, _: &Batch<'r>) -> Result<Box<dyn Rows<'r> + 'r>, Diagnostics> {
        Ok(Box::new(Once(None)))
    }
}

impl Operator for Nowhere {
    fn start<'r>(&'r self, context: &Context<'r>, argument: &Batch<'r>) -> Result<Box<dyn Rows<'r> + 'r>, Diagnostics> {
        self.input.start(context, argument)?;
        Ok(Box::new(Once(None)))
    }
}

impl<'r> Rows<'r> for Once<'r> {
    fn next(&mut self, _: &Context<'r>) -> Result<Option<Batch<'r>>, Diagnostics> {
        Ok(self.0.take())
    }
}
