//! Plans as text: an indented tree, the last operator first; the same plan is always the same text.

use std::fmt::{self, Display, Formatter, Write};

use super::print_expression::{List, Operand, Shown};
use super::{Aggregate, ApplyKind, Expr, Hop, Item, JoinKind, Lengths, Plan, Repeat, SortKey, Update};
use crate::text::Name;
use crate::value::Direction;

impl Display for Item {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if self.value.is_variable(&self.variable) {
            return write!(f, "{}", Shown(&self.variable));
        }
        write!(f, "{} AS {}", self.value, Shown(&self.variable))
    }
}

impl Display for SortKey {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.value, if self.descending { " DESC" } else { "" })
    }
}

impl Display for Aggregate {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let distinct = if self.distinct { "DISTINCT " } else { "" };
        match self.function {
            Some(function) => write!(f, "{}({distinct}{})", function.name, List(&self.arguments)),
            None => f.write_str("count(*)"),
        }
    }
}

impl Display for Lengths {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "*{}..", self.min)?;
        self.max.iter().try_for_each(|max| write!(f, "{max}"))
    }
}

/// `(from)-[relationship:TYPE*1..2]->(to)`.
fn hop(f: &mut Formatter<'_>, hop: &Hop, lengths: Option<&Lengths>, each: Option<&(Name, Expr)>) -> fmt::Result {
    let left = if hop.direction == Direction::Incoming { "<-" } else { "-" };
    let right = if hop.direction == Direction::Outgoing { "->" } else { "-" };
    write!(f, "({}){left}[{}", Shown(&hop.from), Shown(&hop.relationship))?;
    for (index, kind) in hop.types.iter().enumerate() {
        write!(f, "{}{}", if index > 0 { '|' } else { ':' }, Shown(&kind.name))?;
    }
    lengths.iter().try_for_each(|lengths| write!(f, "{lengths}"))?;
    each.iter().try_for_each(|(name, condition)| write!(f, " each {}: {condition}", Shown(name)))?;
    write!(f, "]{right}({})", Shown(&hop.to))
}

fn both(f: &mut Formatter<'_>, [one, two]: &[Hop; 2]) -> fmt::Result {
    hop(f, one, None, None)?;
    f.write_str(" and ")?;
    hop(f, two, None, None)
}

/// `from (enter)…(exit)*1..3 to`, and the lists.
impl Display for Repeat {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let ends = [&self.from, &self.enter, &self.exit, &self.to].map(|name| Shown(name));
        let [from, enter, exit, to] = ends;
        let back = if self.back { " back" } else { "" };
        write!(f, "({from}) (({enter})…({exit}){}{back}) ({to})", self.lengths)?;
        for (index, (inner, list)) in self.lists.iter().enumerate() {
            write!(f, "{}{} AS {}", if index > 0 { ", " } else { " " }, Shown(inner), Shown(list))?;
        }
        Ok(())
    }
}

fn apply(f: &mut Formatter<'_>, kind: &ApplyKind) -> fmt::Result {
    match kind {
        ApplyKind::Mark(name) | ApplyKind::Count(name) => write!(f, "{}", Shown(name)),
        ApplyKind::Collect { variable, item } => write!(f, "{} AS {}", Shown(item), Shown(variable)),
        ApplyKind::Merge(merge) => write!(f, "{merge}"),
        ApplyKind::Repeat(repeat) => write!(f, "{repeat}"),
        ApplyKind::Semi | ApplyKind::Anti | ApplyKind::Rows | ApplyKind::Optional | ApplyKind::Each => Ok(()),
    }
}

impl Plan {
    /// The name of the operator.
    #[expect(clippy::too_many_lines, reason = "a flat match over the operators")]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Argument { .. } => "Argument",
            Self::Empty { .. } => "Empty",
            Self::Scan { .. } => "Scan",
            Self::ScanRelationships { .. } => "ScanRelationships",
            Self::Seek { .. } => "Seek",
            Self::Expand { into, .. } => {
                if *into {
                    "ExpandInto"
                } else {
                    "Expand"
                }
            }
            Self::Intersect { .. } => "Intersect",
            Self::ExpandPath { into, .. } => {
                if *into {
                    "ExpandPathInto"
                } else {
                    "ExpandPath"
                }
            }
            Self::Reach { .. } => "Reach",
            Self::Degrees { .. } => "Degrees",
            Self::Triangles { .. } => "Triangles",
            Self::ShortestPath { all, .. } => {
                if *all {
                    "AllShortestPaths"
                } else {
                    "ShortestPath"
                }
            }
            Self::Filter { .. } => "Filter",
            Self::Project { .. } => "Project",
            Self::Extend { .. } => "Extend",
            Self::Aggregate { .. } => "Aggregate",
            Self::Distinct { .. } => "Distinct",
            Self::Sort { .. } => "Sort",
            Self::Top { .. } => "Top",
            Self::Skip { .. } => "Skip",
            Self::Limit { .. } => "Limit",
            Self::Unwind { .. } => "Unwind",
            Self::Call { .. } => "Call",
            Self::Union { .. } => "Union",
            Self::Product { .. } => "Product",
            Self::Join { kind, .. } => match kind {
                JoinKind::Inner => "Join",
                JoinKind::Semi => "SemiJoin",
                JoinKind::Anti => "AntiJoin",
            },
            Self::Apply { kind, .. } => match kind {
                ApplyKind::Semi => "SemiApply",
                ApplyKind::Anti => "AntiApply",
                ApplyKind::Mark(_) => "MarkApply",
                ApplyKind::Count(_) => "CountApply",
                ApplyKind::Collect { .. } => "CollectApply",
                ApplyKind::Rows => "Apply",
                ApplyKind::Optional => "OptionalApply",
                ApplyKind::Each => "EachApply",
                ApplyKind::Merge(_) => "Merge",
                ApplyKind::Repeat(_) => "Repeat",
            },
            Self::Create { .. } => "Create",
            Self::Update { update: Update::RemoveLabels { .. }, .. } => "Remove",
            Self::Update { .. } => "Set",
            Self::Delete { detach: false, .. } => "Delete",
            Self::Delete { detach: true, .. } => "DetachDelete",
        }
    }

    /// What the operator does, without its inputs.
    pub fn details(&self) -> impl Display + '_ {
        Details(self)
    }

    /// Whether it is one row without columns.
    pub fn is_unit(&self) -> bool {
        matches!(self, Self::Argument { variables } if variables.is_empty())
    }

    fn write_tree(&self, f: &mut Formatter<'_>, depth: usize) -> fmt::Result {
        if depth > 0 {
            f.write_char('\n')?;
        }
        write!(f, "{:width$}{}", "", self.name(), width = depth * 2)?;
        let details = self.details().to_string();
        if !details.is_empty() {
            write!(f, " {details}")?;
        }
        for child in self.children() {
            if !child.is_unit() || matches!(self, Self::Apply { .. } | Self::Union { .. } | Self::Product { .. } | Self::Join { .. }) {
                child.write_tree(f, depth + 1)?;
            }
        }
        Ok(())
    }
}

