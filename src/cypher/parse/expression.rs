//! Expressions: the flat run of operands and operators that the grammar gives, put into a tree by precedence.

use super::super::ast::{Expression, ExpressionKind, Literal, ProjectionEntry, Quantifier, UnaryOperator, Variable};
use super::operator::{PRECEDENCE, height, infix, prefix, value};
use super::{Built, DEPTH, Pair, Reader, Rule, SyntaxError, each, literal, name, place, span};
use crate::diagnose::did_you_mean;
use crate::function::{NormalForm, UnknownType, ValueType};
use crate::text::{Name, Span, Spanned};

impl<'t> Reader<'t> {
    /// An expression whose value is used: a pattern is none.
    pub(super) fn expression(self, pair: Pair<'t>) -> Built<Expression> {
        value(self.truth(pair)?)
    }

    /// An expression that is only tested for truth: it may be a pattern.
    pub(super) fn truth(self, pair: Pair<'t>) -> Built<Expression> {
        let whole = span(&pair);
        self.run(pair.into_inner(), whole)
    }

    /// A run of operands and operators.
    pub(super) fn run(self, pieces: impl Iterator<Item = Pair<'t>> + Clone, whole: Span) -> Built<Expression> {
        let depth = self.depth + 1 + height(pieces.clone());
        if depth > DEPTH {
            return Err(SyntaxError::ExpressionTooDeep { span: whole });
        }
        let reader = Self { depth, ..self };
        PRECEDENCE
            .map_primary(|pair| reader.operand(pair))
            .map_prefix(|operator, operand| prefix(&operator, operand?))
            .map_postfix(|operand, operator| reader.postfix(operand?, operator))
            .map_infix(|left, operator, right| infix(left?, operator.as_rule(), right?))
            .parse(pieces)
    }

    /// An expression in a box.
    fn boxed(self, pair: Pair<'t>) -> Built<Box<Expression>> {
        Ok(Box::new(self.expression(pair)?))
    }

    /// An operand by itself. Each form that holds others is built by a function of its own, so that this one, which stands
    /// on the stack once for each level of nesting, stays small.
    pub(super) fn operand(self, pair: Pair<'t>) -> Built<Expression> {
        match pair.as_rule() {
            Rule::parenthesized_expression => self.parenthesized(pair),
            Rule::x_list => self.list(pair),
            Rule::map_literal => self.map(pair),
            Rule::case_expression => self.case(pair),
            Rule::x_exists => self.exists_subquery(pair),
            Rule::x_count => self.count_subquery(pair),
            Rule::x_collect => self.collect(pair),
            Rule::quantifier => self.quantifier(pair),
            Rule::x_reduce => self.reduce(pair),
            Rule::shortest_path_pattern => self.shortest_path(pair),
            Rule::x_exists_call => self.exists_call(pair),
            _ => leaf(&pair),
        }
    }

    fn map(self, pair: Pair<'t>) -> Built<Expression> {
        let place = span(&pair);
        let entries = each(self.parts(pair), |entry| self.entry(entry))?;
        Ok(Expression::new(ExpressionKind::Map(entries), place))
    }

    fn exists_subquery(self, pair: Pair<'t>) -> Built<Expression> {
        let place = span(&pair);
        Ok(Expression::new(ExpressionKind::Exists(self.subquery(pair)?), place))
    }

    fn count_subquery(self, pair: Pair<'t>) -> Built<Expression> {
        let place = span(&pair);
        Ok(Expression::new(ExpressionKind::Count(self.subquery(pair)?), place))
    }

    fn collect(self, pair: Pair<'t>) -> Built<Expression> {
        let place = span(&pair);
        Ok(Expression::new(ExpressionKind::Collect(Box::new(self.query(self.only(pair)?)?)), place))
    }

    fn shortest_path(self, pair: Pair<'t>) -> Built<Expression> {
        let place = span(&pair);
        let (selector, element) = self.anonymous_part(pair)?;
        Ok(Expression::new(ExpressionKind::PathSelector(selector, Box::new(element)), place))
    }

