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
use crate::execute::{Column, Vector};
use crate::function::Failure;
use crate::graph::{Column as Stored, Dictionary, Graph, Page, split};
use crate::plan::{Comparison, Reference, TextTest};
use crate::value::{KeyId, NodeId, RelationshipId, TypeId, Value};

/// Dictionaries with more texts than this are tested text by text: a table of all of them would cost more.
const TABLE: u32 = 1 << 16;

/// An entity that has properties in columns.
trait Stores: Copy {
    /// Where its column stands and its place there.
    fn place(self) -> (Option<TypeId>, u32);
}

impl Stores for NodeId {
    fn place(self) -> (Option<TypeId>, u32) {
        (None, self.0)
    }
}

impl Stores for RelationshipId {
    fn place(self) -> (Option<TypeId>, u32) {
        (Some(self.kind), self.local)
    }
}

fn stored(graph: &Graph, kind: Option<TypeId>, key: KeyId) -> Option<&Stored> {
    kind.map_or_else(|| graph.node_column(key), |kind| graph.relationship_column(kind, key))
}

/// Calls `visit` with the row, the page and the slot of each entity; pages are looked up where they change.
fn each_page<'g, T: Stores>(
    graph: &'g Graph,
    entities: &Vector<T>,
    key: KeyId,
    rows: Rows<'_>,
    mut visit: impl FnMut(usize, &Page<'g>, usize),
) {
    let mut present = (None, usize::MAX);
    let mut page = Page::Absent;
    for row in rows.iter() {
        let Some(entity) = entities.get(row) else { continue };
        let (kind, index) = entity.place();
        let (number, slot) = split(index);
        if present != (kind, number) {
            present = (kind, number);
            page = stored(graph, kind, key).map_or(Page::Absent, |column| column.page(number));
        }
        visit(row, &page, slot);
    }
}

/// The property of each row.
pub(super) fn load(scope: Scope<'_>, of: &Column, key: &Reference<KeyId>, rows: Rows<'_>) -> Result<Column, Fault> {
    let graph = scope.context.graph();
    let id = access::key(graph, key);
    present(scope, of, rows)?;
    match (of, id) {
        (Column::Node(nodes), Some(id)) => Ok(typed(graph, nodes, id, rows)),
        (Column::Relationship(relationships), Some(id)) => Ok(typed(graph, relationships, id, rows)),
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

/// A vector of the type of the pages, if all of them have one.
fn typed<T: Stores>(graph: &Graph, entities: &Vector<T>, key: KeyId, rows: Rows<'_>) -> Column {
    let mut kind: Option<std::mem::Discriminant<Page<'_>>> = None;
    let mut first = Page::Absent;
    let mut mixed = false;
    each_page(graph, entities, key, rows, |_, page, _| {
        let present = std::mem::discriminant(page);
        if !matches!(page, Page::Absent) && kind != Some(present) {
            mixed |= kind.is_some();
            kind = Some(present);
            first = *page;
        }
    });
    let length = rows.length();
    match first {
        _ if mixed => generic(graph, entities, key, rows),
        Page::Absent => Column::Constant(Value::Null),
        Page::Integer { .. } => Column::Integer(filled(rows, vec![0; length], |set| {
            each_page(graph, entities, key, rows, |row, page, slot| {
                if let Page::Integer { values, valid, .. } = page
                    && valid.has(slot)
                {
                    set(row, values[slot]);
                }
            });
        })),
        Page::Float { .. } => Column::Float(filled(rows, vec![0.0; length], |set| {
            each_page(graph, entities, key, rows, |row, page, slot| {
                if let Page::Float { values, valid, .. } = page
                    && valid.has(slot)
                {
                    set(row, values[slot]);
                }
            });
        })),
        Page::Boolean { .. } => Column::Boolean(filled(rows, vec![false; length], |set| {
            each_page(graph, entities, key, rows, |row, page, slot| {
                if let Page::Boolean { values, valid } = page
                    && valid.has(slot)
                {
                    set(row, values[slot]);
                }
            });
        })),
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
    let codes = filled(rows, vec![0; rows.length()], |set| {
        each_page(graph, entities, key, rows, |row, page, slot| {
            if let Page::Code { codes, valid, .. } = page
                && valid.has(slot)
            {
                set(row, codes[slot]);
            }
        });
    });
    Some(Column::Code(codes, Arc::clone(dictionary)))
}

/// A vector from what `fill` sets; it is valid throughout if every evaluated row is set.
fn filled<T: Clone>(rows: Rows<'_>, mut values: Vec<T>, fill: impl FnOnce(&mut dyn FnMut(usize, T))) -> Vector<T> {
    let mut valid = vec![false; values.len()];
    let mut count = 0;
    fill(&mut |row, value| {
        values[row] = value;
        valid[row] = true;
        count += 1;
    });
    if count == rows.count() { Vector::new(values) } else { Vector::with_validity(values, valid) }
}

/// Values of any types; texts are shared, not copied.
fn generic<T: Stores>(graph: &Graph, entities: &Vector<T>, key: KeyId, rows: Rows<'_>) -> Column {
    let mut gather = Gather::new(rows);
    each_page(graph, entities, key, rows, |row, page, slot| gather.set(row, page.value(slot)));
    gather.finish()
}

/// A test of a property against something that is the same in all rows.
struct Test<'t> {
    /// On texts, if it can be true or false of one.
    text: Option<&'t dyn Fn(&str) -> Truth>,
    /// On integers, likewise.
    integer: Option<&'t dyn Fn(i64) -> bool>,
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
    filled(rows, vec![false; rows.length()], |set| {
        each_page(graph, entities, key, rows, |row, page, slot| {
            let truth = match (page, test.integer, test.text) {
                (Page::Integer { values, valid, .. }, Some(integer), _) => valid.has(slot).then(|| integer(values[slot])),
                (Page::Code { codes, valid, dictionary }, _, Some(text)) if valid.has(slot) => known.test(dictionary, codes[slot], text),
                (Page::Text { texts, valid }, _, Some(text)) if valid.has(slot) => text(&texts[slot]),
                (Page::Absent, ..) => None,
                (page, ..) => (test.any)(&page.value(slot)),
            };
            if let Some(truth) = truth {
                set(row, truth);
            }
        });
    })
}

/// What a test says of the texts of a dictionary, each tested once.
#[derive(Default)]
struct Codes<'g> {
    dictionary: Option<&'g Dictionary>,
    /// By code; the outer option is whether it was tested.
    known: Vec<Option<Truth>>,
}

impl<'g> Codes<'g> {
    fn test(&mut self, dictionary: &'g Dictionary, code: u32, test: &dyn Fn(&str) -> Truth) -> Truth {
        if dictionary.len() > TABLE {
            return test(dictionary.text(code));
        }
        if !self.dictionary.is_some_and(|known| std::ptr::eq(known, dictionary)) {
            self.dictionary = Some(dictionary);
            self.known = vec![None; dictionary.len() as usize];
        }
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
    let mut test = Test { text: None, integer: None, any: &any };
    let text;
    let integer;
    match &value {
        Value::String(part) => {
            text = |property: &str| Some(holds(operator, property.cmp(part)));
            test.text = Some(&text);
        }
        Value::Integer(number) => {
            integer = |property: i64| holds(operator, property.cmp(number));
            test.integer = Some(&integer);
        }
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
    Ok(Some(tested(scope, &of, key, rows, &Test { text: Some(&text), integer: None, any: &any })))
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
    tested(scope, of, key, rows, &Test { text: Some(&text), integer: None, any: &any })
}
