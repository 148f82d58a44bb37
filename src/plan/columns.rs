//! The columns that a plan gives, reads, and takes from outside.

use std::collections::BTreeSet;

use indexmap::IndexSet;

use super::{ApplyKind, JoinKind, Plan};
use crate::text::Name;

impl Plan {
    /// The columns of the result, in order.
    pub fn columns(&self) -> Vec<Name> {
        let mut columns = IndexSet::new();
        self.collect_columns(&mut columns);
        columns.into_iter().collect()
    }

    fn collect_columns(&self, into: &mut IndexSet<Name>) {
        match self {
            Self::Argument { variables } | Self::Empty { variables } => variables.iter().for_each(|name| add(name, into)),
            Self::Project { items, .. } => items.iter().for_each(|item| add(&item.variable, into)),
            Self::Aggregate { keys, aggregates, .. } => {
                for item in keys {
                    add(&item.variable, into);
                }
                for (name, _) in aggregates {
                    add(name, into);
                }
            }
            Self::Filter { input, .. }
            | Self::Distinct { input }
            | Self::Sort { input, .. }
            | Self::Top { input, .. }
            | Self::Skip { input, .. }
            | Self::Limit { input, .. }
            | Self::Update { input, .. }
            | Self::Delete { input, .. } => input.collect_columns(into),
            Self::Scan { input, .. }
            | Self::ScanRelationships { input, .. }
            | Self::Seek { input, .. }
            | Self::Expand { input, .. }
            | Self::Intersect { input, .. }
            | Self::ExpandPath { input, .. }
            | Self::Reach { input, .. }
            | Self::Degrees { input, .. }
            | Self::Triangles { input, .. }
            | Self::ShortestPath { input, .. }
            | Self::Extend { input, .. }
            | Self::Unwind { input, .. }
            | Self::Call { input, .. }
            | Self::Create { input, .. } => {
                input.collect_columns(into);
                self.introduced().iter().for_each(|name| add(name, into));
            }
            Self::Union { inputs } => inputs.first().into_iter().for_each(|first| first.collect_columns(into)),
            Self::Join { left, kind: JoinKind::Semi | JoinKind::Anti, .. } => left.collect_columns(into),
            Self::Product { left, right } | Self::Join { left, right, .. } => {
                left.collect_columns(into);
                right.collect_columns(into);
            }
            Self::Apply { outer, inner, kind } => {
                outer.collect_columns(into);
                kind.collect_columns(inner, into);
            }
        }
    }

    /// The columns that this operator itself adds to its input's.
    pub fn introduced(&self) -> Vec<Name> {
        match self {
            Self::Argument { variables } | Self::Empty { variables } => variables.clone(),
            Self::Scan { variable, .. }
            | Self::ScanRelationships { variable, .. }
            | Self::Seek { variable, .. }
            | Self::Degrees { variable, .. }
            | Self::Triangles { variable, .. }
            | Self::Unwind { variable, .. } => {
                vec![Name::clone(variable)]
            }
            Self::Expand { hop, into, .. } | Self::ExpandPath { hop, into, .. } => {
                if *into {
                    vec![Name::clone(&hop.relationship)]
                } else {
                    vec![Name::clone(&hop.relationship), Name::clone(&hop.to)]
                }
            }
            Self::Intersect { hops: [one, two], .. } => [&one.relationship, &two.relationship, &one.to].map(Name::clone).to_vec(),
            Self::Reach { hop, .. } => vec![Name::clone(&hop.to)],
            Self::ShortestPath { hop, .. } => vec![Name::clone(&hop.relationship)],
            Self::Project { items, .. } | Self::Extend { items, .. } => items.iter().map(|item| Name::clone(&item.variable)).collect(),
            Self::Create { pattern, .. } => pattern.variables().cloned().collect(),
            Self::Call { yields, .. } => yields.iter().map(|(_, name)| Name::clone(name)).collect(),
            Self::Aggregate { keys, aggregates, .. } => {
                keys.iter().map(|item| &item.variable).chain(aggregates.iter().map(|(name, _)| name)).cloned().collect()
            }
            Self::Apply { kind: ApplyKind::Mark(name) | ApplyKind::Count(name) | ApplyKind::Collect { variable: name, .. }, .. } => {
                vec![Name::clone(name)]
            }
            Self::Apply { kind: ApplyKind::Repeat(repeat), .. } => repeat.introduced().cloned().collect(),
            _ => Vec::new(),
        }
    }

