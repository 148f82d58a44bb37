//! Patterns: nodes, relationships and labels.

use super::super::ast::{Expression, ExpressionKind, LabelExpression, NodePattern, Pattern, PatternElement, PatternPart};
use super::super::ast::{RelationshipPattern, Selector};
use super::group::{length, quantifier};
use super::{Built, Pair, Reader, Rule, SyntaxError, each, name, place, span};
use crate::text::{Place, Span};
use crate::value::Direction;

impl<'t> Reader<'t> {
    /// Parts joined by commas.
    pub(super) fn pattern(self, pair: Pair<'t>) -> Built<Pattern> {
        Ok(Pattern { parts: each(self.parts(pair), |part| self.pattern_part(part))? })
    }

    pub(super) fn pattern_part(self, pair: Pair<'t>) -> Built<PatternPart> {
        let mut parts = self.parts(pair);
        let variable = parts.optional(Rule::variable).map(|variable| name(&variable));
        let (selector, element) = self.anonymous_part(parts.part()?)?;
        Ok(PatternPart { variable, selector, element })
    }

    /// `(a)-->(b)` or `shortestPath((a)-->(b))`.
    pub(super) fn anonymous_part(self, pair: Pair<'t>) -> Built<(Selector, PatternElement)> {
        if pair.as_rule() != Rule::shortest_path_pattern {
            return Ok((Selector::All, self.pattern_element(pair)?));
        }
        let mut parts = self.parts(pair);
        let all = parts.part()?.as_str().eq_ignore_ascii_case("allShortestPaths");
        let selector = if all { Selector::AllShortest } else { Selector::Shortest };
        Ok((selector, self.pattern_element(parts.part()?)?))
    }

    /// A relationship and the node it leads to.
    pub(super) fn link(self, pair: Pair<'t>) -> Built<(RelationshipPattern, NodePattern)> {
        let mut parts = self.parts(pair);
        Ok((self.relationship_pattern(parts.part()?)?, self.node_pattern(parts.part()?)?))
    }

    pub(super) fn node_pattern(self, pair: Pair<'t>) -> Built<NodePattern> {
        let mut node = NodePattern { place: place(&pair), ..NodePattern::default() };
        for part in self.parts(pair) {
            match part.as_rule() {
                Rule::variable => node.variable = Some(name(&part)),
                Rule::node_labels => node.labels = Some(self.labels(part)?),
                Rule::properties => node.properties = Some(self.properties(part)?),
                _ => node.condition = Some(self.condition(part)?),
            }
        }
        Ok(node)
    }

    fn relationship_pattern(self, pair: Pair<'t>) -> Built<RelationshipPattern> {
        let mut relationship = RelationshipPattern {
            variable: None,
            types: Vec::new(),
            type_expression: None,
            direction: Direction::Both,
            length: None,
            properties: None,
            condition: None,
            group: None,
            place: place(&pair),
        };
        let (mut left, mut right) = (false, false);
        for part in self.parts(pair) {
            match part.as_rule() {
                Rule::left_arrow_head => left = true,
                Rule::right_arrow_head => right = true,
                Rule::x_quantifier if relationship.length.is_some() => return Err(SyntaxError::LengthTwice { span: span(&part) }),
                Rule::x_quantifier => relationship.length = Some(quantifier(&part)?),
                _ => self.relationship_detail(part, &mut relationship)?,
            }
        }
        relationship.direction = match (left, right) {
            (true, false) => Direction::Incoming,
            (false, true) => Direction::Outgoing,
            _ => Direction::Both,
        };
        Ok(relationship)
    }

    fn relationship_detail(self, pair: Pair<'t>, relationship: &mut RelationshipPattern) -> Built<()> {
        for part in self.parts(pair) {
            match part.as_rule() {
                Rule::variable => relationship.variable = Some(name(&part)),
                Rule::relationship_types => self.types(part, relationship)?,
                Rule::range_literal => relationship.length = Some(length(&part)?),
                Rule::properties => relationship.properties = Some(self.properties(part)?),
                _ => relationship.condition = Some(self.condition(part)?),
            }
        }
        Ok(())
    }

    /// `:A|B`, `:!A`: a choice of names, or a condition.
    fn types(self, pair: Pair<'t>, relationship: &mut RelationshipPattern) -> Built<()> {
        let choice = match self.labels(pair)? {
            LabelExpression::Or(any) => any,
            one => vec![one],
        };
        let names = choice.iter().map(|one| if let LabelExpression::Label(name) = one { Some(name.clone()) } else { None });
        match names.collect() {
            Some(names) => relationship.types = names,
            None => relationship.type_expression = Some(one_or(choice, LabelExpression::Or)),
        }
        Ok(())
    }

