//! Hostile input at the command line: names that steer terminals, queries without end, texts without measure, broken lines.
//! Each ends soon, with an answer or an error that says why, and nothing of it reaches a terminal as it is.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::pedantic, reason = "a test stops at what it does not expect")]

use std::fs;
use std::io::Write;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use legation::limit::Limits;
use legation::load;
use legation::session::{Request, Session};
use tempfile::TempDir;

/// What takes longer has no end of its own. This is no measure of speed: a busy machine must pass too.
const HANG: Duration = Duration::from_secs(60);

/// What a run of the program gave.
struct Run {
    code: Option<i32>,
    out: String,
    err: String,
    time: Duration,
}

fn legation(arguments: &[&str], input: &str) -> Run {
    let begun = Instant::now();
    let mut program = Command::new(env!("CARGO_BIN_EXE_legation"));
    program.args(arguments).env("COLUMNS", "80").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = program.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_owned();
    let feed = std::thread::spawn(move || {
        let _ = stdin.write_all(input.as_bytes());
    });
    let Output { status, stdout, stderr } = child.wait_with_output().unwrap();
    feed.join().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Run { code: status.code(), out: text(stdout), err: text(stderr), time: begun.elapsed() }
}

/// Asserts that a run ended in an error of this code, in little time and few words.
fn refused(run: &Run, code: &str) {
    assert_eq!(run.code, Some(1), "{}", run.err);
    assert!(run.err.starts_with(code), "{}", run.err);
    assert!(run.err.len() < 20_000, "{} bytes of error", run.err.len());
    assert!(run.time < HANG, "{:?} for {code}", run.time);
}

/// Names that colour a terminal, set its title, turn the reading direction, and run in a spreadsheet.
fn hostile_data() -> TempDir {
    let folder = TempDir::new().unwrap();
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write(
        "nodes/Thing.csv",
        "id,name,note,caveat\n1,\"\u{1b}[31mRed\u{1b}[0m\",=1+2,\"doubt \u{1b}[5m\"\n2,\"\u{1b}]0;title\u{7}Bell\",+SUM(A1),\n\
         3,\"right\u{202e}left\",\"a|b\n@x\",\n",
    );
    write("relationships/NEXT_TO.csv", "start,end,\u{1b}[1mkey\n1,2,1\n2,3,2\n");
    folder
}

