//! From a key to the screen, measured through a pseudo-terminal: with the framework, and with a million relationships.
//!
//! `cargo test --release --test keystroke -- --ignored --nocapture` prints for each sentence how long its keys took. Nothing is
//! asserted about time: that is for whoever reads the figures.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::pedantic, reason = "a test stops at what it does not expect")]
#![allow(clippy::print_stdout, reason = "it prints what it measured")]

use std::fmt::Write as _;
use std::path::Path;
use std::time::Duration;

use terminal::{Opening, Terminal};

#[allow(dead_code, reason = "other tests use more of it")]
mod terminal;

/// How long the screen stays as it is before a key counts as shown.
const QUIET: Duration = Duration::from_millis(120);

/// The time of each key of a text, from the key to the last byte that it brings to the screen.
fn keys(terminal: &mut Terminal, text: &str) -> Vec<Duration> {
    let times = text.chars().map(|character| terminal.key(&character.to_string(), QUIET)).collect();
    terminal.types("\u{3}");
    terminal.prompts();
    times
}

/// Types sentences and prints the median and the longest of their keys.
fn measured(terminal: &mut Terminal, name: &str, sentences: &[&str]) {
    terminal.prompts();
    let mut all = Vec::new();
    for sentence in sentences {
        let times = keys(terminal, sentence);
        let (at, longest) = times.iter().enumerate().max_by_key(|(_, time)| **time).unwrap();
        println!("{name}: longest {longest:>10.1?} at {:?} of {sentence:?}", &sentence[..=at]);
        all.extend(times);
    }
    all.sort();
    let at = |share: usize| all[(all.len() * share / 100).min(all.len() - 1)];
    println!("{name}: {} keys, median {:.1?}, 95 % {:.1?}, longest {:.1?}", all.len(), at(50), at(95), at(100));
}

/// A folder with 20,000 persons, 1,000 clubs, and a million memberships.
fn big(folder: &Path) {
    const PERSONS: usize = 20_000;
    const CLUBS: usize = 1000;
    std::fs::create_dir_all(folder.join("nodes")).unwrap();
    std::fs::create_dir_all(folder.join("relationships")).unwrap();
    let nodes = |label: &str, count: usize| {
        let mut text = "id,name\n".to_owned();
        (0..count).for_each(|number| writeln!(text, "{label}-{number},{label} {number}").unwrap());
        std::fs::write(folder.join(format!("nodes/{label}.csv")), text).unwrap();
    };
    nodes("Person", PERSONS);
    nodes("Club", CLUBS);
    let mut text = "start,end\n".to_owned();
    for person in 0..PERSONS {
        (0..50).for_each(|number| writeln!(text, "Person-{person},Club-{}", (person * 7 + number * 13) % CLUBS).unwrap());
    }
    std::fs::write(folder.join("relationships/MEMBER_OF.csv"), text).unwrap();
}

#[test]
#[ignore = "measures"]
fn a_key_with_the_framework() {
    let home = tempfile::tempdir().unwrap();
    let sentences = [
        "partners in WCO and WTO without a CMAA",
        "emerging partners in WCO and not in APEC by region",
        "committees of forums that Russia is in",
        "describe Brazil",
        "path from Senegal to Japan avoiding WCO",
        "gaps for key partners",
        "every key partner should have an agreement",
        "MATCH (p:Partner)-[:MEMBER_OF]->(f) RETURN p.name, count(f)",
    ];
    let mut terminal = Opening::new(home.path()).open();
    measured(&mut terminal, "framework", &sentences);
}

#[test]
#[ignore = "measures"]
fn a_key_with_a_million_relationships() {
    let home = tempfile::tempdir().unwrap();
    let data = home.path().join("big");
    big(&data);
    let sentences = [
        "persons member of Club 12 and Club 13",
        "how many persons member of Club 7 by name",
        "clubs with the most persons",
        "describe Person 100",
        "MATCH (p:Person)-[:MEMBER_OF]->(c:Club) RETURN c.name, count(p)",
    ];
    let mut terminal = Opening { arguments: &["--data", data.to_str().unwrap()], ..Opening::new(home.path()) }.open();
    measured(&mut terminal, "a million", &sentences);
}
