//! Real data sets load as they are and give their stated answers. They lie outside of the package, in the folder that
//! `LEGATION_SHARED` names; where it is absent the tests say that they are skipped.

#![allow(clippy::unwrap_used, clippy::panic, clippy::pedantic, clippy::print_stdout, reason = "a test stops at what it does not expect")]

use std::path::{Path, PathBuf};

use legation::export::json_value;
use legation::limit::Limits;
use legation::load;
use legation::session::{Request, Session};
use serde_json::Value as Json;

/// The folder of a data set.
fn folder(name: &str) -> Option<PathBuf> {
    let shared = std::env::var_os("LEGATION_SHARED").map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
    let folder = shared.join("datasets").join(name);
    if !folder.is_dir() {
        println!("skipped: {} is not there", folder.display());
        return None;
    }
    Some(folder)
}

/// Whether two values agree; floats of the answers are stated to four decimals.
fn agree(found: &Json, expected: &Json) -> bool {
    match (found, expected) {
        (Json::Array(found), Json::Array(expected)) => {
            found.len() == expected.len() && found.iter().zip(expected).all(|(a, b)| agree(a, b))
        }
        (Json::Number(found), Json::Number(expected)) => (found.as_f64().unwrap() - expected.as_f64().unwrap()).abs() < 0.00006,
        _ => found == expected,
    }
}

/// Asks every question of a data set in Cypher.
fn answers(name: &str) {
    let Some(folder) = folder(name) else { return };
    let questions: Json = serde_json::from_str(&std::fs::read_to_string(folder.join("questions.json")).unwrap()).unwrap();
    let package = load::load(&[folder], &load::Options::default()).unwrap();
    let mut session = Session::new(package, Limits::default(), Default::default());
    let mut wrong = Vec::new();
    for question in questions["questions"].as_array().unwrap() {
        let reply = match session.ask(question["cypher"].as_str().unwrap(), &Request::default()) {
            Ok(reply) => reply,
            Err(problems) => {
                wrong.push(format!("{}: {problems}", question["id"]));
                continue;
            }
        };
        let answer = &reply.answer;
        let mut rows: Vec<Json> = answer.rows().map(|row| row.values().map(|value| json_value(&value, answer.graph())).collect()).collect();
        let mut expected = question["expected"]["rows"].as_array().unwrap().clone();
        if question["expected"]["ordered"] != true {
            rows.sort_by_key(Json::to_string);
            expected.sort_by_key(Json::to_string);
        }
        if !agree(&Json::Array(rows.clone()), &Json::Array(expected.clone())) {
            wrong.push(format!("{}: expected {} found {}", question["id"], Json::Array(expected), Json::Array(rows)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn countries_and_their_organizations() {
    answers("cia_orgs");
}

#[test]
fn countries_and_their_groups() {
    answers("world_groups");
}
