//! The tour of the README, replayed in a terminal of 80 columns: what it shows is what the screen shows.
//!
//! `BLESS=1 cargo test --test tour` writes the screen into the README.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::pedantic, reason = "a test stops at what it does not expect")]

use std::path::Path;

use terminal::Opening;

#[allow(dead_code, reason = "other tests use more of it")]
mod terminal;

const OPENED: &str = "```terminal\n";
const PROMPT: &str = "legation> ";

#[test]
fn the_tour_shows_what_the_screen_shows() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = std::fs::read_to_string(&path).unwrap();
    let start = readme.find(OPENED).expect("the README has a tour") + OPENED.len();
    let end = start + readme[start..].find("```").unwrap();
    let typed: Vec<&str> = readme[start..end].lines().filter_map(|line| line.strip_prefix(PROMPT)).collect();
    assert!(typed.len() >= 5, "{typed:?}");

    let home = tempfile::tempdir().unwrap();
    let environment = [("NO_COLOR", "1")];
    let mut terminal = Opening { environment: &environment, rows: 300, ..Opening::new(home.path()) }.open();
    terminal.prompts();
    for (number, line) in typed.iter().enumerate() {
        terminal.types(line);
        terminal.waits_for_line(line);
        terminal.types("\r");
        terminal.waits("the next prompt", |screen| {
            screen.lines().filter(|line| line.starts_with(PROMPT.trim())).count() == number + 2 && screen.ends_with(PROMPT.trim())
        });
    }
    let screen = terminal.screen();
    let shown = screen.strip_suffix(PROMPT.trim()).unwrap();
    assert!(shown.lines().all(|line| line.chars().count() <= 80));
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, format!("{}{shown}{}", &readme[..start], &readme[end..])).unwrap();
    } else {
        assert_eq!(&readme[start..end], shown);
    }
}
