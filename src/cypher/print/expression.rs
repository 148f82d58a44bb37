//! Expressions as text, with the parentheses that precedence needs.

use std::fmt::{self, Display, Formatter};

use super::super::ast::{
    BinaryOperator, ComparisonOperator, Expression, ExpressionKind, Literal, ProjectionEntry, Quantifier, UnaryOperator,
};
use super::name::{FunctionName, ParameterName, Quoted, SchemaName, VariableName};
use super::pattern::{Labels, selected};
use super::{joined, prefixed};

/// How strongly an expression holds together, from what binds least.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Strength {
    Or,
    Xor,
    And,
    Not,
    Comparison,
    Test,
    Sum,
    Product,
    Power,
    Sign,
    Labels,
    Lookup,
    Atom,
}

impl Strength {
    /// What the right operand of an operator of this strength must have.
    fn above(self) -> Self {
        match self {
            Self::Test => Self::Sum,
            Self::Sum => Self::Product,
            Self::Product => Self::Power,
            _ => Self::Sign,
        }
    }
}

/// An expression where something of at least this strength is needed.
pub(super) struct Shown<'a> {
    expression: &'a Expression,
    needed: Strength,
    /// Parentheses in any case.
    guarded: bool,
}

impl<'a> Shown<'a> {
    /// An expression with nothing beside it.
    pub fn alone(expression: &'a Expression) -> Self {
        Self::of(expression, Strength::Or)
    }

    /// An expression before a bar, which labels at its end would take for their own.
    pub fn before_bar(expression: &'a Expression) -> Self {
        Self::of(expression, Strength::Lookup)
    }

    fn of(expression: &'a Expression, needed: Strength) -> Self {
        Self { expression, needed, guarded: false }
    }

    fn guarded(mut self, guarded: bool) -> Self {
        self.guarded = guarded;
        self
    }
}

impl Display for Shown<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if self.guarded || strength(self.expression) < self.needed {
            f.write_str("(")?;
            bare(self.expression, f)?;
            f.write_str(")")
        } else {
            bare(self.expression, f)
        }
    }
}

fn strength(expression: &Expression) -> Strength {
    match &expression.kind {
        ExpressionKind::Or(_) => Strength::Or,
        ExpressionKind::Xor(_) => Strength::Xor,
        ExpressionKind::And(_) => Strength::And,
        ExpressionKind::Comparison { .. } => Strength::Comparison,
        ExpressionKind::Unary { operator, .. } => match operator {
            UnaryOperator::Not => Strength::Not,
            UnaryOperator::Minus | UnaryOperator::Plus => Strength::Sign,
            UnaryOperator::IsNull | UnaryOperator::IsNotNull => Strength::Test,
        },
        ExpressionKind::Binary { operator, .. } => binary_strength(*operator),
        ExpressionKind::HasLabels { .. } => Strength::Labels,
        ExpressionKind::IsTyped { .. } | ExpressionKind::IsNormalized { .. } => Strength::Test,
        // A number before a dot or a bracket could be read otherwise, and one with a sign is a sign's operand.
        ExpressionKind::Literal(Literal::Integer(_) | Literal::Float(_)) => Strength::Sign,
        ExpressionKind::Property { .. } | ExpressionKind::Index { .. } | ExpressionKind::Slice { .. } => Strength::Lookup,
        _ => Strength::Atom,
    }
}

fn binary_strength(operator: BinaryOperator) -> Strength {
    match operator {
        BinaryOperator::Add | BinaryOperator::Concatenate | BinaryOperator::Subtract => Strength::Sum,
        BinaryOperator::Multiply | BinaryOperator::Divide | BinaryOperator::Modulo => Strength::Product,
        BinaryOperator::Power => Strength::Power,
        _ => Strength::Test,
    }
}

