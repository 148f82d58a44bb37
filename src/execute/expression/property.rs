//! Properties over a batch: loaded page by page with their own type, and tested against constants where they are
//! stored, without being loaded at all.

use std::sync::Arc;

use regex::Regex;

use super::access;
use super::compare::mirrored;
use super::error::{Error, Fault};
use super::evaluate::{Scope, column};
use super::gather::Gather;
use super::logic::Truth;
use super::operator::{compared, fulfils, holds};
use super::program::{Members, Node, Op};
use super::rows::Rows;
use super::run::{Filled, Stores, each_run, stored};
use super::scatter;
use crate::execute::{Column, Vector};
use crate::function::Failure;
use crate::graph::{Dictionary, Graph, Page};
use crate::plan::{Comparison, Reference, TextTest};
use crate::value::{KeyId, Value};

/// Dictionaries with more texts than this are tested text by text: a table of all of them would cost more.
const TABLE: u32 = 1 << 16;

/// The property of each row.
pub(super) fn load(scope: Scope<'_>, of: &Column, key: &Reference<KeyId>, rows: Rows<'_>) -> Result<Column, Fault> {
    let graph = scope.context.graph();
    let id = access::key(graph, key);
    present(scope, of, rows)?;
    match (of, id) {
        (Column::Node(nodes), Some(id)) => Ok(loaded(graph, nodes, id, rows)),
        (Column::Relationship(relationships), Some(id)) => Ok(loaded(graph, relationships, id, rows)),
        (Column::Node(_) | Column::Relationship(_), None) => Ok(Column::Constant(Value::Null)),
        _ => {
            let mut gather = Gather::new(rows);
            for row in rows.iter() {
                gather.set(row, access::property(graph, &of.value(row), &key.name, id)?);
            }
            Ok(gather.finish())
        }
    }
}

/// An error where an entity was deleted by the statement itself.
pub(super) fn present(scope: Scope<'_>, of: &Column, rows: Rows<'_>) -> Result<(), Fault> {
    if !scope.context.writes() {
        return Ok(());
    }
    let graph = scope.context.graph();
    let there = |row: usize| match of.value(row) {
        Value::Node(node) => graph.has_node(node),
        Value::Relationship(relationship) => graph.has_relationship(relationship),
        _ => true,
    };
    if rows.iter().all(there) { Ok(()) } else { Err(Failure::Deleted("a property").into()) }
}

fn loaded<T: Stores>(graph: &Graph, entities: &Vector<T>, key: KeyId, rows: Rows<'_>) -> Column {
    scatter::load(graph, entities, key, rows).unwrap_or_else(|| typed(graph, entities, key, rows))
}

/// A vector of the type of the pages, if all of them have one.
fn typed<T: Stores>(graph: &Graph, entities: &Vector<T>, key: KeyId, rows: Rows<'_>) -> Column {
    let mut kind: Option<std::mem::Discriminant<Page<'_>>> = None;
    let mut first = Page::Absent;
    let mut mixed = false;
    each_run(graph, entities, key, rows, |run| {
        let present = std::mem::discriminant(&run.page);
        if !matches!(run.page, Page::Absent) && kind != Some(present) {
            mixed |= kind.is_some();
            kind = Some(present);
            first = run.page;
        }
    });
    match first {
        _ if mixed => generic(graph, entities, key, rows),
        Page::Absent => Column::Constant(Value::Null),
        Page::Integer { .. } => {
            let mut filled = Filled::new(rows, 0);
            each_run(graph, entities, key, rows, |run| {
                if let Page::Integer { values, valid, .. } = run.page {
                    filled.copy(run, values, valid);
                }
            });
            Column::Integer(filled.finish())
        }
        Page::Float { .. } => {
            let mut filled = Filled::new(rows, 0.0);
            each_run(graph, entities, key, rows, |run| {
                if let Page::Float { values, valid, .. } = run.page {
                    filled.copy(run, values, valid);
                }
            });
            Column::Float(filled.finish())
        }
        Page::Boolean { .. } => {
            let mut filled = Filled::new(rows, false);
            each_run(graph, entities, key, rows, |run| {
                if let Page::Boolean { values, valid } = run.page {
                    filled.copy(run, values, valid);
                }
            });
            Column::Boolean(filled.finish())
        }
        Page::Code { .. } => coded(graph, entities, key, rows).unwrap_or_else(|| generic(graph, entities, key, rows)),
        Page::Date { .. } | Page::Text { .. } | Page::Generic { .. } => generic(graph, entities, key, rows),
    }
}

