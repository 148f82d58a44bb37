//! Commands over the framework: exact answers, and what holds of all of them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::pedantic, reason = "a test stops at what it does not expect")]

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::LazyLock;

use legation::export::{Formulas, Options, format};
use legation::limit::Limits;
use legation::load::{self, load};
use legation::session::{Reply, Request, Session};
use legation::value::Value;

fn session() -> Session {
    static PACKAGE: LazyLock<load::Package> = LazyLock::new(|| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/framework");
        load(&[folder], &load::Options::default()).unwrap_or_else(|problems| panic!("{problems}"))
    });
    let package = load::Package { graph: PACKAGE.graph.clone(), schema: PACKAGE.schema.clone() };
    Session::new(package, Limits::default(), Default::default())
}

fn ask(session: &mut Session, text: &str) -> Reply {
    session.ask(text, &Request::default()).unwrap_or_else(|problems| panic!("{text}: {problems}"))
}

fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.to_string(),
        Value::List(items) => items.iter().map(text_of).collect::<Vec<_>>().join("; "),
        other => other.to_string(),
    }
}

fn text_of(value: &Value) -> String {
    text(value)
}

fn rows(reply: &Reply) -> Vec<Vec<String>> {
    reply.answer.rows().map(|row| row.values().map(|value| text(&value)).collect()).collect()
}

fn answer(question: &str) -> Vec<Vec<String>> {
    rows(&ask(&mut session(), question))
}