/// The expression without parentheses around it.
#[expect(clippy::too_many_lines, reason = "a flat match, one arm for each form")]
fn bare(expression: &Expression, f: &mut Formatter<'_>) -> fmt::Result {
    match &expression.kind {
        ExpressionKind::Literal(literal) => literal.fmt(f),
        ExpressionKind::Parameter(name) => ParameterName(name).fmt(f),
        ExpressionKind::Variable(name) => VariableName(name).fmt(f),
        ExpressionKind::Property { of, key } => write!(f, "{}.{}", Shown::of(of, Strength::Lookup), SchemaName(&key.node)),
        ExpressionKind::HasLabels { of, labels } => {
            write!(f, "{}{}", Shown::of(of, Strength::Lookup), Labels::in_expression(labels))
        }
        ExpressionKind::IsTyped { of, negated, kind } => {
            let not = if *negated { "NOT " } else { "" };
            write!(f, "{} IS {not}:: {kind}", Shown::of(of, Strength::Test))
        }
        ExpressionKind::IsNormalized { of, negated, form } => {
            let not = if *negated { "NOT " } else { "" };
            write!(f, "{} IS {not}{} NORMALIZED", Shown::of(of, Strength::Test), form.name())
        }
        ExpressionKind::Unary { operator, operand } => unary(*operator, operand, f),
        ExpressionKind::Binary { operator, left, right } => binary(*operator, left, right, f),
        ExpressionKind::And(operands) => all(operands, " AND ", Strength::Not, f),
        ExpressionKind::Or(operands) => all(operands, " OR ", Strength::Xor, f),
        ExpressionKind::Xor(operands) => all(operands, " XOR ", Strength::And, f),
        ExpressionKind::Comparison { first, rest } => {
            Shown::of(first, Strength::Test).fmt(f)?;
            rest.iter().try_for_each(|(operator, operand)| {
                let guarded = *operator == ComparisonOperator::Less && begins_like_a_relationship(operand);
                write!(f, " {operator} {}", Shown::of(operand, Strength::Test).guarded(guarded))
            })
        }
        ExpressionKind::List(items) => list(items, f),
        ExpressionKind::Map(entries) => {
            f.write_str("{")?;
            for (index, (key, value)) in entries.iter().enumerate() {
                write!(f, "{}{}: {value}", if index > 0 { ", " } else { "" }, SchemaName(&key.node))?;
            }
            f.write_str("}")
        }
        ExpressionKind::Index { of, index } => write!(f, "{}[{index}]", Shown::of(of, Strength::Lookup)),
        ExpressionKind::Slice { of, from, to } => {
            write!(f, "{}[", Shown::of(of, Strength::Lookup))?;
            prefixed(f, "", from.as_ref())?;
            f.write_str("..")?;
            prefixed(f, "", to.as_ref())?;
            f.write_str("]")
        }
        ExpressionKind::Case { operand, branches, otherwise } => {
            f.write_str("CASE")?;
            prefixed(f, " ", operand.as_ref())?;
            branches.iter().try_for_each(|(test, value)| write!(f, " WHEN {test} THEN {value}"))?;
            prefixed(f, " ELSE ", otherwise.as_ref())?;
            f.write_str(" END")
        }
        ExpressionKind::Call { name, distinct, arguments } => {
            write!(f, "{}({}", FunctionName(&name.node), if *distinct { "DISTINCT " } else { "" })?;
            joined(f, arguments, ", ")?;
            f.write_str(")")
        }
        ExpressionKind::CountAll => f.write_str("count(*)"),
        ExpressionKind::ListComprehension { variable, list, filter, map } => {
            // Labels at the end of the list would take the bar for their own.
            let needed = if filter.is_none() && map.is_some() { Strength::Lookup } else { Strength::Or };
            write!(f, "[{} IN {}", VariableName(&variable.node), Shown::of(list, needed))?;
            prefixed(f, " WHERE ", filter.as_ref())?;
            prefixed(f, " | ", map.as_ref())?;
            f.write_str("]")
        }
        ExpressionKind::Quantifier { quantifier, variable, list, predicate } => {
            write!(f, "{quantifier}({} IN {list} WHERE {predicate})", VariableName(&variable.node))
        }
        ExpressionKind::Reduce { accumulator, initial, variable, list, step } => write!(
            f,
            "reduce({} = {initial}, {} IN {} | {step})",
            VariableName(&accumulator.node),
            VariableName(&variable.node),
            Shown::of(list, Strength::Lookup)
        ),
        ExpressionKind::Pattern(element) => element.fmt(f),
        ExpressionKind::Exists(subquery) => write!(f, "EXISTS {{ {subquery} }}"),
        ExpressionKind::Count(subquery) => write!(f, "COUNT {{ {subquery} }}"),
        ExpressionKind::Collect(query) => write!(f, "COLLECT {{ {query} }}"),
        ExpressionKind::PatternComprehension { path, element, condition, map } => {
            f.write_str("[")?;
            if let Some(path) = path {
                write!(f, "{} = ", VariableName(&path.node))?;
            }
            element.fmt(f)?;
            prefixed(f, " WHERE ", condition.as_ref())?;
            write!(f, " | {map}]")
        }
        ExpressionKind::MapProjection { of, entries } => {
            write!(f, "{} {{", VariableName(&of.node))?;
            joined(f, entries, ", ")?;
            f.write_str("}")
        }
        ExpressionKind::PathSelector(selector, element) => selected(f, *selector, element),
    }
}

fn unary(operator: UnaryOperator, operand: &Expression, f: &mut Formatter<'_>) -> fmt::Result {
    match operator {
        UnaryOperator::Not => write!(f, "NOT {}", Shown::of(operand, Strength::Not)),
        UnaryOperator::Minus | UnaryOperator::Plus => {
            let sign = if operator == UnaryOperator::Minus { "-" } else { "+" };
            let operand = Shown::of(operand, Strength::Sign).to_string();
            let gap = if operand.starts_with(['-', '+']) { " " } else { "" };
            write!(f, "{sign}{gap}{operand}")
        }
        UnaryOperator::IsNull => write!(f, "{} IS NULL", Shown::of(operand, Strength::Test)),
        UnaryOperator::IsNotNull => write!(f, "{} IS NOT NULL", Shown::of(operand, Strength::Test)),
    }
}

