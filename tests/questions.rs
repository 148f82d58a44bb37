//! The question language over the framework's package: sentences, their meaning, their exact answers.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::pedantic,
    clippy::too_many_lines,
    clippy::format_collect,
    reason = "a test stops at what it does not expect, and its tables are long"
)]

mod framework_questions;

use std::sync::{Arc, LazyLock};

use framework_questions::{Answer, sentences};
use legation::cypher;
use legation::execute::{Parameters, compile};
use legation::limit::{Guard, Limits};
use legation::load::{Options as LoadOptions, Package, load};
use legation::optimize::{Settings, optimize};
use legation::question::{Data, Options, Previous, Resolved, Vocabulary, ask};
use legation::value::Value;
use proptest::prelude::*;

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
    let answer = program.run(graph, &Parameters::default(), &Guard::new(Limits::default(), Arc::default()));
    answer.unwrap_or_else(|problems| panic!("{problems}")).to_values()
}

fn text(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Boolean(value) => value.to_string(),
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
        run_all(&question.sentence);
        let outcome = resolved(&question.sentence, &Options::default()).map(|resolved| rows(&resolved.query));
        let got = match outcome {
            Ok(rows) => rows,
            Err(problems) => {
                wrong.push(format!("{} `{}`: {problems}", question.id, question.sentence));
                continue;
            }
        };
        let mut first: Vec<String> = got.iter().filter_map(|row| row.first()).map(text).collect();
        // The answers stand in name order, those of a ranking in its own.
        if question.sentence.starts_with("top ") {
            first.sort();
        }
        let right = match &question.answer {
            Answer::List(names) => *names == first,
            Answer::Boolean(truth) => first == [truth.to_string()],
            Answer::Number(number) => first.len() == 1 && first[0].parse::<f64>().is_ok_and(|got| (got - number).abs() < 0.005),
        };
        if !right {
            wrong.push(format!("{} `{}`: {first:?}", question.id, question.sentence));
        }
    }
    assert!(wrong.is_empty(), "{} of {asked} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// The sentences of the language's description, each with what was understood.
#[test]
fn sentences_of_the_description_are_understood() {
    let sentences = [
        ("emerging partners in WCO and WTO without CMAA", 4),
        ("which key partners are not in APEC", 4),
        ("partners in APEC but not in WTO", 2),
        ("partners in neither APEC nor G8", 3),
        ("how many partners have a CMAA", 1),
        ("how many partners by category", 5),
        ("partners with at least 2 agreements sorted by number of agreements descending", 6),
        ("top 5 partners by number of forums", 6),
        ("partners with the most indicators", 2),
        ("forums that every core partner is in", 3),
        ("forums shared by Brazil and India", 3),
        ("posts in China", 4),
        ("parties with a removal arrangement and a post", 4),
        ("committees of forums that Russia is in", 12),
        ("partners hosting a post but without an immigration agreement", 12),
        ("parties on the negotiation list because of an FTA obligation", 3),
        ("agreements of Japan show type, title", 2),
        ("partners where name starts with \"S\"", 3),
    ];
    for (sentence, count) in sentences {
        assert_eq!(answer(sentence).len(), count, "{sentence}");
    }
}

#[test]
fn the_understood_line_shows_the_scope() {
    let lines = [
        "emerging partners in WCO and WTO without CMAA",
        "partners in APEC or WTO without CMAA",
        "partners (in APEC or with a CMAA) and without a post",
        "partners not in both APEC and WTO",
        "committees of forums that Russia is in",
        "parties on the negotiation list because of an FTA obligation",
        "partners not in a forum with a persons committee",
        "posts in China and India",
        "top 5 partners by number of forums",
        "how many partners by category",
        "average number of forums per partner",
    ];
    let shown = lines.map(understood).join("\n");
    insta::assert_snapshot!(shown, @"
    partners (emerging) that are in World Customs Organization and in World Trade Organization, and without a CMAA
    partners that are in Asia-Pacific Economic Cooperation or in World Trade Organization, and without a CMAA
    partners that are in Asia-Pacific Economic Cooperation or with a CMAA, and without a post
    partners that are not in Asia-Pacific Economic Cooperation or not in World Trade Organization
    committees of a forum (that Russia is in)
    parties that are on the negotiation list (because of Obligation under an FTA)
    partners that are not in a forum (with a committee (persons))
    posts that are in China or in India
    partners, the first 5 by number of forums, ties kept
    partners, by category (all values)
    average number of forums of partners
    ");
}

#[test]
fn answers_have_their_columns() {
    assert_eq!(answer("how many partners by category"), ["core|3", "emerging|6", "key|7", "regional|2", "risk management|0"]);
    assert_eq!(answer("average number of forums per partner"), ["3.17"]);
    let averages = ["core|4.33", "emerging|3.33", "key|2.86", "regional|2.00", "risk management|null"];
    assert_eq!(answer("average number of forums of partners by category"), averages);
    let descending =
        "average number of forums of partners by category having at least 3 partners sorted by average number of forums descending";
    assert_eq!(answer(descending), averages[..3]);
    assert_eq!(answer("how many partners by category having at least 3 partners"), ["core|3", "emerging|6", "key|7"]);
    assert_eq!(answer("how many partners by category having no partners"), ["risk management|0"]);
    let most = ["African Region|3", "Asia-Pacific Region|4", "European Region|4", "The Americas|5"];
    assert_eq!(answer("maximum number of forums of partners by region"), most);
    assert_eq!(answer("category of Brazil"), ["emerging"]);
    assert_eq!(answer("partners only in WCO and WTO"), ["Netherlands", "Senegal", "United Arab Emirates"]);
    assert_eq!(answer("bottom 3 partners by number of forums").len(), 4, "ties are kept");
    let pairs = ["Brazil|India", "Brazil|South Africa", "China|Mexico", "India|South Africa"];
    assert_eq!(answer("pairs of emerging partners with the same forums"), pairs);
}

#[test]
#[expect(clippy::too_many_lines, reason = "one flat list")]
fn further_sentences_an_analyst_asks() {
    let sentences: &[(&str, &[&str])] = &[
        ("partners in every forum", &["United States"]),
        ("the partner with the most forums", &["United States"]),
        (
            "agencies of the partner with the most forums",
            &["U.S. Customs and Border Protection", "U.S. Department of Homeland Security", "U.S. Immigration and Customs Enforcement"],
        ),
        ("partners with the same category as Brazil", &["China", "India", "Mexico", "Russia", "South Africa"]),
        ("partners in the same region as Japan", &["Australia", "China", "India", "New Zealand", "South Korea"]),
        ("partners sharing at least 4 forums with Japan", &["China", "Mexico", "United States"]),
        ("forums with a committee on customs valuation", &["World Customs Organization", "World Trade Organization"]),
        ("which forums is Russia in", &["Asia-Pacific Economic Cooperation", "G8/G20", "World Customs Organization"]),
        ("how many committees does WCO have", &["9"]),
        ("Brazil's forums", &["G8/G20", "World Customs Organization", "World Trade Organization"]),
        ("partners neither in G8 nor in APEC", &["Netherlands", "Senegal", "United Arab Emirates"]),
        ("partners in the EU without a CMAA", &["Netherlands"]),
        ("persons committees of APEC", &["APEC Business Mobility Group"]),
        ("recipients that are partners", &["Brazil", "Mexico", "South Africa"]),
        ("rules where days > 10", &["trip report rule"]),
        ("French name of Senegal", &["Sénégal"]),
        ("partners with at least one objective and no indicator", &["France", "New Zealand"]),
        ("parties with 3 or more agreements", &["Australia", "United Kingdom", "United States"]),
        ("maximum number of agreements per partner", &["4"]),
        ("posts in Hong Kong", &["MIO Hong Kong"]),
        ("how many memberships", &["57"]),
        ("memberships of Brazil", &["Brazil - G8/G20", "Brazil - World Customs Organization", "Brazil - World Trade Organization"]),
        ("regions with the most partners", &["Asia-Pacific Region"]),
        ("partners of the region with the fewest partners", &["Senegal", "South Africa"]),
        ("partners that don't have an agreement and are emerging", &["Brazil", "China", "India", "Russia", "South Africa"]),
        ("is Russia in APEC", &["true"]),
        ("Partners in Wco, WTO and APEC without a CMAA", &["China", "Japan", "New Zealand"]),
        ("partners with an objective on document integrity and an indicator on document integrity", &["India"]),
        ("total posts per partner", &["25"]),
        (
            "partners in WTO but not APEC",
            &[
                "Brazil",
                "European Commission",
                "France",
                "Germany",
                "India",
                "Netherlands",
                "Senegal",
                "South Africa",
                "United Arab Emirates",
                "United Kingdom",
            ],
        ),
        (
            "memberships of India according to Appendix D",
            &["India - G8/G20", "India - World Customs Organization", "India - World Trade Organization"],
        ),
        ("members of 4CC", &["Australia", "United Kingdom", "United States"]),
        ("how many APEC members", &["8"]),
        ("forums that Brazil is a member of", &["G8/G20", "World Customs Organization", "World Trade Organization"]),
        (
            "themes with an objective but without an indicator",
            &["COUNTERTERRORISM", "MOBILITY", "RETURNS-REMOVALS", "RISK-MANAGEMENT", "TRADE-FACILITATION"],
        ),
        ("countries with the most MIOs", &["China", "United States"]),
        ("strategic priorities supported by every strategic objective", &["A modern management regime"]),
        ("is China in the WTO", &["true"]),
        ("recipients without a project", &["Barbados", "Palestinian Territories"]),
        ("partners in the Americas", &["Brazil", "Mexico", "United States"]),
        ("who has a CMAA and is in APEC", &["Australia", "Mexico", "South Korea", "United States"]),
        ("who is receiving capacity building and in WTO", &["Brazil", "Mexico", "South Africa"]),
        ("partners with more indicators than objectives", &["United Kingdom"]),
        ("partners in more forums than Brazil", &["Australia", "China", "Japan", "Mexico", "United Kingdom", "United States"]),
        ("partners with as many agreements as \"Japan\"", &["European Commission", "New Zealand"]),
        ("forums of \"Brazil\"", &["G8/G20", "World Customs Organization", "World Trade Organization"]),
        ("partners in forum \"4CC\"", &["Australia", "United Kingdom", "United States"]),
        ("emerging partners by name descending", &["South Africa", "Russia", "Mexico", "India", "China", "Brazil"]),
    ];
    let mut wrong = Vec::new();
    for (sentence, expected) in sentences {
        let got = answer(sentence);
        if got != *expected {
            wrong.push(format!("{sentence}: {got:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
#[expect(clippy::too_many_lines, reason = "one flat list")]
fn every_error_says_what_to_do() {
    let sentences = [
        "partners in WCX",
        "partnrs in WCO",
        "partners besides Brazil",
        "partners in",
        "",
        "brief Brazil",
        "those in WCO",
        "partners in APEC or with a CMAA and without a post",
        "partners in APEC or WTO and G8",
        "core or key and emerging partners",
        "emerging committees",
        "committees on the negotiation list",
        "partners show colour",
        "top 5 partners",
        "partners in \"WCO",
        "partners in 99999999999999999999 forums",
        "partners in \"Atlantis\"",
        "partners sharing APEC",
        "partners with at least 2 (forums or committees)",
        "the forums of China and their committees",
        "agreements since march",
        "partners in (WCO or WTO) and in APEC or in G8",
        "partners by category show region",
        "partners by category sorted by number of forums",
        "average number of forums of partners by category having at least 1 agreement",
    ];
    let shown = sentences.map(error).join("\n");
    insta::assert_snapshot!(shown, @r#"
    question::unknown_word: nobody here knows the word `WCX` at `WCX` [did you mean the question `partners in WCO`?
    did you mean `WCO`?]
    question::unknown_word: nobody here knows the word `partnrs` at `partnrs` [did you mean the question `partners in WCO`?
    did you mean `partners`?]
    question::not_in_the_language: `besides` is not in the language at `besides` [did you mean the question `partners but not Brazil`?
    say both conditions, with `and`, or what is left out, with `but not`]
    question::unexpected: a noun or a name expected at `` [possible keywords here: `as many`, `fewer`, `more`]
    question::empty: nothing is asked at `` [name what you look for: `partners`]
    question::later_command: the command `brief` is not there yet at `brief` [ask a question about nodes instead, such as `partners`]
    question::no_previous_answer: there is no answer before this one for `those` to mean at `those` [ask a question about nodes first, or repeat the noun here]
    question::mixed_joints: `and` and `or` are mixed at one level at `in APEC or with a CMAA and without a post` [write one of these:
      partners in APEC or (with a CMAA and without a post)
      partners (in APEC or with a CMAA) and without a post]
    question::mixed_joints: `and` and `or` are mixed at one level at `APEC or WTO and G8` [write one of these:
      partners in APEC or (WTO and G8)
      partners in (APEC or WTO) and G8]
    question::mixed_joints: `and` and `or` are mixed at one level at `core or key and emerging` [write one of these:
      partners (are core or (are key and are emerging))
      partners ((are core or are key) and are emerging)]
    question::adjective_does_not_fit: `emerging` does not describe committees at `emerging` [adjectives of committees: persons, goods, CBSA-led]
    question::condition_does_not_fit: `on the negotiation list` says nothing about committees at `on the negotiation list` [it is said of parties]
    question::unknown_word: nobody here knows the word `colour` at `colour`
    question::no_order: `top` has no order to cut at at `top 5 partners` [say by what: `top 5 … by number of …`]
    question::unclosed_quote: this quoted text does not end at `"WCO` [close it with the same quote]
    question::number_too_large: this number is too large at `99999999999999999999` [whole numbers go up to 9223372036854775807]
    question::unknown_name: nothing is named `Atlantis` at `"Atlantis"`
    question::needs_another: `sharing` works with `pairs of` only, or needs `with` at `APEC` [say with whom, or ask for pairs: `pairs of …`]
    question::quantity_without_noun: a quantity needs one noun after it at `forums or committees` [put it before a noun, as in `at least 2 …`]
    question::not_in_the_language: `their` is not in the language at `their` [did you mean the question `the forums of China and committees`?
    repeat the noun, with `of`]
    question::unknown_word: nobody here knows the word `since`
    `march` is not in the language at `since`
    question::mixed_joints: `and` and `or` are mixed at one level at `in (WCO or WTO) and in APEC or in G8` [write one of these:
      partners (in (WCO or WTO) and in APEC) or in G8
      partners in (WCO or WTO) and (in APEC or in G8)]
    question::misplaced: a value of each node cannot be said here at `partners by category show region` [in groups say `average …`, `sum of …`, `minimum …` or `maximum …`; or leave out `by …`]
    question::misplaced: an order by a value of each node cannot be said here at `partners by category sorted by number of forums` [groups are sorted by `number of …` themselves, or by what they show]
    question::misplaced: a number of related nodes cannot be said here at `average number of forums of partners by category having at least 1 agreement` [beside an average groups are chosen by the number of their own nodes]
    "#);
}

#[test]
fn names_of_unrecorded_bodies_are_told_apart_from_no() {
    let resolved = resolved("partners not in ICAO", &Options::default()).unwrap();
    assert!(rows(&resolved.query).is_empty());
    assert!(resolved.notes.iter().any(|note| note.starts_with("not recorded")), "{:?}", resolved.notes);
}

#[test]
fn a_condition_can_be_left_out() {
    let resolved = resolved("emerging partners in WCO and WTO without CMAA", &Options::default()).unwrap();
    let counts: Vec<String> = (0..resolved.conditions.len()).map(|index| text(&rows(&resolved.without(index).unwrap())[0][0])).collect();
    assert_eq!(counts, ["10", "5", "5"]);
    assert_eq!(resolved.conditions[2].source.as_deref(), Some("Appendix C"));
    let (plural, query) = resolved.wider().unwrap();
    assert_eq!((plural, rows(query).len()), ("parties", 1));
}

#[test]
fn rows_carry_their_sources() {
    let resolved = resolved("partners in 4CC without a CMAA", &Options::default()).unwrap();
    let evidence = rows(&resolved.evidence().unwrap());
    assert_eq!(
        text(&evidence[0][1]),
        "Appendix D, row United Kingdom (L810); Appendix D, row United Kingdom, column Four Country Conference (L810)"
    );
}

#[test]
fn those_are_the_nodes_of_the_last_answer() {
    let graph = &LOADED.package.graph;
    let party = graph.catalogue().label("Partner").unwrap();
    let mut nodes = Vec::new();
    graph.scan(Some(party), 0, 3, &mut nodes);
    let options = Options { previous: Some(Previous { nodes, about: None }), ..Options::default() };
    let resolved = resolved("how many of those", &options).unwrap();
    assert_eq!(text(&rows(&resolved.query)[0][0]), "3");
}

#[test]
fn an_option_widens_a_relation_and_says_so() {
    let options = Options { widenings: ["commission-covers-members".to_owned()].into(), ..Options::default() };
    let resolved = resolved("partners in the EU without a CMAA", &options).unwrap();
    assert!(rows(&resolved.query).is_empty());
    assert!(resolved.notes.iter().any(|note| note.starts_with("counted in: ")), "{:?}", resolved.notes);
}

/// Every prefix, deep nesting and long texts end at once.
#[test]
fn broken_and_huge_texts_end_at_once() {
    let started = std::time::Instant::now();
    let sentence = "partners on the negotiation list sharing WCO and WTO with a core partner but without an agreement sorted by name";
    for (at, _) in sentence.char_indices() {
        let _ = resolved(&sentence[..at], &Options::default());
    }
    let deep = "(".repeat(10_000);
    assert!(error(&format!("partners {deep}")).starts_with("question::too_deep"));
    assert!(error(&"partners in WCO ".repeat(700_000)).starts_with("question::too_long"));
    assert!(error(&format!("partners in WCO{}", " and WCO".repeat(7_000))).starts_with("question::too_many"));
    let many = [
        format!("partners in WCO{}", " and WCO".repeat(900)),
        format!("partners {}", "in a forum with a partner ".repeat(2_000)),
        format!("partners in {}", "WCO and ".repeat(7_000)),
        format!("partners {}", "not ".repeat(15_000)),
        "emerging ".repeat(7_000),
        format!("partners {}in WCO", "(".repeat(32)),
        format!("partners in {}WCO", "(".repeat(32)),
        format!("partners {}in WCO{}", "(".repeat(32), ")".repeat(32)),
        "xyzzy ".repeat(10_000),
        "\u{e000}N0\u{e001} ".repeat(5_000),
        format!("partners where {}", "name is \"x\" and ".repeat(4_000)),
    ];
    for text in &many {
        let before = std::time::Instant::now();
        let _ = resolved(text, &Options::default());
        println!("{:?} {}", before.elapsed(), &text[..40]);
    }
    assert!(started.elapsed().as_secs() < 60, "{:?}", started.elapsed());
}

/// The readings that an error shows are sentences.
#[test]
fn shown_readings_can_be_asked() {
    let mixed = [
        "partners in APEC or with a CMAA and without a post",
        "partners in APEC or WTO and G8",
        "core or key and emerging partners in WCO",
    ];
    for sentence in mixed {
        let help = resolved(sentence, &Options::default()).expect_err(sentence).help().unwrap_or_default();
        let readings: Vec<&str> = help.lines().skip(1).map(str::trim).collect();
        assert_eq!(readings.len(), 2, "{help}");
        for reading in readings {
            assert!(resolved(reading, &Options::default()).is_ok(), "{reading}");
        }
    }
}

/// A package in which words compete.
fn competing() -> Loaded {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    std::fs::create_dir(folder.path().join("nodes")).unwrap();
    std::fs::create_dir(folder.path().join("relationships")).unwrap();
    write("nodes/Person.csv", "id,name\n1,Ann\n2,Bob\n");
    write("nodes/City.csv", "id,name\n1,Springfield\n2,Springfield\n3,Paris\n");
    write("relationships/LIVES_IN.csv", "start,end\n1,3\n");
    write("relationships/WORKS_IN.csv", "start,end\n2,3\n");
    write(
        "schema.toml",
        r#"name = "small"
[label.Person.properties]
id = { type = "integer" }
name = { type = "string" }
[label.City.properties]
id = { type = "integer" }
name = { type = "string" }
[relationship.LIVES_IN]
from = "Person"
to = "City"
[relationship.WORKS_IN]
from = "Person"
to = "City"
[[noun]]
words = ["person", "people"]
label = "Person"
[[noun]]
words = ["city", "cities"]
synonyms = ["place", "places"]
label = "City"
[[noun]]
words = ["home", "homes"]
synonyms = ["place", "places"]
label = "Person"
[[adjective]]
words = ["broken"]
label = "City"
where = "it.("
[[relation]]
name = "living"
from = "Person"
to = "City"
pattern = "(from)-[link:LIVES_IN]->(to)"
forward = ["in", "living in"]
[[relation]]
name = "working"
from = "Person"
to = "City"
pattern = "(from)-[link:WORKS_IN]->(to)"
forward = ["in", "working in"]
"#,
    );
    let package = load(&[folder.path().to_owned()], &LoadOptions::default()).unwrap_or_else(|problems| panic!("{problems}"));
    let vocabulary = Vocabulary::new(&package.schema, &package.graph);
    Loaded { package, vocabulary }
}

#[test]
fn competing_words_are_errors_that_show_the_readings() {
    let Loaded { package, vocabulary } = competing();
    let asked = |sentence: &str| {
        let data = Data { schema: &package.schema, graph: &package.graph, vocabulary: &vocabulary };
        match ask(sentence, data, &Options::default()) {
            Ok(resolved) => resolved.understood,
            Err(problems) => format!("{}: {problems} [{}]", problems.code().unwrap_or_default(), problems.help().unwrap_or_default()),
        }
    };
    let sentences = [
        "people in Paris",
        "people living in Paris",
        "people living in Springfield",
        "places",
        "broken cities",
        "cities living in Paris",
        "people show home",
    ];
    let shown = sentences.map(asked).join("\n");
    insta::assert_snapshot!(shown, @r##"
    question::ambiguous_phrase: `in` can mean several things between people and Paris: living, or working [say which is meant by a phrase of its own: `living in` or `working in`]
    people living in Paris
    question::ambiguous_name: the name `Springfield` means several things: city Springfield; city Springfield [put the noun before it, as in `city Springfield`]
    question::ambiguous_noun: `places` can mean several things: city; home [use a noun that means one of them only]
    question::broken_entry: the lexicon's entry `broken` is broken: this bracket is never closed [correct it in the package's schema.toml]
    question::phrase_does_not_fit: `living in` does not fit between cities and Paris []
    question::unknown_attribute: `home` is neither an attribute of people nor a noun related to them [attributes: id, name]
    "##);
}

/// Words of the data and of the language, in any order.
fn soup() -> impl Strategy<Value = String> + use<> {
    const WORDS: &[&str] = &[
        "partners",
        "partner",
        "forums",
        "a forum",
        "agreement",
        "CMAA",
        "committees",
        "an MIO",
        "posts",
        "regions",
        "Brazil",
        "India",
        "WCO",
        "APEC",
        "China",
        "emerging",
        "core",
        "priority",
        "persons",
        "in",
        "with",
        "without",
        "of",
        "that",
        "which",
        "not",
        "are",
        "is",
        "and",
        "or",
        "but",
        ",",
        "(",
        ")",
        "both",
        "neither",
        "nor",
        "only",
        "at least 2",
        "more than 1",
        "no",
        "every",
        "the most",
        "the fewest",
        "the same",
        "as",
        "sharing",
        "shared by",
        "by",
        "category",
        "number of",
        "sorted by",
        "show",
        "descending",
        "top 3",
        "how many",
        "average",
        "per",
        "having",
        "on",
        "on the negotiation list",
        "because of",
        "where",
        "name",
        "starts with",
        "\"S\"",
        "pairs of",
        "memberships",
        "type",
        "days",
        "has",
        "hosting",
        "the",
        "all",
        "name is missing",
    ];
    proptest::collection::vec(proptest::sample::select(WORDS), 1..10).prop_map(|words| words.join(" "))
}

/// Sentences of the right shape.
fn shaped() -> impl Strategy<Value = String> + use<> {
    let asks = ["", "how many ", "which ", "top 3 ", "the 2 ", "average number of forums per ", "name of ", "pairs of "];
    let nouns =
        ["partners", "emerging or core partners", "parties", "forums", "WCO committees", "agreements", "posts", "memberships", "regions"];
    let joints = [" ", " and ", " or ", " but not ", ", ", " that are "];
    let conditions = [
        "in WCO",
        "in both WCO and APEC",
        "in neither APEC nor G8",
        "with a CMAA",
        "without an agreement",
        "with at least 2 agreements",
        "of Brazil",
        "of Brazil or India",
        "that Russia is in",
        "that every core partner is in",
        "with the most agreements",
        "with the fewest forums",
        "in every forum",
        "with the same forums as Brazil",
        "with the same category as Japan",
        "with the same forums",
        "sharing WCO and a forum with a core partner",
        "sharing at least 2 forums",
        "on the negotiation list",
        "because of an FTA obligation",
        "where name starts with \"S\"",
        "where number of forums > 2",
        "with no (agreement of type CMAA)",
        "core",
        "partners",
        "of a partner (in APEC or with a CMAA)",
        "only in WCO",
        "with exactly 3 members",
        "on customs valuation",
        "in ICAO",
    ];
    let tails = [
        "",
        " by category",
        " by region",
        " by number of forums",
        " sorted by name descending",
        " sorted by number of agreements",
        " show category, forums",
        " show type",
        " by category having more than 1 agreement",
        " by type and domain",
    ];
    let clause = (proptest::sample::select(joints.to_vec()), proptest::sample::select(conditions.to_vec()));
    let parts = (
        proptest::sample::select(asks.to_vec()),
        proptest::sample::select(nouns.to_vec()),
        proptest::collection::vec(clause, 0..4),
        proptest::sample::select(tails.to_vec()),
        proptest::sample::select(tails.to_vec()),
    );
    parts.prop_map(|(ask, noun, clauses, tail, further)| {
        let clauses: String = clauses.into_iter().map(|(joint, condition)| format!("{joint}{condition}")).collect();
        format!("{ask}{noun}{clauses}{tail}{further}")
    })
}

/// Runs all queries of a question, if it resolves.
fn run_all(sentence: &str) {
    let Ok(resolved) = resolved(sentence, &Options::default()) else { return };
    rows(&resolved.query);
    rows(&resolved.count().unwrap());
    let account = resolved
        .account()
        .into_iter()
        .flat_map(|account| std::iter::once(account.candidates.all).chain(account.grounds.into_iter().map(|ground| ground.holds.all)));
    for query in [resolved.evidence(), resolved.members(), resolved.facts()].into_iter().flatten().chain(account) {
        rows(&query);
    }
    for condition in 0..resolved.conditions.len() {
        rows(&resolved.without(condition).unwrap());
    }
}

#[test]
fn a_superlative_behind_another_relation_runs() {
    run_all("forums with Brazil and partners that are with the most agreements");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Whatever resolves also runs, as do the queries about its conditions and its evidence.
    #[test]
    fn what_resolves_also_runs(sentence in soup()) {
        run_all(&sentence);
    }

    /// The same for sentences of the right shape.
    #[test]
    fn sentences_of_the_right_shape_run(sentence in shaped()) {
        run_all(&sentence);
    }

    /// No text makes trouble.
    #[test]
    fn any_text_ends(sentence in ".{0,60}") {
        let _ = resolved(&sentence, &Options::default());
    }
}

/// One name for very many nodes, and one property of very many labels, are read without comparing each with each.
#[test]
fn what_very_many_share_is_read_at_once() {
    let started = std::time::Instant::now();
    let named: String = (0..200_000).map(|id| format!("{id},same\n")).collect();
    let labelled: String = (0..3_000).map(|id| format!("{id},L{id}\n")).collect();
    let files = [("nodes_A.csv", format!("id,name\n{named}")), ("labels.csv", format!("id:ID,:LABEL\n{labelled}"))];
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    let package = legation::load::load_files(&files, &legation::load::Options::default()).unwrap();
    assert!(Vocabulary::new(&package.schema, &package.graph).spellings().any(|word| word == "same"));
    assert!(started.elapsed().as_secs() < 30, "{:?}", started.elapsed());
}

#[test]
fn central_nodes_are_measured_in_a_part_of_the_graph() {
    let six = ["United States", "Australia", "United Kingdom", "China", "Japan", "Mexico"];
    assert_eq!(answer("top 5 partners by betweenness through forums leaving out WCO"), six);
    assert_eq!(answer("the 3 most central partners through forums leaving out WCO"), six[..3]);
    assert_eq!(answer("which partner is the most central through forums leaving out WCO and WTO"), six[..1]);
    assert_eq!(answer("partners in G8 with the highest pagerank through forums"), six[..1]);
    assert_eq!(answer("top 2 forums by page rank through partners"), ["World Customs Organization", "World Trade Organization"]);
    assert_eq!(answer("how many partners with the highest betweenness via forums"), ["1"]);
    // Those in the fewest forums are farthest from the others.
    assert_eq!(answer("bottom 1 partner by closeness through forums"), answer("partners in exactly 2 forums"));
    assert_eq!(
        answer("partners in APEC sorted by betweenness through forums descending show betweenness")[..2],
        ["United States|10.42", "Australia|7.34"]
    );
    for measure in
        ["closeness centrality", "eigenvector centrality", "degree centrality", "degree", "core number", "betweenness centrality"]
    {
        assert!(answer(&format!("top 3 partners by {measure} through forums")).len() >= 3, "{measure}");
    }
    insta::assert_snapshot!(understood("top 5 partners in APEC by betweenness through forums leaving out WCO"), @"partners that are in Asia-Pacific Economic Cooperation, the first 5 by betweenness through forums leaving out World Customs Organization, ties kept");
    insta::assert_snapshot!(understood("most central partners"), @"partners, the first 1 by betweenness in the whole graph, ties kept");
    let shown = [
        "partners by category sorted by betweenness",
        "partners through forums",
        "top 3 partners by betweenness through priority forums",
        "top 3 partners by betweenness show pagerank",
        "pairs of partners sorted by betweenness",
    ]
    .map(error)
    .join("\n");
    insta::assert_snapshot!(shown, @r#"
    question::misplaced: a measure of what is central, beside groups cannot be said here at `partners by category sorted by betweenness` [order by it instead: `… sorted by betweenness descending`]
    question::misplaced: a part of the graph cannot be said here at `through forums` [say what is measured there: `top 5 … by betweenness through …`]
    question::misplaced: a narrower noun cannot be said here at `priority forums` [say a noun that means all nodes of its kind, after `through`]
    question::misplaced: a second measure of what is central cannot be said here at `pagerank` [ask one question for each measure]
    question::misplaced: a measure of what is central cannot be said here at `betweenness` [ask it of the noun that the question begins with: `top 5 … by betweenness`]
    "#);
}

#[test]
fn nodes_are_grouped_and_compared_in_a_part_of_the_graph() {
    // Whoever is in the same forums as Brazil shares all with it.
    let same = ["European Commission", "France", "Germany", "India", "South Africa"];
    assert_eq!(answer("partners most similar to Brazil through forums"), same);
    assert_eq!(answer("partners in the same forums as Brazil"), same);
    assert_eq!(answer("top 5 partners by similarity to Brazil through forums"), same);
    assert_eq!(
        answer("partners in APEC sorted by similarity to Japan through forums descending show similarity to Japan through forums")[..3],
        ["China|1.00", "Mexico|1.00", "United States|0.80"]
    );
    assert_eq!(answer("how many partners by component through forums"), ["0|18"]);
    assert_eq!(answer("how many partners by community through forums"), ["0|10", "1|3", "2|5"]);
    assert_eq!(answer("partners by community through forums")[1], "1|3|Australia; United Kingdom; United States");
    assert_eq!(answer("how many emerging partners by core number through forums").len(), 2);
    // Agreements join Japan to no other partner.
    assert_eq!(answer("partners most similar to Japan through agreements"), [""; 0]);
    let resolved = resolved("partners most similar to Japan through agreements", &Options::default()).unwrap();
    assert_eq!(text(&rows(&resolved.without(0).unwrap())[0][0]), "18");
    insta::assert_snapshot!(understood("how many partners by community through forums"), @"partners, by community through forums");
    insta::assert_snapshot!(understood("partners most similar to Brazil through forums"), @"partners with the most similarity to Brazil through forums");
}

/// What is measured yields to what the data calls so.
#[test]
fn a_measure_is_a_word_of_the_data_first() {
    let files: [(&str, &[u8]); 1] = [("nodes_Community.csv", b"id,name,degree\n1,North,3\n2,South,1\n")];
    let package = legation::load::load_files(&files, &legation::load::Options::default()).unwrap();
    let vocabulary = Vocabulary::new(&package.schema, &package.graph);
    let data = Data { schema: &package.schema, graph: &package.graph, vocabulary: &vocabulary };
    let understood = |text: &str| ask(text, data, &Options::default()).unwrap().understood;
    insta::assert_snapshot!(understood("communities where degree > 2"), @"communities degree > 2");
    insta::assert_snapshot!(understood("top 1 community by degree"), @"communities, the first 1 by degree, ties kept");
    insta::assert_snapshot!(understood("top 1 community by degree centrality"), @"communities, the first 1 by degree centrality in the whole graph, ties kept");
}
