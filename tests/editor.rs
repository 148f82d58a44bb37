//! The shell in a real terminal.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::pedantic, reason = "a test stops at what it does not expect")]

mod terminal;

use std::fs;
use std::time::{Duration, Instant};

use terminal::{Opening, Terminal, history};

const CONTROL_C: &str = "\u{3}";
const CONTROL_D: &str = "\u{4}";
const UP: &str = "\u{1b}[A";

/// A query that runs for minutes.
const LONG: &str = "UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b WITH a, b WHERE a + b < 0 RETURN count(*)";

fn opened(home: &tempfile::TempDir) -> Terminal {
    let terminal = Opening::new(home.path()).open();
    terminal.prompts();
    terminal
}

#[test]
fn a_question_is_answered_and_the_prompt_comes_back() {
    let home = tempfile::tempdir().unwrap();
    let mut terminal = opened(&home);
    terminal.enters("emerging partners in WCO and WTO without CMAA");
    let screen = terminal.screen();
    assert!(screen.contains("Brazil") && screen.contains("4 rows"), "{screen}");
    terminal.types(CONTROL_D);
    assert_eq!(terminal.ends(), 0);
}

#[test]
fn history_is_there_in_the_next_session_and_after_a_kill() {
    let home = tempfile::tempdir().unwrap();
    let mut terminal = opened(&home);
    terminal.enters("partners in WCO");
    terminal.enters("partners in APEC");
    terminal.enters("partners in WCO");
    terminal.types(CONTROL_D);
    terminal.ends();
    assert_eq!(fs::read_to_string(history(home.path())).unwrap().lines().last(), Some("partners in WCO"));

    let mut terminal = opened(&home);
    terminal.types(UP);
    terminal.waits_for_line("legation> partners in WCO");
    terminal.types(UP);
    terminal.waits_for_line("legation> partners in APEC");
    terminal.types(UP);
    // Nothing stands twice: this was the oldest.
    terminal.waits_for_line("legation> partners in APEC");
    terminal.types(CONTROL_C);
    terminal.prompts();
    terminal.types(LONG);
    terminal.types("\r");
    terminal.waits("the history", |_| fs::read_to_string(history(home.path())).unwrap().contains("range(1, 100000)"));
    terminal.kills();

    let mut terminal = opened(&home);
    terminal.types(UP);
    terminal.waits_for_line("RETURN count(*)");
    use std::os::unix::fs::PermissionsExt;
    assert_eq!(fs::metadata(history(home.path())).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn a_full_disk_keeps_no_history_and_says_so() {
    let home = tempfile::tempdir().unwrap();
    let path = history(home.path());
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::os::unix::fs::symlink("/dev/full", &path).unwrap();
    let mut terminal = opened(&home);
    terminal.enters("partners in APEC");
    let screen = terminal.screen();
    assert!(screen.contains("the history is not kept: No space left on device"), "{screen}");
    assert!(screen.contains("Japan"), "{screen}");
    terminal.types(UP);
    terminal.waits_for_line("legation> partners in APEC");
}

#[test]
fn control_c_leaves_the_line_and_not_the_shell() {
    let home = tempfile::tempdir().unwrap();
    let mut terminal = opened(&home);
    for _ in 0..3 {
        terminal.types("partners in no such");
        terminal.waits_for_line("no such");
        terminal.types(CONTROL_C);
        terminal.prompts();
    }
    terminal.enters("how many partners");
    assert!(terminal.screen().contains("18"));
}

#[test]
fn control_c_stops_a_long_query_and_not_the_shell() {
    let home = tempfile::tempdir().unwrap();
    let mut terminal = opened(&home);
    for _ in 0..2 {
        terminal.types(LONG);
        terminal.waits_for_line("count(*)");
        terminal.types("\r");
        terminal.runs();
        let start = Instant::now();
        // Whoever is in a hurry presses it twice.
        terminal.types(CONTROL_C);
        terminal.types(CONTROL_C);
        terminal.prompts();
        let after = start.elapsed();
        println!("prompt back after {after:?}");
        // A program that is not optimized may be on a busy machine; alone it takes some milliseconds.
        assert!(after < Duration::from_millis(if cfg!(debug_assertions) { 20_000 } else { 100 }), "{after:?}");
    }
    assert!(terminal.screen().contains("interrupted"), "{}", terminal.screen());
    terminal.enters("how many partners");
    assert!(terminal.screen().contains("18"));
    terminal.types(CONTROL_D);
    assert_eq!(terminal.ends(), 0);
}

#[test]
fn a_sentence_goes_over_lines_until_the_grammar_has_it_whole() {
    let home = tempfile::tempdir().unwrap();
    let mut terminal = opened(&home);
    terminal.types("MATCH (p:Partner)\r");
    terminal.types("WHERE p.name STARTS WITH 'B'\r");
    terminal.types("RETURN p.name AS found");
    terminal.waits_for_line("AS found");
    assert!(!terminal.screen().contains("Brazil"));
    terminal.types("\r");
    terminal.shows("Brazil");
    terminal.prompts();
    terminal.types("partners in\r");
    terminal.types("WCO and WTO without CMAA and in\r");
    terminal.types("APEC\r");
    terminal.shows("New Zealand");
    // An empty line sends what is there.
    terminal.prompts();
    terminal.types("partners in\r\r");
    terminal.shows("question::unexpected");
    terminal.prompts();
}

#[test]
fn many_lines_can_be_pasted() {
    let home = tempfile::tempdir().unwrap();
    let mut terminal = Opening { rows: 60, ..Opening::new(home.path()) }.open();
    terminal.prompts();
    terminal.types("\u{1b}[200~how many partners in WCO\nhow many partners in APEC\n\nMATCH (n:Forum)\nRETURN count(n) AS forums;\nhow many partners\u{1b}[201~");
    terminal.waits_for_line("how many partners");
    assert!(!terminal.screen().contains("row"), "nothing runs before Enter");
    terminal.types("\r");
    terminal.prompts();
    let screen = terminal.screen();
    assert_eq!(screen.matches("1 row").count(), 4, "{screen}");
    assert_eq!(screen.matches("legation>").count(), 2, "{screen}");
}

#[test]
fn ten_thousand_lines_and_a_line_of_a_megabyte_are_answered() {
    let home = tempfile::tempdir().unwrap();
    let mut terminal = opened(&home);
    let many = "RETURN 1;\n".repeat(10_000);
    terminal.types(&format!("\u{1b}[200~{many}RETURN 'the end' AS last\u{1b}[201~"));
    terminal.types("\r");
    terminal.shows("the end");
    terminal.types(CONTROL_C);
    terminal.prompts();
    terminal.types(&format!("\u{1b}[200~partners in {}\u{1b}[201~", "x".repeat(1 << 20)));
    terminal.types("\r");
    terminal.shows("question::too_long");
    terminal.prompts();
    terminal.enters("how many partners");
    assert!(terminal.screen().contains("18"));
}

#[test]
fn control_d_within_a_statement_leaves_nothing_half_done() {
    let home = tempfile::tempdir().unwrap();
    let mut terminal = opened(&home);
    terminal.types("MATCH (p:Partner)\r");
    terminal.types("WHERE p.name = ");
    terminal.waits_for_line("p.name =");
    terminal.types(CONTROL_D);
    terminal.types(CONTROL_C);
    terminal.prompts();
    terminal.types(CONTROL_D);
    assert_eq!(terminal.ends(), 0);
}

#[test]
fn two_shells_share_one_history() {
    let home = tempfile::tempdir().unwrap();
    let mut one = opened(&home);
    let mut other = opened(&home);
    one.enters("partners in WCO");
    other.enters("partners in APEC");
    one.enters("partners in G8");
    for terminal in [&mut one, &mut other] {
        terminal.types(CONTROL_D);
        assert_eq!(terminal.ends(), 0);
    }
    let kept = fs::read_to_string(history(home.path())).unwrap();
    assert_eq!(kept.lines().collect::<Vec<_>>(), ["partners in WCO", "partners in APEC", "partners in G8"]);
}

#[test]
fn a_kill_within_a_sentence_keeps_what_was_sent() {
    let home = tempfile::tempdir().unwrap();
    let mut terminal = opened(&home);
    terminal.enters("partners in WCO");
    terminal.types("partners in AP");
    terminal.waits_for_line("in AP");
    terminal.kills();
    let mut terminal = opened(&home);
    terminal.types(UP);
    terminal.waits_for_line("legation> partners in WCO");
}

#[test]
fn what_is_typed_ahead_is_not_lost() {
    let home = tempfile::tempdir().unwrap();
    let mut terminal = opened(&home);
    terminal.types("partners in APEC\rhow many partners\rhow many forums");
    terminal.waits_for_line("legation> how many forums");
    let screen = terminal.screen();
    assert!(screen.contains("│    18 │") && screen.contains("8 rows"), "{screen}");
}

#[test]
fn words_are_coloured_by_grammar_and_lexicon() {
    let home = tempfile::tempdir().unwrap();
    let mut terminal = opened(&home);
    terminal.types("partners in WCO ofsorts and");
    terminal.waits_for_line("ofsorts and");
    let formatted = terminal.formatted();
    for part in ["\u{1b}[36mpartners", "\u{1b}[32mWCO", "mofsorts"] {
        assert!(formatted.contains(part), "{part:?} in {formatted:?}");
    }
    terminal.types(CONTROL_C);
    terminal.prompts();
    let mut plain = Opening { environment: &[("NO_COLOR", "1")], ..Opening::new(home.path()) }.open();
    plain.prompts();
    plain.types("partners in WCO");
    plain.waits_for_line("partners in WCO");
    let formatted = plain.formatted();
    assert!(!formatted.contains("\u{1b}[36m") && !formatted.contains("\u{1b}[32m"), "{formatted:?}");
}

#[test]
fn tables_fit_the_terminal_also_after_it_was_resized() {
    let home = tempfile::tempdir().unwrap();
    let mut terminal = Opening { columns: 120, rows: 50, ..Opening::new(home.path()) }.open();
    terminal.prompts();
    terminal.types(":set pager off\r");
    terminal.shows("pager is off");
    terminal.types("agreements of Japan show type, title\r");
    terminal.shows("2 rows");
    terminal.resizes(50, 60);
    terminal.types("agreements of Japan show type, title\r");
    terminal.waits("the second answer", |screen| screen.matches("┐").count() > 1 || screen.matches("rows").count() > 1);
    terminal.prompts();
    let screen = terminal.screen();
    let second = screen.rsplit_once("legation> agreements").unwrap().1;
    assert!(second.contains("┐"), "{second}");
    for line in second.lines() {
        assert!(line.chars().count() <= 60, "{line}");
    }
}

#[test]
fn a_pager_that_is_not_there_or_dies_loses_nothing() {
    let home = tempfile::tempdir().unwrap();
    for (pager, said) in [("no-such-pager --x", "cannot be run"), ("false", "legation>"), ("head -n 1 'a", "quotes are not closed")] {
        let mut terminal = Opening { environment: &[("PAGER", pager)], rows: 12, ..Opening::new(home.path()) }.open();
        terminal.prompts();
        terminal.types("partners\r");
        terminal.waits(said, |screen| screen.matches(said).count() > usize::from(said == "legation>"));
        terminal.prompts();
        terminal.enters("how many partners");
        assert!(terminal.screen().contains("18"), "{}", terminal.screen());
    }
}

#[test]
fn long_answers_go_through_the_pager_without_a_shell_or_screen_by_screen() {
    let home = tempfile::tempdir().unwrap();
    let mut terminal = Opening { environment: &[("PAGER", "tail -n '2'")], rows: 12, ..Opening::new(home.path()) }.open();
    terminal.prompts();
    terminal.types("partners\r");
    terminal.shows("18 rows");
    terminal.prompts();
    assert!(!terminal.screen().contains("Australia"), "{}", terminal.screen());

    let mut terminal = Opening { rows: 12, ..Opening::new(home.path()) }.open();
    terminal.prompts();
    terminal.types("partners\r");
    terminal.shows("more lines");
    assert!(terminal.screen().contains("Australia"));
    terminal.types(" ");
    terminal.shows("Japan");
    terminal.types("q");
    terminal.prompts();
}

#[test]
fn without_a_terminal_there_is_no_editor() {
    use std::io::Write;
    use std::process::{Command, Stdio};
    let home = tempfile::tempdir().unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_legation"))
        .env("HOME", home.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(b"how many partners\n").unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stdout), "count\n18\n");
    assert!(!String::from_utf8_lossy(&output.stderr).contains("Legation"));
    assert!(!history(home.path()).exists());
}

const TAB: &str = "\t";

/// What Tab lists for a text: the lines between the line and the prompt that is drawn again.
fn listed(terminal: &mut Terminal, text: &str) -> String {
    terminal.types(text);
    if !text.is_empty() {
        terminal.waits_for_line(text.trim_end());
    }
    terminal.types(TAB);
    terminal.waits("a list", |screen| {
        screen.matches("legation>").count() > 1 && screen.lines().last().is_some_and(|line| line.starts_with("legation>"))
    });
    let screen = terminal.screen();
    let mut parts: Vec<&str> = screen.split("legation>").collect();
    parts.pop();
    let list = parts.pop().unwrap_or_default().to_owned();
    // What is typed before the line is left would be lost with it.
    terminal.types(CONTROL_C);
    let prompts = screen.matches("legation>").count() + 1;
    terminal.waits("the next prompt", |screen| screen.matches("legation>").count() == prompts);
    terminal.types("\u{c}");
    terminal.waits("a clear screen", |screen| screen == "legation>");
    list
}

fn position(list: &str, text: &str) -> usize {
    list.find(text).unwrap_or_else(|| panic!("{text} in {list}"))
}

#[test]
fn tab_leads_through_every_position_of_a_question() {
    let home = tempfile::tempdir().unwrap();
    let mut terminal = Opening { rows: 250, columns: 100, ..Opening::new(home.path()) }.open();
    terminal.prompts();

    // How to start.
    let list = listed(&mut terminal, "");
    assert_eq!(list.lines().filter(|line| !line.trim().is_empty()).count(), 10, "{list}");

    // Names that are objects of the relation first, with their kind and how much they answer; those without an answer last.
    let list = listed(&mut terminal, "partners in ");
    assert!(list.contains("forum, 18 of 18 partners"), "{list}");
    assert!(position(&list, "forum, ") < position(&list, "keyword"), "{list}");

    let list = listed(&mut terminal, "partners in W");
    assert!(list.contains("WCO") && list.contains("WTO") && list.contains("of 18 partners"), "{list}");

    // After earlier conditions: how many of the answers so far would remain; what is said already is not offered.
    let list = listed(&mut terminal, "emerging partners in WCO and ");
    assert!(list.contains("World Trade Organization") && list.contains("forum, 5 of 6 so far"), "{list}");
    assert!(list.contains("forum, none of 6 so far") && !list.contains("World Customs Organization"), "{list}");
    assert!(position(&list, "forum, 3 of 6 so far") < position(&list, "forum, none of 6 so far"), "{list}");
    let list = listed(&mut terminal, "emerging partners in WCO but not in ");
    assert!(list.contains("forum, 3 of 6 so far") && list.contains("forum, 1 of 6 so far"), "{list}");
    let list = listed(&mut terminal, "emerging partners in APEC or ");
    assert!(list.contains("forum, adds 3 to 3 so far"), "{list}");

    // Half a name of several words.
    let list = listed(&mut terminal, "partners in World ");
    assert!(list.contains("Customs Organization") && list.contains("Trade Organization"), "{list}");

    // After a noun: relations that it has, words of the language.
    let list = listed(&mut terminal, "partners ");
    assert!(list.contains("relation to") && list.contains("without") && list.contains("where"), "{list}");

    let list = listed(&mut terminal, "partners w");
    assert!(list.contains("with") && list.contains("without") && list.contains("where"), "{list}");

    // Before a noun.
    let list = listed(&mut terminal, "how many e");
    assert!(list.contains("emerging") && list.contains("adjective of partners"), "{list}");

    // A property.
    let list = listed(&mut terminal, "how many partners by ");
    assert!(list.contains("category"), "{list}");

    // After a quantity.
    let list = listed(&mut terminal, "partners with at least 2 a");
    assert!(list.contains("agreements"), "{list}");

    // What is supposed, and the sentence behind it.
    let list = listed(&mut terminal, "suppose Brazil has a C");
    assert!(list.contains("CMAA"), "{list}");
    let list = listed(&mut terminal, "suppose Brazil has a CMAA: emerging p");
    assert!(list.contains("partners"), "{list}");
    let list = listed(&mut terminal, "suppose Brazil has a CMAA: co");
    assert!(list.contains("compare") && list.contains("connect"), "{list}");

    // The format of a picture; kept questions.
    let list = listed(&mut terminal, "draw emerging partners in WCO as ");
    assert!(list.contains("svg") && list.contains("PNG, for slides") && list.contains("graphml"), "{list}");
    let list = listed(&mut terminal, "how many b");
    assert!(list.contains("broad forums") && list.contains("question that is kept"), "{list}");
    let list = listed(&mut terminal, "path from Senegal to Japan through f");
    assert!(list.contains("forums") && list.contains("noun"), "{list}");

    // Commands, settings and their values.
    let list = listed(&mut terminal, ":h");
    assert!(list.contains("help") && list.contains("history") && list.contains("hints"), "{list}");
    let list = listed(&mut terminal, ":format j");
    assert!(list.contains("json") && list.contains("jsonl"), "{list}");

    // Cypher.
    let list = listed(&mut terminal, "MATCH (p:Par");
    assert!(list.contains("Partner") && list.contains("Party") && list.contains("label"), "{list}");
    let list = listed(&mut terminal, "MATCH (p)-[:M");
    assert!(list.contains("MEMBER_OF"), "{list}");
    let list = listed(&mut terminal, "MATCH (p:Partner) ");
    assert!(list.contains("WHERE") && list.contains("RETURN"), "{list}");
    let list = listed(&mut terminal, "MATCH (p:Partner) RETURN to");
    assert!(list.contains("toUpper("), "{list}");
}

#[test]
fn what_is_unique_is_completed() {
    let home = tempfile::tempdir().unwrap();
    let mut terminal = opened(&home);
    terminal.types("partners in asia-pac\t");
    terminal.shows("partners in Asia-Pacific");
    terminal.types(CONTROL_C);
    terminal.prompts();
    terminal.types(":sch\t");
    terminal.waits_for_line(":schema");
}

#[test]
fn the_hint_shows_an_earlier_line_then_the_next_word_then_the_rows() {
    let home = tempfile::tempdir().unwrap();
    let mut terminal = Opening { arguments: &["--color", "always"], ..Opening::new(home.path()) }.open();
    terminal.prompts();
    terminal.types("partners in WC");
    terminal.waits_for_line("partners in WCO");
    terminal.types("\u{1b}[C");
    terminal.types("\r");
    terminal.shows("18 rows");
    terminal.prompts();
    terminal.types("part");
    terminal.waits_for_line("partners in WCO");
    terminal.types(CONTROL_C);
    terminal.prompts();
    terminal.types(":hints off\r");
    terminal.shows("hints is off");
    terminal.prompts();
    terminal.types("part");
    terminal.waits_for_line("part");
    std::thread::sleep(Duration::from_millis(300));
    assert!(terminal.screen().ends_with("legation> part"), "{}", terminal.screen());
}

#[test]
fn tables_align_accents_wide_characters_and_right_to_left_text() {
    use std::process::Command;
    use unicode_width::UnicodeWidthStr;
    let query = "UNWIND ['Côte d\\'Ivoire', 'Cote\\u0301', '日本国', 'שלום', 'ملف', 'a'] AS name RETURN name, 1 AS one";
    let run = |format: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_legation"));
        let output = command.env("COLUMNS", "60").args(["query", query, "--format", format]).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let table = run("table");
    let widths: Vec<usize> = table.lines().map(UnicodeWidthStr::width).collect();
    assert!(widths.len() > 8 && widths.iter().all(|width| *width == widths[0]), "{table}");
    let lines = run("line");
    assert!(lines.contains("row 3 of 6\nname: 日本国\none: 1\n"), "{lines}");
}
