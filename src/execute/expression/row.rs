//! Evaluation for one row: every operation, on values of any type. Comprehensions always come here, since each of
//! their items is a row of its own.

use std::sync::Arc;

use super::access;
use super::error::{Error, Fault};
use super::evaluate::Scope;
use super::gather::Made;
use super::logic::{self, Truth};
use super::operator;
use super::path;
use super::program::{Node, Op};
use crate::function::Function;
use crate::plan::{Arithmetic, Comparison, Quantifier, Reference};
use crate::text::Name;
use crate::value::{KeyId, Map, Value};

/// How many items of lists are run through between two looks at the clock.
const CHECK: u32 = 1_024;

/// A row, and the variables of the comprehensions around the present place.
pub(super) struct Frame<'a> {
    pub(super) scope: Scope<'a>,
    pub(super) row: usize,
    pub(super) variables: Vec<Value>,
    /// Items that were run through so far, in all lists.
    items: u32,
}

impl<'a> Frame<'a> {
    /// A row outside of all comprehensions.
    pub(super) fn new(scope: Scope<'a>, row: usize) -> Self {
        Self { scope, row, variables: Vec::new(), items: 0 }
    }

    /// A list or map that `node` has made, unless it grows out of all bounds.
    fn bounded(&self, node: &Node, value: Value) -> Result<Value, Error> {
        self.scope.functions().bounded(value).map_err(|failure| Error::new(failure, node.place))
    }

    fn column(&self, position: usize) -> Value {
        self.scope.batch.column(position).value(self.row)
    }
}

/// The value of a node. What needs room is done elsewhere: there are as many frames of this one as the expression is deep.
pub(super) fn value(node: &Node, frame: &mut Frame<'_>) -> Result<Value, Error> {
    match &node.op {
        Op::Literal(value) => Ok(value.clone()),
        Op::Parameter(name) => frame.scope.parameter(name).map_err(|fault| Error::new(fault, node.place)),
        Op::Column(position) => Ok(frame.column(*position)),
        Op::Variable(depth) => Ok(frame.variables.get(*depth).cloned().unwrap_or(Value::Null)),
        Op::Property { of, key } => property(node, of, key, frame),
        Op::List(nodes) => list(node, nodes, frame),
        Op::Map(entries) => map(node, entries, frame),
        Op::Arithmetic { operator, left, right } => arithmetic(node, *operator, left, right, frame),
        Op::Negate(of) => negated(node, of, frame),
        Op::Index { of, index } => indexed(node, of, index, frame),
        Op::Slice { of, from, to } => sliced(node, of, from.as_deref(), to.as_deref(), frame),
        Op::Case { branches, otherwise } => case(branches, otherwise.as_deref(), frame),
        Op::Call { function, arguments } => call(node, function, arguments, frame),
        Op::Comprehension { list, filter, map } => comprehension(node, list, filter.as_deref(), map.as_deref(), frame),
        Op::Reduce { initial, list, step } => reduce(node, initial, list, step, frame),
        Op::Path(columns) => {
            let path = path::path(frame.scope.context.graph(), columns.iter().map(|column| frame.column(*column)));
            path.map_err(|fault| Error::new(fault, node.place))
        }
        _ => truth(node, "a condition", frame).map(logic::value),
    }
}

fn property(node: &Node, of: &Node, key: &Reference<KeyId>, frame: &mut Frame<'_>) -> Result<Value, Error> {
    let (graph, of) = (frame.scope.context.graph(), value(of, frame)?);
    access::property(graph, &of, &key.name, access::key(graph, key)).map_err(|fault| Error::new(fault, node.place))
}

fn map(node: &Node, entries: &[(Name, Node)], frame: &mut Frame<'_>) -> Result<Value, Error> {
    let mut map = Map::default();
    for (key, node) in entries {
        map.insert(Name::clone(key), value(node, frame)?);
    }
    frame.bounded(node, Value::Map(Arc::new(map)))
}

fn arithmetic(node: &Node, operator: Arithmetic, left: &Node, right: &Node, frame: &mut Frame<'_>) -> Result<Value, Error> {
    let (left, right) = (value(left, frame)?, value(right, frame)?);
    operator::arithmetic(&frame.scope.functions(), operator, &left, &right).map_err(|fault| Error::new(fault, node.place))
}

fn negated(node: &Node, of: &Node, frame: &mut Frame<'_>) -> Result<Value, Error> {
    operator::negated(&value(of, frame)?).map_err(|fault| Error::new(fault, node.place))
}

