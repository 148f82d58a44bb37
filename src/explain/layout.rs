//! Explanations as rows.

use indexmap::IndexSet;

use super::{Finding, NearMiss};
use crate::value::Value;

/// The columns of `why` and `why not`.
///
/// | column | what |
/// |---|---|
/// | `part` | `condition`; or, of what would make the node an answer, `change` and `drop` |
/// | `what` | the words of the condition, the facts of the change, or the conditions to be dropped |
/// | `holds` | whether the condition holds; nothing for others |
/// | `facts` | a list: the facts that there are, or those to be supposed |
/// | `missing` | a list: what there is not, and where it was looked for |
/// | `nearest` | a list: where nothing was found, what comes nearest |
/// | `sources` | a list: where the facts stand |
/// | `caveats` | a list: doubts about them |
pub const WHY: [&str; 8] = ["part", "what", "holds", "facts", "missing", "nearest", "sources", "caveats"];

/// The columns of `near misses`: the condition that fails, who fails it, and the facts as in [`WHY`].
pub const NEAR_MISSES: [&str; 7] = ["condition", "name", "facts", "missing", "nearest", "sources", "caveats"];

/// What would make a node an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Facts that come to hold, as `suppose` reads them.
    Suppose(Vec<String>),
    /// Conditions that are dropped.
    Drop(Vec<String>),
}

/// The rows of an explanation.
pub fn why_rows(findings: &[Finding], changes: &[Change]) -> Vec<Vec<Value>> {
    let conditions = findings.iter().map(|finding| {
        let mut row = vec![Value::string("condition"), Value::string(finding.text.as_str()), Value::Boolean(finding.holds)];
        row.extend(facts(finding));
        row
    });
    let changes = changes.iter().map(|change| {
        let (part, items, joint) = match change {
            Change::Suppose(facts) => ("change", facts, ", "),
            Change::Drop(conditions) => ("drop", conditions, " and "),
        };
        let what = Value::string(items.join(joint).as_str());
        let empty = || Value::list(Vec::new());
        vec![Value::string(part), what, Value::Null, texts(items.iter()), empty(), empty(), empty(), empty()]
    });
    conditions.chain(changes).collect()
}

/// The rows of near misses.
pub fn near_rows(misses: &[NearMiss]) -> Vec<Vec<Value>> {
    let row = |miss: &NearMiss| {
        let mut row = vec![Value::string(miss.finding.text.as_str()), Value::string(miss.name.as_str())];
        row.extend(facts(&miss.finding));
        row
    };
    misses.iter().map(row).collect()
}

fn facts(finding: &Finding) -> [Value; 5] {
    let facts = &finding.facts;
    let list = |items: &IndexSet<String>| texts(items.iter());
    [list(&facts.found), list(&facts.missing), list(&facts.nearest), list(&facts.sources), list(&facts.caveats)]
}

fn texts<'t>(items: impl Iterator<Item = &'t String>) -> Value {
    Value::list(items.map(|item| Value::string(item.as_str())).collect::<Vec<_>>())
}
