//! A chain of relationships, each used once, from a bound node to a new node or to a bound one.

use super::compile::{Compiled, Compiler, Live, position};
use super::follow::{Follow, Following};
use super::memory::Held;
use super::trail::{Each, Trails};
use super::{Batch, Column, Context, Operator, ROWS, Rows, expression};
use crate::diagnose::Diagnostics;
use crate::plan::{Expr, Hop, Lengths, Plan};
use crate::text::Name;
use crate::value::{NodeId, RelationshipId, Value};

/// What expansions along chains have in common.
#[derive(Debug)]
pub struct Chain {
    /// Where rows come from.
    pub input: Box<dyn Operator>,
    /// The columns that are still read.
    pub keep: Vec<usize>,
    /// What is followed.
    pub follow: Follow,
    /// How many relationships.
    pub lengths: Lengths,
    /// The node that a chain begins at.
    pub from: (usize, Name),
    /// The bound node that it leads to.
    pub to: Option<(usize, Name)>,
    /// The condition on each relationship, and the columns that it reads.
    pub each: Option<(expression::Program, Vec<usize>)>,
    /// Whether the list of relationships is read.
    pub list: bool,
    /// Whether the node at the end is new and read.
    pub node: bool,
}

impl Chain {
    /// Compiles a chain with the layout of its rows.
    pub fn compile(
        compiler: &mut Compiler,
        input: &Plan,
        (hop, lengths, into, each): (&Hop, Lengths, bool, Option<&(Name, Expr)>),
        live: &Live,
    ) -> Result<(Self, super::Layout), Diagnostics> {
        let mut read = Live::from([Name::clone(&hop.from)]);
        read.extend(into.then(|| Name::clone(&hop.to)));
        let of_each = each.map(|(own, condition)| {
            let mut names = condition.names();
            names.remove(own);
            names
        });
        let of_each = of_each.unwrap_or_default();
        read.extend(of_each.iter().cloned());
        let input = compiler.input(input, live, read)?;
        let bound = |name: &Name| Ok::<_, Diagnostics>((position(&input.layout, name, "ExpandPath")?, Name::clone(name)));
        let from = bound(&hop.from)?;
        let to = if into { Some(bound(&hop.to)?) } else { None };
        let each = match each {
            None => None,
            Some((own, condition)) => {
                let read = input.keep(&of_each);
                let mut layout = input.kept(&read);
                layout.push(Name::clone(own));
                Some((expression::Program::compile(condition, &layout)?, read))
            }
        };
        let keep = input.keep(live);
        let mut layout = input.kept(&keep);
        let list = live.contains(&hop.relationship);
        let node = !into && live.contains(&hop.to);
        layout.extend(list.then(|| Name::clone(&hop.relationship)));
        layout.extend(node.then(|| Name::clone(&hop.to)));
        let chain = Self { input: input.operator, keep, follow: Follow::new(hop), lengths, from, to, each, list, node };
        Ok((chain, layout))
    }

    /// The two ends for a row; the second is none where it is not bound. None where an end is null.
    pub fn ends(&self, batch: &Batch<'_>, row: usize) -> Result<Option<(NodeId, Option<NodeId>)>, Diagnostics> {
        let Some(from) = batch.column(self.from.0).node(row, &self.from.1)? else { return Ok(None) };
        let Some((position, name)) = &self.to else { return Ok(Some((from, None))) };
        Ok(batch.column(*position).node(row, name)?.map(|to| (from, Some(to))))
    }

    /// The condition on relationships for a row.
    pub fn each<'r>(&'r self, batch: &Batch<'_>, row: usize) -> Option<Each<'r>> {
        let (program, read) = self.each.as_ref()?;
        let columns = read.iter().map(|&position| Column::Constant(batch.column(position).value(row))).collect();
        Some(Each { program, columns })
    }
}

/// Rows of chains that are being made.
#[derive(Debug)]
pub struct Found<'r> {
    origins: Vec<u32>,
    lists: Vec<Value>,
    nodes: Vec<NodeId>,
    /// For the lists, until they are handed on.
    held: Held<'r>,
}

impl<'r> Found<'r> {
    /// No rows.
    pub fn new(context: &Context<'r>) -> Self {
        Self { origins: Vec::new(), lists: Vec::new(), nodes: Vec::new(), held: Held::new(context.guard) }
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.origins.len()
    }

