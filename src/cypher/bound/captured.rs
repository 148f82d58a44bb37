//! Which variables clauses take from outside.

use std::collections::BTreeSet;

use super::{
    BoundCall, BoundClause, BoundCondition, BoundCreate, BoundGroup, BoundMatch, BoundMerge, BoundProjection, BoundQuery, BoundSubquery,
    BoundUnwind, BoundUpdate, Test,
};
use crate::plan::{Expr, Item};
use crate::text::Name;

/// What a clause reads and declares.
#[derive(Default)]
struct Names {
    read: BTreeSet<Name>,
    declared: BTreeSet<Name>,
}

impl Names {
    fn expressions<'a>(&mut self, all: impl IntoIterator<Item = &'a Expr>) {
        all.into_iter().for_each(|one| one.collect_names(&mut self.read));
    }

    fn query(&mut self, query: &BoundQuery) {
        self.read.extend(query.parts.iter().flat_map(|part| &part.captured).map(|(name, _)| Name::clone(name)));
    }

    fn subqueries(&mut self, all: &[BoundSubquery]) {
        for subquery in all {
            self.query(&subquery.query);
            self.declared.insert(Name::clone(subquery.result.variable()));
        }
    }

    fn conditions(&mut self, all: &[BoundCondition]) {
        for condition in all {
            self.subqueries(&condition.subqueries);
            match &condition.test {
                Test::Holds(expression) => expression.collect_names(&mut self.read),
                Test::Exists(query) | Test::Missing(query) => self.query(query),
            }
        }
    }

    fn pattern(&mut self, clause: &BoundMatch) {
        self.declared.extend(clause.declares.iter().cloned());
        for chain in &clause.chains {
            self.read.insert(Name::clone(&chain.start));
            for hop in &chain.hops {
                self.read.extend([Name::clone(&hop.to), Name::clone(&hop.relationship)]);
                if let Some((own, condition)) = &hop.each {
                    self.read.extend(condition.names().into_iter().filter(|name| name != own));
                }
                if let Some(group) = &hop.group {
                    self.read.extend(group.captured());
                }
            }
        }
        self.expressions(clause.lists.iter().map(|item| &item.value));
        self.conditions(&clause.conditions);
    }

    fn merge(&mut self, clause: &BoundMerge) {
        self.subqueries(&clause.subqueries);
        self.pattern(&clause.pattern);
        self.read.extend(clause.merge.pattern.ends().cloned());
        clause.merge.each_expression(&mut |expression| expression.collect_names(&mut self.read));
        self.declared.extend(clause.merge.created.clone());
        self.paths(&clause.paths);
        clause.after.iter().for_each(|update| self.update(update));
    }

    fn paths(&mut self, paths: &[Item]) {
        self.expressions(paths.iter().map(|path| &path.value));
        self.declared.extend(paths.iter().map(|path| Name::clone(&path.variable)));
    }

    fn create(&mut self, clause: &BoundCreate) {
        self.subqueries(&clause.subqueries);
        self.declared.extend(clause.pattern.variables().cloned());
        self.read.extend(clause.pattern.ends().cloned());
        clause.pattern.each_expression(&mut |expression| expression.collect_names(&mut self.read));
        self.paths(&clause.paths);
    }

    fn update(&mut self, clause: &BoundUpdate) {
        self.subqueries(&clause.subqueries);
        clause.update.each_expression(&mut |expression| expression.collect_names(&mut self.read));
    }

    fn unwind(&mut self, clause: &BoundUnwind) {
        self.subqueries(&clause.subqueries);
        clause.list.collect_names(&mut self.read);
        self.declared.insert(Name::clone(&clause.variable));
    }

    fn call(&mut self, clause: &BoundCall) {
        self.subqueries(&clause.subqueries);
        self.expressions(&clause.arguments);
        self.declared.extend(clause.yields.iter().map(|(_, name)| Name::clone(name)));
        self.conditions(&clause.conditions);
    }

    fn clause(&mut self, clause: &BoundClause) {
        match clause {
            BoundClause::Match(clause) => self.pattern(clause),
            BoundClause::Unwind(clause) => self.unwind(clause),
            BoundClause::Project(clause) => self.projection(clause),
            BoundClause::Create(clause) => self.create(clause),
            BoundClause::Merge(clause) => self.merge(clause),
            BoundClause::Update(clause) => self.update(clause),
            BoundClause::Delete(clause) => {
                self.subqueries(&clause.subqueries);
                self.expressions(&clause.entities);
            }
            BoundClause::Foreach(clause) => {
                self.unwind(&clause.items);
                self.read.extend(captured(&clause.clauses).into_iter().map(|(name, _)| name));
            }
            BoundClause::Call(clause) => self.call(clause),
            BoundClause::Subquery(clause) => {
                self.query(&clause.query);
                self.declared.extend(clause.query.columns.iter().map(|column| Name::clone(&column.variable)));
            }
        }
    }

    fn projection(&mut self, clause: &BoundProjection) {
        self.subqueries(&clause.subqueries);
        self.subqueries(&clause.order_subqueries);
        if let Some(grouping) = &clause.grouping {
            self.expressions(grouping.keys.iter().map(|key| &key.value));
            self.expressions(grouping.aggregates.iter().flat_map(|(_, aggregate)| &aggregate.arguments));
            self.declared
                .extend(grouping.keys.iter().filter(|key| !key.value.is_variable(&key.variable)).map(|key| Name::clone(&key.variable)));
            self.declared.extend(grouping.aggregates.iter().map(|(name, _)| Name::clone(name)));
        }
        self.expressions(clause.items.iter().map(|item| &item.value));
        self.expressions(clause.order.iter().map(|key| &key.value));
        self.declared
            .extend(clause.items.iter().filter(|item| !item.value.is_variable(&item.variable)).map(|item| Name::clone(&item.variable)));
        self.conditions(&clause.conditions);
    }
}

impl BoundGroup {
    /// The variables that a repetition takes from outside.
    pub(in crate::cypher) fn captured(&self) -> BTreeSet<Name> {
        let mut names = Names::default();
        names.pattern(&self.pattern);
        names.read.difference(&names.declared).cloned().collect()
    }
}

/// The variables that clauses take from outside, each with the last clause that uses it.
pub(in crate::cypher) fn captured(clauses: &[BoundClause]) -> Vec<(Name, usize)> {
    let mut declared = BTreeSet::new();
    let mut last = std::collections::BTreeMap::new();
    for (index, clause) in clauses.iter().enumerate() {
        let mut names = Names::default();
        names.clause(clause);
        declared.append(&mut names.declared);
        for name in names.read {
            last.insert(name, index);
        }
    }
    last.into_iter().filter(|(name, _)| !declared.contains(name)).collect()
}