/// Codes of one dictionary; none where the entities have several, as relationships of different types do.
fn coded<T: Stores>(graph: &Graph, entities: &Vector<T>, key: KeyId, rows: Rows<'_>) -> Option<Column> {
    let kinds = || rows.iter().filter_map(|row| entities.get(row)).map(|entity| entity.place().0);
    let kind = kinds().next()?;
    if kinds().any(|other| other != kind) {
        return None;
    }
    let dictionary = stored(graph, kind, key)?.dictionary();
    let mut codes = Filled::new(rows, 0);
    each_run(graph, entities, key, rows, |run| {
        if let Page::Code { codes: stored, valid, .. } = run.page {
            codes.copy(run, stored, valid);
        }
    });
    Some(Column::Code(codes.finish(), Arc::clone(dictionary)))
}

/// Values of any types; texts are shared, not copied.
fn generic<T: Stores>(graph: &Graph, entities: &Vector<T>, key: KeyId, rows: Rows<'_>) -> Column {
    let mut gather = Gather::new(rows);
    each_run(graph, entities, key, rows, |run| run.each().for_each(|(row, slot)| gather.set(row, run.page.value(slot))));
    gather.finish()
}

/// A test of a property against something that is the same in all rows.
struct Test<'t> {
    /// On texts, if it can be true or false of one.
    text: Option<&'t dyn Fn(&str) -> Truth>,
    /// A comparison with a number.
    number: Option<(Comparison, Number)>,
    /// `=` or `<>` and a text, which has one code in a dictionary.
    same: Option<(Comparison, &'t str)>,
    /// On any value.
    any: &'t dyn Fn(&Value) -> Truth,
}

/// A property whose entities are a column of nodes or relationships.
fn operand<'n>(node: &'n Node, scope: Scope<'_>, rows: Rows<'_>) -> Result<Option<(Column, &'n Reference<KeyId>)>, Error> {
    let Op::Property { of, key } = &node.op else { return Ok(None) };
    if !matches!(of.op, Op::Column(_)) {
        return Ok(None);
    }
    let of = column(of, scope, rows)?;
    present(scope, &of, rows).map_err(|fault| Error::new(fault, node.place))?;
    Ok(matches!(of, Column::Node(_) | Column::Relationship(_)).then_some((of, key)))
}

/// A test on the properties of a column of nodes or relationships.
fn tested(scope: Scope<'_>, of: &Column, key: &Reference<KeyId>, rows: Rows<'_>, test: &Test<'_>) -> Vector<bool> {
    let graph = scope.context.graph();
    let nothing = || Vector::with_validity(vec![false; rows.length()], vec![false; rows.length()]);
    match (of, access::key(graph, key)) {
        (Column::Node(nodes), Some(key)) => each_tested(graph, nodes, key, rows, test),
        (Column::Relationship(relationships), Some(key)) => each_tested(graph, relationships, key, rows, test),
        _ => nothing(),
    }
}

fn each_tested<T: Stores>(graph: &Graph, entities: &Vector<T>, key: KeyId, rows: Rows<'_>, test: &Test<'_>) -> Vector<bool> {
    let mut known = Codes::default();
    let mut truths = Filled::new(rows, false);
    each_run(graph, entities, key, rows, |run| match (run.page, test.number, test.text) {
        (Page::Absent, ..) => {}
        (Page::Integer { values, valid, .. }, Some((operator, Number::Integer(number))), _) => {
            compare_numbers(operator, &values[run.slots()], number, &mut truths.values[run.rows.clone()]);
            truths.mark(run, valid);
        }
        (Page::Float { values, valid, .. }, Some((operator, number)), _) if number.as_float().is_some() => {
            let number = number.as_float().unwrap_or_default();
            compare_numbers(operator, &values[run.slots()], number, &mut truths.values[run.rows.clone()]);
            truths.mark(run, valid);
        }
        (Page::Code { codes, valid, dictionary }, ..) if let Some((operator, text)) = test.same => {
            let code = known.find(dictionary, text);
            compare_numbers(operator, &codes[run.slots()], code, &mut truths.values[run.rows.clone()]);
            truths.mark(run, valid);
        }
        (page, _, text) => {
            if let (Page::Code { codes, valid, dictionary }, Some(text)) = (page, text)
                && let Some(table) = known.table(dictionary, text)
            {
                for (truth, code) in truths.values[run.rows.clone()].iter_mut().zip(&codes[run.slots()]) {
                    *truth = table.get(*code as usize).is_some_and(|truth| *truth);
                }
                truths.mark(run, valid);
                return;
            }
            for (row, slot) in run.each() {
                let truth = match (page, text) {
                    (Page::Code { codes, valid, dictionary }, Some(text)) if valid.has(slot) => known.test(dictionary, codes[slot], text),
                    (Page::Text { texts, valid }, Some(text)) if valid.has(slot) => text(&texts[slot]),
                    _ => (test.any)(&page.value(slot)),
                };
                if let Some(truth) = truth {
                    truths.set(row, truth);
                }
            }
        }
    });
    truths.finish()
}

