//! Expressions to programs: names become positions, constant lists and patterns are prepared.

use std::collections::HashSet;
use std::sync::Arc;

use super::error::{Error, Fault};
use super::pattern;
use super::program::{Members, Node, Op};
use crate::execute::Layout;
use crate::plan::{Expr, ExprKind, TextTest};
use crate::text::{Name, Place};
use crate::value::{Grouped, Value};

/// How deep an expression may nest: what evaluates and drops it recurses.
const MAX_DEPTH: usize = 1_000;

/// Compiles an expression over the columns of `layout`.
pub(super) fn compile(expr: &Expr, layout: &Layout) -> Result<Node, Error> {
    Compiler { layout, variables: Vec::new(), depth: 0 }.node(expr)
}

struct Compiler<'a> {
    layout: &'a Layout,
    /// The variables of the comprehensions around the present place, outermost first.
    variables: Vec<Name>,
    depth: usize,
}

impl Compiler<'_> {
    fn node(&mut self, expr: &Expr) -> Result<Node, Error> {
        if self.depth >= MAX_DEPTH {
            return Err(Error::new(Fault::Depth(MAX_DEPTH), expr.place));
        }
        self.depth += 1;
        let op = self.op(&expr.kind, expr.place);
        self.depth -= 1;
        let op = op?;
        let constant = is_constant(&op);
        Ok(Node { op, place: expr.place, constant })
    }

    fn boxed(&mut self, expr: &Expr) -> Result<Box<Node>, Error> {
        Ok(Box::new(self.node(expr)?))
    }

    fn optional(&mut self, expr: Option<&Expr>) -> Result<Option<Box<Node>>, Error> {
        expr.map(|expr| self.boxed(expr)).transpose()
    }

    fn all(&mut self, exprs: &[Expr]) -> Result<Vec<Node>, Error> {
        exprs.iter().map(|expr| self.node(expr)).collect()
    }

    /// With variables of a comprehension in scope.
    fn within<T>(&mut self, variables: &[&Name], inner: impl FnOnce(&mut Self) -> Result<T, Error>) -> Result<T, Error> {
        let outside = self.variables.len();
        self.variables.extend(variables.iter().map(|name| Name::clone(name)));
        let result = inner(self);
        self.variables.truncate(outside);
        result
    }

    fn position(&self, name: &Name, place: Place) -> Result<usize, Error> {
        self.layout.position(name).ok_or_else(|| Error::new(Fault::Column(Name::clone(name)), place))
    }

    fn variable(&self, name: &Name, place: Place) -> Result<Op, Error> {
        match self.variables.iter().rposition(|variable| variable == name) {
            Some(depth) => Ok(Op::Variable(depth)),
            None => self.position(name, place).map(Op::Column),
        }
    }

    fn op(&mut self, kind: &ExprKind, place: Place) -> Result<Op, Error> {
        Ok(match kind {
            ExprKind::Literal(value) => Op::Literal(value.clone()),
            ExprKind::Parameter(name) => Op::Parameter(Name::clone(name)),
            ExprKind::Variable(name) => self.variable(name, place)?,
            ExprKind::Property { of, key } => Op::Property { of: self.boxed(of)?, key: key.clone() },
            ExprKind::HasLabels { of, labels } => Op::HasLabels { of: self.boxed(of)?, labels: labels.clone() },
            ExprKind::And(operands) => Op::And(self.all(operands)?),
            ExprKind::Or(operands) => Op::Or(self.all(operands)?),
            ExprKind::Xor(operands) => Op::Xor(self.all(operands)?),
            ExprKind::Not(operand) => Op::Not(self.boxed(operand)?),
            ExprKind::IsNull(operand) => Op::IsNull(self.boxed(operand)?),
            ExprKind::Compare { operator, left, right } => {
                Op::Compare { operator: *operator, left: self.boxed(left)?, right: self.boxed(right)? }
            }
            ExprKind::Arithmetic { operator, left, right } => {
                Op::Arithmetic { operator: *operator, left: self.boxed(left)?, right: self.boxed(right)? }
            }
            ExprKind::Negate(operand) => Op::Negate(self.boxed(operand)?),
            ExprKind::Text { test, left, right } => self.text(*test, left, right)?,
            ExprKind::In { item, list } => self.membership(item, list)?,
            ExprKind::List(items) => Op::List(self.all(items)?),
            ExprKind::Map(entries) => {
                let entries = entries.iter().map(|(key, value)| Ok((Name::clone(key), self.node(value)?)));
                Op::Map(entries.collect::<Result<_, Error>>()?)
            }
            ExprKind::Index { of, index } => Op::Index { of: self.boxed(of)?, index: self.boxed(index)? },
            ExprKind::Slice { of, from, to } => {
                Op::Slice { of: self.boxed(of)?, from: self.optional(from.as_deref())?, to: self.optional(to.as_deref())? }
            }
            ExprKind::Case { branches, otherwise } => {
                let branches = branches.iter().map(|(condition, value)| Ok((self.node(condition)?, self.node(value)?)));
                let branches = branches.collect::<Result<_, Error>>()?;
                Op::Case { branches, otherwise: self.optional(otherwise.as_deref())? }
            }
            ExprKind::Call { function, arguments } => Op::Call { function, arguments: self.all(arguments)? },
            ExprKind::ListComprehension { variable, list, filter, map } => {
                let list = self.boxed(list)?;
                let (filter, map) =
                    self.within(&[variable], |inner| Ok((inner.optional(filter.as_deref())?, inner.optional(map.as_deref())?)))?;
                Op::Comprehension { list, filter, map }
            }
            ExprKind::Quantifier { quantifier, variable, list, predicate } => {
                let list = self.boxed(list)?;
                Op::Quantifier { quantifier: *quantifier, list, predicate: self.within(&[variable], |inner| inner.boxed(predicate))? }
            }
            ExprKind::Reduce { accumulator, initial, variable, list, step } => {
                let (initial, list) = (self.boxed(initial)?, self.boxed(list)?);
                Op::Reduce { initial, list, step: self.within(&[accumulator, variable], |inner| inner.boxed(step))? }
            }
            ExprKind::Path(names) => Op::Path(names.iter().map(|name| self.position(name, place)).collect::<Result<_, _>>()?),
            ExprKind::Distinct(left, right) => Op::Distinct(self.position(left, place)?, self.position(right, place)?),
        })
    }

    fn text(&mut self, test: TextTest, left: &Expr, right: &Expr) -> Result<Op, Error> {
        if let (TextTest::Matches, ExprKind::Literal(Value::String(pattern))) = (test, &right.kind) {
            let pattern = pattern::compile(pattern).map_err(|fault| Error::new(fault, right.place))?;
            return Ok(Op::Matches { text: self.boxed(left)?, pattern });
        }
        Ok(Op::Text { test, left: self.boxed(left)?, right: self.boxed(right)? })
    }

    fn membership(&mut self, item: &Expr, list: &Expr) -> Result<Op, Error> {
        let item = self.boxed(item)?;
        let list = self.boxed(list)?;
        Ok(match literal_items(&list.op).and_then(members) {
            Some(members) => Op::Member { item, members },
            None => Op::In { item, list },
        })
    }
}

