//! The question language over the framework's package: sentences, their meaning, their exact answers.

mod framework_questions;

use std::sync::LazyLock;

use framework_questions::{Answer, sentences};
use legation::cypher;
use legation::execute::compile;
use legation::limit::{Guard, Limits};
use legation::load::{Options as LoadOptions, Package, load};
use legation::optimize::{Settings, optimize};
use legation::question::{Data, Options, Resolved, Vocabulary, ask};
use legation::value::Value;

struct Loaded {
    package: Package,
    vocabulary: Vocabulary,
}

static LOADED: LazyLock<Loaded> = LazyLock::new(|| {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data/framework");
    let package = load(&[folder], &LoadOptions::default()).unwrap_or_else(|problems| panic!("{problems}"));
    let vocabulary = Vocabulary::new(&package.schema, &package.graph);
    Loaded { package, vocabulary }
});

fn resolved(sentence: &str, options: &Options) -> Result<Resolved, legation::diagnose::Diagnostics> {
    let Loaded { package, vocabulary } = &*LOADED;
    ask(sentence, Data { schema: &package.schema, graph: &package.graph, vocabulary }, options)
}

fn rows(query: &cypher::ast::Query) -> Vec<Vec<Value>> {
    let graph = &LOADED.package.graph;
    let bound = cypher::analyse(query, graph.catalogue()).unwrap_or_else(|problems| panic!("{problems}"));
    let statement = optimize(cypher::lower(bound), graph.statistics(), &Settings::default());
    let program = compile(&statement).unwrap_or_else(|problems| panic!("{problems}"));
    let answer = program.run(graph, &Default::default(), &Guard::new(Limits::default(), Default::default()));
    answer.unwrap_or_else(|problems| panic!("{problems}")).to_values()
}

fn text(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::String(text) => text.to_string(),
        Value::Integer(number) => number.to_string(),
        Value::Float(number) => format!("{number:.2}"),
        Value::List(items) => items.iter().map(text).collect::<Vec<_>>().join("; "),
        other => format!("{other:?}"),
    }
}

/// The rows of a sentence, columns joined by `|`.
fn answer(sentence: &str) -> Vec<String> {
    let resolved = resolved(sentence, &Options::default()).unwrap_or_else(|problems| panic!("{sentence}: {problems}"));
    rows(&resolved.query).iter().map(|row| row.iter().map(text).collect::<Vec<_>>().join("|")).collect()
}

fn understood(sentence: &str) -> String {
    resolved(sentence, &Options::default()).unwrap_or_else(|problems| panic!("{sentence}: {problems}")).understood
}

/// An error as code, message, the words it points at, help.
fn error(sentence: &str) -> String {
    let problems = resolved(sentence, &Options::default()).expect_err(sentence);
    let place = problems.span().map(|span| span.of(sentence).to_owned()).unwrap_or_default();
    let help = problems.help().map(|help| format!(" [{help}]")).unwrap_or_default();
    format!("{}: {problems} at `{place}`{help}", problems.code().unwrap_or_default())
}

#[test]
fn all_sentences_give_their_exact_answers() {
    let mut wrong = Vec::new();
    let mut asked = 0;
    for question in sentences() {
        asked += 1;
        let outcome = resolved(&question.sentence, &Options::default()).map(|resolved| rows(&resolved.query));
        let got = match outcome {
            Ok(rows) => rows,
            Err(problems) => {
                wrong.push(format!("{} `{}`: {problems}", question.id, question.sentence));
                continue;
            }
        };
        let first: Vec<String> = got.iter().filter_map(|row| row.first()).map(text).collect();
        let right = match &question.answer {
            Answer::List(names) => *names == first,
            Answer::Number(number) => first.len() == 1 && first[0].parse::<f64>().is_ok_and(|got| (got - number).abs() < 0.005),
        };
        if !right {
            wrong.push(format!("{} `{}`: {first:?}", question.id, question.sentence));
        }
    }
    assert!(wrong.is_empty(), "{} of {asked} wrong:\n{}", wrong.len(), wrong.join("\n"));
}
