//! `exceptions.toml`: a table per feature, in it the name of each scenario that does not pass, with the reason. The name
//! without a row stands for all rows of an outline.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::feature::Scenario;
use crate::pool::Outcome;

const HEAD: &str = "\
# Scenarios that do not pass, by feature, each with the reason. One that is listed and passes fails the run.
# An outline's rows are counted from 1; a name without a row stands for all rows of its outline.
# `BLESS=1` writes this file anew and keeps the reasons that it finds.
";

/// Reasons by feature and name.
#[derive(Debug, Default)]
pub struct Exceptions(BTreeMap<String, BTreeMap<String, String>>);

impl Exceptions {
    pub fn read(path: &Path) -> Self {
        Self(toml::from_str(&fs::read_to_string(path).unwrap_or_default()).unwrap_or_else(|error| panic!("{}: {error}", path.display())))
    }

    fn reason(&self, scenario: &Scenario) -> Option<&String> {
        let feature = self.0.get(&scenario.feature)?;
        feature.get(&scenario.key()).or_else(|| feature.get(&scenario.title))
    }

    pub fn has(&self, scenario: &Scenario) -> bool {
        self.reason(scenario).is_some()
    }

    /// Exceptions of features that were run, to which no failure belongs, or also something that passed.
    pub fn stale(&self, outcomes: &[Outcome]) -> Vec<String> {
        let run: BTreeSet<&str> = outcomes.iter().map(|outcome| outcome.scenario.feature.as_str()).collect();
        let mut met: BTreeMap<(&str, String), bool> = BTreeMap::new();
        for outcome in outcomes {
            let Scenario { feature, title, .. } = &outcome.scenario;
            for name in [title.clone(), outcome.scenario.key()] {
                *met.entry((feature, name)).or_insert(true) &= outcome.failure.is_some();
            }
        }
        let listed = self.0.iter().flat_map(|(feature, names)| names.keys().map(move |name| (feature.as_str(), name)));
        let stale =
            listed.filter(|(feature, name)| run.contains(feature) && !met.get(&(*feature, (*name).clone())).is_some_and(|all| *all));
        stale.map(|(feature, name)| format!("{feature}: {name}")).collect()
    }

    /// The exceptions that these outcomes need; those of features that were not run stay.
    pub fn blessed(&self, outcomes: &[Outcome]) -> Self {
        let run: BTreeSet<&str> = outcomes.iter().map(|outcome| outcome.scenario.feature.as_str()).collect();
        let mut all: BTreeMap<_, BTreeMap<_, _>> = self.0.clone();
        all.retain(|feature, _| !run.contains(feature.as_str()));
        let mut outlines: BTreeMap<(&str, &str), Vec<&Outcome>> = BTreeMap::new();
        for outcome in outcomes {
            outlines.entry((&outcome.scenario.feature, &outcome.scenario.title)).or_default().push(outcome);
        }
        for ((feature, title), rows) in outlines {
            let reasons: Vec<_> = rows.iter().map(|outcome| Some((outcome, self.reason_of(outcome)?))).collect();
            let one = reasons
                .iter()
                .all(|reason| reason.as_ref().is_some_and(|(_, reason)| Some(reason) == reasons[0].as_ref().map(|(_, first)| first)));
            let names = all.entry(feature.to_owned()).or_default();
            if one {
                names.insert(title.to_owned(), self.reason_of(rows[0]).unwrap());
            } else {
                names.extend(reasons.into_iter().flatten().map(|(outcome, reason)| (outcome.scenario.key(), reason)));
            }
        }
        all.retain(|_, names| !names.is_empty());
        Self(all)
    }

    /// The reason that is listed for a failure, or the first line of what went wrong.
    fn reason_of(&self, outcome: &Outcome) -> Option<String> {
        let failure = outcome.failure.as_ref()?;
        let observed = || failure.lines().next().unwrap_or_default().to_owned();
        Some(self.reason(&outcome.scenario).cloned().unwrap_or_else(observed))
    }

    pub fn write(&self, path: &Path) {
        let mut text = HEAD.to_owned();
        for (feature, names) in &self.0 {
            text += &format!("\n[{}]\n", quoted(feature));
            for (name, reason) in names {
                text += &format!("{} = {}\n", quoted(name), quoted(reason));
            }
        }
        fs::write(path, text).unwrap();
    }
}

fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}
