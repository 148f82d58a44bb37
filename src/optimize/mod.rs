//! Rules that turn a plan into one that gives the same rows sooner.

mod degrees;
mod equate;
mod estimate;
mod fold;
mod intersect;
mod label;
mod order;
mod prune;
mod push;
mod reach;
mod region;
mod relationships;
mod scan;
mod seek;
mod semi;
mod top;
mod triangles;
mod unique;
mod walked;

pub use estimate::{estimate, estimates};

use std::collections::BTreeSet;

use crate::graph::Statistics;
use crate::plan::{Plan, Statement};
use crate::text::Name;

/// A rule: everything that is known of it.
#[derive(Debug)]
pub struct Rule {
    /// The name by which it is switched off.
    pub name: &'static str,
    /// What it does, in one sentence.
    pub summary: &'static str,
    /// Whether it proves something from exact statistics, which a statement that writes would make false while it runs.
    proves: bool,
    /// The plan after it, from the plan before and the columns that are wanted of it.
    apply: fn(Plan, &Statistics, &BTreeSet<Name>) -> Plan,
}

/// All rules, in the order in which they run.
pub const RULES: &[Rule] = &[
    Rule {
        name: "fold-constants",
        summary: "Computes what does not depend on any row, and drops conditions that always hold.",
        proves: false,
        apply: fold::apply,
    },
    Rule { name: "push-predicates", summary: "Moves conditions down to where their columns first are.", proves: false, apply: push::apply },
    Rule {
        name: "drop-uniqueness",
        summary: "Drops tests that two relationships differ where they cannot be the same.",
        proves: true,
        apply: unique::apply,
    },
    Rule {
        name: "order-patterns",
        summary: "Walks patterns from where there are fewest nodes, and joins parts that are not connected.",
        proves: false,
        apply: order::apply,
    },
    Rule { name: "scan-labels", summary: "Scans the nodes of a label in place of all nodes.", proves: false, apply: scan::apply },
    Rule { name: "seek-unique", summary: "Finds a node by a unique property in place of scanning.", proves: false, apply: seek::apply },
    Rule {
        name: "drop-labels",
        summary: "Drops label tests that every far end of a relationship type passes.",
        proves: true,
        apply: label::apply,
    },
    Rule {
        name: "count-degrees",
        summary: "Counts the outermost relationships of a pattern by the degrees of its inner nodes.",
        proves: true,
        apply: degrees::apply,
    },
    Rule {
        name: "join-on-equals",
        summary: "Joins on an equal property in place of enumerating all that a hub leads to.",
        proves: false,
        apply: equate::apply,
    },
    Rule {
        name: "semi-join",
        summary: "Finds what a chain of relationships leads to for all rows at once, where each asks whether it leads to a node.",
        proves: false,
        apply: semi::apply,
    },
    Rule {
        name: "intersect-neighbours",
        summary: "Closes a cycle by intersecting the neighbours of its bound nodes.",
        proves: false,
        apply: intersect::apply,
    },
    Rule {
        name: "count-triangles",
        summary: "Counts triangles from their corner with the fewest relationships.",
        proves: true,
        apply: triangles::apply,
    },
    Rule { name: "top", summary: "Keeps only the first rows while sorting.", proves: false, apply: top::apply },
    Rule { name: "prune-columns", summary: "Drops columns that nothing reads.", proves: false, apply: prune::apply },
    Rule {
        name: "scan-relationships",
        summary: "Scans the relationships of a type in place of following them from each node, where nothing is asked of their ends.",
        proves: true,
        apply: relationships::apply,
    },
    Rule {
        name: "reach-once",
        summary: "Finds each node that chains lead to once, where it does not count how many lead there.",
        proves: false,
        apply: reach::apply,
    },
];

/// Which rules run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    off: BTreeSet<String>,
}

impl Settings {
    /// No rule at all.
    #[must_use]
    pub fn none() -> Self {
        Self { off: RULES.iter().map(|rule| rule.name.to_owned()).collect() }
    }

    /// All of these settings' rules but this one.
    #[must_use]
    pub fn without(mut self, rule: &str) -> Self {
        self.off.insert(rule.to_owned());
        self
    }

    /// These settings' rules and this one.
    #[must_use]
    pub fn with(mut self, rule: &str) -> Self {
        self.off.remove(rule);
        self
    }

    /// Whether a rule runs.
    pub fn runs(&self, rule: &str) -> bool {
        !self.off.contains(rule)
    }
}

/// The statement with a plan that gives the same rows, by all rules that `settings` let run.
pub fn optimize(mut statement: Statement, statistics: &Statistics, settings: &Settings) -> Statement {
    let wanted: BTreeSet<Name> = statement.columns.iter().map(|column| Name::clone(&column.variable)).collect();
    let writes = statement.plan.writes();
    for rule in RULES.iter().filter(|rule| settings.runs(rule.name) && !(rule.proves && writes)) {
        statement.plan = (rule.apply)(statement.plan.take(), statistics, &wanted);
        debug_assert!(
            crate::plan::check(&statement).is_ok(),
            "after {}: {:?}\n{}",
            rule.name,
            crate::plan::check(&statement).err(),
            statement.plan
        );
    }
    statement
}