fn indexed(node: &Node, of: &Node, index: &Node, frame: &mut Frame<'_>) -> Result<Value, Error> {
    let (of, index) = (value(of, frame)?, value(index, frame)?);
    access::index(frame.scope.context.graph(), &of, &index).map_err(|fault| Error::new(fault, node.place))
}

fn sliced(node: &Node, of: &Node, from: Option<&Node>, to: Option<&Node>, frame: &mut Frame<'_>) -> Result<Value, Error> {
    let of = value(of, frame)?;
    let (from, to) = (optional(from, frame)?, optional(to, frame)?);
    access::slice(&of, from.as_ref(), to.as_ref()).map_err(|fault| Error::new(fault, node.place))
}

fn case(branches: &[(Node, Node)], otherwise: Option<&Node>, frame: &mut Frame<'_>) -> Result<Value, Error> {
    for (condition, result) in branches {
        if truth(condition, "CASE", frame)? == Some(true) {
            return value(result, frame);
        }
    }
    Ok(optional(otherwise, frame)?.unwrap_or(Value::Null))
}

fn call(node: &Node, function: &Function, arguments: &[Node], frame: &mut Frame<'_>) -> Result<Value, Error> {
    let mut values = Vec::with_capacity(arguments.len());
    for argument in arguments {
        values.push(value(argument, frame)?);
    }
    frame.scope.call(function, &values).map_err(|fault| Error::new(fault, node.place))
}

fn optional(node: Option<&Node>, frame: &mut Frame<'_>) -> Result<Option<Value>, Error> {
    node.map(|node| value(node, frame)).transpose()
}

fn list(node: &Node, nodes: &[Node], frame: &mut Frame<'_>) -> Result<Value, Error> {
    frame.scope.context.guard.fits((nodes.len() * size_of::<Value>()) as u64).map_err(|exceeded| Error::new(exceeded, node.place))?;
    let mut items = Vec::with_capacity(nodes.len());
    for item in nodes {
        items.push(value(item, frame)?);
    }
    frame.bounded(node, Value::list(items))
}

/// The truth of a node as an operand of `operator`.
fn truth(node: &Node, operator: &'static str, frame: &mut Frame<'_>) -> Result<Truth, Error> {
    match &node.op {
        Op::And(operands) => junction(operands, "AND", false, frame),
        Op::Or(operands) => junction(operands, "OR", true, frame),
        Op::Xor(operands) => exclusive(operands, frame),
        Op::Not(of) => truth(of, "NOT", frame).map(|truth| truth.map(|truth| !truth)),
        Op::Compare { operator, left, right } => compared(*operator, left, right, frame),
        Op::Quantifier { quantifier, list, predicate } => quantified(node, *quantifier, list, predicate, frame),
        _ => test(node, operator, frame),
    }
}

/// The truth of the other nodes.
fn test(node: &Node, operator: &'static str, frame: &mut Frame<'_>) -> Result<Truth, Error> {
    let at = |fault: Fault| Error::new(fault, node.place);
    let graph = frame.scope.context.graph();
    match &node.op {
        Op::IsNull(of) => Ok(Some(value(of, frame)?.is_null())),
        Op::Text { test, left, right } => {
            let (left, right) = (value(left, frame)?, value(right, frame)?);
            operator::tested(*test, &left, &right).map_err(at)
        }
        Op::Matches { text, pattern } => Ok(match value(text, frame)? {
            Value::String(text) => Some(pattern.is_match(&text)),
            _ => None,
        }),
        Op::In { item, list } => {
            let (item, list) = (value(item, frame)?, value(list, frame)?);
            access::contains(&item, &list).map_err(at)
        }
        Op::Member { item, members } => Ok(access::is_member(&value(item, frame)?, members)),
        Op::HasLabels { of, labels } => access::has_labels(graph, &value(of, frame)?, labels).map_err(at),
        Op::IsTyped { of, kind } => Ok(Some(kind.has(&value(of, frame)?))),
        Op::Distinct(left, right) => path::distinct(&frame.column(*left), &frame.column(*right)).map_err(at),
        _ => logic::truth(operator, &value(node, frame)?).map_err(|failure| at(failure.into())),
    }
}

fn compared(operator: Comparison, left: &Node, right: &Node, frame: &mut Frame<'_>) -> Result<Truth, Error> {
    let (left, right) = (value(left, frame)?, value(right, frame)?);
    Ok(operator::compared(operator, &left, &right))
}

