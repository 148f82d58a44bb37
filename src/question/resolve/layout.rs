//! How an answer is laid out: columns, groups, order, the first few.

use super::super::ast::{Ask, Key, KeyKind, NounPhrase, Quantity, Question, Subject, Tail};
use super::super::error::Error;
use super::super::meaning::{Column, Fact, Few, Group, GroupKey, Having, Layout, Measure, NounId, Value, Whether};
use super::{Candidate, Resolved, Resolver};
use crate::cypher::ast::ComparisonOperator;

impl Resolver<'_> {
    /// The layout of a question's answer.
    pub(super) fn layout(&mut self, main: NounId, question: &Question) -> Resolved<Layout> {
        let mut layout = Layout { nodes: true, count: question.ask == Ask::HowMany, ..Layout::default() };
        layout.whether = match question.ask {
            Ask::Whether { every: true } => Some(Whether::None),
            Ask::Whether { every: false } => Some(Whether::Some),
            _ => None,
        };
        self.asked(main, question, &mut layout)?;
        let few = match (&question.ask, &question.subject) {
            (Ask::Few { count, bottom }, _) => Some((*count, *bottom)),
            (_, Subject::Phrase { count: Some(count), .. }) if !self.cut_by_extreme(main, *count) => Some((*count, false)),
            _ => None,
        };
        let mut tails = question.tails.clone();
        if let Ask::Central { count, span } = question.ask {
            layout.few = Some(self.most_central(main, count, span, &mut tails)?);
        }
        if let Some((count, bottom)) = few {
            layout.few = Some(self.few(main, count, bottom, &mut tails, question)?);
        }
        for tail in &tails {
            match tail {
                Tail::Grouped { keys, having } => {
                    for key in keys {
                        let group = self.group(main, key)?;
                        layout.groups.push(group);
                    }
                    if let Some((quantity, phrase)) = having {
                        layout.having = Some(self.having(main, *quantity, phrase)?);
                    }
                }
                Tail::Sorted(keys) => {
                    for (key, descending) in keys {
                        let value = self.sort_value(main, key, &layout)?;
                        layout.order.push((value, *descending));
                    }
                }
                Tail::Part(part) => {
                    return Err(Error::Misplaced {
                        what: "a part of the graph",
                        help: "say what is measured there: `top 5 … by betweenness through …`",
                        span: part.span,
                    });
                }
                Tail::Shown(keys) => {
                    for key in keys {
                        let (value, name) = self.value_of_key(main, key)?;
                        layout.columns.push(Column { name, value, aggregate: None });
                    }
                }
            }
        }
        Self::check_ranking(&layout, &tails, question.span)?;
        check_groups(&layout, question)?;
        Ok(layout)
    }

    /// Which groups: `having more than 1 forum`, `having at least 3 partners`.
    fn having(&mut self, main: NounId, quantity: Option<Quantity>, phrase: &NounPhrase) -> Resolved<Having> {
        let (operator, count) = amount(quantity);
        let own = phrase.modifiers.is_empty() && self.is_noun_of(main, phrase);
        let link = if own { None } else { Some(self.related_link(main, phrase)?) };
        Ok(Having { link, operator, count })
    }

    /// Whether a phrase is in the main noun's own word.
    fn is_noun_of(&self, main: NounId, phrase: &NounPhrase) -> bool {
        let mut candidates = self.noun_meanings(phrase.noun).into_iter().map(Candidate::Entry);
        candidates.any(|candidate| self.nouns[main].plural == self.plural_of(&candidate))
    }

    fn plural_of(&self, candidate: &Candidate) -> String {
        match candidate {
            Candidate::Entry(super::NounMeaning::Entry(index)) => self.data.schema.lexicon.nouns[*index].plural().to_owned(),
            _ => String::new(),
        }
    }

    /// `days of …`, `average number of forums per …`.
    fn asked(&mut self, main: NounId, question: &Question, layout: &mut Layout) -> Resolved<()> {
        let Ask::Values { keys, of } = &question.ask else { return Ok(()) };
        for key in keys {
            layout.columns.push(self.asked_column(main, key)?);
        }
        let aggregated = keys.iter().any(|key| key.aggregate.is_some());
        // One node, or a noun in the singular, asks for the value alone.
        let one = match &question.subject {
            Subject::Name(_) => true,
            Subject::Phrase { phrase, .. } => *of && self.is_singular(phrase.noun),
            _ => false,
        };
        layout.nodes = !aggregated && !one;
        Ok(())
    }

    fn asked_column(&mut self, main: NounId, key: &Key) -> Resolved<Column> {
        let (value, name) = self.value_of_key(main, key)?;
        let function = key.aggregate.map(Self::function);
        let name = function.map_or_else(|| name.clone(), |(_, word)| format!("{word} {name}"));
        Ok(Column { name, value, aggregate: function.map(|(function, _)| function) })
    }

    fn is_singular(&self, word: super::Word) -> bool {
        let spoken = super::super::vocabulary::fold(word.span.of(self.text));
        let forms = |index: usize| self.data.schema.lexicon.nouns[index].forms().map(super::super::vocabulary::fold).collect::<Vec<_>>();
        self.noun_meanings(word).iter().any(|meaning| match meaning {
            super::NounMeaning::Entry(index) => forms(*index).iter().step_by(2).any(|form| *form == spoken),
            super::NounMeaning::Relation(_) | super::NounMeaning::Saved(_) => false,
        })
    }

    /// `the 3 partners with the most …`: the number belongs to the superlative.
    fn cut_by_extreme(&mut self, main: NounId, wanted: u64) -> bool {
        let mut found = false;
        for clause in &mut self.nouns[main].clauses {
            if let Fact::Extreme { count, .. } = &mut clause.fact {
                *count = wanted;
                found = true;
            }
        }
        found
    }

    /// The order at which the first few are cut.
    pub(super) fn few(&mut self, main: NounId, count: u64, bottom: bool, tails: &mut Vec<Tail>, question: &Question) -> Resolved<Few> {
        let place = tails.iter().position(|tail| matches!(tail, Tail::Grouped { having: None, .. } | Tail::Sorted(_)));
        let Some(place) = place else {
            return Err(Error::NoOrder { what: if bottom { "bottom" } else { "top" }, span: question.span });
        };
        let (key, ascending): (Key, bool) = match tails.remove(place) {
            Tail::Sorted(keys) => match keys.into_iter().next() {
                Some((key, descending)) => (key, !descending),
                None => return Err(Error::NoOrder { what: "top", span: question.span }),
            },
            Tail::Grouped { keys, .. } => match keys.into_iter().next() {
                Some(key) => (key, false),
                None => return Err(Error::NoOrder { what: "top", span: question.span }),
            },
            Tail::Shown(_) | Tail::Part(_) => return Err(Error::NoOrder { what: "top", span: question.span }),
        };
        let measure = self.measure_or_count(main, &key)?;
        Ok(Few { count, measure, least: ascending != bottom })
    }

    fn group(&mut self, main: NounId, key: &Key) -> Resolved<Group> {
        let (value, name) = self.value_of_key(main, key)?;
        Ok(match value {
            Value::Names(link) => {
                let name = self.nouns[link.object].singular.clone();
                Group { name, key: GroupKey::Related(link) }
            }
            Value::Measure(measure) => {
                if let Measure::Count(link) = &measure {
                    self.note_recorded(link);
                }
                let values = if self.is_list(main, key) { Vec::new() } else { self.values_of(main, key) };
                Group { name, key: GroupKey::Value { measure, values } }
            }
            Value::Size | Value::Key(_) => {
                return Err(Error::Misplaced { what: "this", help: "group by an attribute or a noun", span: key.span });
            }
        })
    }

    /// What is sorted by; in groups the number of the nodes, or a key.
    fn sort_value(&mut self, main: NounId, key: &Key, layout: &Layout) -> Resolved<Value> {
        if !layout.groups.is_empty() {
            if let KeyKind::Count(phrase) = &key.kind
                && key.aggregate.is_none()
                && self.is_noun_of(main, phrase)
            {
                return Ok(Value::Size);
            }
            let spelled = self.said(key.span);
            let named = |wanted: &str| layout.group_columns().position(|name| name == wanted).map(Value::Key);
            if let Some(value) = named(&spelled) {
                return Ok(value);
            }
            let column = self.asked_column(main, key)?;
            return Ok(named(&column.name).unwrap_or(column.value));
        }
        Ok(self.value_of_key(main, key)?.0)
    }
}

