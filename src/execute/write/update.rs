//! Changing properties and labels.

use std::collections::{BTreeMap, HashSet};

use super::Writer;
use super::gathered::{Gathered, gather};
use super::target::Target;
use crate::diagnose::Diagnostics;
use crate::execute::compile::{Compiled, Compiler, Live, reads};
use crate::execute::expression::{self, Error, Fault};
use crate::execute::{Batch, Column, Context, Layout, Operator, Rows};
use crate::function::Failure;
use crate::plan::{self, Expr, Plan, Reference};
use crate::text::{Name, Place};
use crate::value::{KeyId, LabelId, NodeId, Value};

/// A compiled change.
#[derive(Debug)]
pub struct Change {
    of: expression::Program,
    place: Place,
    action: Action,
    /// What the change reads of the graph.
    reads: Reads,
}

#[derive(Debug)]
enum Action {
    Property(Reference<KeyId>, Source),
    Entry(Source, Source),
    /// All properties from a map or an entity; whether those that it has not are removed.
    Properties(Source, bool),
    AddLabels(Vec<Reference<LabelId>>),
    RemoveLabels(Vec<Reference<LabelId>>),
}

/// An expression with its place.
#[derive(Debug)]
struct Source {
    program: expression::Program,
    place: Place,
}

/// What the expressions of a change read of the graph.
#[derive(Debug)]
enum Reads {
    /// Nothing: all rows of a batch can be computed at once.
    Nothing,
    /// Entities in these columns.
    Columns(Vec<usize>),
}

impl Change {
    /// Compiles a change over the columns of `layout`.
    pub fn compile(update: &plan::Update, layout: &Layout) -> Result<Self, Diagnostics> {
        let source = |expr: &Expr| Ok::<_, Diagnostics>(Source { program: expression::Program::compile(expr, layout)?, place: expr.place });
        let (of, action) = match update {
            plan::Update::Property { of, key, value } => (of, Action::Property(key.clone(), source(value)?)),
            plan::Update::Entry { of, key, value } => (of, Action::Entry(source(key)?, source(value)?)),
            plan::Update::Replace { of, value } => (of, Action::Properties(source(value)?, true)),
            plan::Update::Extend { of, value } => (of, Action::Properties(source(value)?, false)),
            plan::Update::AddLabels { of, labels } => (of, Action::AddLabels(labels.clone())),
            plan::Update::RemoveLabels { of, labels } => (of, Action::RemoveLabels(labels.clone())),
        };
        let place = of.place;
        Ok(Self { of: expression::Program::compile(of, layout)?, place, action, reads: Reads::of(update, layout) })
    }

    /// Whether changes give the same if each is made for many rows before the next: a single one, or properties of different
    /// names whose values do not come from the graph.
    pub fn commute(changes: &[Self]) -> bool {
        let mut names = HashSet::new();
        let apart = |change: &Self| match (&change.action, &change.reads) {
            (Action::Property(key, _), Reads::Nothing) => names.insert(Name::clone(&key.name)),
            _ => false,
        };
        changes.len() <= 1 || changes.iter().all(apart)
    }

    /// Makes the change for each row of a batch, one row after the other: each reads what those before it have written.
    pub fn apply(&self, batch: &Batch<'_>, context: &Context<'_>) -> Result<(), Diagnostics> {
        let writer = context.writer()?;
        context.guard.check()?;
        let of = self.of.evaluate(batch, context)?;
        let mut start = 0;
        while start < batch.rows() {
            let end = self.reads.independent(batch, &of, start);
            let run =
                if start == 0 && end == batch.rows() { batch.clone() } else { batch.clone().select((start as u32..end as u32).collect()) };
            let values = self.values(&run, context)?;
            context.guard.reserve(values.iter().map(|column| column.bytes(batch.rows())).sum::<u64>() + 64 * (end - start) as u64)?;
            for row in start..end {
                self.write(&of.value(row), values.each_ref().map(|column| column.value(row)), writer)?;
            }
            start = end;
        }
        Ok(())
    }

    /// The columns of key and value, null where the change has none.
    fn values(&self, batch: &Batch<'_>, context: &Context<'_>) -> Result<[Column; 2], Error> {
        let nothing = || Column::Constant(Value::Null);
        Ok(match &self.action {
            Action::Property(_, value) | Action::Properties(value, _) => [nothing(), value.program.evaluate(batch, context)?],
            Action::Entry(key, value) => [key.program.evaluate(batch, context)?, value.program.evaluate(batch, context)?],
            Action::AddLabels(_) | Action::RemoveLabels(_) => [nothing(), nothing()],
        })
    }

