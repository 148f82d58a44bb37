//! `MERGE`: what is there is found, what is not is created, row by row.
//!
//! Rows are looked up many at a time on one snapshot. That is right for a row as long as nothing was written since that
//! its pattern could match, or as what was created can be told by its values ([`Made`]); else the rows that are left are
//! looked up again, few at first. Changes that cannot make or undo a match are made for many rows at once ([`Pending`]).

use super::create::{Created, Pattern, pattern_reads};
use super::gathered::{Gathered, gather};
use super::joined::Joined;
use super::made::{Made, Tells};
use super::pending::{Outcome, Pending};
use super::update::{Change, update_reads};
use crate::diagnose::Diagnostics;
use crate::execute::apply::Inner;
use crate::execute::compile::{Compiled, Compiler, Live, position};
use crate::execute::table::Table;
use crate::execute::{Batch, Column, Context, Operator, Rows, Versions};
use crate::plan::{self, ApplyKind, Plan, Properties, Update};
use crate::value::Value;

#[derive(Debug)]
struct Merge {
    outer: Box<dyn Operator>,
    /// The outer columns that are read above.
    outer_keep: Vec<usize>,
    inner: Inner,
    inner_width: usize,
    /// The inner columns of the pattern's variables: nodes, then relationships.
    variables: Vec<usize>,
    pattern: Pattern,
    on_create: Vec<Change>,
    on_match: Vec<Change>,
    /// Whether a last column says what was created.
    marks: bool,
    /// Whether what was created for a row is found for a later one by its values alone.
    tells: Option<Tells>,
    /// Whether a change may make or undo a match.
    changes_matches: bool,
}

/// The columns that a merge reads besides those of its inner plan.
pub fn reads(kind: &ApplyKind) -> Live {
    let ApplyKind::Merge(merge) = kind else { return Live::new() };
    let mut names = pattern_reads(&merge.pattern);
    names.extend(merge.on_create.iter().chain(&merge.on_match).flat_map(update_reads));
    for own in merge.pattern.variables() {
        names.remove(own);
    }
    names
}

/// Compiles a merge.
pub fn compile(compiler: &mut Compiler, outer: Compiled, inner: &Plan, merge: &plan::Merge, live: &Live) -> Result<Compiled, Diagnostics> {
    let wanted: Live = merge.pattern.variables().cloned().collect();
    let (compiled, row) = compiler.inner(inner, &outer.layout, &wanted)?;
    let compiled = compiled.multiplied(&wanted.iter().cloned().chain(row.clone()).collect());
    let variables = merge.pattern.variables().map(|name| position(&compiled.layout, name, "Merge")).collect::<Result<_, _>>()?;
    let mut both = outer.layout.clone();
    both.extend(merge.pattern.variables().cloned());
    let changes = |updates: &[Update]| updates.iter().map(|update| Change::compile(update, &both)).collect::<Result<Vec<_>, _>>();
    let changes_matches = merge.on_create.iter().chain(&merge.on_match).any(|update| may_match(update, inner, &merge.pattern));
    let outer_keep = outer.keep(live);
    let mut layout = outer.kept(&outer_keep);
    layout.extend(merge.pattern.variables().chain(&merge.created).cloned());
    let inner_width = compiled.layout.len();
    let operator = Merge {
        inner: Inner::new(compiled, row.as_ref()),
        inner_width,
        variables,
        pattern: Pattern::compile(&merge.pattern, &outer.layout)?.with_values(),
        on_create: changes(&merge.on_create)?,
        on_match: changes(&merge.on_match)?,
        tells: Made::tells(&merge.pattern, inner).filter(|_| !changes_matches),
        changes_matches,
        marks: merge.created.is_some(),
        outer: outer.operator,
        outer_keep,
    };
    Ok(Compiled::new(operator, layout))
}

/// Whether a change may make something match the pattern, or not match it any more.
fn may_match(update: &Update, inner: &Plan, pattern: &plan::NewPattern) -> bool {
    match update {
        Update::Property { key, .. } => {
            let each = |properties: &Properties| match properties {
                Properties::Each(all) => all.iter().any(|(own, _)| own.name == key.name),
                Properties::Map(_) => true,
            };
            pattern.properties().any(each) || inner.reads_property(&key.name)
        }
        Update::Entry { .. } | Update::Replace { .. } | Update::Extend { .. } => true,
        Update::AddLabels { labels, .. } | Update::RemoveLabels { labels, .. } => labels.iter().any(|label| inner.reads_label(&label.name)),
    }
}