fn assert_harmless(text: &str) {
    assert!(!text.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{}", text.escape_debug());
}

#[test]
fn names_are_shown_and_not_obeyed() {
    let folder = hostile_data();
    let data = folder.path().to_str().unwrap();
    let texts = ["things", "MATCH (a:Thing)-[r]->(b) RETURN a, a.name AS `\u{1b}[1mname`, [r], {name: b.name} AS map, (a)-->(b) AS p"];
    for format in ["table", "markdown", "json", "jsonl"] {
        for text in &texts[..1] {
            let run = legation(&["--data", data, "query", "--format", format, text], "");
            assert_eq!(run.code, Some(0), "{}", run.err);
            assert!(run.out.contains("Red") && run.out.contains("Bell"), "{}", run.out);
            assert_harmless(&run.out);
            assert_harmless(&run.err);
        }
        let run = legation(&["--data", data, "query", "--format", format, texts[1].split(", (a)").next().unwrap()], "");
        assert_eq!(run.code, Some(0), "{}", run.err);
        assert!(run.out.contains("Red"), "{}", run.out);
        assert_harmless(&run.out);
    }
    let batch = legation(&["--data", data, "batch"], "{\"id\": \"\\u001b[1m\", \"query\": \"things\"}\n");
    assert!(batch.out.contains("Red"), "{}", batch.out);
    assert_harmless(&batch.out);
}

#[test]
fn errors_warnings_and_notes_do_not_steer() {
    let folder = hostile_data();
    let data = folder.path().to_str().unwrap();
    let run = legation(&["--data", data, "query", "things", "--format", "table"], "");
    assert!(run.err.contains("doubt \\u{1b}[5m"), "{}", run.err);
    assert_harmless(&run.err);
    for text in [
        "things next to \u{1b}[31mRad",
        "things where \u{1b}[1m is \"x\"",
        "things next to \"\u{1b}[31mRad\"",
        "MATCH (a:`Th\u{1b}[1ming`) RETURN a.`\u{1b}[31mx` AS x",
        "MATCH (a) RETURN `b\u{1b}[31m`",
        "MATCH (a) RETURN a.name + $`\u{1b}[31m` AS x",
        "MATCH (a) RETURN date('\u{1b}[31m') AS x",
        "MATCH (a) RETURN '\u{1b}[31m' / 2 AS x",
        "MATCH (a) RETURN a.name =~ '\u{1b}[31m(' AS x",
        "explain things next to Bell",
        "translate things where name is \"\u{1b}[31mRed\u{1b}[0m\"",
    ] {
        let run = legation(&["--data", data, "query", "--format", "table", text], "");
        assert!(!run.err.is_empty() || !run.out.is_empty(), "{text}");
        assert_harmless(&run.err);
        assert_harmless(&run.out);
        let script = legation(&["--data", data, "run", "-", "--format", "table"], text);
        assert_harmless(&script.err);
    }
    for arguments in [
        &["--data", "no\u{1b}[31msuch", "query", "things"][..],
        &["check", "no\u{1b}[31msuch"],
        &["run", "no\u{1b}[31msuch"],
        &["query", "--option", "no\u{1b}[31msuch", "things"],
        &["query", "--format", "no\u{1b}[31msuch", "things"],
        &["query", "--param", "no\u{1b}[31msuch", "things"],
        &["no\u{1b}[31msuch"],
    ] {
        let run = legation(arguments, "");
        assert!(matches!(run.code, Some(1 | 2)), "{arguments:?}");
        assert_harmless(&run.err);
        assert_harmless(&run.out);
    }
    fs::write(folder.path().join("nodes/Thing.csv"), "id,na\u{1b}[31mme,na\u{1b}[31mme\n1,2\n1,\u{1b}[31m\n").unwrap();
    fs::write(folder.path().join("nodes/Th\u{1b}[31ming.csv"), "id,x\n1,2,3\n").unwrap();
    fs::write(
        folder.path().join("schema.toml"),
        "name = \"\u{1b}[31m\"\n[label.\"a\\u001b[31m\".properties]\nid = { type = \"\\u001b\" }\n",
    )
    .unwrap();
    let run = legation(&["check", data], "");
    assert_eq!(run.code, Some(1));
    assert_harmless(&run.err);
    assert_harmless(&run.out);
}

#[test]
fn spreadsheets_get_texts_and_no_formulas() {
    let folder = hostile_data();
    let data = folder.path().to_str().unwrap();
    let text = "MATCH (a:Thing) RETURN a.note AS note ORDER BY a.id";
    let safe = legation(&["--data", data, "query", "--format", "csv", text], "");
    assert_eq!(safe.out, "note\n'=1+2\n'+SUM(A1)\n\"a|b\n@x\"\n");
    let raw = legation(&["--data", data, "query", "--format", "csv", "--raw-csv", text], "");
    assert_eq!(raw.out, "note\n=1+2\n+SUM(A1)\n\"a|b\n@x\"\n");
}

#[test]
fn queries_without_end_end_in_their_limit() {
    refused(&legation(&["query", "RETURN range(1, 1000000000000) AS r"], ""), "limit::memory");
    let doubling = format!("WITH 'ab' AS x {}RETURN size(x) AS n", "WITH x + x AS x ".repeat(60));
    refused(&legation(&["query", "--limit-memory", "64", &doubling], ""), "limit::memory");
    refused(&legation(&["query", "--limit-rows", "1000", "UNWIND range(1, 1000000000) AS x RETURN x"], ""), "limit::rows");
    for text in [
        "MATCH (a), (b), (c), (d), (e) RETURN count(*)",
        "MATCH (a), (b), (c), (d), (e) WHERE a.name + b.name + c.name + d.name = e.name RETURN a, b, c, d, e",
        "MATCH (a)-[*]-(b) RETURN count(*)",
        "UNWIND range(1, 1000000000000) AS x WITH x WHERE x < 0 RETURN x",
    ] {
        let run = legation(&["query", "--limit-time", "2", text], "");
        refused(&run, "limit::time");
        assert!(run.time < HANG, "{:?} for {text}", run.time);
    }
}

#[test]
fn deep_and_long_texts_are_refused_soon() {
    let deep = 10_000;
    let nested = |open: &str, middle: &str, close: &str| format!("{}{middle}{}", open.repeat(deep), close.repeat(deep));
    for text in [
        format!("RETURN {}", nested("(", "1", ")")),
        format!("RETURN {}", nested("[", "1", "]")),
        format!("RETURN {}", nested("[x IN ", "[1]", " | x]")),
        format!("RETURN {}", nested("{a: ", "1", "}")),
        format!("RETURN {}", "NOT ".repeat(deep) + "true"),
        format!("MATCH (a) WHERE {} RETURN a", nested("EXISTS { MATCH (a) WHERE ", "true", " }")),
        format!("partners in {}", nested("(", "WCO", ")")),
        format!("partners {}", nested("(in ", "WCO", ")")),
        format!("partners in WCO{}", " that are partners in WCO".repeat(deep)),
        format!("partners in WCO{}", " without partners in".repeat(deep)),
        format!("partners in {}", "forums that are in ".repeat(deep)),
        format!("RETURN {}", "(".repeat(deep)),
        format!("partners in {}", "(".repeat(deep)),
        format!("partners in \"{}", "x".repeat(deep)),
    ] {
        let run = legation(&["run", "-"], &text);
        let shown = &text[..60];
        assert_eq!(run.code, Some(1), "{shown}: {}", run.err);
        assert!(!run.err.contains("session::internal"), "{shown}: {}", run.err);
        assert!(run.err.len() < 100_000 && run.time < HANG, "{shown}: {} bytes, {:?}", run.err.len(), run.time);
    }
}

#[test]
fn ten_megabytes_are_answered_or_refused_soon() {
    let megabytes = 10 << 20;
    for text in [
        format!("RETURN '{}' AS x", "x".repeat(megabytes)),
        format!("RETURN {}", "x".repeat(megabytes)),
        format!("MATCH (a){} RETURN a", "-->(b)".repeat(megabytes / 6)),
        "partners ".repeat(megabytes / 9),
        format!("partners in {}", "x".repeat(megabytes)),
        format!("partners in \"{}", "\\".repeat(megabytes)),
        "\u{1b}".repeat(megabytes),
        " \n".repeat(megabytes / 2),
        "/*".repeat(megabytes / 2),
    ] {
        let run = legation(&["run", "-"], &text);
        let shown: String = text.chars().take(40).collect();
        assert!(matches!(run.code, Some(0 | 1)), "{shown}: {:?} {}", run.code, &run.err[..run.err.len().min(500)]);
        assert!(!run.err.contains("session::internal"), "{shown}");
        assert!(run.err.len() < 100_000, "{shown}: {} bytes of error", run.err.len());
        assert!(run.time < HANG, "{shown}: {:?}", run.time);
        assert_harmless(&run.err);
    }
}

/// The sentences that the README asks.
fn sentences() -> Vec<String> {
    let readme = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    let asked = readme.lines().filter_map(|line| line.strip_prefix("$ legation query \""));
    asked.filter_map(|line| Some(line.split_once('"')?.0.replace("\\$", "$"))).collect()
}

#[test]
fn every_beginning_of_a_sentence_is_answered_or_refused_soon() {
    let limits = Limits { time: Some(Duration::from_secs(1)), ..Limits::default() };
    let mut session = Session::new(load::embedded().unwrap(), limits, Default::default());
    let sentences = sentences();
    assert!(sentences.len() > 10);
    // The words of the data are gathered with the first.
    let _ = session.ask("partners", &Request::default());
    for sentence in sentences {
        for (end, _) in sentence.char_indices() {
            let text = &sentence[..end];
            let begun = Instant::now();
            let code = session.ask(text, &Request::default()).err().and_then(|problems| problems.code());
            assert_ne!(code.as_deref(), Some("session::internal"), "{text}");
            assert!(begun.elapsed() < HANG, "{:?} for {text}", begun.elapsed());
        }
    }
}

#[test]
fn a_batch_goes_on_after_whatever_line() {
    let good = |id: &str| format!("{{\"id\": {id}, \"query\": \"how many partners\"}}\n");
    let mut input = String::new();
    let bad = [
        "no json".to_owned(),
        "{\"id\": 7, \"query\": 1}".to_owned(),
        "[]".to_owned(),
        "null".to_owned(),
        "{\"id\": 8}".to_owned(),
        "{\"id\": 9, \"query\": \"partners in WXO\"}".to_owned(),
        "{\"id\": 10, \"query\": \"RETURN $x AS x\", \"params\": {\"x\": 1e400}}".to_owned(),
        "{\"id\": 11, \"query\": \"RETURN $x AS x\", \"params\": []}".to_owned(),
        format!("{{\"id\": 12, \"query\": {}}}", "[".repeat(100_000)),
        format!("{{\"id\": 13, \"query\": \"RETURN {}\"}}", "(".repeat(100_000)),
        "{\"id\": 14, \"query\": \"RETURN '\\ud800' AS x\"}".to_owned(),
        "\u{0}\u{1}\u{2}".to_owned(),
        "x".repeat((64 << 20) + 10),
        "{\"id\": 15, \"query\": \"partners\", \"options\": [\"no such\"]}".to_owned(),
        "{\"id\": 16, \"query\": \"RETURN 1 / 0 AS x\"}".to_owned(),
        "{\"id\": 17, \"query\": \"\"}".to_owned(),
    ];
    for (number, line) in bad.iter().enumerate() {
        input.push_str(line);
        input.push_str("\r\n\n");
        input.push_str(&good(&format!("\"after {number}\"")));
    }
    input.push_str(good("\"last\"").trim_end());
    let run = legation(&["batch"], &input);
    assert_eq!(run.code, Some(0), "{}", run.err);
    let lines: Vec<serde_json::Value> = run.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 2 * bad.len() + 1);
    for (number, pair) in lines.chunks(2).enumerate() {
        let (answer, id) = match pair {
            [failed, answer] => {
                assert!(failed["error"]["code"].is_string() && failed["error"]["message"].is_string(), "{failed}");
                assert!(failed.to_string().len() < 10_000, "{}", bad[number]);
                (answer, format!("after {number}"))
            }
            rest => (&rest[0], "last".to_owned()),
        };
        assert_eq!(
            (&answer["id"], &answer["rows"]),
            (&id.into(), &serde_json::json!([[18]])),
            "{}",
            &bad[number.min(15)][..6.min(bad[number.min(15)].len())]
        );
    }
    assert_eq!(lines[2]["id"], 7, "a request of the wrong form keeps its id: {}", lines[2]);
    assert!(run.time < HANG, "{:?}", run.time);
}

