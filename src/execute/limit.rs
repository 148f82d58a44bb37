//! Without the first rows, or only the first rows. Within a subquery they are counted per outer row.

use super::compile::{Compiled, Compiler, Live};
use super::{Batch, Context, Error, Layout, Operator, Rows, expression};
use crate::diagnose::Diagnostics;
use crate::plan::{Expr, Plan};
use crate::text::Span;
use crate::value::Value;

/// Which rows are left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clause {
    /// The first.
    Skip,
    /// All but the first.
    Limit,
}

impl Clause {
    fn name(self) -> &'static str {
        match self {
            Self::Skip => "SKIP",
            Self::Limit => "LIMIT",
        }
    }
}

/// A number of rows, not yet computed.
#[derive(Debug)]
pub struct Count {
    clause: Clause,
    program: expression::Program,
    span: Span,
}

impl Count {
    /// Compiles a number of rows.
    pub fn new(clause: Clause, count: &Expr) -> Result<Self, Diagnostics> {
        Ok(Self { clause, program: expression::Program::compile(count, &Layout::default())?, span: count.place.0 })
    }

    /// The number; an error where it is none.
    pub fn evaluate(&self, context: &Context<'_>) -> Result<u64, Diagnostics> {
        let (clause, span) = (self.clause.name(), self.span);
        match self.program.evaluate(&Batch::unit(), context)?.value(0) {
            Value::Integer(count) => u64::try_from(count).map_err(|_| Error::NegativeCount { clause, count, span }.into()),
            other => Err(Error::NotACount { clause, found: other.type_of().name(), span }.into()),
        }
    }
}

#[derive(Debug)]
struct Limit {
    input: Box<dyn Operator>,
    clause: Clause,
    count: Count,
    /// The column with the number of the outer row.
    row: Option<usize>,
}

/// Compiles a skip or a limit.
pub fn compile(compiler: &mut Compiler, input: &Plan, clause: Clause, count: &Expr, live: &Live) -> Result<Compiled, Diagnostics> {
    let input = compiler.flat(input, live)?;
    over(compiler, input, clause, count)
}

/// A skip or a limit of compiled rows.
pub fn over(compiler: &Compiler, input: Compiled, clause: Clause, count: &Expr) -> Result<Compiled, Diagnostics> {
    let count = Count::new(clause, count)?;
    let row = compiler.row().and_then(|row| input.layout.position(row));
    Ok(Compiled::new(Limit { input: input.operator, clause, count, row }, input.layout))
}

struct LimitRows<'r> {
    input: Box<dyn Rows<'r> + 'r>,
    clause: Clause,
    count: u64,
    row: Option<usize>,
    /// Rows seen so far, per outer row.
    seen: Vec<u64>,
}

impl Operator for Limit {
    fn start<'r>(&'r self, context: &Context<'r>, argument: &Batch<'r>) -> Result<Box<dyn Rows<'r> + 'r>, Diagnostics> {
        let outer = if self.row.is_some() { argument.rows() } else { 1 };
        let count = self.count.evaluate(context)?;
        let input = self.input.start(context, argument)?;
        Ok(Box::new(LimitRows { input, clause: self.clause, count, row: self.row, seen: vec![0; outer] }))
    }
}

impl<'r> Rows<'r> for LimitRows<'r> {
    fn next(&mut self, context: &Context<'r>) -> Result<Option<Batch<'r>>, Diagnostics> {
        loop {
            // Nothing is pulled for rows that would be left out.
            if self.clause == Clause::Limit && self.seen.iter().all(|&seen| seen >= self.count) {
                return Ok(None);
            }
            let Some(batch) = self.input.next(context)? else { return Ok(None) };
            let rows = self.choose(&batch);
            let batch = batch.select(rows);
            if !batch.is_empty() {
                return Ok(Some(batch));
            }
        }
    }
}

impl LimitRows<'_> {
    fn choose(&mut self, batch: &Batch<'_>) -> Vec<u32> {
        let mut rows = Vec::with_capacity(batch.len());
        for row in batch.positions() {
            let outer = self.row.map_or(0, |column| batch.column(column).index(row));
            let before = self.seen[outer] < self.count;
            self.seen[outer] += 1;
            if before == (self.clause == Clause::Limit) {
                rows.push(row as u32);
            }
        }
        rows
    }
}
