//! The meaning of queries: plans before optimizing, and each error of analysis once.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests stop at what must not happen")]

use legation::cypher::{analyse, lower, parse};
use legation::graph::Catalogue;
use legation::plan::{Statement, check};

fn catalogue() -> Catalogue {
    let catalogue = Catalogue::default();
    for label in ["Person", "Forum", "Partner"] {
        catalogue.intern_label(label).unwrap();
    }
    for name in ["KNOWS", "MEMBER_OF"] {
        catalogue.intern_type(name).unwrap();
    }
    for name in ["name", "age", "since"] {
        catalogue.intern_key(name).unwrap();
    }
    catalogue
}

/// The plan before optimizing, checked.
fn plan(text: &str) -> Statement {
    let bound = analyse(&parse(text).unwrap(), &catalogue()).unwrap_or_else(|problems| panic!("{text}\n{problems}"));
    let statement = lower(bound);
    check(&statement).unwrap_or_else(|defect| panic!("{text}\n{defect}\n{}", statement.plan));
    statement
}

#[test]
fn plans_are_sound() {
    for text in include_str!("analyse/sound.cypher").split(';').filter(|text| !text.trim().is_empty()) {
        plan(text);
    }
}
