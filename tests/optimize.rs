//! Plans before and after the rules, over statistics written by hand.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests stop at what must not happen")]

use std::collections::BTreeMap;

use legation::cypher::{analyse, lower, parse};
use legation::graph::{Catalogue, Statistics, TypeStatistics};
use legation::optimize::{RULES, Settings, estimates, optimize};
use legation::plan::{Statement, check};

/// Partners in forums, persons who know each other.
fn world() -> (Catalogue, Statistics) {
    let catalogue = Catalogue::default();
    let label = |name: &str| catalogue.intern_label(name).unwrap();
    let (partner, forum, person) = (label("Partner"), label("Forum"), label("Person"));
    let kind = |name: &str| catalogue.intern_type(name).unwrap();
    let (member, knows, likes) = (kind("MEMBER_OF"), kind("KNOWS"), kind("LIKES"));
    let key = |name: &str| catalogue.intern_key(name).unwrap();
    let (id, name, _age) = (key("id"), key("name"), key("age"));
    let mut statistics = Statistics { nodes: 10_060, relationships: 50_557, ..Statistics::default() };
    statistics.labels = BTreeMap::from([(partner, 18), (forum, 42), (person, 10_000)]);
    let of = |count, self_loops, starts: &[_], ends: &[_]| TypeStatistics {
        count,
        self_loops,
        starts: starts.iter().copied().collect(),
        ends: ends.iter().copied().collect(),
        ..TypeStatistics::default()
    };
    statistics.types.insert(member, of(57, 0, &[(partner, 57)], &[(forum, 57)]));
    statistics.types.insert(knows, of(50_000, 10, &[(person, 50_000)], &[(person, 50_000)]));
    statistics.types.insert(likes, of(500, 0, &[(person, 500)], &[(person, 400), (forum, 100)]));
    statistics.unique.extend([(partner, id), (person, id), (forum, name)]);
    (catalogue, statistics)
}

fn before(text: &str) -> Statement {
    let bound = analyse(&parse(text).unwrap(), &world().0).unwrap_or_else(|problems| panic!("{text}\n{problems}"));
    lower(bound)
}

fn with(text: &str, settings: &Settings) -> String {
    let statement = optimize(before(text), &world().1, settings);
    check(&statement).unwrap_or_else(|defect| panic!("{text}\n{defect}\n{}", statement.plan));
    statement.plan.to_string()
}

fn after(text: &str) -> String {
    with(text, &Settings::default())
}

#[test]
fn no_rule_breaks_a_plan() {
    for text in include_str!("analyse/sound.cypher").split(';').filter(|text| !text.trim().is_empty()) {
        after(text);
        with(text, &Settings::none());
        for rule in RULES {
            with(text, &Settings::default().without(rule.name));
            with(text, &Settings::none().with(rule.name));
        }
        let statement = optimize(before(text), &world().1, &Settings::default());
        assert_eq!(estimates(&statement.plan, &world().1).iter().filter(|rows| rows.is_nan()).count(), 0, "{text}");
    }
}
