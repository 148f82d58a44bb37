//! `MERGE`: what is there is found, what is not is created, row by row.
//!
//! Rows are looked up many at a time on one snapshot. That is right for a row as long as nothing was written since that
//! its pattern could match, or as what was created can be told by its values ([`Made`]); else the rows that are left are
//! looked up again, few at first.

use super::create::{Created, Pattern, pattern_reads};
use super::gathered::{Gathered, gather};
use super::joined::Joined;
use super::made::Made;
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
    by_values: bool,
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
        by_values: Made::tells(&merge.pattern, inner) && !changes_matches,
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

impl Operator for Merge {
    fn start<'r>(&'r self, context: &Context<'r>, argument: &Batch<'r>) -> Result<Box<dyn Rows<'r> + 'r>, Diagnostics> {
        let (batches, held) = gather(&*self.outer, context, argument)?;
        let mut made = Made::default();
        let mut merged = Vec::new();
        for batch in batches {
            let values = self.pattern.values(&batch, context)?;
            context.guard.reserve(2 * self.pattern.bytes(batch.rows(), &values))?;
            let window = batch.rows();
            let mut run = Run { merge: self, values, found: None, window, made: &mut made };
            let mut joined = Joined::new(batch, self.variables.len() + usize::from(self.marks), context);
            for row in 0..joined.outer().rows() {
                run.row(row, &mut joined, context)?;
            }
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
    /// The variables of what was found for an outer row.
    fn of(&self, row: usize) -> Batch<'static> {
        let range = match &self.origins {
            None => 0..self.rows.rows(),
            Some(origins) => origins.partition_point(|&at| (at as usize) < row)..origins.partition_point(|&at| at as usize <= row),
        };
        self.rows.clone().select(range.map(|at| at as u32).collect()).compact()
    }
}

/// A batch of outer rows on its way through a merge.
struct Run<'m, 'a> {
    merge: &'m Merge,
    values: Vec<Vec<Column>>,
    found: Option<Found>,
    /// How many rows are looked up at once.
    window: usize,
    made: &'a mut Made,
}

impl Run<'_, '_> {
    /// Finds or creates the pattern for an outer row.
    fn row(&mut self, row: usize, joined: &mut Joined<'_, '_>, context: &Context<'_>) -> Result<(), Diagnostics> {
        let found = match self.found.take() {
            Some(found) if row < found.end => found,
            _ => self.look_up(row, joined.outer(), context)?,
        };
        let rows = found.of(row);
        self.found = Some(found);
        if rows.rows() > 0 {
            return self.matched(row, &rows, joined, context);
        }
        let key = self.merge.by_values.then(|| Made::key(&self.merge.pattern, joined.outer(), row, &self.values)).flatten();
        if let Some(made) = key.as_ref().and_then(|key| self.made.get(key)) {
            return self.matched(row, &made, joined, context);
        }
        let writer = context.writer()?;
        let mut created = Created::default();
        self.merge.pattern.create(joined.outer(), row, &self.values, writer, &mut created)?;
        let created = created.into_batch();
        Self::change(&self.merge.on_create, row, &created, joined.outer(), context)?;
        joined.push(row, &self.merge.marked(&created, true))?;
        match key {
            Some(key) => self.made.insert(key, created),
            None if self.merge.by_values => {}
            None => self.forget(),
        }
        Ok(())
    }

    fn matched(
        &mut self,
        row: usize,
        rows: &Batch<'static>,
        joined: &mut Joined<'_, '_>,
        context: &Context<'_>,
    ) -> Result<(), Diagnostics> {
        Self::change(&self.merge.on_match, row, rows, joined.outer(), context)?;
        joined.push(row, &self.merge.marked(rows, false))?;
        if self.merge.changes_matches && !self.merge.on_match.is_empty() {
            self.forget();
        }
        Ok(())
    }

    /// Makes changes for an outer row and the variables that belong to it.
    fn change(changes: &[Change], row: usize, rows: &Batch<'_>, outer: &Batch<'_>, context: &Context<'_>) -> Result<(), Diagnostics> {
        if changes.is_empty() {
            return Ok(());
        }
        let all: Vec<usize> = (0..outer.columns().len()).collect();
        let both = outer.widen(&all, &vec![row as u32; rows.rows()], rows.columns().iter().cloned());
        changes.iter().try_for_each(|change| change.apply(&both, context))
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
        let versions = Versions::new(writer);
        let context = context.writing(writer, &versions);
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
