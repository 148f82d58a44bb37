//! Groups of a path that are repeated, and how often.

use super::super::ast::{Expression, ExpressionKind, Group, Length, NodePattern, PatternElement, RelationshipPattern};
use super::{Built, Pair, Reader, Rule, SyntaxError, place, span};
use crate::value::Direction;

impl<'t> Reader<'t> {
    /// Nodes joined by relationships and groups. Where none is written beside a group, there is an empty node.
    pub(super) fn pattern_element(self, pair: Pair<'t>) -> Built<PatternElement> {
        let place = place(&pair);
        let parts: Vec<Pair<'t>> = self.parts(pair).collect();
        if let [only] = &parts[..]
            && only.as_rule() == Rule::x_group
            && let Some(element) = self.parenthesized_element(only.clone())?
        {
            return Ok(element);
        }
        let mut nodes = vec![NodePattern::default()];
        let mut links = Vec::new();
        for part in parts {
            match part.as_rule() {
                Rule::x_group => {
                    links.push(self.group(part)?);
                    nodes.push(NodePattern::default());
                }
                Rule::pattern_element_chain => {
                    let (relationship, node) = self.link(part)?;
                    links.push(relationship);
                    nodes.push(node);
                }
                _ => {
                    let node = self.node_pattern(part)?;
                    nodes.pop();
                    nodes.push(node);
                }
            }
        }
        let mut nodes = nodes.into_iter();
        Ok(PatternElement { start: nodes.next().unwrap_or_default(), chain: links.into_iter().zip(nodes).collect(), place })
    }

    /// An element in parentheses that is not repeated. A condition in them becomes one of its last node.
    fn parenthesized_element(self, pair: Pair<'t>) -> Built<Option<PatternElement>> {
        let mut parts = self.parts(pair);
        let element = parts.part()?;
        let condition = parts.optional(Rule::r#where);
        if parts.next().is_some() {
            return Ok(None);
        }
        let mut element = self.pattern_element(element)?;
        if let Some(condition) = condition {
            let condition = self.condition(condition)?;
            let last = element.chain.last_mut().map_or(&mut element.start, |(_, node)| node);
            last.condition = Some(match last.condition.take() {
                Some(own) => and(own, condition),
                None => condition,
            });
        }
        Ok(Some(element))
    }

    /// What is repeated.
    fn group(self, pair: Pair<'t>) -> Built<RelationshipPattern> {
        let whole = place(&pair);
        let mut parts = self.parts(pair);
        let element = self.pattern_element(parts.part()?)?;
        let condition = parts.optional(Rule::r#where).map(|condition| self.condition(condition)).transpose()?;
        let Some(length) = parts.next() else { return Err(SyntaxError::GroupWithoutQuantifier { span: whole.0 }) };
        if let Some((inner, _)) = element.chain.iter().find(|(inner, _)| inner.length.is_some()) {
            return Err(SyntaxError::QuantifierWithin { span: inner.place.0 });
        }
        if element.chain.is_empty() {
            return Err(SyntaxError::GroupWithoutRelationship { span: element.place.0 });
        }
        Ok(RelationshipPattern {
            variable: None,
            types: Vec::new(),
            type_expression: None,
            direction: Direction::Outgoing,
            length: Some(quantifier(&length)?),
            properties: None,
            condition: None,
            group: Some(Box::new(Group { element, condition })),
            place: whole,
        })
    }
}

/// Both conditions.
fn and(one: Expression, other: Expression) -> Expression {
    let place = one.place.0.join(other.place.0);
    let mut all = Vec::new();
    for condition in [one, other] {
        match condition.kind {
            ExpressionKind::And(parts) => all.extend(parts),
            _ => all.push(condition),
        }
    }
    Expression::new(ExpressionKind::And(all), place)
}

/// `+`, `*`, `{2}`, `{1,}`, `{,3}`, `{1,3}`.
pub(super) fn quantifier(pair: &Pair<'_>) -> Built<Length> {
    let found = match pair.as_str().trim_end() {
        "+" => Length { min: Some(1), max: None },
        "*" => Length { min: Some(0), max: None },
        _ => length(pair).map(|length| Length { min: length.min.or(Some(0)), ..length })?,
    };
    match found {
        Length { min: Some(min), max: Some(max) } if min > max => Err(SyntaxError::QuantifierTurned { span: span(pair) }),
        found => Ok(found),
    }
}

/// `*`, `*2`, `*1..`, `*..3`, `*1..3`.
pub(super) fn length(pair: &Pair<'_>) -> Built<Length> {
    let (mut min, mut max, mut range) = (None, None, false);
    for part in pair.clone().into_inner() {
        if matches!(part.as_rule(), Rule::x_dots | Rule::x_comma) {
            range = true;
            continue;
        }
        let number: u64 = part.as_str().parse().map_err(|_| SyntaxError::LengthOverflow { span: span(&part) })?;
        *(if range { &mut max } else { &mut min }) = Some(number);
    }
    if !range {
        max = min;
    }
    Ok(Length { min, max })
}