    /// `{key: value}` or `$parameter`.
    fn properties(self, pair: Pair<'t>) -> Built<Expression> {
        self.operand(self.only(pair)?)
    }

    /// `:A:B`, from the rule that has the colon.
    pub(super) fn labels(self, pair: Pair<'t>) -> Built<LabelExpression> {
        self.label_choice(self.only(pair)?)
    }

    fn label_choice(self, pair: Pair<'t>) -> Built<LabelExpression> {
        match pair.as_rule() {
            Rule::x_labels_any | Rule::x_types_any | Rule::x_filter_any => Ok(one_or(self.label_parts(pair)?, LabelExpression::Or)),
            Rule::x_labels_all | Rule::x_types_all | Rule::x_filter_all => Ok(one_or(self.label_parts(pair)?, LabelExpression::And)),
            _ => self.label_term(pair),
        }
    }

    fn label_parts(self, pair: Pair<'t>) -> Built<Vec<LabelExpression>> {
        each(self.parts(pair), |part| self.label_choice(part))
    }

    fn label_term(self, pair: Pair<'t>) -> Built<LabelExpression> {
        let place = span(&pair);
        let mut not = 0;
        let mut parts = self.parts(pair);
        while parts.optional(Rule::x_label_not).is_some() {
            not += 1;
        }
        if self.depth + not > super::DEPTH {
            return Err(SyntaxError::ExpressionTooDeep { span: place });
        }
        let term = parts.part()?;
        let mut labels = match term.as_rule() {
            Rule::schema_name => LabelExpression::Label(name(&term)),
            Rule::x_label_any => LabelExpression::Any,
            _ => self.label_choice(term)?,
        };
        for _ in 0..not {
            labels = LabelExpression::Not(Box::new(labels));
        }
        Ok(labels)
    }

    /// A pattern that began like an expression in parentheses: its first node, and what follows.
    pub(super) fn pattern_in_expression(self, first: Pair<'t>, rest: impl Iterator<Item = Pair<'t>>, whole: Span) -> Built<Expression> {
        let node = self.node_in_expression(first)?;
        let chain = each(rest, |link| self.link(link))?;
        if chain.is_empty() {
            return Err(SyntaxError::NodeAlone { span: node.place.0 });
        }
        let element = PatternElement { start: node, chain, place: Place(whole) };
        Ok(Expression::new(ExpressionKind::Pattern(Box::new(element)), whole))
    }

    /// A node that was read as an expression in parentheses, with labels, properties and a condition.
    fn node_in_expression(self, pair: Pair<'t>) -> Built<NodePattern> {
        let whole = span(&pair);
        let invalid = SyntaxError::InvalidNode { span: whole };
        let mut node = NodePattern { place: Place(whole), ..NodePattern::default() };
        for part in self.parts(pair) {
            match part.as_rule() {
                Rule::node_labels => node.labels = Some(self.labels(part)?),
                Rule::properties if node.properties.is_none() => node.properties = Some(self.properties(part)?),
                Rule::r#where => node.condition = Some(self.condition(part)?),
                Rule::expression => {
                    for (index, piece) in part.into_inner().enumerate() {
                        match piece.as_rule() {
                            Rule::x_reference if index == 0 => node.variable = Some(name(&piece)),
                            Rule::node_labels | Rule::x_is_labels => node.labels = Some(self.labels(piece)?),
                            Rule::map_literal | Rule::parameter if index == 0 => node.properties = Some(self.operand(piece)?),
                            Rule::x_map_projection => node.properties = Some(self.projection_as_map(piece, &invalid)?),
                            _ => return Err(invalid),
                        }
                    }
                }
                _ => return Err(invalid),
            }
        }
        Ok(node)
    }

    /// `{key: value}` that was read as a map projection.
    fn projection_as_map(self, pair: Pair<'t>, invalid: &SyntaxError) -> Built<Expression> {
        let place = place(&pair);
        let mut entries = Vec::new();
        for entry in self.parts(pair) {
            let inner = self.only(entry.clone())?;
            if inner.as_rule() != Rule::x_entry {
                return Err(invalid.clone());
            }
            entries.push(self.entry(inner)?);
        }
        Ok(Expression { kind: ExpressionKind::Map(entries), place })
    }
}

/// The only one, or all of them together.
fn one_or(mut labels: Vec<LabelExpression>, join: fn(Vec<LabelExpression>) -> LabelExpression) -> LabelExpression {
    match labels.pop() {
        Some(only) if labels.is_empty() => only,
        last => {
            labels.extend(last);
            join(labels)
        }
    }
}