    /// What stands behind an operand and changes it.
    pub(super) fn postfix(self, operand: Expression, pair: Pair<'t>) -> Built<Expression> {
        let start = operand.place.0;
        let place = start.join(span(&pair));
        if let (Rule::x_arguments, ExpressionKind::Variable(name)) = (pair.as_rule(), &operand.kind) {
            return Ok(Expression::new(self.call(name, start, pair)?, place));
        }
        if let (Rule::x_map_projection, ExpressionKind::Variable(name)) = (pair.as_rule(), &operand.kind) {
            let entries = each(self.parts(pair), |entry| self.projection_entry(entry))?;
            return Ok(Expression::new(ExpressionKind::MapProjection { of: Spanned::new(Name::clone(name), start), entries }, place));
        }
        let of = Box::new(value(operand)?);
        let kind = match pair.as_rule() {
            Rule::property_lookup => ExpressionKind::Property { of, key: name(&self.only(pair)?) },
            Rule::x_index => self.index(of, pair)?,
            Rule::node_labels | Rule::x_filter_labels | Rule::x_is_labels | Rule::x_filter_is_labels => {
                ExpressionKind::HasLabels { of, labels: self.labels(pair)? }
            }
            Rule::x_is_labeled | Rule::x_filter_is_labeled => {
                let negated = negated(&pair);
                let test = ExpressionKind::HasLabels { of, labels: self.labels(pair)? };
                if negated {
                    let operand = Box::new(Expression::new(test, place));
                    ExpressionKind::Unary { operator: UnaryOperator::Not, operand }
                } else {
                    test
                }
            }
            Rule::x_is_typed | Rule::x_filter_typed => {
                ExpressionKind::IsTyped { of, negated: negated(&pair), kind: value_types(&self.only(pair)?)? }
            }
            Rule::x_is_normalized => {
                let form = pair.clone().into_inner().find(|part| part.as_rule() == Rule::x_normal_form);
                let form = form.and_then(|form| NormalForm::named(form.as_str())).unwrap_or_default();
                ExpressionKind::IsNormalized { of, negated: negated(&pair), form }
            }
            Rule::x_is_null => ExpressionKind::Unary { operator: UnaryOperator::IsNull, operand: of },
            _ => ExpressionKind::Unary { operator: UnaryOperator::IsNotNull, operand: of },
        };
        Ok(Expression::new(kind, place))
    }

    /// `[index]` or `[from..to]`.
    fn index(self, of: Box<Expression>, pair: Pair<'t>) -> Built<ExpressionKind> {
        let (mut from, mut to, mut slice) = (None, None, false);
        for part in self.parts(pair) {
            match part.as_rule() {
                Rule::x_dots => slice = true,
                _ if slice => to = Some(self.boxed(part)?),
                _ => from = Some(self.boxed(part)?),
            }
        }
        Ok(match from {
            Some(index) if !slice => ExpressionKind::Index { of, index },
            from => ExpressionKind::Slice { of, from, to },
        })
    }

    /// `(expression)`, or a pattern that begins like one.
    fn parenthesized(self, pair: Pair<'t>) -> Built<Expression> {
        let whole = span(&pair);
        let mut parts = self.parts(pair);
        let parenthesis = parts.part()?;
        let mut links = parts.peekable();
        let mut inner = self.parts(parenthesis.clone());
        if links.peek().is_none()
            && let (Some(expression), None) = (inner.optional(Rule::expression), inner.next())
        {
            let mut expression = self.truth(expression)?;
            expression.place = place(&parenthesis);
            return Ok(expression);
        }
        self.pattern_in_expression(parenthesis, links, whole)
    }

    /// `key: value`.
    pub(super) fn entry(self, pair: Pair<'t>) -> Built<(Spanned<Name>, Expression)> {
        let mut parts = self.parts(pair);
        Ok((name(&parts.part()?), self.expression(parts.part()?)?))
    }

    /// `[a, b]`, `[x IN xs WHERE … | …]`.
    fn list(self, pair: Pair<'t>) -> Built<Expression> {
        let whole = span(&pair);
        let mut parts = self.parts(pair);
        let item = parts.optional(Rule::x_item_of);
        let Some(first) = parts.next() else {
            return Ok(Expression::new(ExpressionKind::List(Vec::new()), whole));
        };
        let rest: Vec<Pair<'t>> = parts.collect();
        let computed = rest.iter().any(|part| matches!(part.as_rule(), Rule::x_filter | Rule::x_map));
        let kind = match item {
            Some(item) if computed || rest.is_empty() => self.comprehension(&self.only(item)?, first, rest)?,
            None if computed => self.pattern_comprehension(first, rest, whole)?,
            item => {
                let mut items = Vec::with_capacity(rest.len() + 1);
                // `[x IN xs, y]`: the first item is a test, so its operand and operator are put back before it.
                let start = item.as_ref().unwrap_or(&first).as_span().start();
                let head = item.map(Pair::into_inner).into_iter().flatten();
                items.push(value(self.run(head.chain(first.clone().into_inner()), Span::new(start, span(&first).end as usize))?)?);
                for part in rest {
                    items.push(self.expression(part)?);
                }
                ExpressionKind::List(items)
            }
        };
        Ok(Expression::new(kind, whole))
    }

    fn comprehension(self, item: &Pair<'t>, list: Pair<'t>, rest: Vec<Pair<'t>>) -> Built<ExpressionKind> {
        let (variable, list): (Variable, _) = (name(item), self.boxed(list)?);
        let (mut filter, mut map) = (None, None);
        for part in rest {
            if part.as_rule() == Rule::x_map {
                map = Some(self.boxed(self.only(part)?)?);
            } else {
                filter = Some(Box::new(self.truth(part)?));
            }
        }
        Ok(ExpressionKind::ListComprehension { variable, list, filter, map })
    }

