//! Operators: how strongly each binds, and the trees they make.

use std::sync::LazyLock;

use pest::pratt_parser::{Assoc, Op, PrattParser};

use super::super::ast::{BinaryOperator, ComparisonOperator, Expression, ExpressionKind, UnaryOperator};
use super::{Built, Pair, Rule, SyntaxError, span};

/// The operators, from the one that binds least to the one that binds most.
pub(super) static PRECEDENCE: LazyLock<PrattParser<Rule>> = LazyLock::new(|| {
    let infix = |rule| Op::infix(rule, Assoc::Left);
    PrattParser::new()
        .op(infix(Rule::kw_or))
        .op(infix(Rule::kw_xor))
        .op(infix(Rule::kw_and))
        .op(Op::prefix(Rule::x_not))
        .op(infix(Rule::x_equal)
            | infix(Rule::x_not_equal)
            | infix(Rule::x_less)
            | infix(Rule::x_less_or_equal)
            | infix(Rule::x_greater)
            | infix(Rule::x_greater_or_equal))
        .op(infix(Rule::kw_in)
            | infix(Rule::x_starts_with)
            | infix(Rule::x_ends_with)
            | infix(Rule::kw_contains)
            | infix(Rule::x_matches)
            | Op::postfix(Rule::x_is_null)
            | Op::postfix(Rule::x_is_not_null)
            | Op::postfix(Rule::x_is_typed)
            | Op::postfix(Rule::x_filter_typed)
            | Op::postfix(Rule::x_is_normalized)
            | Op::postfix(Rule::x_is_labeled)
            | Op::postfix(Rule::x_filter_is_labeled)
            | Op::postfix(Rule::x_is_labels)
            | Op::postfix(Rule::x_filter_is_labels))
        .op(infix(Rule::x_add) | infix(Rule::x_concatenate) | infix(Rule::x_subtract))
        .op(infix(Rule::x_multiply) | infix(Rule::x_divide) | infix(Rule::x_modulo))
        .op(infix(Rule::x_power))
        .op(Op::prefix(Rule::x_minus) | Op::prefix(Rule::x_plus))
        .op(Op::postfix(Rule::property_lookup)
            | Op::postfix(Rule::x_index)
            | Op::postfix(Rule::node_labels)
            | Op::postfix(Rule::x_filter_labels)
            | Op::postfix(Rule::x_arguments)
            | Op::postfix(Rule::x_map_projection))
});

/// The expression, if it is no bare pattern.
pub(super) fn value(expression: Expression) -> Built<Expression> {
    match expression.kind {
        ExpressionKind::Pattern(_) => Err(SyntaxError::PatternAsValue { span: expression.place.0 }),
        _ => Ok(expression),
    }
}

/// The greatest number of operators between two of `AND`, `OR`, `XOR`, and one for each of these: no tree made from the
/// run is deeper.
pub(super) fn height<'t>(pieces: impl Iterator<Item = Pair<'t>>) -> usize {
    let (mut longest, mut segment) = (0, 0);
    let mut joins = [false; 3];
    for piece in pieces {
        match piece.as_rule() {
            Rule::kw_and => (segment, joins[0]) = (0, true),
            Rule::kw_or => (segment, joins[1]) = (0, true),
            Rule::kw_xor => (segment, joins[2]) = (0, true),
            rule if is_operand(rule) => {}
            _ => segment += 1,
        }
        longest = longest.max(segment);
    }
    longest + joins.iter().filter(|join| **join).count()
}

/// Whether a piece of a run is an operand, not an operator.
fn is_operand(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::x_number
            | Rule::x_string
            | Rule::x_least_integer
            | Rule::x_true
            | Rule::x_false
            | Rule::x_null
            | Rule::variable
            | Rule::x_reference
            | Rule::parameter
            | Rule::parenthesized_expression
            | Rule::x_list
            | Rule::map_literal
            | Rule::case_expression
            | Rule::x_exists
            | Rule::x_count
            | Rule::x_collect
            | Rule::quantifier
            | Rule::x_reduce
            | Rule::shortest_path_pattern
            | Rule::x_exists_call
    )
}

