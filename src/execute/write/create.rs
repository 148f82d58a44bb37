//! Creating nodes and relationships.

use std::collections::HashMap;

use super::Writer;
use super::gathered::{Gathered, gather};
use super::target::Target;
use crate::diagnose::Diagnostics;
use crate::execute::compile::{Compiled, Compiler, Live, reads};
use crate::execute::expression::{self, Error, Fault};
use crate::execute::{Batch, Column, Context, Layout, Operator, Rows};
use crate::function::Failure;
use crate::graph::{self, Full};
use crate::plan::{NewPattern, Plan, Properties, Reference};
use crate::text::{Name, Place};
use crate::value::{KeyId, LabelId, NodeId, RelationshipId, TypeId, Value};

/// A compiled pattern to create.
#[derive(Debug)]
pub struct Pattern {
    nodes: Vec<Node>,
    relationships: Vec<Relationship>,
    /// Whether a null property is an error, not a property that is left out.
    needs_values: bool,
}

#[derive(Debug)]
struct Node {
    labels: Vec<Reference<LabelId>>,
    properties: Values,
}

#[derive(Debug)]
struct Relationship {
    kind: Reference<TypeId>,
    from: End,
    to: End,
    properties: Values,
}

/// A node that a relationship ends at.
#[derive(Debug)]
enum End {
    /// A column of the input.
    Column(usize, Name),
    /// A node of the same pattern, by its number.
    New(usize),
}

#[derive(Debug)]
enum Values {
    Each(Vec<(Reference<KeyId>, Place, expression::Program)>),
    Map(Place, expression::Program),
}

impl Values {
    fn compile(properties: &Properties, layout: &Layout) -> Result<Self, Diagnostics> {
        Ok(match properties {
            Properties::Each(all) => {
                let each = all
                    .iter()
                    .map(|(key, value)| Ok::<_, Diagnostics>((key.clone(), value.place, expression::Program::compile(value, layout)?)));
                Self::Each(each.collect::<Result<_, _>>()?)
            }
            Properties::Map(map) => Self::Map(map.place, expression::Program::compile(map, layout)?),
        })
    }

    /// The columns of values.
    fn evaluate(&self, batch: &Batch<'_>, context: &Context<'_>) -> Result<Vec<Column>, Error> {
        match self {
            Self::Each(all) => all.iter().map(|(_, _, program)| program.evaluate(batch, context)).collect(),
            Self::Map(_, program) => Ok(vec![program.evaluate(batch, context)?]),
        }
    }
}

/// The columns that a pattern reads.
pub fn pattern_reads(pattern: &NewPattern) -> Live {
    let mut expressions = Vec::new();
    pattern.each_expression(&mut |expression| expressions.push(expression));
    let mut names = reads(expressions);
    names.extend(pattern.ends().cloned());
    for own in pattern.variables() {
        names.remove(own);
    }
    names
}

impl Pattern {
    /// Compiles a pattern over the columns of `layout`.
    pub fn compile(pattern: &NewPattern, layout: &Layout) -> Result<Self, Diagnostics> {
        let numbers: HashMap<&Name, usize> = pattern.nodes.iter().enumerate().map(|(number, node)| (&node.variable, number)).collect();
        let end = |name: &Name| match numbers.get(name) {
            Some(&number) => Ok::<_, Diagnostics>(End::New(number)),
            None => Ok(End::Column(crate::execute::compile::position(layout, name, "Create")?, Name::clone(name))),
        };
        let nodes = pattern
            .nodes
            .iter()
            .map(|node| Ok::<_, Diagnostics>(Node { labels: node.labels.clone(), properties: Values::compile(&node.properties, layout)? }));
        let relationships = pattern.relationships.iter().map(|new| {
            let properties = Values::compile(&new.properties, layout)?;
            Ok::<_, Diagnostics>(Relationship { kind: new.kind.clone(), from: end(&new.from)?, to: end(&new.to)?, properties })
        });
        Ok(Self { nodes: nodes.collect::<Result<_, _>>()?, relationships: relationships.collect::<Result<_, _>>()?, needs_values: false })
    }

    /// The pattern, for which a null property is an error.
    #[must_use]
    pub fn with_values(self) -> Self {
        Self { needs_values: true, ..self }
    }

