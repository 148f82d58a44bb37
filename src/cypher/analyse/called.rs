//! `CALL` of a subquery: what it sees, and what it gives.

use super::clause::Role;
use super::scope::{Binding, Frame};
use super::{Analyser, Error};
use crate::cypher::ast::{CallSubquery, Clause, ExpressionKind, Imports};
use crate::cypher::bound::BoundCalled;
use crate::text::Name;

impl Analyser<'_> {
    /// `CALL (a, b) { … }`.
    pub(super) fn called(&mut self, clause: &CallSubquery) -> BoundCalled {
        let (query, kinds) = match &clause.imports {
            Imports::With => {
                let outside = self.visible();
                self.enclosed(Frame { closed: true, ..Frame::default() }, |this| this.query(&clause.query, Role::Importing(&outside)))
            }
            Imports::All => {
                let names = self.visible().into_iter().collect();
                self.enclosed(Frame { closed: true, names, ..Frame::default() }, |this| this.query(&clause.query, Role::Called))
            }
            Imports::Variables(names) => {
                let mut frame = Frame { closed: true, ..Frame::default() };
                for name in names {
                    if let Some(binding) = self.resolve(&name.node, name.place) {
                        frame.names.insert(Name::clone(&name.node), binding);
                    }
                }
                self.enclosed(frame, |this| this.query(&clause.query, Role::Called))
            }
        };
        self.check_names(clause);
        for (column, kind) in query.columns.iter().zip(kinds) {
            if self.find(&column.name).is_some() {
                let place = clause.query.first.clauses.last().map_or(clause.place, Clause::place).0;
                self.problems.push(Error::VariableAlreadyBound { name: Name::clone(&column.name), place });
            }
            self.bind(&column.name, Binding { variable: Name::clone(&column.variable), kind });
        }
        BoundCalled { query, optional: clause.optional }
    }

    /// Every variable that can be seen, the innermost of each name.
    fn visible(&self) -> Vec<(Name, Binding)> {
        let closed = self.frames.iter().rposition(|frame| frame.closed).unwrap_or_default();
        let mut seen = indexmap::IndexMap::new();
        for frame in &self.frames[closed..] {
            seen.extend(frame.names.iter().map(|(name, binding)| (Name::clone(name), binding.clone())));
        }
        seen.into_iter().collect()
    }

    /// Each result needs a name.
    fn check_names(&mut self, clause: &CallSubquery) {
        let parts = std::iter::once(&clause.query.first).chain(clause.query.unions.iter().map(|union| &union.query));
        for part in parts {
            let Some(Clause::Return(last)) = part.clauses.last() else { continue };
            for item in &last.projection.items {
                if item.alias.is_none() && !matches!(item.expression.kind, ExpressionKind::Variable(_)) {
                    self.problems.push(Error::NoExpressionAlias { place: item.expression.place.0 });
                }
            }
        }
    }
}
