//! Questions as people type them: understood, or answered by an error whose first suggestion means the same.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::pedantic, reason = "a test stops at what it does not expect")]

use std::sync::{Arc, LazyLock};

use legation::cypher;
use legation::execute::{Parameters, compile};
use legation::limit::{Guard, Limits};
use legation::load::{Options as LoadOptions, Package, load};
use legation::optimize::{Settings, optimize};
use legation::question::{Data, Options, Resolved, Vocabulary, ask};

static LOADED: LazyLock<(Package, Vocabulary)> = LazyLock::new(|| {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data/framework");
    let package = load(&[folder], &LoadOptions::default()).unwrap_or_else(|problems| panic!("{problems}"));
    let vocabulary = Vocabulary::new(&package.schema, &package.graph);
    (package, vocabulary)
});

fn resolved(text: &str) -> Result<Resolved, legation::diagnose::Diagnostics> {
    let (package, vocabulary) = &*LOADED;
    ask(text, Data { schema: &package.schema, graph: &package.graph, vocabulary }, &Options::default())
}

/// The first column of the answer, in its order.
fn answer(resolved: &Resolved) -> Vec<String> {
    let graph = &LOADED.0.graph;
    let bound = cypher::analyse(&resolved.query, graph.catalogue()).unwrap_or_else(|problems| panic!("{problems}"));
    let statement = optimize(cypher::lower(bound), graph.statistics(), &Settings::default());
    let program = compile(&statement).unwrap_or_else(|problems| panic!("{problems}"));
    let rows = program.run(graph, &Parameters::default(), &Guard::new(Limits::default(), Arc::default()));
    let rows = rows.unwrap_or_else(|problems| panic!("{problems}")).to_values();
    let mut first: Vec<String> = rows.iter().filter_map(|row| row.first()).map(|value| format!("{value:?}")).collect();
    first.sort();
    first
}

/// The texts, each with a sentence of the language that means the same.
fn wordings() -> Vec<(String, String)> {
    let questions: toml::Table = include_str!("framework/questions.toml").parse().unwrap();
    let entries = questions["question"].as_array().unwrap().iter();
    let original = entries.filter_map(|entry| {
        let sentence = entry.get("sentence")?.as_str()?;
        Some((entry["text"].as_str()?.to_owned(), sentence.to_owned()))
    });
    let lines = include_str!("framework/wordings.txt").lines().filter(|line| !line.starts_with('#'));
    let further = lines.filter_map(|line| line.split_once(" => ")).map(|(text, sentence)| (text.to_owned(), sentence.to_owned()));
    original.chain(further).collect()
}

/// The first sentence that an error suggests.
fn suggested(problems: &legation::diagnose::Diagnostics) -> Option<String> {
    let help = problems.help()?;
    let (_, after) = help.split_once("did you mean the question `")?;
    Some(after.split_once('`')?.0.to_owned())
}

#[test]
fn wordings_are_understood_or_rightly_suggested() {
    let wordings = wordings();
    let (mut understood, mut right, mut others, mut wrong) = (0, 0, Vec::new(), Vec::new());
    for (text, sentence) in &wordings {
        let Ok(meant) = resolved(sentence).map(|meant| answer(&meant)) else {
            others.push(format!("{sentence} is no sentence"));
            continue;
        };
        match resolved(text) {
            Ok(found) if answer(&found) == meant => understood += 1,
            Ok(found) => wrong.push(format!("`{text}` was understood as {}, not as `{sentence}`", found.understood)),
            Err(problems) => match suggested(&problems) {
                Some(suggestion) if resolved(&suggestion).is_ok_and(|found| answer(&found) == meant) => right += 1,
                suggestion => others.push(format!("`{text}`, meant as `{sentence}`: {}", suggestion.unwrap_or_default())),
            },
        }
    }
    let share = |number: usize| 100 * number / wordings.len();
    println!("{} wordings: {understood} understood ({} %), {right} rightly suggested", wordings.len(), share(understood));
    println!("understood or rightly suggested: {} %; the others:\n{}", share(understood + right), others.join("\n"));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(wordings.len() >= 613, "{}", wordings.len());
    assert!(share(understood) >= 60, "understood: {} %", share(understood));
    assert!(share(understood + right) >= 95, "understood or suggested: {} %", share(understood + right));
}

#[test]
fn suggestions_have_a_meaning() {
    for text in [
        "parteners in WCO",
        "SELECT name FROM partners WHERE category = 'emerging'",
        "partenaires sans accord",
        "Who benefits from the WCO?",
    ] {
        if let Err(problems) = resolved(text) {
            let suggestion = suggested(&problems).unwrap_or_else(|| panic!("{text}: {problems}"));
            assert!(resolved(&suggestion).is_ok(), "{text}: {suggestion}");
        }
    }
    // A text of nonsense gets none.
    for text in ["xyzzy plugh", "?", "((((", "of of of of"] {
        let problems = resolved(text).expect_err(text);
        assert_eq!(suggested(&problems), None, "{text}");
    }
}