    /// The values of all properties for each row, entity by entity.
    pub fn values(&self, batch: &Batch<'_>, context: &Context<'_>) -> Result<Vec<Vec<Column>>, Error> {
        let nodes = self.nodes.iter().map(|node| &node.properties);
        let all = nodes.chain(self.relationships.iter().map(|relationship| &relationship.properties));
        all.map(|properties| properties.evaluate(batch, context)).collect()
    }

    /// The nodes that the pattern's relationships take from a row, in order; null where there is none.
    pub fn bound(&self, batch: &Batch<'_>, row: usize) -> impl Iterator<Item = Value> {
        let ends = self.relationships.iter().flat_map(|relationship| [&relationship.from, &relationship.to]);
        ends.filter_map(move |end| match end {
            End::Column(position, _) => Some(batch.column(*position).value(row)),
            End::New(_) => None,
        })
    }

    /// Roughly how many bytes a transaction takes for what is created for `rows` rows.
    pub fn bytes(&self, rows: usize, values: &[Vec<Column>]) -> u64 {
        /// An entry in an ordered map, with its share of the tree.
        const ENTRY: usize = 64;
        let entries: usize = self.nodes.len() + 3 * self.relationships.len() + values.iter().map(Vec::len).sum::<usize>();
        (rows * entries * ENTRY) as u64 + values.iter().flatten().map(|column| column.bytes(rows)).sum::<u64>()
    }

    /// Creates the pattern for a row, in place of what `created` holds of another. `values` are those of its batch.
    pub fn create(
        &self,
        batch: &Batch<'_>,
        row: usize,
        values: &[Vec<Column>],
        writer: &Writer,
        created: &mut Created,
    ) -> Result<(), Error> {
        created.nodes.clear();
        created.relationships.clear();
        let mut labels = std::mem::take(&mut created.labels);
        for (node, values) in self.nodes.iter().zip(values) {
            labels.clear();
            for label in &node.labels {
                labels.push(known(label, |name| writer.read(|transaction| transaction.catalogue().intern_label(name)))?);
            }
            let new = writer.create_node(&labels).map_err(nowhere)?;
            self.set(Target::Node(new), &node.properties, values, row, writer)?;
            created.nodes.push(new);
        }
        for (relationship, values) in self.relationships.iter().zip(&values[self.nodes.len()..]) {
            let (from, to) = (Self::end(&relationship.from, created, batch, row)?, Self::end(&relationship.to, created, batch, row)?);
            let kind = known(&relationship.kind, |name| writer.read(|transaction| transaction.catalogue().intern_type(name)))?;
            let new = writer.create_relationship(kind, from, to).map_err(ended)?;
            self.set(Target::Relationship(new), &relationship.properties, values, row, writer)?;
            created.relationships.push(new);
        }
        created.labels = labels;
        Ok(())
    }

    fn end(end: &End, created: &Created, batch: &Batch<'_>, row: usize) -> Result<NodeId, Error> {
        match end {
            End::New(number) => Ok(created.nodes[*number]),
            End::Column(position, name) => match batch.column(*position).value(row) {
                Value::Node(node) => Ok(node),
                Value::Null => Err(nowhere(Fault::NoEnd(Name::clone(name)))),
                other => {
                    let found = other.type_of().name();
                    Err(nowhere(Failure::Type { function: "a relationship", expected: "nodes at its ends", found }.into()))
                }
            },
        }
    }

    fn set(&self, target: Target, properties: &Values, values: &[Column], row: usize, writer: &Writer) -> Result<(), Error> {
        match properties {
            Values::Each(all) => {
                for ((key, place, _), column) in all.iter().zip(values) {
                    let value = column.value(row);
                    if value.is_null() {
                        if self.needs_values {
                            return Err(Error::new(Fault::MergeNull(Name::clone(&key.name)), *place));
                        }
                        continue;
                    }
                    let key = known(key, |name| writer.read(|transaction| transaction.catalogue().intern_key(name)))?;
                    target.set(writer, key, value).map_err(|fault| Error::new(fault, *place))?;
                }
                Ok(())
            }
            Values::Map(place, _) => match values[0].value(row) {
                Value::Map(map) => map.iter().filter(|(_, value)| !value.is_null()).try_for_each(|(key, value)| {
                    let key = writer.key(key).map_err(|fault| Error::new(fault, *place))?;
                    target.set(writer, key, value.clone()).map_err(|fault| Error::new(fault, *place))
                }),
                Value::Null => Ok(()),
                other => {
                    let found = other.type_of().name();
                    Err(Error::new(Failure::Type { function: "CREATE", expected: "a map of properties", found }, *place))
                }
            },
        }
    }
}

