//! The framework's package against the document: counts, endpoints, sources, and the schema's own rules.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::pedantic, reason = "a test stops at what it does not expect")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use legation::limit::{Guard, Limits};
use legation::schema::{Schema, Snippet};
use legation::value::Value;
use legation::{cypher, execute, load, optimize};

/// A row by its columns.
type Row = BTreeMap<String, String>;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data/framework")
}

fn rows(file: &str) -> Vec<Row> {
    let path = folder().join(file);
    let mut reader = csv::Reader::from_path(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let header = reader.headers().expect("a header").clone();
    let row = |record: csv::StringRecord| header.iter().map(str::to_owned).zip(record.iter().map(str::to_owned)).collect();
    reader.records().map(|record| row(record.unwrap_or_else(|error| panic!("{}: {error}", path.display())))).collect()
}

fn names(folder_name: &str) -> Vec<String> {
    let entries = fs::read_dir(folder().join(folder_name)).expect("a folder");
    let mut names: Vec<String> = entries.filter_map(|entry| Some(entry.ok()?.path().file_stem()?.to_str()?.to_owned())).collect();
    names.sort();
    names
}

fn schema() -> Schema {
    let text = fs::read_to_string(folder().join("schema.toml")).expect("schema.toml");
    Schema::read(&text).unwrap_or_else(|errors| panic!("{errors:#?}"))
}

/// Of one file, the rows where a column has a value.
struct Count {
    file: &'static str,
    column: &'static str,
    value: &'static str,
    expected: usize,
    what: &'static str,
}

const fn all(file: &'static str, expected: usize, what: &'static str) -> Count {
    Count { file, column: "", value: "", expected, what }
}

const fn only(file: &'static str, column: &'static str, value: &'static str, expected: usize, what: &'static str) -> Count {
    Count { file, column, value, expected, what }
}

/// What the document has.
const COUNTS: &[Count] = &[
    all("nodes/StrategicPriority.csv", 4, "strategic priorities"),
    all("nodes/StrategicObjective.csv", 4, "international strategic objectives"),
    all("relationships/SUPPORTS.csv", 16, "statements that an objective supports a priority"),
    all("relationships/STATED_IN.csv", 16, "places of support links"),
    all("nodes/SupportLink.csv", 11, "pairs of objective and priority: 5 shared, 2 and 4 in one place"),
    only("nodes/SupportLink.csv", "places", "2", 5, "support links in Appendix A and Section 2A"),
    all("nodes/GuidingPrinciple.csv", 5, "guiding principles"),
    all("nodes/Trend.csv", 9, "trends"),
    all("nodes/Statistic.csv", 11, "statistics"),
    all("nodes/Prong.csv", 4, "prongs of Chart 1"),
    all("nodes/Participant.csv", 9, "domestic participants"),
    all("nodes/GlobalPlayer.csv", 4, "other global players"),
    all("nodes/Challenge.csv", 3, "agenda challenges"),
    all("nodes/Tenet.csv", 5, "smart-border tenets"),
    all("nodes/SecurityTool.csv", 4, "tools against security threats"),
    all("nodes/ObjectiveInstrument.csv", 6, "instruments of objective 2"),
    all("nodes/Category.csv", 5, "partner categories"),
    all("relationships/IN_CATEGORY.csv", 18, "partners in categories"),
    only("relationships/IN_CATEGORY.csv", "end", "category:core", 3, "core partners"),
    only("relationships/IN_CATEGORY.csv", "end", "category:key", 7, "key partners"),
    only("relationships/IN_CATEGORY.csv", "end", "category:emerging", 6, "emerging partners"),
    only("relationships/IN_CATEGORY.csv", "end", "category:regional", 2, "regional partners"),
    all("nodes/Profile.csv", 15, "profiles of Appendix B"),
    all("relationships/MEMBER_OF.csv", 57, "marks of Appendix D"),
    all("relationships/EU_MARKED.csv", 3, "European Union marks of Appendix D"),
    only("nodes/Party.csv", "mio_marked", "true", 15, "migration integrity marks of Appendix D"),
    only("nodes/AgreementType.csv", "listed", "true", 9, "agreement types of Appendix C"),
    all("nodes/Domain.csv", 4, "domains of agreements"),
    all("nodes/Agreement.csv", 31, "agreements of Appendix C"),
    all("relationships/PARTY_TO.csv", 31, "parties to agreements of Appendix C"),
    all("nodes/Negotiation.csv", 15, "negotiations of Chart 3"),
    all("relationships/UNDER_NEGOTIATION.csv", 15, "parties of Chart 3"),
    all("nodes/NegotiationCriterion.csv", 4, "criteria for negotiations"),
    only("nodes/Forum.csv", "priority", "true", 8, "priority forums"),
    only("nodes/Forum.csv", "membership_recorded", "true", 5, "forums with a column in Appendix D"),
    all("nodes/SelectionCriterion.csv", 5, "criteria for forums"),
    all("nodes/ForumPriority.csv", 15, "forum priorities"),
    all("relationships/STATED_AT.csv", 70, "interactions stated in the text"),
    all("nodes/Standard.csv", 11, "instruments and standards"),
    only("nodes/Committee.csv", "listed", "true", 23, "committees of Appendix E"),
    only("nodes/Committee.csv", "stream", "persons", 10, "committees on the movement of persons"),
    only("nodes/Committee.csv", "stream", "goods", 13, "committees on the movement of goods"),
    only("nodes/Committee.csv", "listed", "false", 10, "committees only named"),
    all("relationships/NAMED_IN.csv", 11, "places that name a committee outside of Appendix E"),
    all("nodes/ChairPosition.csv", 7, "chair positions of Appendix H"),
    only("nodes/ChairPosition.csv", "tense", "past", 4, "past chair positions"),
    all("nodes/Office.csv", 8, "offices named elsewhere"),
    all("nodes/ProjectTerm.csv", 4, "terms under Appendix F"),
    all("relationships/RECEIVES.csv", 24, "project types of recipients: two have none, one has two"),
    all("nodes/EnvelopeShare.csv", 5, "shares of the envelope"),
    all("nodes/Contribution.csv", 5, "contributions of capacity building"),
    all("nodes/CapacityPrinciple.csv", 5, "principles of capacity building"),
    all("nodes/CapacityMention.csv", 5, "capacity building mentioned elsewhere"),
    all("nodes/Post.csv", 46, "the agency's posts"),
    only("nodes/Post.csv", "kind", "MIO", 39, "migration integrity posts"),
    only("nodes/Post.csv", "kind", "ILO", 3, "intelligence liaison posts"),
    all("nodes/ForeignPost.csv", 8, "posts of partners"),
    all("relationships/LOCATED_AT.csv", 54, "posts in all, each at a location"),
    all("nodes/Agency.csv", 35, "counterpart agencies"),
    only("nodes/Objective.csv", "regional", "false", 37, "objectives for partners"),
    only("nodes/Objective.csv", "regional", "true", 3, "regional objectives"),
    all("nodes/Indicator.csv", 29, "performance indicators"),
    all("nodes/ProseAim.csv", 3, "aims in prose"),
    all("nodes/Role.csv", 22, "roles"),
    all("nodes/Branch.csv", 7, "branches of the worksheet"),
    only("nodes/Rule.csv", "kind", "reporting", 3, "rules on reporting"),
    only("nodes/Rule.csv", "kind", "travel", 4, "rules on travel"),
    only("nodes/Rule.csv", "kind", "visit", 1, "rules on inward visits"),
    all("nodes/Condition.csv", 2, "conditions of an inward visit"),
    all("nodes/Step.csv", 3, "steps of the nomination workflow"),
    all("nodes/WorksheetField.csv", 14, "worksheet fields"),
    all("nodes/ProgressSheetField.csv", 6, "fields of the progress-indicator sheet"),
    only("nodes/Acronym.csv", "listed", "true", 38, "acronyms of Appendix K"),
    only("nodes/Acronym.csv", "listed", "false", 9, "acronyms only used"),
    all("nodes/Reference.csv", 5, "entries of the bibliography"),
    all("nodes/Facility.csv", 5, "facilities"),
    all("nodes/LostChart.csv", 2, "charts whose picture is lost"),
    only("nodes/Claim.csv", "topic", "agreement", 24, "statements on agreements outside of Appendix C"),
    only("nodes/Claim.csv", "topic", "container security", 7, "statements on container-security placements"),
    only("nodes/Claim.csv", "topic", "post", 1, "statements on a post elsewhere"),
    only("nodes/Claim.csv", "topic", "membership", 2, "statements on the European Union without a mark"),
    all("nodes/Contradiction.csv", 21, "contradictions"),
    only("relationships/NAMES_PARTY.csv", "start", "strategic-objective:1", 2, "partners named in objective 1"),
];

#[test]
fn the_package_has_what_the_document_has() {
    let mut wrong = Vec::new();
    for count in COUNTS {
        let rows = rows(count.file);
        let found = rows.iter().filter(|row| count.column.is_empty() || row[count.column] == count.value).count();
        if found != count.expected {
            wrong.push(format!("{}: {found} instead of {} in {}", count.what, count.expected, count.file));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn extra_labels_mark_partners_countries_recipients_and_bodies() {
    let mut found: BTreeMap<String, usize> = BTreeMap::new();
    for label in names("nodes") {
        for row in rows(&format!("nodes/{label}.csv")) {
            for extra in row.get("labels").map_or("", String::as_str).split(';').filter(|extra| !extra.is_empty()) {
                *found.entry(extra.to_owned()).or_default() += 1;
            }
        }
    }
    let found: Vec<(&str, usize)> = found.iter().map(|(label, count)| (label.as_str(), *count)).collect();
    assert_eq!(found, [("Body", 35), ("Country", 61), ("Partner", 18), ("Recipient", 25)], "bodies, countries, partners, recipients");
}

#[test]
fn parties_of_a_list_are_counted_once() {
    let distinct = |file: &str, column: &str| rows(file).iter().map(|row| row[column].clone()).collect::<BTreeSet<_>>().len();
    assert_eq!(distinct("relationships/PARTY_TO.csv", "start"), 20, "parties of Appendix C");
    assert_eq!(distinct("relationships/MEMBER_OF.csv", "start"), 18, "partners with a mark in Appendix D");
    assert_eq!(distinct("relationships/MEMBER_OF.csv", "end"), 5, "columns of Appendix D");
    assert_eq!(distinct("relationships/HAS_INDICATOR.csv", "start"), 10, "partners with an indicator in Appendix J");
    assert_eq!(distinct("relationships/NAMES_PARTY.csv", "end"), 6, "emerging economies of Section 1B and partners named in objective 1");
    let posts: BTreeSet<String> = rows("nodes/Post.csv").iter().filter(|row| row["kind"] == "MIO").map(|row| row["id"].clone()).collect();
    let locations: BTreeSet<String> =
        rows("relationships/LOCATED_AT.csv").iter().filter(|row| posts.contains(&row["start"])).map(|row| row["end"].clone()).collect();
    assert_eq!(locations.len(), 39, "migration-integrity locations of Appendix I");
}

#[test]
fn every_mark_for_a_migration_integrity_officer_agrees_with_appendix_i() {
    let marked: BTreeSet<String> =
        rows("nodes/Party.csv").into_iter().filter(|row| row["mio_marked"] == "true").map(|row| row["id"].clone()).collect();
    let partners: BTreeSet<String> =
        rows("nodes/Party.csv").into_iter().filter(|row| row["labels"].contains("Partner")).map(|row| row["id"].clone()).collect();
    let posts: BTreeSet<String> = rows("nodes/Post.csv").iter().filter(|row| row["kind"] == "MIO").map(|row| row["id"].clone()).collect();
    let locations: BTreeSet<String> =
        rows("relationships/LOCATED_AT.csv").iter().filter(|row| posts.contains(&row["start"])).map(|row| row["end"].clone()).collect();
    let hosts: BTreeSet<String> = rows("relationships/IN_COUNTRY.csv")
        .iter()
        .filter(|row| locations.contains(&row["start"]) && partners.contains(&row["end"]))
        .map(|row| row["end"].clone())
        .collect();
    assert_eq!(marked, hosts);
}

#[test]
fn every_row_has_a_source_and_every_id_is_its_own() {
    for (folder_name, key) in [("nodes", "id"), ("relationships", "start")] {
        let mut ids = BTreeSet::new();
        for name in names(folder_name) {
            for row in rows(&format!("{folder_name}/{name}.csv")) {
                assert!(!row["source"].trim().is_empty(), "{name}: {} has no source", row[key]);
                if key == "id" {
                    assert!(ids.insert(row["id"].clone()), "{name}: {} is there twice", row["id"]);
                }
            }
        }
    }
}

#[test]
fn relationships_join_the_labels_that_the_schema_gives_them() {
    let schema = schema();
    let mut label_of = BTreeMap::new();
    for label in names("nodes") {
        for row in rows(&format!("nodes/{label}.csv")) {
            label_of.insert(row["id"].clone(), label.clone());
        }
    }
    for name in names("relationships") {
        let stated = schema.relationships.get(&name).unwrap_or_else(|| panic!("schema.toml does not declare {name}"));
        for row in rows(&format!("relationships/{name}.csv")) {
            for (end, labels) in [("start", &stated.from), ("end", &stated.to)] {
                let label = label_of.get(&row[end]).unwrap_or_else(|| panic!("{name}: {} is no node", row[end]));
                assert!(labels.contains(label), "{name}: {} is a {label}", row[end]);
            }
        }
    }
}

#[test]
fn the_schema_declares_exactly_the_files_and_columns() {
    let schema = schema();
    let extra = ["Body", "Country", "Partner", "Recipient"];
    let labels: BTreeSet<&str> = schema.labels.keys().map(String::as_str).filter(|label| !extra.contains(label)).collect();
    assert_eq!(labels, names("nodes").iter().map(String::as_str).collect());
    assert_eq!(
        schema.relationships.keys().map(String::as_str).collect::<BTreeSet<_>>(),
        names("relationships").iter().map(String::as_str).collect()
    );
    for label in labels {
        let file = fs::read_to_string(folder().join(format!("nodes/{label}.csv"))).expect("a file");
        let header: BTreeSet<&str> = file.lines().next().unwrap_or_default().split(',').filter(|column| *column != "labels").collect();
        assert_eq!(header, schema.labels[label].properties.keys().map(String::as_str).collect(), "{label}");
    }
}

#[test]
fn what_is_derived_says_so() {
    for row in rows("relationships/ON_THEME.csv").iter().chain(&rows("nodes/Theme.csv")) {
        assert_eq!(row["derived"], "true", "{row:?}");
        assert!(row["source"].starts_with("derived"), "{row:?}");
    }
}

#[test]
fn a_claim_has_one_status() {
    let stated: BTreeMap<String, String> =
        rows("nodes/Claim.csv").into_iter().map(|row| (row["id"].clone(), row["status"].clone())).collect();
    let claimed = rows("relationships/CLAIMED.csv");
    assert_eq!(claimed.len(), stated.len(), "every claim is someone's");
    for row in claimed {
        assert_eq!(stated[&row["end"]], row["status"], "{}", row["end"]);
    }
}

#[test]
fn french_names_say_their_line() {
    let mut named = 0;
    for label in names("nodes") {
        for row in rows(&format!("nodes/{label}.csv")) {
            if row.get("name_fr").is_some_and(|name| !name.is_empty()) {
                named += 1;
                assert!(row["source_fr"].starts_with("French half"), "{}", row["id"]);
            }
        }
    }
    assert!(named >= 150, "nodes with a French name: {named}");
}

/// The query is read, analysed, and speaks only of labels, types and properties that the package has.
fn fits(package: &load::Package, text: &str) -> Result<(), String> {
    let query = cypher::parse(text).map_err(|errors| format!("{text}\n{errors:?}"))?;
    let bound = cypher::analyse(&query, package.graph.catalogue()).map_err(|errors| format!("{text}\n{errors:?}"))?;
    if bound.warnings.is_empty() { Ok(()) } else { Err(format!("{text}\n{:?}", bound.warnings)) }
}

fn package() -> load::Package {
    load::load(&[folder()], &load::Options::default()).unwrap_or_else(|problems| panic!("{problems:#?}"))
}

#[test]
fn every_piece_of_cypher_in_the_lexicon_speaks_of_the_graph() {
    let package = package();
    let lexicon = &package.schema.lexicon;
    let mut queries = Vec::new();
    let mut predicate = |snippet: &Snippet| queries.push(format!("MATCH (it) WHERE {} RETURN it", snippet.text));
    lexicon.nouns.iter().filter_map(|noun| noun.condition.as_ref()).for_each(&mut predicate);
    lexicon.adjectives.iter().map(|adjective| &adjective.condition).for_each(&mut predicate);
    lexicon.predicates.iter().filter_map(|predicate| predicate.condition.as_ref()).for_each(&mut predicate);
    queries.extend(lexicon.attributes.iter().map(|attribute| format!("MATCH (it) RETURN {} AS value", attribute.value.text)));
    let recorded = lexicon.relations.iter().filter_map(|relation| relation.recorded.as_ref());
    queries.extend(recorded.map(|snippet| format!("MATCH (from), (to) WHERE {} RETURN from", snippet.text)));
    let relations = lexicon.relations.iter().map(|relation| &relation.pattern);
    let predicates = lexicon.predicates.iter().filter_map(|predicate| predicate.pattern.as_ref());
    let options = lexicon.options.iter().map(|option| &option.also);
    queries.extend(relations.chain(predicates).chain(options).map(|snippet| format!("MATCH {} RETURN from", checked(&snippet.text))));
    let wrong: Vec<String> = queries.iter().filter_map(|query| fits(&package, query).err()).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// A pattern as it stands in a `MATCH`.
fn checked(text: &str) -> &str {
    assert!(cypher::parse_pattern_fragment(text).is_ok(), "{text}");
    text
}

#[test]
fn every_question_in_cypher_speaks_of_the_graph() {
    let package = package();
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/framework/questions.toml")).expect("questions.toml");
    let questions: toml::Table = toml::from_str(&text).expect("TOML");
    let questions = questions["question"].as_array().expect("questions");
    assert_eq!(questions.len(), 67, "questions");
    let mut wrong = Vec::new();
    for question in questions {
        match question.get("cypher").and_then(toml::Value::as_str) {
            Some(text) => wrong.extend(fits(&package, text).err()),
            None => assert!(question.get("reason").is_some(), "{} has no Cypher and no reason", question["id"]),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn every_contradiction_on_facts_is_held_and_leaves_a_caveat() {
    let codes: BTreeSet<String> = rows("nodes/Contradiction.csv").into_iter().map(|row| row["code"].clone()).collect();
    // Two of the twenty-three turn out to be none: Russia at the WTO, and the number of prongs.
    let expected: BTreeSet<String> = (1..=23).filter(|number| ![3, 18].contains(number)).map(|number| format!("A{number}")).collect();
    assert_eq!(codes, expected);
    let mut doubtful = BTreeSet::new();
    for label in names("nodes") {
        let rows = rows(&format!("nodes/{label}.csv"));
        doubtful
            .extend(rows.into_iter().filter(|row| row.get("caveat").is_some_and(|caveat| !caveat.is_empty())).map(|row| row["id"].clone()));
    }
    for id in [
        "partner:japan",
        "partner:south-korea",
        "partner:united-kingdom",
        "post:ilo:sydney",
        "support-link:1:innovating",
        "agreement:australia:imm-info-sharing",
        "agreement:european-commission:api-pnr",
        "chair:wco-audit-committee",
        "section:section-2b",
        "region:african-region",
        "category:emerging",
        "envelope:cbsa-program-delivery",
        "committee:wto:technical-committee-on-rules-of-origin",
        "neg:netherlands",
        "forum:g8",
        "forum:iata",
        "party:hong-kong",
    ] {
        assert!(doubtful.contains(id), "{id} has no caveat");
    }
}

#[test]
fn the_package_loads_without_a_problem() {
    let problems = load::check(&folder(), &load::Options::default());
    assert!(problems.is_empty(), "{problems:#?}");
}

/// The names in the one column of an answer, or its one number.
fn column(answer: &execute::Answer) -> Vec<Value> {
    answer.to_values().into_iter().filter_map(|row| row.into_iter().next()).collect()
}

/// What `questions.toml` expects: names in order, or one number.
fn expected(answer: &toml::Value) -> Vec<Value> {
    match answer {
        toml::Value::Array(names) => names.iter().map(|name| Value::string(name.as_str().expect("a name"))).collect(),
        toml::Value::Float(number) => vec![Value::Float(*number)],
        toml::Value::Integer(number) => vec![Value::Integer(*number)],
        other => panic!("{other} is no answer"),
    }
}

#[test]
fn every_question_in_cypher_gives_its_exact_answer() {
    let package = package();
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/framework/questions.toml")).expect("questions.toml");
    let questions: toml::Table = toml::from_str(&text).expect("TOML");
    let mut wrong = Vec::new();
    let mut answered = 0;
    for question in questions["question"].as_array().expect("questions") {
        let Some(text) = question.get("cypher").and_then(toml::Value::as_str) else { continue };
        let query = cypher::parse(text).expect("a query");
        let bound = cypher::analyse(&query, package.graph.catalogue()).expect("an analysed query");
        let statement = optimize::optimize(cypher::lower(bound), package.graph.statistics(), &optimize::Settings::default());
        let program = execute::compile(&statement).expect("a program");
        let guard = Guard::new(Limits::default(), Arc::default());
        let answer = program.run(&package.graph, &execute::Parameters::default(), &guard).expect("an answer");
        answered += 1;
        if column(&answer) != expected(&question["answer"]) {
            wrong.push(format!("{}: {:?} instead of {}", question["id"], column(&answer), question["answer"]));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(answered, 67, "all questions");
}

#[test]
fn a_language_changes_what_is_shown_and_nothing_else() {
    let schema = load::embedded().unwrap().schema;
    assert_eq!(schema.languages().into_iter().collect::<Vec<_>>(), ["en", "fr"]);
    assert!(schema.spoken_in("de").is_none());
    assert_eq!(schema.spoken_in("en").as_ref(), Some(&schema));
    let spoken = schema.spoken_in("fr").unwrap();
    assert_eq!((schema.shown(["Party"]), spoken.shown(["Party"])), (vec!["name"], vec!["name_fr", "name"]));
    assert_eq!((spoken.lexicon.nouns[0].singular(), spoken.lexicon.nouns[0].plural()), ("partenaire", "partenaires"));
    assert_eq!(spoken.lexicon.nouns[0].words, schema.lexicon.nouns[0].words);
}