/// A number that properties are compared with.
#[derive(Clone, Copy)]
enum Number {
    Integer(i64),
    Float(f64),
}

impl Number {
    /// The float that compares with floats as this number does; none for an integer that is not exactly one.
    fn as_float(self) -> Option<f64> {
        match self {
            Self::Float(number) => Some(number),
            Self::Integer(number) => (number.unsigned_abs() <= 1 << f64::MANTISSA_DIGITS).then_some(number as f64),
        }
    }
}

/// Compares each value with a number: a loop without branches for each comparison. Of NaN only `<>` is true.
fn compare_numbers<T: PartialOrd + Copy>(operator: Comparison, values: &[T], number: T, into: &mut [bool]) {
    fn each<T: Copy>(values: &[T], into: &mut [bool], test: impl Fn(T) -> bool) {
        for (truth, value) in into.iter_mut().zip(values) {
            *truth = test(*value);
        }
    }
    match operator {
        Comparison::Equal => each(values, into, |value| value == number),
        Comparison::NotEqual => each(values, into, |value| value != number),
        Comparison::Less => each(values, into, |value| value < number),
        Comparison::LessOrEqual => each(values, into, |value| value <= number),
        Comparison::Greater => each(values, into, |value| value > number),
        Comparison::GreaterOrEqual => each(values, into, |value| value >= number),
    }
}

/// What a test says of the texts of a dictionary, each tested once.
#[derive(Default)]
struct Codes<'g> {
    dictionary: Option<&'g Dictionary>,
    /// By code; the outer option is whether it was tested.
    known: Vec<Option<Truth>>,
    /// By code, where the dictionary is small enough to be tested at once and no test is unknown.
    table: Option<Vec<bool>>,
    /// A dictionary, and the code that a text has there, or one that no text has.
    found: Option<(&'g Dictionary, u32)>,
}

/// Dictionaries up to this size are tested at once.
const FEW: u32 = 256;

impl<'g> Codes<'g> {
    /// Forgets what was found out about another dictionary.
    fn begin(&mut self, dictionary: &'g Dictionary, test: &dyn Fn(&str) -> Truth) {
        if self.dictionary.is_some_and(|known| std::ptr::eq(known, dictionary)) {
            return;
        }
        self.dictionary = Some(dictionary);
        let all = || (0..dictionary.len()).map(|code| test(dictionary.text(code))).collect();
        self.table = if dictionary.len() <= FEW { all() } else { None };
        self.known = if self.table.is_some() { Vec::new() } else { vec![None; dictionary.len().min(TABLE) as usize] };
    }

    /// The code of a text, always the same one; one that no text has if the dictionary does not have it.
    fn find(&mut self, dictionary: &'g Dictionary, text: &str) -> u32 {
        match self.found {
            Some((known, code)) if std::ptr::eq(known, dictionary) => code,
            _ => {
                let code = dictionary.find(text).unwrap_or(u32::MAX);
                self.found = Some((dictionary, code));
                code
            }
        }
    }

    /// The truth by code, where all are known.
    fn table(&mut self, dictionary: &'g Dictionary, test: &dyn Fn(&str) -> Truth) -> Option<&[bool]> {
        self.begin(dictionary, test);
        self.table.as_deref()
    }

