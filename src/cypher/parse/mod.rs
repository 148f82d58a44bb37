//! Text to tree.
//!
//! The grammar (`grammar/words.pest`, `grammar/cypher.pest`) gives pairs of rules and places; the files beside this one
//! build the tree from them, one file for each part of the language. Nobody else sees the grammar.

mod call;
mod clause;
mod error;
mod expected;
mod expression;
mod foreign;
mod function;
mod group;
mod limits;
mod literal;
mod operator;
mod outline;
mod pattern;
mod scan;
mod standing;
mod write;

use pest::Parser;

use self::expected::explain;
use super::ast::{Expression, Pattern, Query};
use crate::diagnose::Diagnostics;
use crate::text::{Name, Place, Span, Spanned};

pub use error::SyntaxError;
pub use expected::following;
pub use limits::{DEPTH, LENGTH, NESTING};
pub use outline::{Token, TokenKind, outline};
pub use standing::standing;

/// The grammar: its rules are in the files that are named here.
mod grammar {
    #![allow(missing_docs, clippy::pedantic, reason = "generated from the grammar, whose own remarks document it")]

    /// The generated parser.
    #[derive(pest_derive::Parser)]
    #[grammar = "../grammar/words.pest"]
    #[grammar = "../grammar/cypher.pest"]
    pub(super) struct Grammar;
}

use grammar::{Grammar, Rule};

/// A rule that fitted, with its place and its parts.
type Pair<'t> = pest::iterators::Pair<'t, Rule>;

/// The parts of a rule, in order.
type Pairs<'t> = pest::iterators::Pairs<'t, Rule>;

/// What building a part of the tree gives.
type Built<T> = Result<T, SyntaxError>;

/// Reads a statement.
pub fn parse(text: &str) -> Result<Query, Diagnostics> {
    Ok(read(text, Rule::cypher, |reader, pair| reader.query(reader.only(pair)?))?)
}

/// Reads an expression that stands alone: `it.name = 'x'`.
pub fn parse_expression(text: &str) -> Result<Expression, Diagnostics> {
    Ok(read(text, Rule::x_only_expression, |reader, pair| reader.expression(reader.only(pair)?))?)
}

/// Reads a pattern and perhaps a condition that stand alone: `(from)-[:MEMBER_OF]->(to) WHERE to.open`.
pub fn parse_pattern_fragment(text: &str) -> Result<(Pattern, Option<Expression>), Diagnostics> {
    Ok(read(text, Rule::x_only_pattern, |reader, pair| {
        let mut parts = reader.parts(pair);
        let pattern = reader.pattern(parts.part()?)?;
        let condition = parts.optional(Rule::r#where).map(|pair| reader.condition(pair)).transpose()?;
        Ok((pattern, condition))
    })?)
}

/// Whether a text begins with a clause in that clause's form, so that it is meant to be in this language: `MATCH (`,
/// `RETURN 1`, `WITH 1 AS`. All else is a question or a command.
pub fn looks_like_cypher(text: &str) -> bool {
    Grammar::parse(Rule::x_opening, text).is_ok()
}

/// Whether a name can be written without backquotes where a variable stands.
pub(super) fn is_plain_variable(name: &str) -> bool {
    !name.starts_with('`') && Grammar::parse(Rule::x_only_variable, name).is_ok()
}

/// Whether a name can be written without backquotes where a label, type or key stands.
pub(super) fn is_plain_name(name: &str) -> bool {
    !name.starts_with('`') && Grammar::parse(Rule::x_only_name, name).is_ok()
}

/// Whether a text has nothing but blanks and remarks.
fn is_blank(text: &str) -> bool {
    Grammar::parse(Rule::x_blank, text).is_ok()
}

/// Checks the limits, applies the grammar, builds.
fn read<'t, T>(text: &'t str, rule: Rule, build: impl FnOnce(Reader<'t>, Pair<'t>) -> Built<T>) -> Built<T> {
    scan::check(text)?;
    let mut pairs = Grammar::parse(rule, text).map_err(|error| explain(&error, text))?;
    let reader = Reader { text, depth: 0 };
    match pairs.next() {
        Some(pair) => build(reader, pair),
        None => Err(SyntaxError::Empty { span: Span::new(text.len(), text.len()) }),
    }
}

/// Builds trees from pairs.
#[derive(Clone, Copy)]
struct Reader<'t> {
    /// The whole text.
    text: &'t str,
    /// How many operators stand around the part that is read.
    depth: usize,
}

impl<'t> Reader<'t> {
    /// The parts of a rule without its keywords.
    #[expect(clippy::unused_self, reason = "reads as one language with the other methods")]
    fn parts(self, pair: Pair<'t>) -> Parts<'t> {
        let end = pair.as_span().end();
        Parts { pairs: pair.into_inner(), end }
    }

    /// The first part of a rule that is no keyword.
    fn only(self, pair: Pair<'t>) -> Built<Pair<'t>> {
        self.parts(pair).part()
    }
}

/// The parts of a rule that are no keywords, taken one by one.
#[derive(Clone)]
struct Parts<'t> {
    pairs: Pairs<'t>,
    end: usize,
}

impl<'t> Iterator for Parts<'t> {
    type Item = Pair<'t>;

    fn next(&mut self) -> Option<Pair<'t>> {
        self.pairs.by_ref().find(|pair| !expected::is_keyword(pair.as_rule()))
    }
}

impl<'t> Parts<'t> {
    /// The next part, which the grammar says is there.
    fn part(&mut self) -> Built<Pair<'t>> {
        let end = self.end;
        self.next().ok_or_else(|| SyntaxError::UnexpectedEnd { expected: "more".into(), help: None, span: Span::new(end, end) })
    }

    /// The next part, if it is of this rule.
    fn optional(&mut self, rule: Rule) -> Option<Pair<'t>> {
        let mut ahead = self.clone();
        let pair = ahead.next().filter(|pair| pair.as_rule() == rule)?;
        *self = ahead;
        Some(pair)
    }
}

/// Builds each part. A plain loop: collecting into a result puts a dozen frames on the stack for each level of nesting.
fn each<'t, T>(parts: impl Iterator<Item = Pair<'t>>, build: impl Fn(Pair<'t>) -> Built<T>) -> Built<Vec<T>> {
    let mut built = Vec::new();
    for part in parts {
        built.push(build(part)?);
    }
    Ok(built)
}

/// Where a pair stands, without blanks behind it.
fn span(pair: &Pair<'_>) -> Span {
    let start = pair.as_span().start();
    Span::new(start, start + pair.as_str().trim_end().len())
}

/// The same as a place in a tree.
fn place(pair: &Pair<'_>) -> Place {
    Place(span(pair))
}

/// A name with its place.
fn name(pair: &Pair<'_>) -> Spanned<Name> {
    Spanned::new(unquoted(pair.as_str().trim_end()), span(pair))
}

/// A name without its backquotes.
fn unquoted(text: &str) -> Name {
    match text.strip_prefix('`').and_then(|text| text.strip_suffix('`')) {
        Some(inner) if inner.contains('`') => inner.replace("``", "`").into(),
        Some(inner) => inner.into(),
        None => text.into(),
    }
}