    /// The columns that this operator itself reads from its inputs.
    pub fn reads(&self) -> BTreeSet<Name> {
        let mut names = BTreeSet::new();
        self.each_expression(&mut |expression| expression.collect_names(&mut names));
        match self {
            Self::Expand { hop, into, .. } | Self::ExpandPath { hop, into, .. } => {
                if let Self::ExpandPath { each: Some((own, _)), .. } = self {
                    names.remove(own);
                }
                names.insert(Name::clone(&hop.from));
                if *into {
                    names.insert(Name::clone(&hop.to));
                }
            }
            Self::Intersect { hops, .. } => names.extend(hops.iter().map(|hop| Name::clone(&hop.from))),
            Self::Reach { hop, .. } => {
                names.insert(Name::clone(&hop.from));
            }
            Self::Degrees { hops, .. } => names.extend(hops.iter().map(|hop| Name::clone(&hop.from))),
            Self::ShortestPath { hop, each, .. } => {
                if let Some((own, _)) = each {
                    names.remove(own);
                }
                names.extend([Name::clone(&hop.from), Name::clone(&hop.to)]);
            }
            Self::Apply { inner, kind, .. } => {
                names.extend(inner.arguments());
                if let ApplyKind::Collect { item, .. } = kind
                    && !inner.columns().contains(item)
                {
                    names.insert(Name::clone(item));
                }
                if let ApplyKind::Repeat(repeat) = kind {
                    names.remove(&repeat.enter);
                    names.insert(Name::clone(&repeat.from));
                    names.extend(repeat.into.then(|| Name::clone(&repeat.to)));
                }
                if let ApplyKind::Merge(merge) = kind {
                    names.extend(merge.pattern.ends().cloned());
                    inner.columns().iter().filter(|name| !inner.arguments().contains(name)).for_each(|name| {
                        names.remove(name);
                    });
                }
            }
            Self::Create { pattern, .. } => {
                names.extend(pattern.ends().cloned());
                pattern.variables().for_each(|name| {
                    names.remove(name);
                });
            }
            _ => {}
        }
        names
    }

    /// The columns that the plan takes from an enclosing [`Plan::Apply`].
    pub fn arguments(&self) -> Vec<Name> {
        fn walk(plan: &Plan, into: &mut Vec<Name>) {
            match plan {
                Plan::Argument { variables } => {
                    for name in variables {
                        if !into.contains(name) {
                            into.push(Name::clone(name));
                        }
                    }
                }
                Plan::Apply { outer, .. } => walk(outer, into),
                _ => plan.children().into_iter().for_each(|child| walk(child, into)),
            }
        }
        let mut found = Vec::new();
        walk(self, &mut found);
        found
    }
}

impl ApplyKind {
    /// The columns that come with the inner plan.
    fn collect_columns(&self, inner: &Plan, into: &mut IndexSet<Name>) {
        match self {
            Self::Semi | Self::Anti | Self::Each => {}
            Self::Mark(name) | Self::Count(name) | Self::Collect { variable: name, .. } => add(name, into),
            Self::Rows | Self::Optional => inner.collect_columns(into),
            Self::Repeat(repeat) => repeat.introduced().for_each(|name| add(name, into)),
            Self::Merge(merge) => {
                inner.collect_columns(into);
                merge.created.iter().for_each(|name| add(name, into));
            }
        }
    }
}

fn add(name: &Name, into: &mut IndexSet<Name>) {
    if !into.contains(name) {
        into.insert(Name::clone(name));
    }
}