    fn test(&mut self, dictionary: &'g Dictionary, code: u32, test: &dyn Fn(&str) -> Truth) -> Truth {
        if dictionary.len() > TABLE {
            return test(dictionary.text(code));
        }
        self.begin(dictionary, test);
        match self.known.get_mut(code as usize) {
            Some(known) => *known.get_or_insert_with(|| test(dictionary.text(code))),
            None => test(dictionary.text(code)),
        }
    }
}

/// The value of a node that is the same in all rows.
fn constant(node: &Node, scope: Scope<'_>, rows: Rows<'_>) -> Result<Option<Value>, Error> {
    if node.constant { Ok(Some(column(node, scope, rows)?.value(0))) } else { Ok(None) }
}

/// A comparison of a property with a constant; none if it is another comparison.
pub(super) fn compare(
    scope: Scope<'_>,
    operator: Comparison,
    left: &Node,
    right: &Node,
    rows: Rows<'_>,
) -> Result<Option<Vector<bool>>, Error> {
    let (property, other, operator) = if right.constant { (left, right, operator) } else { (right, left, mirrored(operator)) };
    let Some((of, key)) = operand(property, scope, rows)? else { return Ok(None) };
    let Some(value) = constant(other, scope, rows)? else { return Ok(None) };
    let any = |property: &Value| compared(operator, property, &value);
    let mut test = Test { text: None, number: None, same: None, any: &any };
    let text;
    match &value {
        Value::String(part) => {
            text = |property: &str| Some(holds(operator, property.cmp(part)));
            test.text = Some(&text);
            test.same = matches!(operator, Comparison::Equal | Comparison::NotEqual).then_some((operator, &**part));
        }
        Value::Integer(number) => test.number = Some((operator, Number::Integer(*number))),
        Value::Float(number) => test.number = Some((operator, Number::Float(*number))),
        _ => {}
    }
    Ok(Some(tested(scope, &of, key, rows, &test)))
}

/// The membership of a property in a constant list; none if it is of something else.
pub(super) fn member(scope: Scope<'_>, item: &Node, members: &Members, rows: Rows<'_>) -> Result<Option<Vector<bool>>, Error> {
    let Some((of, key)) = operand(item, scope, rows)? else { return Ok(None) };
    // A missing property is in the empty list no more than in others, but known not to be.
    if members.list.is_empty() {
        return Ok(None);
    }
    let any = |property: &Value| access::is_member(property, members);
    let text = |property: &str| access::is_member(&Value::string(property), members);
    Ok(Some(tested(scope, &of, key, rows, &Test { text: Some(&text), number: None, same: None, any: &any })))
}

/// A test of a property on a constant part; none if it is another test.
pub(super) fn text(scope: Scope<'_>, test: TextTest, left: &Node, right: &Node, rows: Rows<'_>) -> Result<Option<Vector<bool>>, Error> {
    if test == TextTest::Matches {
        return match constant(right, scope, rows)? {
            Some(Value::String(pattern)) => {
                let pattern = super::pattern::compile(&pattern).map_err(|fault| Error::new(fault, right.place))?;
                matches(scope, left, &pattern, rows)
            }
            _ => Ok(None),
        };
    }
    let Some((of, key)) = operand(left, scope, rows)? else { return Ok(None) };
    let Some(Value::String(part)) = constant(right, scope, rows)? else { return Ok(None) };
    Ok(Some(on_texts(scope, &of, key, rows, &|property| fulfils(test, property, &part))))
}

/// A regular expression on a property; none if it is on something else.
pub(super) fn matches(scope: Scope<'_>, text: &Node, pattern: &Regex, rows: Rows<'_>) -> Result<Option<Vector<bool>>, Error> {
    let Some((of, key)) = operand(text, scope, rows)? else { return Ok(None) };
    Ok(Some(on_texts(scope, &of, key, rows, &|property| pattern.is_match(property))))
}

fn on_texts(scope: Scope<'_>, of: &Column, key: &Reference<KeyId>, rows: Rows<'_>, test: &dyn Fn(&str) -> bool) -> Vector<bool> {
    let text = |property: &str| Some(test(property));
    let any = |property: &Value| if let Value::String(property) = property { Some(test(property)) } else { None };
    tested(scope, of, key, rows, &Test { text: Some(&text), number: None, same: None, any: &any })
}