/// As a terminal of 80 columns would show it.
fn table(reply: &Reply) -> String {
    let options = Options {
        width: 80,
        terminal: true,
        decimals: reply.decimals,
        presentation: reply.presentation.clone(),
        formulas: Formulas::Disarmed,
    };
    let mut out = Vec::new();
    (format("table").unwrap().write)(&reply.answer, &options, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// What is asked for in most tests of all commands.
const COMMANDS: &[&str] = &[
    "describe Brazil",
    "describe the WCO",
    "compare Brazil with India",
    "compare WCO and WTO",
    "what do Brazil and India share",
    "what do Brazil, India and China have in common",
    "path from Senegal to Japan",
    "all shortest paths from Russia to Senegal through forums avoiding WCO",
    "path between WCO and Mexico through partners at most 2 steps",
    "connect Brazil, India and Senegal",
    "connect Russia, Senegal and the Netherlands through forums avoiding WCO",
    "matrix partners by forums",
    "matrix emerging partners in WTO by agreement types",
    "conflicts",
    "conflicts about WTO and South Korea",
    "schema",
    "saved questions",
    "broad forums",
];

#[test]
fn what_brazil_and_india_share() {
    let mut shared = answer("what do Brazil and India share");
    shared.retain(|row| row[1] != "committee");
    let expected = [
        ["category", "", "emerging"],
        ["in", "forum", "G8/G20"],
        ["in", "forum", "World Customs Organization"],
        ["in", "forum", "World Trade Organization"],
        ["mentioned at", "forum", "World Customs Organization"],
        ["in", "category", "emerging"],
        ["named in", "trend", "Trade patterns are changing and participants are increasing"],
        ["negotiated because of", "reason", "priority-partner"],
        ["negotiated because of", "reason", "requested-2005"],
        ["working on", "theme", "CONTRABAND"],
        ["working on", "theme", "MIGRATION"],
    ];
    assert_eq!(shared, expected);
    // The committees are those of the three forums.
    let committees: BTreeSet<String> =
        answer("what do Brazil and India share").into_iter().filter(|row| row[1] == "committee").map(|row| row[2].clone()).collect();
    let of_forums: BTreeSet<String> = answer(
        "MATCH (c:Committee)-[:OF_FORUM]->(f:Forum) WHERE EXISTS { (:Party {name: 'Brazil'})-[:MEMBER_OF]->(f) } AND EXISTS { (:Party {name: 'India'})-[:MEMBER_OF]->(f) } RETURN c.display",
    )
    .into_iter()
    .map(|row| row[0].clone())
    .collect();
    assert_eq!(committees, of_forums);
}

#[test]
fn shortest_paths_from_russia_to_senegal_without_the_wco() {
    let forums = |forum: &str, partners: &[&str]| -> Vec<String> {
        partners.iter().map(|partner| format!("Russia; {forum}; {partner}; World Trade Organization; Senegal")).collect()
    };
    let mut expected =
        forums("Asia-Pacific Economic Cooperation", &["Australia", "China", "Japan", "Mexico", "New Zealand", "United States"]);
    expected.extend(forums(
        "G8/G20",
        &[
            "Brazil",
            "China",
            "European Commission",
            "France",
            "Germany",
            "India",
            "Japan",
            "Mexico",
            "South Africa",
            "United Kingdom",
            "United States",
        ],
    ));
    let paths = answer("all paths from Russia to Senegal through forums avoiding WCO");
    assert!(paths.iter().all(|row| row[0] == "4" && row[2] == "[:MEMBER_OF]->; <-[:MEMBER_OF]; [:MEMBER_OF]->; <-[:MEMBER_OF]"));
    assert_eq!(paths.iter().map(|row| row[1].clone()).collect::<Vec<_>>(), expected);
    // Over everything they are as long; the category and the region join, too.
    let all = answer("all paths from Russia to Senegal avoiding WCO");
    assert_eq!(all.len(), 24);
    assert!(all.iter().all(|row| row[0] == "4" && !row[1].contains("World Customs")));
    assert!(expected.iter().all(|path| all.iter().any(|row| row[1] == *path)));
    let one = answer("path from Russia to Senegal avoiding WCO");
    assert!(one.len() == 1 && all.contains(&one[0]));
    assert_eq!(answer("path from Russia to Senegal avoiding WCO at most 3 steps"), Vec::<Vec<String>>::new());
}

/// Appendix D as it is printed: a row of the document is a partner and its marks.
#[test]
fn the_matrix_is_appendix_d_as_printed() {
    let Some(shared) = std::env::var_os("LEGATION_SHARED") else {
        println!("skipped: LEGATION_SHARED names no folder");
        return;
    };
    let document = std::fs::read_to_string(Path::new(&shared).join("framework/source-en.txt")).unwrap();
    let mut lines = document.lines().skip_while(|line| !line.starts_with("Category\tCountry\tG8/G20"));
    let forums: Vec<&str> = lines.next().unwrap().split('\t').skip(2).collect();
    let mut printed = BTreeSet::new();
    let mut partners = BTreeSet::new();
    for line in lines.take_while(|line| !line.starts_with("• Indicates")).filter(|line| line.contains('\t')) {
        let cells: Vec<&str> = line.split('\t').collect();
        let partner = cells[1].split(" ^").next().unwrap().trim().trim_start_matches("The ").to_owned();
        for (forum, mark) in forums.iter().zip(&cells[2..]) {
            if mark.contains('•') {
                printed.insert((partner.clone(), (*forum).to_owned()));
            }
        }
        partners.insert(partner);
    }
    assert_eq!((partners.len(), printed.len()), (18, 57));
    let matrix = answer("matrix partners by forums");
    let marked: BTreeSet<(String, String)> =
        matrix.iter().filter(|row| row[2] == "yes").map(|row| (row[0].clone(), row[1].clone())).collect();
    assert_eq!(marked, printed);
    let of_mark = |mark: &str| matrix.iter().filter(|row| row[2] == mark).count();
    assert_eq!((matrix.len(), of_mark("no"), of_mark("not recorded")), (18 * 41, 18 * 5 - 57, 18 * 36));
    let shown = table(&ask(&mut session(), "matrix partners by forums"));
    assert!(shown.contains("│ total                ┆   8  ┆  3  ┆   12   ┆  18 ┆  16 ┆    57 │"), "{shown}");
}

/// Section A of the discrepancies, of which A3 and A18 are none.
#[test]
fn every_contradiction_is_listed_with_both_places() {
    let listed = answer("MATCH (c:Contradiction) RETURN c.code, c.name ORDER BY toInteger(substring(c.code, 1))");
    let expected: Vec<String> = (1..=23).filter(|number| ![3, 18].contains(number)).map(|number| format!("A{number}")).collect();
    assert_eq!(listed.iter().map(|row| row[0].clone()).collect::<Vec<_>>(), expected);
    let conflicts = answer("conflicts");
    assert_eq!(conflicts.iter().map(|row| &row[0]).collect::<Vec<_>>(), listed.iter().map(|row| &row[1]).collect::<Vec<_>>());
    for row in &conflicts {
        assert!(row.len() == 6 && row.iter().all(|cell| !cell.is_empty()), "{row:?}");
    }
    let Some(shared) = std::env::var_os("LEGATION_SHARED") else {
        println!("the places are not compared: LEGATION_SHARED names no folder");
        return;
    };
    let text = std::fs::read_to_string(Path::new(&shared).join("framework/discrepancies.md")).unwrap();
    let line = regex::Regex::new(r"L(\d+)").unwrap();
    let lines = |text: &str| line.captures_iter(text).map(|found| found[1].to_owned()).collect::<BTreeSet<_>>();
    for (row, code) in conflicts.iter().zip(&expected) {
        let stated = text.lines().find(|line| line.starts_with(&format!("| {code} |"))).unwrap();
        let cells: Vec<&str> = stated.split(" | ").collect();
        for (place, cell) in [(&row[1], cells[2]), (&row[3], cells[3])] {
            let (own, wanted) = (lines(place), lines(cell));
            assert!(own.is_empty() || wanted.is_empty() || own.intersection(&wanted).next().is_some(), "{code}: {place} against {cell}");
        }
    }
}

#[test]
fn a_network_has_no_fewer_relationships() {
    let network = answer("connect Brazil, India and Senegal avoiding WCO and WTO");
    assert_eq!(network.len(), 5);
    assert!(network.iter().all(|row| row[3] == "true"));
    assert_eq!(answer("connect Brazil and India through forums").len(), 2);
    assert_eq!(answer("connect Russia and Senegal through forums avoiding WCO").len(), 4);
}

#[test]
fn a_description_leaves_nothing_out() {
    // Every relationship of a thing is a row, whatever the lexicon has words for.
    for (name, label) in [("Brazil", "Party"), ("WCO", "Forum"), ("Japan", "Party"), ("United Kingdom", "Party")] {
        let described = answer(&format!("describe {name}"));
        let direct =
            answer(&format!("MATCH (n:{label}) WHERE n.name = '{name}' OR n.acronym = '{name}' MATCH (n)--(other) RETURN count(*)"));
        let rows = described.iter().filter(|row| row[0] == "relationship").count();
        assert!(rows >= direct[0][0].parse().unwrap(), "{name}: {rows} rows, {} relationships", direct[0][0]);
        let properties = answer(&format!("MATCH (n:{label}) WHERE n.name = '{name}' OR n.acronym = '{name}' RETURN size(keys(n))"));
        let shown = described.iter().filter(|row| row[0] == "property").count();
        assert!(shown + 2 >= properties[0][0].parse().unwrap(), "{name}");
    }
}

#[test]
fn the_same_command_gives_the_same_bytes() {
    let first: Vec<String> = COMMANDS.iter().map(|command| table(&ask(&mut session(), command))).collect();
    let mut other = session();
    for (command, first) in COMMANDS.iter().zip(&first) {
        assert_eq!(table(&ask(&mut other, command)), *first, "{command}");
        assert!(first.lines().all(|line| line.chars().count() <= 80), "{command} is wider than 80 columns:\n{first}");
    }
}

#[test]
fn a_command_is_cypher_with_the_same_rows() {
    for command in COMMANDS {
        let cypher = ask(&mut session(), &format!("translate {command}")).text.unwrap();
        let own = answer(&cypher);
        let rows = answer(command);
        assert_eq!(own.len(), rows.len(), "{command}");
        for (own, row) in own.iter().zip(&rows) {
            assert_eq!(own[..row.len()], row[..], "{command}");
        }
        let explained = ask(&mut session(), &format!("explain {command}")).text.unwrap();
        assert!(explained.contains("Understood") && explained.contains("Plan"), "{command}");
    }
}

#[test]
fn hostile_names_are_text_to_all_commands() {
    let folder = tempfile::tempdir().unwrap();
    let hostile = "Ev\u{1b}[31mil'}) DETACH DELETE n //";
    std::fs::write(
        folder.path().join("nodes_Some`thing.csv"),
        format!("id,name,no`te\n1,\"{hostile}\",\"=1+1\"\n2,Other,\u{7}x\n3,Third,\n"),
    )
    .unwrap();
    std::fs::write(folder.path().join("rels_IS`TO.csv"), "start_id,end_id\n1,2\n2,3\n").unwrap();
    let package = load(&[folder.path().to_path_buf()], &load::Options::default()).unwrap_or_else(|problems| panic!("{problems}"));
    let mut session = Session::new(package, Limits::default(), Default::default());
    let quoted = format!("\"{hostile}\"");
    for command in [
        format!("describe {quoted}"),
        format!("compare {quoted} with Other"),
        format!("what do {quoted} and Third share"),
        format!("path from {quoted} to Third"),
        format!("connect {quoted} and Third"),
        format!("conflicts about {quoted}"),
        "schema".to_owned(),
    ] {
        let reply = ask(&mut session, &command);
        let shown = table(&reply);
        assert!(!shown.contains('\u{1b}') && !shown.contains('\u{7}'), "{command}: {shown:?}");
        let translated = ask(&mut session, &format!("translate {command}")).text.unwrap();
        assert_eq!(ask(&mut session, &translated).answer.len(), reply.answer.len(), "{translated}");
    }
    assert_eq!(rows(&ask(&mut session, &format!("path from {quoted} to Third")))[0][0], "2");
    assert_eq!(rows(&ask(&mut session, "MATCH (n) RETURN count(n)"))[0][0], "3");
}

#[test]
fn own_questions_are_kept_in_their_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a/b/questions.toml");
    let mut first = session();
    first.keep_questions(file.clone()).unwrap();
    ask(&mut first, "define small forums as forums with at most 8 partners");
    ask(&mut first, "define same class with partner as partners with the same category as partner");
    let mut second = session();
    second.keep_questions(file.clone()).unwrap();
    assert_eq!(rows(&ask(&mut second, "small forums")), [["Asia-Pacific Economic Cooperation"], ["Four Country Conference"]]);
    assert_eq!(rows(&ask(&mut second, "how many same class of Senegal")), [["1"]]);
    // Those of other data are left alone.
    let mut text = std::fs::read_to_string(&file).unwrap();
    text.push_str("\n[[question]]\nname = \"elsewhere\"\nsentence = \"no such words\"\ndata = \"other\"\n");
    std::fs::write(&file, text).unwrap();
    let mut third = session();
    third.keep_questions(file.clone()).unwrap();
    ask(&mut third, "forget small forums");
    assert!(third.ask("small forums", &Request::default()).is_err());
    assert!(third.ask("elsewhere", &Request::default()).is_err());
    let left = std::fs::read_to_string(&file).unwrap();
    assert!(left.contains("elsewhere") && left.contains("same class") && !left.contains("small forums"), "{left}");
    std::fs::write(&file, "[[question]]\nname = 1\n").unwrap();
    let broken = session().keep_questions(file.clone()).unwrap_err();
    assert_eq!(broken.code().as_deref(), Some("session::questions"));
    let expected = "the kept questions in FILE cannot be read or written: questions.toml";
    let said = broken.to_string().replace(&file.display().to_string(), "FILE");
    assert!(said.starts_with(expected), "{said}");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "[[question]]\nname = 1\n");
}