    fn write(&self, of: &Value, [key, value]: [Value; 2], writer: &Writer) -> Result<(), Error> {
        let at = |fault: Fault| Error::new(fault, self.place);
        let clause = if matches!(self.action, Action::RemoveLabels(_)) { "REMOVE" } else { "SET" };
        let Some(target) = Target::present(of, clause, writer).map_err(at)? else { return Ok(()) };
        match &self.action {
            Action::Property(key, source) => {
                let key = key.id.map_or_else(|| writer.key(&key.name), Ok).map_err(at)?;
                target.set(writer, key, value).map_err(|fault| Error::new(fault, source.place))
            }
            Action::Entry(name, source) => {
                let Value::String(key) = key else {
                    return Err(Error::new(Fault::Key(key.type_of().name()), name.place));
                };
                let key = writer.key(&key).map_err(at)?;
                target.set(writer, key, value).map_err(|fault| Error::new(fault, source.place))
            }
            Action::Properties(source, replaces) => {
                properties(target, &value, *replaces, writer).map_err(|fault| Error::new(fault, source.place))
            }
            Action::AddLabels(labels) => labels.iter().try_for_each(|label| {
                let id = label.id.map_or_else(|| writer.read(|transaction| transaction.catalogue().intern_label(&label.name)), Ok);
                let id = id.map_err(|full| at(full.into()))?;
                node(target, clause).and_then(|node| writer.add_label(node, id)).map_err(at)
            }),
            Action::RemoveLabels(labels) => {
                let node = node(target, clause).map_err(at)?;
                let ids = labels.iter().filter_map(|label| label.id);
                ids.into_iter().try_for_each(|label| writer.remove_label(node, label)).map_err(at)
            }
        }
    }
}

fn node(target: Target, clause: &'static str) -> Result<NodeId, Fault> {
    match target {
        Target::Node(node) => Ok(node),
        Target::Relationship(_) => Err(Failure::Type { function: clause, expected: "a node for labels", found: "relationship" }.into()),
    }
}

/// Gives an entity the properties of a map or of another entity.
fn properties(target: Target, from: &Value, replaces: bool, writer: &Writer) -> Result<(), Fault> {
    let mut new = BTreeMap::new();
    match from {
        Value::Map(map) => {
            for (key, value) in map.iter() {
                new.insert(writer.key(key)?, value.clone());
            }
        }
        Value::Node(_) | Value::Relationship(_) => {
            if let Some(other) = Target::present(from, "SET", writer)? {
                new.extend(writer.read(|transaction| other.properties(transaction)));
            }
        }
        other => {
            let found = other.type_of().name();
            return Err(Failure::Type { function: "SET", expected: "a map, a node or a relationship", found }.into());
        }
    }
    if replaces {
        for (key, _) in writer.read(|transaction| target.properties(transaction)) {
            new.entry(key).or_insert(Value::Null);
        }
    }
    new.into_iter().try_for_each(|(key, value)| target.set(writer, key, value))
}

impl Reads {
    fn of(update: &plan::Update, layout: &Layout) -> Self {
        let (mut graph, mut names) = (false, Live::new());
        let mut look = |expr: &Expr| {
            graph |= expr.reads_graph();
            expr.collect_names(&mut names);
        };
        match update {
            // Properties of an entity are read while they are written.
            plan::Update::Property { value, .. } | plan::Update::Replace { value, .. } | plan::Update::Extend { value, .. } => look(value),
            plan::Update::Entry { key, value, .. } => [key, value].into_iter().for_each(look),
            plan::Update::AddLabels { .. } | plan::Update::RemoveLabels { .. } => {}
        }
        if graph { Self::Columns(names.iter().filter_map(|name| layout.position(name)).collect()) } else { Self::Nothing }
    }

    /// The end of the rows from `start` on of which none reads what a row before it among them writes to.
    fn independent(&self, batch: &Batch<'_>, of: &Column, start: usize) -> usize {
        let Self::Columns(columns) = self else { return batch.rows() };
        let mut written = HashSet::new();
        for row in start..batch.rows() {
            let waits = columns.iter().any(|&column| match batch.column(column).value(row) {
                Value::Node(node) => written.contains(&Target::Node(node)),
                Value::Relationship(relationship) => written.contains(&Target::Relationship(relationship)),
                Value::List(_) | Value::Map(_) | Value::Path(_) => !written.is_empty(),
                _ => false,
            });
            if waits {
                return row;
            }
            written.extend(Target::of(&of.value(row), "SET").ok().flatten());
        }
        batch.rows()
    }
}

/// The columns that a change reads.
pub fn update_reads(update: &plan::Update) -> Live {
    let mut expressions = Vec::new();
    update.each_expression(&mut |expression| expressions.push(expression));
    reads(expressions)
}

#[derive(Debug)]
struct Update {
    input: Box<dyn Operator>,
    change: Change,
    keep: Vec<usize>,
}

/// Compiles an update.
pub fn compile(compiler: &mut Compiler, input: &Plan, update: &plan::Update, live: &Live) -> Result<Compiled, Diagnostics> {
    let input = compiler.input(input, live, update_reads(update))?;
    let change = Change::compile(update, &input.layout)?;
    let keep = input.keep(live);
    let layout = input.kept(&keep);
    Ok(Compiled::new(Update { input: input.operator, change, keep }, layout))
}

impl Operator for Update {
    fn start<'r>(&'r self, context: &Context<'r>, argument: &Batch<'r>) -> Result<Box<dyn Rows<'r> + 'r>, Diagnostics> {
        let (mut batches, held) = gather(&*self.input, context, argument)?;
        for batch in &mut batches {
            self.change.apply(batch, context)?;
            *batch = batch.project(&self.keep);
        }
        Ok(Box::new(Gathered::new(batches, held)))
    }
}
