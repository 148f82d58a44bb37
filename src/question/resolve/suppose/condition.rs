//! Cypher conditions that are made to hold, or not to: what they say of labels, values and patterns becomes what is written.

use super::super::Resolved;
use super::Thing;
use super::plan::{Bindings, Bound, Plan};
use crate::cypher::ast::{ComparisonOperator, Expression, ExpressionKind, LabelExpression, Literal, Subquery, UnaryOperator};
use crate::text::Span;
use crate::value::Value;

impl Plan<'_> {
    /// Plans that a condition holds, or that it does not.
    pub(super) fn condition(&mut self, of: &Expression, bindings: &Bindings, holds: bool, span: Span) -> Resolved<()> {
        match &of.kind {
            ExpressionKind::And(items) if holds => items.iter().try_for_each(|item| self.condition(item, bindings, holds, span)),
            ExpressionKind::Or(items) if !holds => items.iter().try_for_each(|item| self.condition(item, bindings, holds, span)),
            ExpressionKind::Unary { operator: UnaryOperator::Not, operand } => self.condition(operand, bindings, !holds, span),
            ExpressionKind::Unary { operator: UnaryOperator::IsNull, operand } if holds => self.set(operand, bindings, Value::Null, span),
            ExpressionKind::Unary { operator: UnaryOperator::IsNotNull, operand } if !holds => {
                self.set(operand, bindings, Value::Null, span)
            }
            ExpressionKind::HasLabels { of, labels } => self.label(of, labels, bindings, holds, span),
            ExpressionKind::Property { .. } => self.set(of, bindings, Value::Boolean(holds), span),
            ExpressionKind::Comparison { first, rest } => match rest.as_slice() {
                [(ComparisonOperator::Equal, other)] => self.equal(first, other, bindings, holds, span),
                [(ComparisonOperator::NotEqual, other)] => self.equal(first, other, bindings, !holds, span),
                _ => Err(self.refused(span, "more than one value would make it so")),
            },
            ExpressionKind::Exists(subquery) if holds => match &**subquery {
                Subquery::Pattern { pattern, condition } => {
                    let mut bindings = bindings.clone();
                    self.pattern(pattern, &mut bindings, span)?;
                    condition.as_ref().map_or(Ok(()), |condition| self.condition(condition, &bindings, true, span))
                }
                Subquery::Query(_) => Err(self.refused(span, "its words stand for a whole query")),
            },
            _ => Err(self.refused(span, "more than one value would make it so")),
        }
    }

    /// A value that is this one, or is not: then it is missing.
    fn equal(&mut self, left: &Expression, right: &Expression, bindings: &Bindings, holds: bool, span: Span) -> Resolved<()> {
        let (property, value) = match (literal(left), literal(right)) {
            (None, Some(value)) => (left, value),
            (Some(value), None) => (right, value),
            _ => return Err(self.refused(span, "it compares two values of the data")),
        };
        self.set(property, bindings, if holds { value } else { Value::Null }, span)
    }

    /// A property gets a value; null removes it.
    fn set(&mut self, property: &Expression, bindings: &Bindings, value: Value, span: Span) -> Resolved<()> {
        let bound = match &property.kind {
            ExpressionKind::Property { of, key } => match &of.kind {
                ExpressionKind::Variable(name) => bindings.get(name).map(|bound| (*bound, key.node.to_string())),
                _ => None,
            },
            _ => None,
        };
        match bound {
            Some((Bound::Node(Thing::Known(node)), key)) => self.values.push((node, key, value)),
            Some((Bound::Node(Thing::New(number)), key)) => put(&mut self.new[number].properties, key, value),
            Some((Bound::Edge(number), key)) => put(&mut self.edges[number].properties, key, value),
            None => return Err(self.refused(span, "its value is computed")),
        }
        Ok(())
    }

    fn label(&mut self, of: &Expression, labels: &LabelExpression, bindings: &Bindings, holds: bool, span: Span) -> Resolved<()> {
        let thing = match &of.kind {
            ExpressionKind::Variable(name) => bindings.get(name),
            _ => None,
        };
        let names: Vec<String> = match labels {
            LabelExpression::Label(label) => vec![label.node.to_string()],
            LabelExpression::And(_) if holds && only_labels(labels) => labels.names().iter().map(|label| label.node.to_string()).collect(),
            _ => Vec::new(),
        };
        match thing {
            _ if names.is_empty() => return Err(self.refused(span, "more than one label would make it so")),
            Some(Bound::Node(Thing::Known(node))) => self.labels.extend(names.into_iter().map(|name| (*node, name, holds))),
            Some(Bound::Node(Thing::New(number))) => {
                let own = &mut self.new[*number].labels;
                own.retain(|label| holds || !names.contains(label));
                own.extend(names.into_iter().filter(|_| holds));
                let mut seen = std::collections::HashSet::new();
                own.retain(|label| seen.insert(label.clone()));
            }
            _ => return Err(self.refused(span, "it speaks of no node")),
        }
        Ok(())
    }
}

fn put(properties: &mut std::collections::BTreeMap<String, Value>, key: String, value: Value) {
    if value == Value::Null {
        properties.remove(&key);
    } else {
        properties.insert(key, value);
    }
}

fn only_labels(labels: &LabelExpression) -> bool {
    match labels {
        LabelExpression::Label(_) => true,
        LabelExpression::And(all) => all.iter().all(only_labels),
        _ => false,
    }
}

/// The value of a literal.
pub(super) fn literal(expression: &Expression) -> Option<Value> {
    let ExpressionKind::Literal(literal) = &expression.kind else { return None };
    Some(match literal {
        Literal::Boolean(value) => Value::Boolean(*value),
        Literal::Integer(value) => Value::Integer(*value),
        Literal::Float(value) => Value::Float(*value),
        Literal::String(text) => Value::String(text.clone()),
        Literal::Null => return None,
    })
}
