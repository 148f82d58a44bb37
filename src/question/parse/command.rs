//! Commands, from tokens to the syntax tree.

use super::{Node, Reader, Rule, find};
use crate::question::ast::{Answered, Ask, Body, Command, Gaps, Limits, Question, Side, Subject, Thing, Way, Why, Word};
use crate::text::Span;

impl Reader<'_> {
    /// A command; its place is that of its first words.
    pub(super) fn command(&self, node: Node<'_>) -> Body {
        let whole = self.span(&node);
        let Some(node) = node.into_inner().next() else { return Body::Command(Command::Nothing, whole) };
        let opening = node.clone().into_inner().next().filter(|first| first.as_rule() != Rule::command_rest);
        let place = opening.map_or(whole, |first| self.span(&first));
        let command = match node.as_rule() {
            Rule::describe => self.things(node).into_iter().next().map(Command::Describe),
            Rule::compare => <[Thing; 2]>::try_from(self.things(node)).ok().map(|pair| Command::Compare(Box::new(pair))),
            Rule::share => Some(Command::Share(self.things(node))),
            Rule::path => self.way(node).map(|way| Command::Path(Box::new(way))),
            Rule::connect => {
                let limits = self.limits(&node);
                let things = node.into_inner().find(|part| part.as_rule() == Rule::things);
                Some(Command::Connect { things: things.map(|part| self.things(part)).unwrap_or_default(), limits })
            }
            Rule::matrix => self.matrix(node),
            Rule::conflicts => Some(Command::Conflicts(self.things(node))),
            Rule::schema => Some(Command::Schema),
            Rule::saved_questions => Some(Command::SavedQuestions),
            Rule::define => Some(self.define(node)),
            Rule::should => return Body::Question(self.should(node)),
            Rule::gaps => Some(Command::Gaps(Box::new(self.gaps(node)))),
            Rule::brief => self.things(node).into_iter().next().map(Command::Brief),
            Rule::why => self.why(node).map(|why| Command::Why(Box::new(why))),
            Rule::near_misses => {
                let question = node.into_inner().find(|part| part.as_rule() == Rule::question);
                Some(Command::NearMisses(question.map(|part| Box::new(self.question(part)))))
            }
            Rule::forget => Some(Command::Forget(self.rest(node))),
            _ => None,
        };
        // Each shape of the grammar has its parts.
        Body::Command(command.unwrap_or(Command::Nothing), place)
    }

    /// All things within a node, in order.
    fn things(&self, node: Node<'_>) -> Vec<Thing> {
        node.into_inner().flatten().filter(|part| part.as_rule() == Rule::thing).map(|part| self.thing(part)).collect()
    }

    pub(super) fn thing(&self, node: Node<'_>) -> Thing {
        let span = self.span(&node);
        let (mut noun, mut name) = (None, Word { index: usize::MAX, span });
        for part in node.into_inner().flatten() {
            match part.as_rule() {
                Rule::noun => noun = Some(self.word(&part)),
                Rule::name | Rule::string => name = self.word(&part),
                _ => {}
            }
        }
        Thing { noun, name, span }
    }

    fn way(&self, node: Node<'_>) -> Option<Way> {
        let limits = self.limits(&node);
        let longest = find(node.clone(), Rule::path_length).map(|part| self.number(&part));
        let all = find(node.clone(), Rule::command_path_all).is_some();
        let mut ends = node.into_inner().filter(|part| part.as_rule() == Rule::thing).map(|part| self.thing(part));
        Some(Way { from: ends.next()?, to: ends.next()?, all, limits, longest })
    }

    /// What stands directly within a node about where a way may go.
    fn limits(&self, node: &Node<'_>) -> Limits {
        let mut limits = Limits::default();
        for part in node.clone().into_inner() {
            match part.as_rule() {
                Rule::path_through => {
                    let phrases = part.into_inner().flat_map(Node::into_inner).filter(|part| part.as_rule() == Rule::noun_phrase);
                    limits.through.extend(phrases.map(|part| self.noun_phrase(part)));
                }
                Rule::path_avoiding => limits.avoiding.extend(self.things(part)),
                _ => {}
            }
        }
        limits
    }

    fn matrix(&self, node: Node<'_>) -> Option<Command> {
        let mut sides = node.into_inner().filter(|part| part.as_rule() == Rule::matrix_side).map(|part| self.side(part));
        Some(Command::Matrix(Box::new([sides.next()?, sides.next()?])))
    }

    fn side(&self, node: Node<'_>) -> Side {
        let mut side = Side { phrase: Self::no_phrase(), conditions: Vec::new() };
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::noun_phrase => side.phrase = self.noun_phrase(part),
                Rule::condition => side.conditions.push(self.condition(part)),
                _ => {}
            }
        }
        side
    }

    /// Whom a sentence is about, and what they should.
    fn should(&self, node: Node<'_>) -> Question {
        let span = self.span(&node);
        let (mut phrase, mut conditions, mut expected) = (Self::no_phrase(), Vec::new(), Vec::new());
        let mut said = false;
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::noun_phrase => phrase = self.noun_phrase(part),
                Rule::ought => said = true,
                Rule::condition if said => expected.push(self.condition(part)),
                Rule::condition => conditions.push(self.condition(part)),
                _ => {}
            }
        }
        Question { ask: Ask::List, subject: Subject::Phrase { phrase, count: None }, conditions, tails: Vec::new(), expected, span }
    }

    fn gaps(&self, node: Node<'_>) -> Gaps {
        let mut gaps = Gaps::default();
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::gaps_in => gaps.about = find(part, Rule::noun_phrase).map(|phrase| self.noun_phrase(phrase)),
                Rule::gaps_for if part.clone().into_inner().any(|inner| inner.as_rule() == Rule::noun_phrase) => {
                    gaps.whom = Some(self.side(part));
                }
                Rule::gaps_for => gaps.things = self.things(part),
                Rule::within_gaps_matrix => gaps.matrix = true,
                _ => {}
            }
        }
        gaps
    }

    fn why(&self, node: Node<'_>) -> Option<Why> {
        let denied = find(node.clone(), Rule::command_why_not).is_some();
        let (mut thing, mut about) = (None, None);
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::thing => thing = Some(self.thing(part)),
                Rule::question => about = Some(Answered::Question(Box::new(self.question(part)))),
                Rule::path => about = self.way(part).map(|way| Answered::Path(Box::new(way))),
                _ => {}
            }
        }
        Some(Why { denied, thing: thing?, about })
    }

    fn define(&self, node: Node<'_>) -> Command {
        let (mut name, mut parameter) = (Span::default(), None);
        for part in node.clone().into_inner() {
            match part.as_rule() {
                Rule::new_name => name = self.span(&part),
                Rule::noun => parameter = Some(self.word(&part)),
                _ => {}
            }
        }
        Command::Define { name, parameter, sentence: self.rest(node) }
    }

    /// Whatever follows a command's own words.
    fn rest(&self, node: Node<'_>) -> Span {
        let end = self.span(&node).end as usize;
        let rest = node.into_inner().find(|part| part.as_rule() == Rule::command_rest);
        rest.filter(|rest| !rest.as_str().trim().is_empty()).map_or(Span::new(end, end), |rest| self.span(&rest))
    }
}