fn exclusive(operands: &[Node], frame: &mut Frame<'_>) -> Result<Truth, Error> {
    let mut result = Some(false);
    for operand in operands {
        result = logic::xor(result, truth(operand, "XOR", frame)?);
    }
    Ok(result)
}

/// Conjunction (`decides` false) or disjunction (true): the first operand that decides ends it.
fn junction(operands: &[Node], operator: &'static str, decides: bool, frame: &mut Frame<'_>) -> Result<Truth, Error> {
    let mut result = Some(!decides);
    for operand in operands {
        match truth(operand, operator, frame)? {
            Some(truth) if truth == decides => return Ok(Some(decides)),
            Some(_) => {}
            None => result = None,
        }
    }
    Ok(result)
}

/// The items of a list for a comprehension; none for null.
fn items(node: &Node, function: &'static str, list: &Node, frame: &mut Frame<'_>) -> Result<Option<Arc<[Value]>>, Error> {
    access::items(function, &value(list, frame)?).map_err(|fault| Error::new(fault, node.place))
}

/// Looks at the clock every so many items, of whichever lists.
fn check(node: &Node, frame: &mut Frame<'_>) -> Result<(), Error> {
    frame.items = frame.items.wrapping_add(1);
    if !frame.items.is_multiple_of(CHECK) {
        return Ok(());
    }
    frame.scope.context.guard.check().map_err(|exceeded| Error::new(exceeded, node.place))
}

fn comprehension(node: &Node, list: &Node, filter: Option<&Node>, map: Option<&Node>, frame: &mut Frame<'_>) -> Result<Value, Error> {
    let Some(items) = items(node, "a list comprehension", list, frame)? else { return Ok(Value::Null) };
    let mut made = Made::new(frame.scope.context.guard);
    let mut result = Vec::new();
    let depth = frame.variables.len();
    for item in items.iter() {
        check(node, frame)?;
        frame.variables.push(item.clone());
        let kept = filter.map_or(Ok(Some(true)), |filter| truth(filter, "WHERE", frame))?;
        if kept == Some(true) {
            let item = map.map_or_else(|| Ok(item.clone()), |map| value(map, frame))?;
            made.count(&item).map_err(|exceeded| Error::new(exceeded, node.place))?;
            result.push(item);
        }
        frame.variables.truncate(depth);
    }
    frame.bounded(node, Value::list(result))
}

fn quantified(node: &Node, quantifier: Quantifier, list: &Node, predicate: &Node, frame: &mut Frame<'_>) -> Result<Truth, Error> {
    let Some(items) = items(node, "a quantifier", list, frame)? else { return Ok(None) };
    let (mut trues, mut unknown) = (0_u64, false);
    let depth = frame.variables.len();
    for item in items.iter() {
        check(node, frame)?;
        frame.variables.push(item.clone());
        let truth = truth(predicate, "WHERE", frame)?;
        frame.variables.truncate(depth);
        match (quantifier, truth) {
            (Quantifier::All, Some(false)) | (Quantifier::None, Some(true)) => return Ok(Some(false)),
            (Quantifier::Any, Some(true)) => return Ok(Some(true)),
            (Quantifier::Single, Some(true)) if trues == 1 => return Ok(Some(false)),
            (_, Some(true)) => trues += 1,
            (_, Some(false)) => {}
            (_, None) => unknown = true,
        }
    }
    let known = match quantifier {
        Quantifier::All | Quantifier::None => true,
        Quantifier::Any => false,
        Quantifier::Single => trues == 1,
    };
    Ok((!unknown).then_some(known))
}

fn reduce(node: &Node, initial: &Node, list: &Node, step: &Node, frame: &mut Frame<'_>) -> Result<Value, Error> {
    /// The nesting of the accumulator is looked at every so many steps: it costs as much as the accumulator has parts.
    const LOOK: usize = 16;
    let mut accumulator = value(initial, frame)?;
    let Some(items) = items(node, "reduce", list, frame)? else { return Ok(Value::Null) };
    let depth = frame.variables.len();
    for (index, item) in items.iter().enumerate() {
        check(node, frame)?;
        frame.variables.push(accumulator);
        frame.variables.push(item.clone());
        let next = value(step, frame)?;
        frame.variables.truncate(depth);
        accumulator = next;
        if index % LOOK == LOOK - 1 || index + 1 == items.len() {
            accumulator = frame.bounded(node, accumulator)?;
        }
    }
    Ok(accumulator)
}