fn binary(operator: BinaryOperator, left: &Expression, right: &Expression, f: &mut Formatter<'_>) -> fmt::Result {
    let strength = binary_strength(operator);
    let guarded = operator == BinaryOperator::Subtract && begins_like_a_relationship(right);
    let right = Shown::of(right, strength.above()).guarded(guarded);
    write!(f, "{} {operator} {right}", Shown::of(left, strength))
}

fn all(operands: &[Expression], between: &str, needed: Strength, f: &mut Formatter<'_>) -> fmt::Result {
    for (index, operand) in operands.iter().enumerate() {
        if index > 0 {
            f.write_str(between)?;
        }
        Shown::of(operand, needed).fmt(f)?;
    }
    Ok(())
}

/// A list; a first item that begins like that of a comprehension stands in parentheses.
fn list(items: &[Expression], f: &mut Formatter<'_>) -> fmt::Result {
    f.write_str("[")?;
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            f.write_str(", ")?;
        }
        Shown::alone(item).guarded(index == 0 && begins_like_a_comprehension(item)).fmt(f)?;
    }
    f.write_str("]")
}

/// The operand that an expression's text begins with, or nothing where it begins with something else.
fn leftmost(expression: &Expression) -> Option<&Expression> {
    match &expression.kind {
        ExpressionKind::And(operands) | ExpressionKind::Or(operands) | ExpressionKind::Xor(operands) => operands.first(),
        ExpressionKind::Comparison { first, .. } => Some(first),
        ExpressionKind::Binary { left, .. } => Some(left),
        ExpressionKind::Unary { operator: UnaryOperator::IsNull | UnaryOperator::IsNotNull, operand } => Some(operand),
        ExpressionKind::Property { of, .. }
        | ExpressionKind::HasLabels { of, .. }
        | ExpressionKind::IsTyped { of, .. }
        | ExpressionKind::IsNormalized { of, .. }
        | ExpressionKind::Index { of, .. }
        | ExpressionKind::Slice { of, .. } => Some(of),
        _ => None,
    }
}

/// Whether the text begins with `-` or `[`: after `) -` or `) <` it would be read as a relationship.
fn begins_like_a_relationship(expression: &Expression) -> bool {
    let mut expression = expression;
    while let Some(left) = leftmost(expression) {
        expression = left;
    }
    match &expression.kind {
        ExpressionKind::Unary { operator: UnaryOperator::Minus, .. }
        | ExpressionKind::List(_)
        | ExpressionKind::ListComprehension { .. }
        | ExpressionKind::PatternComprehension { .. } => true,
        ExpressionKind::Literal(Literal::Integer(number)) => *number < 0,
        ExpressionKind::Literal(Literal::Float(number)) => number.is_sign_negative(),
        _ => false,
    }
}

/// Whether the text begins with `variable IN`.
fn begins_like_a_comprehension(expression: &Expression) -> bool {
    let mut expression = expression;
    loop {
        if let ExpressionKind::Binary { operator: BinaryOperator::In, left, .. } = &expression.kind
            && matches!(left.kind, ExpressionKind::Variable(_))
        {
            return true;
        }
        match leftmost(expression) {
            Some(left) => expression = left,
            None => return false,
        }
    }
}

impl Display for ProjectionEntry {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Property(key) => write!(f, ".{}", SchemaName(&key.node)),
            Self::All => f.write_str(".*"),
            Self::Entry(key, value) => write!(f, "{}: {value}", SchemaName(&key.node)),
            Self::Variable(name) => VariableName(&name.node).fmt(f),
        }
    }
}

impl Display for Literal {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Boolean(truth) => truth.fmt(f),
            Self::Integer(number) => number.fmt(f),
            Self::Float(number) => write!(f, "{number:?}"),
            Self::String(text) => Quoted(text).fmt(f),
        }
    }
}

impl Display for BinaryOperator {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Add => "+",
            Self::Concatenate => "||",
            Self::Subtract => "-",
            Self::Multiply => "*",
            Self::Divide => "/",
            Self::Modulo => "%",
            Self::Power => "^",
            Self::In => "IN",
            Self::StartsWith => "STARTS WITH",
            Self::EndsWith => "ENDS WITH",
            Self::Contains => "CONTAINS",
            Self::Matches => "=~",
        })
    }
}

impl Display for ComparisonOperator {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Equal => "=",
            Self::NotEqual => "<>",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
        })
    }
}

impl Display for Quantifier {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::All => "all",
            Self::Any => "any",
            Self::None => "none",
            Self::Single => "single",
        })
    }
}