#[test]
fn every_question_of_the_data_has_a_meaning() {
    let mut session = session();
    let saved = session.saved_questions();
    assert!(saved.len() >= 12, "{}", saved.len());
    for question in saved {
        let name = match question.parameter.as_deref() {
            Some("party" | "partner") => format!("{} of Japan", question.name),
            Some(other) => panic!("{other}"),
            None => question.name.clone(),
        };
        assert!(!ask(&mut session, &name).answer.is_empty(), "{name}");
        let filled = question.sentence.split(' ').map(|word| if Some(word) == question.parameter.as_deref() { "Japan" } else { word });
        let plain = filled.collect::<Vec<_>>().join(" ");
        assert_eq!(rows(&ask(&mut session, &name)), rows(&ask(&mut session, &plain)), "{name}");
    }
}

#[test]
fn what_cannot_be_meant_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("questions.toml");
    std::fs::write(&file, "[[question]]\nname = \"lost thing\"\nsentence = \"no such words\"\n").unwrap();
    let mut session = session();
    session.keep_questions(file).unwrap();
    let mut error = |text: &str| {
        let problems = session.ask(text, &Request::default()).unwrap_err();
        format!("{}: {problems}", problems.code().unwrap_or_default())
    };
    assert!(
        error("lost thing")
            .starts_with("question::in_saved: the kept question `lost thing` has no meaning here: nobody here knows the word"),
    );
    assert_eq!(
        error("how many category sizes"),
        "question::saved_no_noun: the kept question `category sizes` does not say things of one noun"
    );
    ask(&mut session, "UNWIND range(1, 10001) AS i CREATE (:Thing {id: i, source: 'made'})");
    ask(&mut session, "MATCH (n:Thing) RETURN n");
    let problems = session.ask("how many of those", &Request::default()).unwrap_err();
    assert_eq!(
        format!("{}: {problems}", problems.code().unwrap_or_default()),
        "question::many_previous: `those` stands for at most 10000 nodes, and the last answer has 10001"
    );
}