    /// `[path = (a)-->(b) WHERE condition | map]`; `first` is what stands before the condition.
    fn pattern_comprehension(self, first: Pair<'t>, rest: Vec<Pair<'t>>, whole: Span) -> Built<ExpressionKind> {
        let mut pieces: Vec<Pair<'t>> = first.into_inner().collect();
        let path = match &pieces[..] {
            [variable, equal, _] if (variable.as_rule(), equal.as_rule()) == (Rule::x_reference, Rule::x_equal) => Some(name(variable)),
            _ => None,
        };
        let known = if path.is_some() { 3 } else { 1 };
        let invalid = SyntaxError::InvalidComprehension { span: whole };
        let Some(last) = pieces.pop().filter(|last| pieces.len() + 1 == known && last.as_rule() == Rule::parenthesized_expression) else {
            return Err(invalid);
        };
        let ExpressionKind::Pattern(element) = self.parenthesized(last)?.kind else { return Err(invalid) };
        let (mut condition, mut map) = (None, None);
        for part in rest {
            match part.as_rule() {
                Rule::x_map => map = Some(self.boxed(self.only(part)?)?),
                _ => condition = Some(Box::new(self.truth(part)?)),
            }
        }
        let map = map.ok_or(SyntaxError::ComprehensionWithoutValue { span: whole })?;
        Ok(ExpressionKind::PatternComprehension { path, element, condition, map })
    }

    /// `.key`, `.*`, `key: value`, `variable`.
    fn projection_entry(self, pair: Pair<'t>) -> Built<ProjectionEntry> {
        let part = self.only(pair)?;
        Ok(match part.as_rule() {
            Rule::x_star => ProjectionEntry::All,
            Rule::schema_name => ProjectionEntry::Property(name(&part)),
            Rule::variable => ProjectionEntry::Variable(name(&part)),
            _ => {
                let (key, value) = self.entry(part)?;
                ProjectionEntry::Entry(key, value)
            }
        })
    }

    fn case(self, pair: Pair<'t>) -> Built<Expression> {
        let place = span(&pair);
        let (mut operand, mut branches, mut otherwise) = (None, Vec::new(), None);
        for part in self.parts(pair) {
            match part.as_rule() {
                Rule::expression => operand = Some(self.boxed(part)?),
                Rule::case_alternative => {
                    let mut parts = self.parts(part);
                    let test = if operand.is_none() { self.truth(parts.part()?) } else { self.expression(parts.part()?) };
                    branches.push((test?, self.expression(parts.part()?)?));
                }
                _ => otherwise = Some(self.boxed(self.only(part)?)?),
            }
        }
        Ok(Expression::new(ExpressionKind::Case { operand, branches, otherwise }, place))
    }

    fn quantifier(self, pair: Pair<'t>) -> Built<Expression> {
        let place = span(&pair);
        let mut parts = self.parts(pair);
        let quantifier = match parts.part()?.as_str().to_ascii_lowercase().as_str() {
            "all" => Quantifier::All,
            "any" => Quantifier::Any,
            "none" => Quantifier::None,
            _ => Quantifier::Single,
        };
        let variable = name(&parts.part()?);
        let list = self.boxed(parts.part()?)?;
        let predicate = Box::new(self.condition(parts.part()?)?);
        Ok(Expression::new(ExpressionKind::Quantifier { quantifier, variable, list, predicate }, place))
    }

    fn reduce(self, pair: Pair<'t>) -> Built<Expression> {
        let place = span(&pair);
        let mut parts = self.parts(pair);
        let kind = ExpressionKind::Reduce {
            accumulator: name(&parts.part()?),
            initial: self.boxed(parts.part()?)?,
            variable: name(&parts.part()?),
            list: self.boxed(parts.part()?)?,
            step: self.boxed(self.only(parts.part()?)?)?,
        };
        Ok(Expression::new(kind, place))
    }
}

/// Whether a test has a `NOT`.
fn negated(pair: &Pair<'_>) -> bool {
    pair.clone().into_inner().any(|part| part.as_rule() == Rule::kw_not)
}

/// `INTEGER | LIST<STRING>`.
fn value_types(pair: &Pair<'_>) -> Built<ValueType> {
    pair.as_str().parse().map_err(|unknown: UnknownType| {
        let help = did_you_mean(&unknown.name, ValueType::names()).or_else(|| Some(format!("the types are {}", ValueType::list())));
        let start = pair.as_span().start() + unknown.at;
        SyntaxError::UnknownValueType { help, span: Span::new(start, start + unknown.name.len()) }
    })
}

/// An operand that holds no other.
fn leaf(pair: &Pair<'_>) -> Built<Expression> {
    let place = span(pair);
    let literal = match pair.as_rule() {
        Rule::x_number => literal::number(pair.as_str().trim_end(), place)?,
        Rule::x_string => Literal::String(literal::string(pair.as_str(), place.start as usize)?),
        Rule::x_least_integer => Literal::Integer(i64::MIN),
        Rule::x_true => Literal::Boolean(true),
        Rule::x_false => Literal::Boolean(false),
        Rule::x_null => Literal::Null,
        Rule::x_reference | Rule::variable => return Ok(Expression::new(ExpressionKind::Variable(name(pair).node), place)),
        _ => {
            let name = super::unquoted(pair.as_str().trim_start_matches('$'));
            return Ok(Expression::new(ExpressionKind::Parameter(name), place));
        }
    };
    Ok(Expression::new(ExpressionKind::Literal(literal), place))
}