/// The items of a list that is written out.
fn literal_items(op: &Op) -> Option<Arc<[Value]>> {
    match op {
        Op::Literal(Value::List(items)) => Some(Arc::clone(items)),
        Op::List(nodes) => nodes.iter().map(|node| if let Op::Literal(value) = &node.op { Some(value.clone()) } else { None }).collect(),
        _ => None,
    }
}

/// A list as a table of its items; none if it is short, or has items that are lists or maps.
pub(super) fn members(list: Arc<[Value]>) -> Option<Members> {
    if list.iter().any(|item| matches!(item, Value::List(_) | Value::Map(_))) {
        return None;
    }
    let items: HashSet<_> = list.iter().filter(|item| !item.is_null()).cloned().map(Grouped).collect();
    let has_null = list.iter().any(Value::is_null);
    Some(Members { list, items, has_null })
}

/// Whether an operation has no operand that varies by row. Variables of comprehensions vary, but only inside: a
/// comprehension over constants is evaluated per row all the same, which costs little and keeps this simple.
fn is_constant(op: &Op) -> bool {
    let all = |nodes: &[Node]| nodes.iter().all(|node| node.constant);
    let optional = |node: &Option<Box<Node>>| node.as_ref().is_none_or(|node| node.constant);
    match op {
        Op::Literal(_) | Op::Parameter(_) => true,
        Op::Column(_) | Op::Variable(_) | Op::Path(_) | Op::Distinct(..) => false,
        Op::Property { of, .. }
        | Op::HasLabels { of, .. }
        | Op::Not(of)
        | Op::IsNull(of)
        | Op::Negate(of)
        | Op::Matches { text: of, .. }
        | Op::Member { item: of, .. } => of.constant,
        Op::And(nodes) | Op::Or(nodes) | Op::Xor(nodes) | Op::List(nodes) => all(nodes),
        Op::Map(entries) => entries.iter().all(|(_, node)| node.constant),
        Op::Compare { left, right, .. }
        | Op::Arithmetic { left, right, .. }
        | Op::Text { left, right, .. }
        | Op::In { item: left, list: right }
        | Op::Index { of: left, index: right } => left.constant && right.constant,
        Op::Slice { of, from, to } => of.constant && optional(from) && optional(to),
        Op::Case { branches, otherwise } => {
            branches.iter().all(|(condition, value)| condition.constant && value.constant) && optional(otherwise)
        }
        Op::Call { function, arguments } => function.deterministic && all(arguments),
        Op::Comprehension { list, filter, map } => list.constant && optional(filter) && optional(map),
        Op::Quantifier { list, predicate, .. } => list.constant && predicate.constant,
        Op::Reduce { initial, list, step } => initial.constant && list.constant && step.constant,
    }
}