    /// Adds the chain of a row.
    pub fn push(&mut self, chain: &Chain, row: usize, trail: &[RelationshipId], node: NodeId) -> Result<(), Diagnostics> {
        self.origins.push(row as u32);
        if chain.list {
            self.held.grow((trail.len() * size_of::<Value>()) as u64)?;
            self.lists.push(Value::list(trail.iter().map(|&id| Value::Relationship(id)).collect::<Vec<_>>()));
        }
        if chain.node {
            self.nodes.push(node);
        }
        Ok(())
    }

    /// The rows as a batch.
    pub fn finish(self, chain: &Chain, batch: &Batch<'r>) -> Batch<'r> {
        let list = chain.list.then(|| Column::values(self.lists));
        let node = chain.node.then(|| Column::nodes(self.nodes));
        batch.widen(&chain.keep, &self.origins, list.into_iter().chain(node))
    }
}

#[derive(Debug)]
struct ExpandPath(Chain);

/// Compiles an expansion along chains.
pub fn compile(
    compiler: &mut Compiler,
    input: &Plan,
    hop: (&Hop, Lengths, bool, Option<&(Name, Expr)>),
    live: &Live,
) -> Result<Compiled, Diagnostics> {
    let (chain, layout) = Chain::compile(compiler, input, hop, live)?;
    Ok(Compiled::new(ExpandPath(chain), layout))
}

struct ExpandPathRows<'r> {
    chain: &'r Chain,
    input: Box<dyn Rows<'r> + 'r>,
    following: Following,
    batch: Option<Batch<'r>>,
    row: usize,
    /// The search from the current row, with the node that its trails must lead to.
    search: Option<(Trails<'r>, Option<Each<'r>>, Option<NodeId>)>,
}

impl Operator for ExpandPath {
    fn start<'r>(&'r self, context: &Context<'r>, argument: &Batch<'r>) -> Result<Box<dyn Rows<'r> + 'r>, Diagnostics> {
        let (input, following) = (self.0.input.start(context, argument)?, self.0.follow.resolve(context));
        Ok(Box::new(ExpandPathRows { chain: &self.0, input, following, batch: None, row: 0, search: None }))
    }
}

impl<'r> Rows<'r> for ExpandPathRows<'r> {
    fn next(&mut self, context: &Context<'r>) -> Result<Option<Batch<'r>>, Diagnostics> {
        loop {
            let Some(batch) = self.batch.take() else {
                let Some(batch) = self.input.next(context)? else { return Ok(None) };
                self.row = 0;
                self.batch = Some(batch.compact());
                continue;
            };
            let mut found = Found::new(context);
            while self.row < batch.rows() && found.len() < ROWS {
                self.search(&batch, &mut found, context)?;
            }
            let part = found.finish(self.chain, &batch);
            if self.row < batch.rows() {
                self.batch = Some(batch);
            }
            if part.rows() > 0 {
                return Ok(Some(part));
            }
        }
    }
}

impl<'r> ExpandPathRows<'r> {
    /// Goes on with the current row until the batch is full or the row is done.
    fn search(&mut self, batch: &Batch<'r>, found: &mut Found<'r>, context: &Context<'r>) -> Result<(), Diagnostics> {
        let (chain, row) = (self.chain, self.row);
        let mut first = None;
        let (mut trails, each, to) = if let Some(search) = self.search.take() {
            search
        } else {
            let Some((from, to)) = chain.ends(batch, row)? else {
                self.row += 1;
                return Ok(());
            };
            let (mut trails, each) = (Trails::new(self.following.clone(), chain.lengths, context), chain.each(batch, row));
            first = trails.begin(from, each.as_ref(), context)?;
            (trails, each, to)
        };
        loop {
            let next = match first.take() {
                Some(node) => Some(node),
                None => trails.next(each.as_ref(), context)?,
            };
            let Some(node) = next else { break };
            if to.is_none_or(|to| to == node) {
                found.push(chain, row, trails.trail(), node)?;
                if found.len() >= ROWS {
                    self.search = Some((trails, each, to));
                    return Ok(());
                }
            }
        }
        self.row += 1;
        Ok(())
    }
}