impl Merge {
    fn changes(&self, outcome: Outcome) -> &[Change] {
        match outcome {
            Outcome::Created => &self.on_create,
            Outcome::Matched => &self.on_match,
        }
    }
}

impl Operator for Merge {
    fn start<'r>(&'r self, context: &Context<'r>, argument: &Batch<'r>) -> Result<Box<dyn Rows<'r> + 'r>, Diagnostics> {
        let (batches, held) = gather(&*self.outer, context, argument)?;
        // What this merge creates is found by its values, so that looking up again need not pass over it.
        let before = self.tells.is_some().then(|| context.writer().map(Versions::fixed)).transpose()?;
        let mut made = Made::default();
        let mut merged = Vec::new();
        for batch in batches {
            let values = self.pattern.values(&batch, context)?;
            context.guard.reserve(2 * self.pattern.bytes(batch.rows(), &values))?;
            let window = batch.rows();
            let mut run = Run { merge: self, values, found: None, window, before: before.as_ref(), made: &mut made, pending: None };
            let mut joined = Joined::new(batch, self.variables.len() + usize::from(self.marks), context);
            for row in 0..joined.outer().rows() {
                run.row(row, &mut joined, context)?;
            }
            run.flush(joined.outer(), context)?;
            joined.finish(&self.outer_keep, &mut merged);
        }
        Ok(Box::new(Gathered::new(merged, held)))
    }
}

impl Merge {
    /// What was found or created for an outer row, with the column that says which.
    fn marked<'b>(&self, rows: &Batch<'b>, created: bool) -> Batch<'b> {
        let mark = self.marks.then_some(Column::Constant(Value::Boolean(created)));
        Batch::new(rows.rows(), rows.columns().iter().cloned().chain(mark).collect())
    }
}

/// What was found for some outer rows.
struct Found {
    /// The pattern's variables.
    rows: Batch<'static>,
    /// The outer row of each, ascending; none where the pattern looks at no outer row.
    origins: Option<Vec<u32>>,
    /// The outer row after the last that was looked up.
    end: usize,
}

impl Found {
    /// The variables of what was found for an outer row, if anything was.
    fn of(&self, row: usize) -> Option<Batch<'static>> {
        let range = match &self.origins {
            None => 0..self.rows.rows(),
            Some(origins) => origins.partition_point(|&at| (at as usize) < row)..origins.partition_point(|&at| at as usize <= row),
        };
        (!range.is_empty()).then(|| self.rows.clone().select(range.map(|at| at as u32).collect()).compact())
    }
}

/// A batch of outer rows on its way through a merge.
struct Run<'m, 'a, 'r> {
    merge: &'m Merge,
    values: Vec<Vec<Column>>,
    found: Option<Found>,
    /// How many rows are looked up at once.
    window: usize,
    /// The graph before the merge, if rows are looked up there.
    before: Option<&'a Versions>,
    made: &'a mut Made,
    /// Changes that wait for those of the next rows.
    pending: Option<Pending<'r>>,
}

impl<'r> Run<'_, '_, 'r> {
    /// Finds or creates the pattern for an outer row.
    fn row(&mut self, row: usize, joined: &mut Joined<'_, '_>, context: &Context<'r>) -> Result<(), Diagnostics> {
        let found = match self.found.take() {
            Some(found) if row < found.end => found,
            _ => self.look_up(row, joined.outer(), context)?,
        };
        let rows = found.of(row);
        self.found = Some(found);
        if let Some(rows) = rows {
            return self.matched(row, &rows, joined, context);
        }
        let tells = self.merge.tells.as_ref();
        let key = tells.and_then(|_| Made::key(&self.merge.pattern, joined.outer(), row, &self.values));
        if let Some(made) = key.as_ref().and_then(|key| self.made.get(key)) {
            return made.to_vec().iter().try_for_each(|rows| self.matched(row, rows, joined, context));
        }
        let created = self.create(row, joined.outer(), context)?;
        self.change(Outcome::Created, row, &created, joined.outer(), context)?;
        joined.push(row, &self.merge.marked(&created, true))?;
        match (key, tells) {
            (Some(key), Some(tells)) => self.made.insert(key, created, tells),
            (None, Some(_)) => {}
            _ => self.forget(),
        }
        Ok(())
    }

