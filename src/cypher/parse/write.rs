//! Clauses that write.

use super::super::ast::{
    Clause, Create, Delete, Expression, ExpressionKind, Foreach, LabelExpression, Merge, MergeAction, MergeEvent, Remove, RemoveItem, Set,
    SetItem,
};
use super::{Built, Pair, Reader, Rule, SyntaxError, each, name, place, span};
use crate::text::{Name, Spanned};

/// What is set or removed.
struct Target {
    /// A variable, a property, or anything in parentheses.
    of: Expression,
    /// Whether it stands there as a property: `n.age`, `n['age']`, not `n` or `(n.age)`.
    property: bool,
    labels: Option<Vec<Spanned<Name>>>,
}

impl<'t> Reader<'t> {
    pub(super) fn create(self, pair: Pair<'t>) -> Built<Clause> {
        let place = place(&pair);
        Ok(Clause::Create(Create { pattern: self.pattern(self.only(pair)?)?, place }))
    }

    pub(super) fn merge(self, pair: Pair<'t>) -> Built<Clause> {
        let place = place(&pair);
        let mut parts = self.parts(pair);
        let part = self.pattern_part(parts.part()?)?;
        let actions = each(parts, |action| self.merge_action(action))?;
        Ok(Clause::Merge(Merge { part, actions, place }))
    }

    fn merge_action(self, pair: Pair<'t>) -> Built<MergeAction> {
        let created = pair.clone().into_inner().any(|word| word.as_rule() == Rule::kw_create);
        let event = if created { MergeEvent::Create } else { MergeEvent::Match };
        Ok(MergeAction { event, items: self.set_items(self.only(pair)?)? })
    }

    pub(super) fn set(self, pair: Pair<'t>) -> Built<Clause> {
        let place = place(&pair);
        Ok(Clause::Set(Set { items: self.set_items(pair)?, place }))
    }

    fn set_items(self, pair: Pair<'t>) -> Built<Vec<SetItem>> {
        each(self.parts(pair), |item| self.set_item(item))
    }

    fn set_item(self, pair: Pair<'t>) -> Built<SetItem> {
        let whole = span(&pair);
        let added = pair.clone().into_inner().any(|mark| mark.as_rule() == Rule::x_add_assign);
        let mut parts = self.parts(pair);
        let Target { of, property, labels } = self.target(parts.part()?)?;
        let value = parts.next().map(|value| self.expression(value)).transpose()?;
        match (labels, value) {
            (Some(labels), None) => Ok(SetItem::Labels { of, labels }),
            (None, Some(value)) if added => Ok(SetItem::Merge { of, value }),
            (None, Some(value)) if property => Ok(SetItem::Property { target: of, value }),
            (None, Some(value)) => Ok(SetItem::Properties { of, value }),
            (Some(_), Some(_)) => Err(SyntaxError::InvalidTarget {
                message: "labels take no value",
                help: "write `n:Label` to set a label, `n.key = value` to set a property",
                span: whole,
            }),
            (None, None) => Err(SyntaxError::InvalidTarget {
                message: "nothing is set here",
                help: "write `n.key = value`, `n = {key: value}`, `n += {key: value}` or `n:Label`",
                span: whole,
            }),
        }
    }

    pub(super) fn remove(self, pair: Pair<'t>) -> Built<Clause> {
        let place = place(&pair);
        Ok(Clause::Remove(Remove { items: each(self.parts(pair), |item| self.remove_item(item))?, place }))
    }

    fn remove_item(self, pair: Pair<'t>) -> Built<RemoveItem> {
        let whole = span(&pair);
        match self.target(pair)? {
            Target { of, labels: Some(labels), .. } => Ok(RemoveItem::Labels { of, labels }),
            Target { of, property: true, .. } => Ok(RemoveItem::Property(of)),
            _ => Err(SyntaxError::InvalidTarget {
                message: "neither a property nor a label is removed here",
                help: "write `n.key` or `n:Label`; a node or relationship itself goes with `DELETE n`",
                span: whole,
            }),
        }
    }

    /// A variable or something in parentheses, with properties and labels behind it.
    fn target(self, pair: Pair<'t>) -> Built<Target> {
        let whole = span(&pair);
        let pieces = pair.clone().into_inner().filter(|piece| piece.as_rule() != Rule::node_labels);
        let property = pieces.clone().count() > 1;
        let of = super::operator::value(self.run(pieces, whole)?)?;
        let labels = pair.into_inner().find(|piece| piece.as_rule() == Rule::node_labels);
        let labels = labels.map(|labels| self.label_names(labels)).transpose()?;
        if labels.is_none() && property && matches!(of.kind, ExpressionKind::Slice { .. }) {
            let help = "give the key of one property, as in `n['key']`";
            return Err(SyntaxError::InvalidTarget { message: "a part of a list is no property", help, span: whole });
        }
        Ok(Target { of, property, labels })
    }

    /// Labels that are set or removed: names only.
    fn label_names(self, pair: Pair<'t>) -> Built<Vec<Spanned<Name>>> {
        let span = span(&pair);
        let labels = match self.labels(pair)? {
            LabelExpression::And(all) => all,
            one => vec![one],
        };
        let names = labels.into_iter().map(|label| match label {
            LabelExpression::Label(name) => Ok(name),
            _ => Err(SyntaxError::InvalidTarget {
                message: "only labels by their names can be set or removed",
                help: "write them one after the other, as in `n:A:B`",
                span,
            }),
        });
        names.collect()
    }

    pub(super) fn delete(self, pair: Pair<'t>) -> Built<Clause> {
        let place = place(&pair);
        let detach = pair.clone().into_inner().next().is_some_and(|word| word.as_rule() == Rule::kw_detach);
        let targets = each(self.parts(pair), |target| self.expression(target))?;
        Ok(Clause::Delete(Delete { detach, targets, place }))
    }

    pub(super) fn foreach(self, pair: Pair<'t>) -> Built<Clause> {
        let place = place(&pair);
        let mut parts = self.parts(pair);
        let variable = name(&parts.part()?);
        let list = self.expression(parts.part()?)?;
        let clauses = each(parts, |clause| self.clause(clause))?;
        Ok(Clause::Foreach(Foreach { variable, list, clauses, place }))
    }
}