pub(super) fn prefix(operator: &Pair<'_>, operand: Expression) -> Built<Expression> {
    let operand = if operator.as_rule() == Rule::x_not { operand } else { value(operand)? };
    let place = span(operator).join(operand.place.0);
    let operator = match operator.as_rule() {
        Rule::x_not => UnaryOperator::Not,
        Rule::x_minus => UnaryOperator::Minus,
        _ => UnaryOperator::Plus,
    };
    Ok(Expression::new(ExpressionKind::Unary { operator, operand: Box::new(operand) }, place))
}

/// Joins two operands. `AND`, `OR`, `XOR` and comparisons that follow each other without parentheses are one operator;
/// an operand in parentheses is known by its place, which begins before that of its own first operand.
pub(super) fn infix(mut left: Expression, operator: Rule, mut right: Expression) -> Built<Expression> {
    if !matches!(operator, Rule::kw_and | Rule::kw_or | Rule::kw_xor) {
        (left, right) = (value(left)?, value(right)?);
    }
    let place = left.place.0.join(right.place.0);
    let begins_with = |first: &Expression| first.place.0.start == place.start;
    let compared = comparison(operator);
    match (operator, &mut left.kind) {
        (Rule::kw_and, ExpressionKind::And(operands))
        | (Rule::kw_or, ExpressionKind::Or(operands))
        | (Rule::kw_xor, ExpressionKind::Xor(operands))
            if operands.first().is_some_and(begins_with) =>
        {
            operands.push(right);
            return Ok(Expression::new(left.kind, place));
        }
        (_, ExpressionKind::Comparison { first, rest }) if begins_with(first) => {
            if let Some(operator) = compared {
                rest.push((operator, right));
                return Ok(Expression::new(left.kind, place));
            }
        }
        _ => {}
    }
    let kind = match operator {
        Rule::kw_and => ExpressionKind::And(vec![left, right]),
        Rule::kw_or => ExpressionKind::Or(vec![left, right]),
        Rule::kw_xor => ExpressionKind::Xor(vec![left, right]),
        _ => match compared {
            Some(operator) => ExpressionKind::Comparison { first: Box::new(left), rest: vec![(operator, right)] },
            None => ExpressionKind::Binary { operator: binary(operator), left: Box::new(left), right: Box::new(right) },
        },
    };
    Ok(Expression::new(kind, place))
}

fn comparison(operator: Rule) -> Option<ComparisonOperator> {
    Some(match operator {
        Rule::x_equal => ComparisonOperator::Equal,
        Rule::x_not_equal => ComparisonOperator::NotEqual,
        Rule::x_less => ComparisonOperator::Less,
        Rule::x_less_or_equal => ComparisonOperator::LessOrEqual,
        Rule::x_greater => ComparisonOperator::Greater,
        Rule::x_greater_or_equal => ComparisonOperator::GreaterOrEqual,
        _ => return None,
    })
}

fn binary(operator: Rule) -> BinaryOperator {
    match operator {
        Rule::x_add => BinaryOperator::Add,
        Rule::x_concatenate => BinaryOperator::Concatenate,
        Rule::x_subtract => BinaryOperator::Subtract,
        Rule::x_multiply => BinaryOperator::Multiply,
        Rule::x_divide => BinaryOperator::Divide,
        Rule::x_modulo => BinaryOperator::Modulo,
        Rule::x_power => BinaryOperator::Power,
        Rule::kw_in => BinaryOperator::In,
        Rule::x_starts_with => BinaryOperator::StartsWith,
        Rule::x_ends_with => BinaryOperator::EndsWith,
        Rule::kw_contains => BinaryOperator::Contains,
        _ => BinaryOperator::Matches,
    }
}
