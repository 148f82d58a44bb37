//! The scenarios of the openCypher TCK as a quarry of texts: each query is read, or refused with the error that the
//! scenario expects. `LEGATION_TCK` names the folder of feature files; without it this prints a line and passes.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::pedantic, reason = "a test stops at what it does not expect")]
#![allow(clippy::print_stdout, reason = "a skipped test says so")]

use std::path::Path;

use legation::cypher::parse;

/// A query text and the detail of the `SyntaxError` that its scenario expects.
struct Case {
    place: String,
    query: String,
    expected: Option<String>,
}

#[test]
fn every_query_is_read_or_refused_as_expected() {
    let Some(folder) = std::env::var_os("LEGATION_TCK") else {
        println!("skipped: LEGATION_TCK is not set");
        return;
    };
    let mut cases = Vec::new();
    collect(Path::new(&folder), &mut cases);
    // Details that only the meaning of a text can show, not its form.
    let by_form = [
        "UnexpectedSyntax",
        "InvalidNumberLiteral",
        "InvalidUnicodeLiteral",
        "InvalidUnicodeCharacter",
        "IntegerOverflow",
        "FloatingPointOverflow",
    ];
    let (mut read, mut later, mut refused, mut wrong) = (0, 0, 0, Vec::new());
    for case in &cases {
        let code = parse(&case.query).err().map(|problems| problems.code().unwrap_or_default());
        let wanted = case.expected.as_deref().filter(|detail| by_form.contains(detail));
        match (code.as_deref(), wanted) {
            (None, None) => read += 1,
            (Some("NotImplemented"), _) => later += 1,
            (Some(code), Some(detail)) if code.ends_with(detail) => refused += 1,
            (code, wanted) => wrong.push(format!("{}: {code:?}, expected {wanted:?}\n{}", case.place, case.query)),
        }
    }
    println!("{} queries: {read} read, {later} with later clauses, {refused} refused, {} wrong", cases.len(), wrong.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// All cases of the feature files in a folder and those below it.
fn collect(folder: &Path, cases: &mut Vec<Case>) {
    let mut paths: Vec<_> = std::fs::read_dir(folder).expect("folder").map(|entry| entry.expect("entry").path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            collect(&path, cases);
        } else if path.extension().is_some_and(|extension| extension == "feature") {
            let text = std::fs::read_to_string(&path).expect("feature");
            for scenario in text.split("\n  Scenario").skip(1) {
                add(&path.display().to_string(), scenario, cases);
            }
        }
    }
}

/// The cases of one scenario: its query, once for each row of its examples.
fn add(file: &str, scenario: &str, cases: &mut Vec<Case>) {
    let scenario: String = scenario.lines().filter(|line| !line.starts_with('#')).flat_map(|line| [line, "\n"]).collect();
    let scenario = scenario.as_str();
    let name = scenario.lines().next().unwrap_or_default();
    let (body, examples) = scenario.split_once("Examples:").unwrap_or((scenario, ""));
    let rows: Vec<Vec<&str>> = examples
        .lines()
        .map(str::trim)
        .filter(|line| line.starts_with('|'))
        .map(|line| line.trim_matches('|').split(" |").map(str::trim).collect())
        .collect();
    let expected = body
        .lines()
        .find_map(|line| line.trim().strip_prefix("Then a SyntaxError should be raised at compile time: "))
        .map(|detail| detail.trim().to_owned());
    for step in body.split("executing query:").skip(1) {
        let Some(query) = step.split("\"\"\"").nth(1) else { continue };
        let instances = if rows.len() < 2 {
            vec![query.to_owned()]
        } else {
            rows[1..]
                .iter()
                .map(|row| rows[0].iter().zip(row).fold(query.to_owned(), |text, (key, value)| text.replace(&format!("<{key}>"), value)))
                .collect()
        };
        cases.extend(instances.into_iter().map(|query| Case { place: format!("{file}{name}"), query, expected: expected.clone() }));
    }
}