    /// Creates the pattern for an outer row. Where changes may reach what its properties are computed from, they are
    /// computed now, else they were for all rows at once.
    fn create(&self, row: usize, outer: &Batch<'_>, context: &Context<'r>) -> Result<Batch<'static>, Diagnostics> {
        let writer = context.writer()?;
        let pattern = &self.merge.pattern;
        let mut created = Created::default();
        if self.merge.changes_matches {
            let versions = Versions::new(writer);
            let one = outer.clone().select(vec![row as u32]).compact();
            let values = pattern.values(&one, &context.writing(writer, &versions))?;
            pattern.create(&one, 0, &values, writer, &mut created)?;
        } else {
            pattern.create(outer, row, &self.values, writer, &mut created)?;
        }
        Ok(created.into_batch())
    }

    fn matched(
        &mut self,
        row: usize,
        rows: &Batch<'static>,
        joined: &mut Joined<'_, '_>,
        context: &Context<'r>,
    ) -> Result<(), Diagnostics> {
        self.change(Outcome::Matched, row, rows, joined.outer(), context)?;
        joined.push(row, &self.merge.marked(rows, false))?;
        if self.merge.changes_matches && !self.merge.on_match.is_empty() {
            self.forget();
        }
        Ok(())
    }

    /// Makes the changes for an outer row and the variables that belong to it: now, or with those of the rows after it.
    fn change(
        &mut self,
        outcome: Outcome,
        row: usize,
        rows: &Batch<'static>,
        outer: &Batch<'_>,
        context: &Context<'r>,
    ) -> Result<(), Diagnostics> {
        let merge = self.merge;
        let changes = merge.changes(outcome);
        if changes.is_empty() {
            return Ok(());
        }
        if self.pending.as_ref().is_some_and(|pending| !pending.takes(outcome)) {
            self.flush(outer, context)?;
        }
        self.pending.get_or_insert_with(|| Pending::new(outcome, merge.variables.len(), context)).push(row, rows)?;
        if merge.changes_matches || !Change::commute(changes) { self.flush(outer, context) } else { Ok(()) }
    }

    /// Makes the changes that wait.
    fn flush(&mut self, outer: &Batch<'_>, context: &Context<'_>) -> Result<(), Diagnostics> {
        let Some(pending) = self.pending.take() else { return Ok(()) };
        let changes = self.merge.changes(pending.outcome());
        let rows = pending.beside(outer);
        changes.iter().try_for_each(|change| change.apply(&rows, context))
    }

    /// What was looked up may be wrong now.
    fn forget(&mut self) {
        self.found = None;
        self.window = 1;
    }

    /// Looks up some rows from `row` on; more each time, as long as nothing is forgotten.
    fn look_up(&mut self, row: usize, outer: &Batch<'_>, context: &Context<'_>) -> Result<Found, Diagnostics> {
        let end = outer.rows().min(row + self.window);
        self.window = self.window.saturating_mul(2);
        let writer = context.writer()?;
        let current = self.before.is_none().then(|| Versions::new(writer));
        let context = current.as_ref().or(self.before).map_or(*context, |versions| context.writing(writer, versions));
        let some = outer.clone().select((row as u32..end as u32).collect()).compact();
        let inner = &self.merge.inner;
        let mut rows = inner.start(&context, &some)?;
        let mut table = Table::new(self.merge.inner_width, &context);
        while let Some(batch) = rows.next(&context)? {
            table.append(&batch)?;
        }
        let (table, _) = table.finish::<'static>();
        let origins = inner.row.map(|column| (0..table.rows()).map(|at| (row + table.column(column).index(at)) as u32).collect());
        // A pattern that looks at no outer row was looked up for all of them.
        let end = if inner.row.is_none() { outer.rows() } else { end };
        Ok(Found { rows: table.project(&self.merge.variables), origins, end })
    }
}