/// An operator without its inputs.
struct Details<'a>(&'a Plan);

impl Display for Details<'_> {
    #[expect(clippy::too_many_lines, reason = "a flat match over the operators")]
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.0 {
            Plan::Argument { variables } | Plan::Empty { variables } => {
                let shown: Vec<Shown<'_>> = variables.iter().map(|name| Shown(name)).collect();
                write!(f, "{}", List(&shown))
            }
            Plan::Scan { variable, label, .. } => {
                write!(f, "{}", Shown(variable))?;
                label.iter().try_for_each(|label| write!(f, ":{}", Shown(&label.name)))
            }
            Plan::ScanRelationships { variable, types, .. } => {
                write!(f, "{}", Shown(variable))?;
                types
                    .iter()
                    .enumerate()
                    .try_for_each(|(index, kind)| write!(f, "{}{}", if index == 0 { ":" } else { "|" }, Shown(&kind.name)))
            }
            Plan::Seek { variable, label, key, value, .. } => {
                write!(f, "{}:{}.{} = {value}", Shown(variable), Shown(&label.name), Shown(&key.name))
            }
            Plan::Expand { hop: along, .. } => hop(f, along, None, None),
            Plan::Intersect { hops, .. } => both(f, hops),
            Plan::ExpandPath { hop: along, lengths, each, .. } | Plan::ShortestPath { hop: along, lengths, each, .. } => {
                hop(f, along, Some(lengths), each.as_ref())
            }
            Plan::Reach { hop: along, lengths, .. } => hop(f, along, Some(lengths), None),
            Plan::Degrees { hops, variable, .. } => counted(f, hops, variable),
            Plan::Triangles { hops, variable, .. } => counted(f, &hops[..], variable),
            Plan::Filter { predicate, .. } => write!(f, "{predicate}"),
            Plan::Project { items, .. } | Plan::Extend { items, .. } => write!(f, "{}", List(items)),
            Plan::Aggregate { keys, aggregates, .. } => {
                write!(f, "{}", List(keys))?;
                for (index, (name, aggregate)) in aggregates.iter().enumerate() {
                    let comma = if index > 0 || !keys.is_empty() { ", " } else { "" };
                    write!(f, "{comma}{aggregate} AS {}", Shown(name))?;
                }
                Ok(())
            }
            Plan::Sort { keys, .. } => write!(f, "{}", List(keys)),
            Plan::Top { keys, skip, limit, .. } => {
                write!(f, "{}", List(keys))?;
                skip.iter().try_for_each(|skip| write!(f, " SKIP {skip}"))?;
                write!(f, " LIMIT {limit}")
            }
            Plan::Skip { count, .. } | Plan::Limit { count, .. } => write!(f, "{count}"),
            Plan::Unwind { list, variable, .. } => write!(f, "{list} AS {}", Shown(variable)),
            Plan::Call { procedure, arguments, yields, .. } => {
                write!(f, "{}({})", procedure.signature.name, List(arguments))?;
                for (index, (position, name)) in yields.iter().enumerate() {
                    let result = procedure.signature.yields.get(*position).map_or("", |result| &result.name);
                    write!(f, "{}{} AS {}", if index > 0 { ", " } else { " YIELD " }, Shown(result), Shown(name))?;
                }
                Ok(())
            }
            Plan::Join { on, .. } => {
                for (index, (left, right)) in on.iter().enumerate() {
                    write!(f, "{}{} = {}", if index > 0 { ", " } else { "" }, Operand(left), Operand(right))?;
                }
                Ok(())
            }
            Plan::Apply { kind, .. } => apply(f, kind),
            Plan::Create { pattern, .. } => write!(f, "{pattern}"),
            Plan::Update { update, .. } => write!(f, "{update}"),
            Plan::Delete { entities, .. } => write!(f, "{}", List(entities)),
            Plan::Distinct { .. } | Plan::Union { .. } | Plan::Product { .. } => Ok(()),
        }
    }
}

fn counted(f: &mut Formatter<'_>, hops: &[Hop], variable: &Name) -> fmt::Result {
    for (index, along) in hops.iter().enumerate() {
        write!(f, "{}", if index > 0 { ", " } else { "" })?;
        hop(f, along, None, None)?;
    }
    write!(f, " AS {}", Shown(variable))
}

/// The tree, the last operator first, each input indented below its operator; an input of one row without columns is left out.
impl Display for Plan {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.write_tree(f, 0)
    }
}
