//! The names that a statement writes, which the catalogue has before anything of the statement is analysed: a clause that
//! reads may stand before the one that writes and run after it, as in `CALL` for each row.

use crate::cypher::ast::{
    Clause, Expression, ExpressionKind, LabelExpression, Pattern, PatternElement, PatternPart, Query, SetItem, SingleQuery,
};
use crate::graph::Catalogue;
use crate::text::{Name, Spanned};

/// Adds the labels, types and property keys that a statement writes to the catalogue. Where it has no room for one, that is
/// reported when a row is written. O(size of the statement).
pub(super) fn intern(query: &Query, catalogue: &Catalogue) {
    single(&query.first, catalogue);
    query.unions.iter().for_each(|union| single(&union.query, catalogue));
}

fn single(query: &SingleQuery, catalogue: &Catalogue) {
    query.clauses.iter().for_each(|one| clause(one, catalogue));
}

fn clause(one: &Clause, catalogue: &Catalogue) {
    match one {
        Clause::Create(create) => pattern(&create.pattern, catalogue),
        Clause::Merge(merge) => {
            part(&merge.part, catalogue);
            merge.actions.iter().flat_map(|action| &action.items).for_each(|item| set(item, catalogue));
        }
        Clause::Set(all) => all.items.iter().for_each(|item| set(item, catalogue)),
        Clause::Foreach(each) => each.clauses.iter().for_each(|one| clause(one, catalogue)),
        Clause::CallSubquery(called) => intern(&called.query, catalogue),
        _ => {}
    }
}

fn pattern(pattern: &Pattern, catalogue: &Catalogue) {
    pattern.parts.iter().for_each(|one| part(one, catalogue));
}

fn part(part: &PatternPart, catalogue: &Catalogue) {
    let PatternElement { start, chain, .. } = &part.element;
    for node in std::iter::once(start).chain(chain.iter().map(|(_, node)| node)) {
        node.labels.iter().for_each(|labels| label_names(labels, catalogue));
        node.properties.iter().for_each(|properties| keys(properties, catalogue));
    }
    for (relationship, _) in chain {
        for name in &relationship.types {
            let _ = catalogue.intern_type(&name.node);
        }
        relationship.properties.iter().for_each(|properties| keys(properties, catalogue));
    }
}

fn set(item: &SetItem, catalogue: &Catalogue) {
    match item {
        SetItem::Property { target, .. } => {
            if let ExpressionKind::Property { key, .. } = &target.kind {
                let _ = catalogue.intern_key(&key.node);
            }
        }
        SetItem::Properties { value, .. } | SetItem::Merge { value, .. } => keys(value, catalogue),
        SetItem::Labels { labels, .. } => labels.iter().for_each(|name| label_name(name, catalogue)),
    }
}

/// The keys of a map that is written out.
fn keys(map: &Expression, catalogue: &Catalogue) {
    if let ExpressionKind::Map(entries) = &map.kind {
        for (key, _) in entries {
            let _ = catalogue.intern_key(&key.node);
        }
    }
}

fn label_names(labels: &LabelExpression, catalogue: &Catalogue) {
    match labels {
        LabelExpression::Label(name) => label_name(name, catalogue),
        LabelExpression::And(all) => all.iter().for_each(|one| label_names(one, catalogue)),
        // Nothing can be created with these, which analysis reports.
        LabelExpression::Or(_) | LabelExpression::Not(_) | LabelExpression::Any => {}
    }
}

fn label_name(name: &Spanned<Name>, catalogue: &Catalogue) {
    let _ = catalogue.intern_label(&name.node);
}
