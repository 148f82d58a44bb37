//! The openCypher TCK as referee: every scenario of every `.feature` file below the folder that `LEGATION_TCK` names.
//!
//! ```text
//! LEGATION_TCK=../shared/tck cargo test --test tck                           # all; without the variable a line says that it was skipped
//! LEGATION_TCK_ONLY=match/Match3 cargo test --test tck -- --nocapture        # scenarios whose name holds this, exceptions or not
//! BLESS=1 LEGATION_TCK=../shared/tck cargo test --test tck                   # writes tests/tck/exceptions.toml anew
//! ```
//!
//! A scenario is named `folder/Feature: [n] Title`, and `… #row` for a row of an outline's examples (counted from 1
//! over all of its tables). `tests/tck/exceptions.toml` lists the scenarios that do not pass, each with the reason. A
//! listed scenario that passes fails the run, and so does an unlisted one that does not; scenarios of features that are
//! not in the folder do not matter, so that any folder can be run. Blessing keeps the reasons that are there.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::pedantic, reason = "a test stops at what it does not expect")]

#[path = "tck/effects.rs"]
mod effects;
#[path = "tck/engine.rs"]
mod engine;
#[path = "tck/exceptions.rs"]
mod exceptions;
#[path = "tck/feature.rs"]
mod feature;
#[path = "tck/named_graph.rs"]
mod named_graph;
#[path = "tck/notation.rs"]
mod notation;
#[path = "tck/observed.rs"]
mod observed;
#[path = "tck/pool.rs"]
mod pool;
#[path = "tck/procedure.rs"]
mod procedure;
#[path = "tck/report.rs"]
mod report;
#[path = "tck/scenario.rs"]
mod scenario;

use std::path::{Path, PathBuf};
use std::time::Instant;

use exceptions::Exceptions;

#[test]
fn every_scenario_passes_or_is_an_exception() {
    let Some(folder) = std::env::var_os("LEGATION_TCK") else {
        report::line("skipped: LEGATION_TCK is not set");
        return;
    };
    let folder = PathBuf::from(folder);
    let started = Instant::now();
    let mut scenarios = feature::scenarios(&folder);
    assert!(!scenarios.is_empty(), "no scenario below {}", folder.display());
    let only = std::env::var("LEGATION_TCK_ONLY").ok();
    if let Some(part) = &only {
        scenarios.retain(|scenario| scenario.name().contains(part.as_str()));
    }
    let outcomes = pool::run(scenarios, named_graph::read(&folder));
    report::totals(&outcomes, started.elapsed());
    if only.is_some() {
        report::failures(outcomes.iter().filter(|outcome| outcome.failure.is_some()));
        return;
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tck/exceptions.toml");
    let exceptions = Exceptions::read(&path);
    if std::env::var_os("BLESS").is_some() {
        exceptions.blessed(&outcomes).write(&path);
        return;
    }
    let unlisted: Vec<_> = outcomes.iter().filter(|outcome| outcome.failure.is_some() && !exceptions.has(&outcome.scenario)).collect();
    report::failures(unlisted.iter().copied());
    let stale = exceptions.stale(&outcomes);
    for name in &stale {
        report::line(&format!("listed in exceptions.toml, but it passes or does not exist: {name}"));
    }
    assert!(unlisted.is_empty() && stale.is_empty(), "{} unlisted scenarios failed, {} exceptions are stale", unlisted.len(), stale.len());
}