/// Waits until a program has got so far that Ctrl-C is its own affair, and a little longer, so that it is at work.
#[cfg(unix)]
fn until_it_catches_interrupts(child: &std::process::Child) {
    const SIGINT: u64 = 1 << 1;
    let caught = || {
        let status = fs::read_to_string(format!("/proc/{}/status", child.id())).ok()?;
        let mask = status.lines().find_map(|line| line.strip_prefix("SigCgt:"))?;
        Some(u64::from_str_radix(mask.trim(), 16).unwrap() & SIGINT != 0)
    };
    let begun = Instant::now();
    while caught() == Some(false) && begun.elapsed() < HANG {
        std::thread::sleep(Duration::from_millis(10));
    }
    std::thread::sleep(Duration::from_millis(1_000));
}

/// The signal that Ctrl-C sends.
#[cfg(unix)]
fn interrupt(child: &std::process::Child) {
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_a_query_soon() {
    for text in [
        "MATCH (a), (b), (c), (d), (e) RETURN count(*)",
        "MATCH (a)-[*]-(b) RETURN count(*)",
        "UNWIND range(1, 1000000) AS x WITH x ORDER BY x UNWIND range(1, 1000000) AS y RETURN count(DISTINCT x + y)",
        "RETURN all(a IN range(1, 3000) WHERE all(b IN range(1, 3000) WHERE all(c IN range(1, 3000) WHERE c > 0))) AS x",
    ] {
        let mut program = Command::new(env!("CARGO_BIN_EXE_legation"));
        program.args(["query", text, "how many partners"]).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let child = program.spawn().unwrap();
        until_it_catches_interrupts(&child);
        interrupt(&child);
        let begun = Instant::now();
        let output = child.wait_with_output().unwrap();
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(130), "{text}: {error}");
        assert!(error.contains("interrupted") && output.stdout.is_empty(), "{text}: {error}");
        assert!(begun.elapsed() < HANG, "{text}: {:?}", begun.elapsed());
    }
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_a_program_that_waits() {
    for arguments in [&["batch"][..], &["run", "-"], &[]] {
        let mut program = Command::new(env!("CARGO_BIN_EXE_legation"));
        program.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = program.spawn().unwrap();
        let input = child.stdin.take().unwrap();
        until_it_catches_interrupts(&child);
        interrupt(&child);
        let begun = Instant::now();
        let output = child.wait_with_output().unwrap();
        drop(input);
        assert_eq!(output.status.code(), Some(130), "{arguments:?}");
        assert!(begun.elapsed() < HANG, "{arguments:?}: {:?}", begun.elapsed());
    }
}