/// Groups have keys, a number of nodes, and values of all their nodes: what belongs to single nodes is refused there.
fn check_groups(layout: &Layout, question: &Question) -> Resolved<()> {
    if layout.groups.is_empty() {
        return Ok(());
    }
    let misplaced = |what, help| Err(Error::Misplaced { what, help, span: question.span });
    if layout.columns.iter().any(|column| column.aggregate.is_none()) {
        return misplaced("a value of each node", "in groups say `average …`, `sum of …`, `minimum …` or `maximum …`; or leave out `by …`");
    }
    if layout.order.iter().any(|(value, _)| !matches!(value, Value::Size | Value::Key(_))) {
        return misplaced("an order by a value of each node", "groups are sorted by `number of …` themselves, or by what they show");
    }
    if !layout.columns.is_empty() && layout.having.as_ref().is_some_and(|having| having.link.is_some()) {
        return misplaced("a number of related nodes", "beside an average groups are chosen by the number of their own nodes");
    }
    Ok(())
}

/// A quantity as a comparison.
fn amount(quantity: Option<Quantity>) -> (ComparisonOperator, u64) {
    match quantity {
        Some(Quantity::AtLeast(count)) => (ComparisonOperator::GreaterOrEqual, count),
        Some(Quantity::AtMost(count)) => (ComparisonOperator::LessOrEqual, count),
        Some(Quantity::Exactly(count)) => (ComparisonOperator::Equal, count),
        Some(Quantity::No) => (ComparisonOperator::Equal, 0),
        _ => (ComparisonOperator::GreaterOrEqual, 1),
    }
}
