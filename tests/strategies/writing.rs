//! Random clauses that write or call.

use legation::cypher::ast::{
    Call, CallSubquery, Clause, Create, Delete, Expression, ExpressionKind, Foreach, Imports, Merge, MergeAction, MergeEvent, PatternPart,
    Query, Remove, RemoveItem, Set, SetItem, Yield, YieldItem,
};
use legation::text::{Name, Place, Spanned};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use super::{Tree, element, pattern, reading, selector, spanned, truth};

/// A clause that writes.
pub fn clause(inner: Tree<Expression>) -> Tree<Clause> {
    let simple = simple(inner.clone());
    let body = prop_oneof![4 => simple.clone(), 1 => reading(inner.clone())];
    prop_oneof![
        6 => simple,
        1 => (spanned(), inner, vec(body, 1..3)).prop_map(|(variable, list, clauses)| {
            Clause::Foreach(Foreach { variable, list, clauses, place: Place::default() })
        }),
    ]
    .boxed()
}

fn simple(inner: Tree<Expression>) -> Tree<Clause> {
    let place = Place::default();
    let part = (option::of(spanned()), selector(), element(inner.clone(), 0)).prop_map(|(variable, selector, element)| PatternPart {
        variable,
        selector,
        element,
    });
    let event = prop_oneof![Just(MergeEvent::Create), Just(MergeEvent::Match)];
    let action = (event, items(&inner)).prop_map(|(event, items)| MergeAction { event, items });
    prop_oneof![
        pattern(inner.clone()).prop_map(move |pattern| Clause::Create(Create { pattern, place })),
        (part, vec(action, 0..3)).prop_map(move |(part, actions)| Clause::Merge(Merge { part, actions, place })),
        items(&inner).prop_map(move |items| Clause::Set(Set { items, place })),
        vec(removed(inner.clone()), 1..3).prop_map(move |items| Clause::Remove(Remove { items, place })),
        (any::<bool>(), vec(inner, 1..3)).prop_map(move |(detach, targets)| Clause::Delete(Delete { detach, targets, place })),
    ]
    .boxed()
}

/// What properties belong to: mostly a variable.
fn owner(inner: Tree<Expression>) -> Tree<Expression> {
    prop_oneof![3 => spanned().prop_map(|name| ExpressionKind::Variable(name.node).into()), 1 => inner].boxed()
}

/// A property to be set or removed.
fn property(inner: &Tree<Expression>) -> Tree<Expression> {
    let of = || owner(inner.clone()).prop_map(Box::new);
    prop_oneof![
        (of(), spanned()).prop_map(|(of, key)| ExpressionKind::Property { of, key }),
        (of(), inner.clone().prop_map(Box::new)).prop_map(|(of, index)| ExpressionKind::Index { of, index }),
    ]
    .prop_map(Expression::from)
    .boxed()
}

fn items(inner: &Tree<Expression>) -> Tree<Vec<SetItem>> {
    let of = || owner(inner.clone());
    let item = prop_oneof![
        (property(inner), inner.clone()).prop_map(|(target, value)| SetItem::Property { target, value }),
        (of(), inner.clone()).prop_map(|(of, value)| SetItem::Properties { of, value }),
        (of(), inner.clone()).prop_map(|(of, value)| SetItem::Merge { of, value }),
        (of(), vec(spanned(), 1..3)).prop_map(|(of, labels)| SetItem::Labels { of, labels }),
    ];
    vec(item, 1..3).boxed()
}

fn removed(inner: Tree<Expression>) -> Tree<RemoveItem> {
    prop_oneof![
        property(&inner).prop_map(RemoveItem::Property),
        (owner(inner), vec(spanned(), 1..3)).prop_map(|(of, labels)| RemoveItem::Labels { of, labels }),
    ]
    .boxed()
}

/// A clause that calls a procedure, or the query.
pub fn call(inner: Tree<Expression>, query: Tree<Query>) -> Tree<Clause> {
    let place = Place::default();
    let name = vec(spanned(), 1..3)
        .prop_map(|names| names.iter().map(|name| name.node.to_string()).collect::<Vec<String>>().join("."))
        .prop_map(|name| Spanned::new(Name::from(name), legation::text::Span::default()));
    let item = (spanned(), option::of(spanned())).prop_map(|(name, alias)| YieldItem { name, alias });
    let results = (vec(item, 0..3), option::of(truth(&inner))).prop_map(move |(items, condition)| Yield {
        all: items.is_empty(),
        items,
        condition,
        place,
    });
    let imports = prop_oneof![Just(Imports::With), Just(Imports::All), vec(spanned(), 0..3).prop_map(Imports::Variables)];
    prop_oneof![
        (name, option::of(vec(inner, 0..3)), option::of(results)).prop_map(move |(name, arguments, results)| Clause::Call(Call {
            name,
            arguments,
            results,
            place
        })),
        (any::<bool>(), imports, query).prop_map(move |(optional, imports, query)| Clause::CallSubquery(CallSubquery {
            optional,
            imports,
            query,
            place
        })),
    ]
    .boxed()
}
