//! Every pair of rows of two inputs. Within a subquery, every pair that belongs to the same outer row.

use super::compile::{Compiled, Compiler, Live};
use super::pairing::{Kept, Pairing};
use super::table::Table;
use super::{Batch, Context, Operator, Rows};
use crate::diagnose::Diagnostics;
use crate::plan::Plan;

#[derive(Debug)]
struct Product {
    left: Box<dyn Operator>,
    right: Box<dyn Operator>,
    left_keep: Vec<usize>,
    right_keep: Vec<usize>,
    right_width: usize,
    /// The columns with the number of the outer row, where both inputs have one.
    rows: Option<(usize, usize)>,
}

/// Compiles a product.
pub fn compile(compiler: &mut Compiler, left: &Plan, right: &Plan, live: &Live) -> Result<Compiled, Diagnostics> {
    let left = compiler.flat(left, live)?;
    let correlated = compiler.is_correlated(right);
    let right = if correlated { compiler.flat(right, live)? } else { compiler.separate(right, live)? };
    let rows = compiler.row().and_then(|row| Some((left.layout.position(row)?, right.layout.position(row)?)));
    let left_keep = left.keep(live);
    let mut layout = left.kept(&left_keep);
    let right_keep: Vec<usize> =
        right.keep(live).into_iter().filter(|&position| !layout.contains(&right.layout.names()[position])).collect();
    layout.extend(right.kept(&right_keep).names().iter().cloned());
    let right_width = right.layout.len();
    let product = Product { left: left.operator, right: right.operator, left_keep, right_keep, right_width, rows };
    Ok(Compiled::new(product, layout))
}

struct ProductRows<'r> {
    product: &'r Product,
    left: Box<dyn Rows<'r> + 'r>,
    right: Box<dyn Rows<'r> + 'r>,
    /// How many rows the enclosing apply gives.
    outer: usize,
    kept: Option<Kept<'r>>,
    pairing: Option<Pairing<'r>>,
}

impl Operator for Product {
    fn start<'r>(&'r self, context: &Context<'r>, argument: &Batch<'r>) -> Result<Box<dyn Rows<'r> + 'r>, Diagnostics> {
        let (left, right) = (self.left.start(context, argument)?, self.right.start(context, argument)?);
        Ok(Box::new(ProductRows { product: self, left, right, outer: argument.rows(), kept: None, pairing: None }))
    }
}

impl<'r> Rows<'r> for ProductRows<'r> {
    fn next(&mut self, context: &Context<'r>) -> Result<Option<Batch<'r>>, Diagnostics> {
        if self.kept.is_none() {
            self.kept = Some(self.keep(context)?);
        }
        let Some(kept) = &self.kept else { return Ok(None) };
        let keep = (&self.product.left_keep[..], &self.product.right_keep[..]);
        while !kept.is_empty() {
            if let Some(pairs) = self.pairing.as_mut().and_then(|pairing| pairing.next(kept, keep)) {
                return Ok(Some(pairs));
            }
            let Some(batch) = self.left.next(context)? else { break };
            let batch = batch.compact();
            let bucket = |row| self.product.rows.map_or(0, |(left, _)| batch.column(left).index(row) as u32);
            let buckets = (0..batch.rows()).map(bucket).collect();
            self.pairing = Some(Pairing::new(batch, buckets));
        }
        Ok(None)
    }
}

impl<'r> ProductRows<'r> {
    fn keep(&mut self, context: &Context<'r>) -> Result<Kept<'r>, Diagnostics> {
        let mut table = Table::new(self.product.right_width, context);
        while let Some(batch) = self.right.next(context)? {
            table.append(&batch)?;
        }
        let (rows, held) = table.finish();
        let Some((_, row)) = self.product.rows else { return Ok(Kept::all((rows, held))) };
        let buckets: Vec<u32> = (0..rows.rows()).map(|at| rows.column(row).index(at) as u32).collect();
        Ok(Kept::in_buckets((rows, held), &buckets, self.outer)?)
    }
}
