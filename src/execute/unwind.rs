//! A row per item of a list.

use super::compile::{Compiled, Compiler, Live, reads};
use super::expression::{self, Fault};
use super::{Batch, Column, Context, Error, Operator, ROWS, Rows};
use crate::diagnose::Diagnostics;
use crate::function::Failure;
use crate::plan::{Expr, ExprKind, Plan};
use crate::text::{Name, Place};
use crate::value::Value;

#[derive(Debug)]
struct Unwind {
    input: Box<dyn Operator>,
    keep: Vec<usize>,
    list: List,
    /// Whether the item is read.
    item: bool,
    place: Place,
}

/// Where the items come from.
#[derive(Debug)]
enum List {
    /// Any list.
    Made(expression::Program),
    /// `range(from, to)`: counted through, never made.
    Range { from: expression::Program, to: expression::Program },
}

/// Compiles an unwind.
pub fn compile(compiler: &mut Compiler, input: &Plan, list: &Expr, variable: &Name, live: &Live) -> Result<Compiled, Diagnostics> {
    let input = compiler.input(input, live, reads([list]))?;
    let keep = input.keep(live);
    let mut layout = input.kept(&keep);
    let item = live.contains(variable);
    if item {
        layout.push(Name::clone(variable));
    }
    let place = list.place;
    let list = match &list.kind {
        ExprKind::Call { function, arguments } if function.name == "range" && arguments.len() == 2 => List::Range {
            from: expression::Program::compile(&arguments[0], &input.layout)?,
            to: expression::Program::compile(&arguments[1], &input.layout)?,
        },
        _ => List::Made(expression::Program::compile(list, &input.layout)?),
    };
    Ok(Compiled::new(Unwind { input: input.operator, keep, list, item, place }, layout))
}

/// The items of one row.
#[derive(Debug)]
enum Items {
    List(std::sync::Arc<[Value]>, usize),
    Range(i64, i64),
}

impl Items {
    /// Moves up to `count` items to the end of `into`.
    fn take(&mut self, count: usize, into: &mut Vec<Value>) {
        match self {
            Self::List(items, next) => {
                let end = items.len().min(*next + count);
                into.extend_from_slice(&items[*next..end]);
                *next = end;
            }
            Self::Range(from, to) => {
                let end = from.saturating_add(count as i64 - 1).min(*to);
                if *from > end {
                    return;
                }
                into.extend((*from..=end).map(Value::Integer));
                // Past the end there is an empty range, also where the end is the greatest integer.
                (*from, *to) = if end == *to { (0, -1) } else { (end + 1, *to) };
            }
        }
    }

    fn is_empty(&self) -> bool {
        match self {
            Self::List(items, next) => *next >= items.len(),
            Self::Range(from, to) => from > to,
        }
    }
}

struct UnwindRows<'r> {
    unwind: &'r Unwind,
    input: Box<dyn Rows<'r> + 'r>,
    /// With the columns of lists, or of the ends of ranges.
    batch: Option<(Batch<'r>, Vec<Column>)>,
    row: usize,
    items: Option<Items>,
}

impl Operator for Unwind {
    fn start<'r>(&'r self, context: &Context<'r>, argument: &Batch<'r>) -> Result<Box<dyn Rows<'r> + 'r>, Diagnostics> {
        let input = self.input.start(context, argument)?;
        Ok(Box::new(UnwindRows { unwind: self, input, batch: None, row: 0, items: None }))
    }
}

impl<'r> Rows<'r> for UnwindRows<'r> {
    fn next(&mut self, context: &Context<'r>) -> Result<Option<Batch<'r>>, Diagnostics> {
        loop {
            if self.batch.is_none() {
                let Some(batch) = self.input.next(context)? else { return Ok(None) };
                let batch = batch.compact();
                let lists = match &self.unwind.list {
                    List::Made(list) => vec![list.evaluate(&batch, context)?],
                    List::Range { from, to } => vec![from.evaluate(&batch, context)?, to.evaluate(&batch, context)?],
                };
                self.row = 0;
                self.batch = Some((batch, lists));
            }
            if let Some(batch) = self.part()? {
                return Ok(Some(batch));
            }
        }
    }
}

impl<'r> UnwindRows<'r> {
    /// The next rows of the current batch; none when they are done.
    fn part(&mut self) -> Result<Option<Batch<'r>>, Diagnostics> {
        let Some((batch, lists)) = &self.batch else { return Ok(None) };
        let (mut origins, mut values) = (Vec::new(), Vec::new());
        while self.row < batch.rows() && values.len() < ROWS {
            let items = match &mut self.items {
                Some(items) => items,
                none => none.insert(self.unwind.items(lists, self.row)?),
            };
            items.take(ROWS - values.len(), &mut values);
            origins.resize(values.len(), self.row as u32);
            if items.is_empty() {
                self.items = None;
                self.row += 1;
            }
        }
        let item = self.unwind.item.then(|| Column::typed(values));
        let part = batch.widen(&self.unwind.keep, &origins, item);
        if self.row >= batch.rows() {
            self.batch = None;
        }
        Ok((part.rows() > 0).then_some(part))
    }
}

impl Unwind {
    /// The items of a row; none of null.
    fn items(&self, lists: &[Column], row: usize) -> Result<Items, Diagnostics> {
        let found = match (&self.list, lists) {
            (List::Range { .. }, [from, to]) => match (from.value(row), to.value(row)) {
                (Value::Integer(from), Value::Integer(to)) => return Ok(Items::Range(from, to)),
                (Value::Null, _) | (_, Value::Null) => Value::Null,
                (Value::Integer(_), other) | (other, _) => {
                    let found = other.type_of().name();
                    let failure = Failure::Counting { function: "range", found };
                    return Err(expression::Error { fault: Fault::Failure(failure), place: self.place }.into());
                }
            },
            (_, lists) => lists.first().map_or(Value::Null, |list| list.value(row)),
        };
        match found {
            Value::List(items) => Ok(Items::List(items, 0)),
            Value::Null => Ok(Items::Range(0, -1)),
            other => Err(Error::NotAList { found: other.type_of().name(), span: self.place.0 }.into()),
        }
    }
}
