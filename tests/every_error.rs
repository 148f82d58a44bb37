//! Every error, warning and problem that the program can tell has a case among the tests that shows its code and its message.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::pedantic, reason = "a test stops at what it does not expect")]

use std::fs;
use std::path::Path;

use regex::Regex;

/// What is said where an error is defined: the template of its message and its code.
struct Told {
    place: String,
    template: Option<String>,
    code: Option<String>,
}

/// Rust files below a folder, and Markdown ones, with their texts.
fn texts(folder: &Path, found: &mut Vec<(String, String)>) {
    let mut entries: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            texts(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs" || ending == "md") {
            found.push((path.display().to_string(), fs::read_to_string(&path).unwrap()));
        }
    }
}

/// A file in two: the program and its unit tests.
fn halves(text: &str) -> (&str, &str) {
    text.split_once("#[cfg(test)]\nmod tests").unwrap_or((text, ""))
}

/// All that is told, file by file.
fn told(files: &[(String, String)]) -> Vec<Told> {
    let error = Regex::new(r#"(?s)#\[error\(\s*(?:"((?:[^"\\]|\\.)*)"|transparent|[^)]*)"#).unwrap();
    let code = Regex::new(r#"\bcode\((?:"([^"]+)"|([a-z_]+::[a-z_]+))\)"#).unwrap();
    let mut all = Vec::new();
    for (path, text) in files {
        let program = halves(text).0;
        let at = |place: usize| format!("{path}:{}", program[..place].lines().count());
        for found in error.captures_iter(program) {
            let template = found.get(1).map(|template| template.as_str().replace("\\\"", "\"").replace("\\\\", "\\"));
            all.push(Told { place: at(found.get(0).unwrap().start()), template, code: None });
        }
        for found in code.captures_iter(program) {
            let code = found.get(1).or(found.get(2)).unwrap().as_str().to_owned();
            all.push(Told { place: at(found.get(0).unwrap().start()), template: None, code: Some(code) });
        }
    }
    all
}

/// A text as it was before it was wrapped, quoted and framed.
fn unwrapped(text: &str) -> String {
    let plain = text.replace("\\\"", "\"").replace("\\\\", "\\").replace(['│', '×', '⚠'], " ");
    let mut words = String::with_capacity(plain.len());
    for word in plain.split_whitespace() {
        words.push_str(word);
        words.push(' ');
    }
    words
}

/// The constant parts of a template; none where they are fewer than two words beside holes.
fn parts(template: &str) -> Option<Vec<String>> {
    let hole = Regex::new(r"\{[^{}]*\}").unwrap();
    let plain = |part: &str| part.replace("{{", "{").replace("}}", "}").split('\n').map(str::trim_start).collect::<Vec<_>>().join(" ");
    let parts: Vec<String> = hole.split(template).map(plain).collect();
    let constant = parts.iter().map(|part| part.split_whitespace().count()).sum::<usize>();
    (constant > 1 || parts.len() == 1).then_some(parts)
}

/// Whether a text has all parts one after the other, each at most 400 bytes behind the one before.
fn shows(text: &str, parts: &[String]) -> bool {
    let Some((first, rest)) = parts.iter().position(|part| !part.is_empty()).map(|at| (&parts[at], &parts[at + 1..])) else { return true };
    text.match_indices(first.as_str()).any(|(at, _)| {
        let mut place = at + first.len();
        rest.iter().all(|part| {
            let found = text[place..].find(part.as_str()).filter(|&gap| gap <= 400);
            place += found.unwrap_or_default() + part.len();
            found.is_some()
        })
    })
}

#[test]
fn every_error_is_shown_by_a_test() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut program = Vec::new();
    texts(&root.join("src"), &mut program);
    let mut shown = vec![("README.md".to_owned(), fs::read_to_string(root.join("README.md")).unwrap())];
    texts(&root.join("tests"), &mut shown);
    let mut corpus: Vec<String> =
        shown.iter().filter(|(path, _)| !path.ends_with("every_error.rs")).map(|(_, text)| unwrapped(text)).collect();
    corpus.extend(program.iter().map(|(_, text)| unwrapped(halves(text).1)));
    let mut missing = Vec::new();
    let told = told(&program);
    assert!(told.len() > 200, "the definitions are no longer found");
    for told in told {
        if let Some(code) = &told.code
            && !corpus.iter().any(|text| text.contains(code.as_str()))
        {
            missing.push(format!("{}: the code {code}", told.place));
        }
        if let Some(parts) = told.template.as_deref().and_then(parts)
            && !corpus.iter().any(|text| shows(text, &parts))
        {
            missing.push(format!("{}: {}", told.place, told.template.unwrap_or_default()));
        }
    }
    assert!(missing.is_empty(), "no test shows these; add a case under tests/cases:\n{}", missing.join("\n"));
}
