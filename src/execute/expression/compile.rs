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
        self.node(expr).map(Box::new)
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

    /// Only hands on: what recurses stands in functions of its own, so that a level of nesting takes little stack.
    fn op(&mut self, kind: &ExprKind, place: Place) -> Result<Op, Error> {
        match kind {
            ExprKind::Literal(_) | ExprKind::Parameter(_) | ExprKind::Variable(_) | ExprKind::Path(_) | ExprKind::Distinct(..) => {
                self.leaf(kind, place)
            }
            ExprKind::Property { of, .. }
            | ExprKind::HasLabels { of, .. }
            | ExprKind::IsTyped { of, .. }
            | ExprKind::Not(of)
            | ExprKind::IsNull(of)
            | ExprKind::Negate(of) => self.unary(kind, of),
            ExprKind::Compare { left, right, .. }
            | ExprKind::Arithmetic { left, right, .. }
            | ExprKind::Index { of: left, index: right } => self.binary(kind, left, right),
            ExprKind::And(operands) | ExprKind::Or(operands) | ExprKind::Xor(operands) | ExprKind::List(operands) => {
                self.many(kind, operands)
            }
            ExprKind::Call { arguments, .. } => self.many(kind, arguments),
            ExprKind::Text { test, left, right } => self.text(*test, left, right),
            ExprKind::In { item, list } => self.membership(item, list),
            ExprKind::Map(entries) => self.map(entries),
            ExprKind::Slice { of, from, to } => self.slice(of, from.as_deref(), to.as_deref()),
            ExprKind::Case { branches, otherwise } => self.case(branches, otherwise.as_deref()),
            ExprKind::ListComprehension { list, .. } | ExprKind::Quantifier { list, .. } | ExprKind::Reduce { list, .. } => {
                self.over_list(kind, list)
            }
        }
    }

    fn leaf(&self, kind: &ExprKind, place: Place) -> Result<Op, Error> {
        match kind {
            ExprKind::Literal(value) => Ok(Op::Literal(value.clone())),
            ExprKind::Parameter(name) => Ok(Op::Parameter(Name::clone(name))),
            ExprKind::Variable(name) => self.variable(name, place),
            ExprKind::Path(names) => Ok(Op::Path(names.iter().map(|name| self.position(name, place)).collect::<Result<_, _>>()?)),
            ExprKind::Distinct(left, right) => Ok(Op::Distinct(self.position(left, place)?, self.position(right, place)?)),
            _ => Ok(Op::Literal(Value::Null)),
        }
    }

    fn unary(&mut self, kind: &ExprKind, of: &Expr) -> Result<Op, Error> {
        let of = self.boxed(of)?;
        Ok(match kind {
            ExprKind::Property { key, .. } => Op::Property { of, key: key.clone() },
            ExprKind::HasLabels { labels, .. } => Op::HasLabels { of, labels: labels.clone() },
            ExprKind::IsTyped { kind, .. } => Op::IsTyped { of, kind: kind.clone() },
            ExprKind::Not(_) => Op::Not(of),
            ExprKind::IsNull(_) => Op::IsNull(of),
            _ => Op::Negate(of),
        })
    }

    fn binary(&mut self, kind: &ExprKind, left: &Expr, right: &Expr) -> Result<Op, Error> {
        let left = self.boxed(left)?;
        let right = self.boxed(right)?;
        Ok(match kind {
            ExprKind::Compare { operator, .. } => Op::Compare { operator: *operator, left, right },
            ExprKind::Arithmetic { operator, .. } => Op::Arithmetic { operator: *operator, left, right },
            _ => Op::Index { of: left, index: right },
        })
    }

    fn many(&mut self, kind: &ExprKind, operands: &[Expr]) -> Result<Op, Error> {
        let operands = self.all(operands)?;
        Ok(match kind {
            ExprKind::And(_) => Op::And(operands),
            ExprKind::Or(_) => Op::Or(operands),
            ExprKind::Xor(_) => Op::Xor(operands),
            ExprKind::Call { function, .. } => Op::Call { function, arguments: operands },
            _ => Op::List(operands),
        })
    }

    fn map(&mut self, entries: &[(Name, Expr)]) -> Result<Op, Error> {
        let entries = entries.iter().map(|(key, value)| Ok((Name::clone(key), self.node(value)?)));
        Ok(Op::Map(entries.collect::<Result<_, Error>>()?))
    }

    fn slice(&mut self, of: &Expr, from: Option<&Expr>, to: Option<&Expr>) -> Result<Op, Error> {
        Ok(Op::Slice { of: self.boxed(of)?, from: self.optional(from)?, to: self.optional(to)? })
    }

    fn case(&mut self, branches: &[(Expr, Expr)], otherwise: Option<&Expr>) -> Result<Op, Error> {
        let branches = branches.iter().map(|(condition, value)| Ok((self.node(condition)?, self.node(value)?)));
        let branches = branches.collect::<Result<_, Error>>()?;
        Ok(Op::Case { branches, otherwise: self.optional(otherwise)? })
    }

    /// A comprehension, a quantifier or a fold.
    fn over_list(&mut self, kind: &ExprKind, list: &Expr) -> Result<Op, Error> {
        let list = self.boxed(list)?;
        match kind {
            ExprKind::ListComprehension { variable, filter, map, .. } => {
                let parts = |inner: &mut Self| Ok((inner.optional(filter.as_deref())?, inner.optional(map.as_deref())?));
                let (filter, map) = self.within(&[variable], parts)?;
                Ok(Op::Comprehension { list, filter, map })
            }
            ExprKind::Quantifier { quantifier, variable, predicate, .. } => {
                Ok(Op::Quantifier { quantifier: *quantifier, list, predicate: self.within(&[variable], |inner| inner.boxed(predicate))? })
            }
            ExprKind::Reduce { accumulator, initial, variable, step, .. } => {
                let initial = self.boxed(initial)?;
                Ok(Op::Reduce { initial, list, step: self.within(&[accumulator, variable], |inner| inner.boxed(step))? })
            }
            _ => Ok(Op::Literal(Value::Null)),
        }
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
        | Op::IsTyped { of, .. }
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