/// A fault whose place is the whole clause.
fn nowhere(fault: Fault) -> Error {
    Error::new(fault, Place::default())
}

/// Why a relationship was not created: the nodes of a row were there, so that one which is not was deleted.
fn ended(fault: Fault) -> Error {
    nowhere(match fault {
        Fault::Graph(graph::Error::UnknownNode { .. }) => Failure::Deleted("a relationship").into(),
        other => other,
    })
}

/// The id of a name, which is given one now if analysis could not.
fn known<Id: Copy>(reference: &Reference<Id>, intern: impl FnOnce(&str) -> Result<Id, Full>) -> Result<Id, Error> {
    match reference.id {
        Some(id) => Ok(id),
        None => intern(&reference.name).map_err(|full| nowhere(full.into())),
    }
}

/// What was created for a row.
#[derive(Debug, Default)]
pub struct Created {
    /// The pattern's nodes, in order.
    pub nodes: Vec<NodeId>,
    /// Its relationships, in order.
    pub relationships: Vec<RelationshipId>,
    /// Room for the labels of one node.
    labels: Vec<LabelId>,
}

impl Created {
    /// One row with a column for each node and each relationship.
    pub fn into_batch(self) -> Batch<'static> {
        let nodes = self.nodes.into_iter().map(|node| Column::nodes(vec![node]));
        let relationships = self.relationships.into_iter().map(|relationship| Column::relationships(vec![relationship]));
        Batch::new(1, nodes.chain(relationships).collect())
    }
}

#[derive(Debug)]
struct Create {
    input: Box<dyn Operator>,
    pattern: Pattern,
    keep: Vec<usize>,
    /// The numbers of the created nodes and relationships that are read above.
    nodes: Vec<usize>,
    relationships: Vec<usize>,
}

/// Compiles a create.
pub fn compile(compiler: &mut Compiler, input: &Plan, pattern: &NewPattern, live: &Live) -> Result<Compiled, Diagnostics> {
    let input = compiler.input(input, live, pattern_reads(pattern))?;
    let keep = input.keep(live);
    let mut layout = input.kept(&keep);
    let compiled = Pattern::compile(pattern, &input.layout)?;
    let (mut nodes, mut relationships) = (Vec::new(), Vec::new());
    for (number, node) in pattern.nodes.iter().enumerate().filter(|(_, node)| live.contains(&node.variable)) {
        nodes.push(number);
        layout.push(Name::clone(&node.variable));
    }
    for (number, new) in pattern.relationships.iter().enumerate().filter(|(_, new)| live.contains(&new.variable)) {
        relationships.push(number);
        layout.push(Name::clone(&new.variable));
    }
    Ok(Compiled::new(Create { input: input.operator, pattern: compiled, keep, nodes, relationships }, layout))
}

impl Operator for Create {
    fn start<'r>(&'r self, context: &Context<'r>, argument: &Batch<'r>) -> Result<Box<dyn Rows<'r> + 'r>, Diagnostics> {
        let (mut batches, held) = gather(&*self.input, context, argument)?;
        for batch in &mut batches {
            *batch = self.batch(batch, context)?;
        }
        Ok(Box::new(Gathered::new(batches, held)))
    }
}

impl Create {
    fn batch<'r>(&self, batch: &Batch<'r>, context: &Context<'r>) -> Result<Batch<'r>, Diagnostics> {
        let writer = context.writer()?;
        let values = self.pattern.values(batch, context)?;
        context.guard.check()?;
        context.guard.reserve(self.pattern.bytes(batch.rows(), &values))?;
        let mut nodes = vec![Vec::with_capacity(batch.rows()); self.nodes.len()];
        let mut relationships = vec![Vec::with_capacity(batch.rows()); self.relationships.len()];
        let mut created = Created::default();
        for row in 0..batch.rows() {
            self.pattern.create(batch, row, &values, writer, &mut created)?;
            nodes.iter_mut().zip(&self.nodes).for_each(|(column, &number)| column.push(created.nodes[number]));
            relationships.iter_mut().zip(&self.relationships).for_each(|(column, &number)| column.push(created.relationships[number]));
        }
        let new = nodes.into_iter().map(Column::nodes).chain(relationships.into_iter().map(Column::relationships));
        Ok(batch.project(&self.keep).extend(new))
    }
}
