//! What the run says. It goes past the test harness, which keeps the output of tests that pass to itself.

use std::collections::BTreeMap;
use std::io::{Write, stdout};
use std::time::Duration;

use crate::pool::Outcome;

/// Prints a line.
pub fn line(text: &str) {
    let _ = writeln!(stdout().lock(), "{text}");
}

/// Passed and total per category, the times, and the closing line.
pub fn totals(outcomes: &[Outcome], time: Duration) {
    let mut categories: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for outcome in outcomes {
        let (passed, total) = categories.entry(outcome.scenario.category()).or_default();
        *passed += usize::from(outcome.failure.is_none());
        *total += 1;
    }
    for (category, (passed, total)) in &categories {
        line(&format!("{passed:>5}/{total:<5} {category}"));
    }
    if let Some(slowest) = outcomes.iter().max_by_key(|outcome| outcome.time) {
        line(&format!("{:.1} s in all, slowest {:.2} s: {}", time.as_secs_f64(), slowest.time.as_secs_f64(), slowest.scenario.name()));
    }
    let passed = outcomes.iter().filter(|outcome| outcome.failure.is_none()).count();
    line(&format!("{passed} passed, {} failed", outcomes.len() - passed));
}

/// Failures with their queries and reasons.
pub fn failures<'a>(outcomes: impl Iterator<Item = &'a Outcome>) {
    for outcome in outcomes {
        line(&format!("\n{}", outcome.scenario.name()));
        for step in &outcome.scenario.steps {
            if let Some(query) = &step.docstring {
                let query: Vec<String> = query.trim().lines().map(|line| format!("      {line}")).collect();
                line(&format!("    {}\n{}", step.value, query.join("\n")));
            }
        }
        line(&format!("  {}", outcome.failure.as_deref().unwrap_or_default()));
    }
}
