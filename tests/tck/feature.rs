//! Feature files: scenarios with their background, outlines expanded.

use std::fs;
use std::path::{Path, PathBuf};

use gherkin::{Examples, Feature, GherkinEnv, Step};

/// One scenario, or one row of an outline.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// The file's path below the folder, without its ending: `clauses/match/Match1`.
    pub feature: String,
    /// `[1] Match non-existent nodes returns empty`.
    pub title: String,
    /// The row of an outline's examples, from 1.
    pub row: Option<usize>,
    pub steps: Vec<Step>,
}

impl Scenario {
    pub fn name(&self) -> String {
        format!("{}: {}", self.feature, self.key())
    }

    /// The name within its feature.
    pub fn key(&self) -> String {
        self.row.map_or_else(|| self.title.clone(), |row| format!("{} #{row}", self.title))
    }

    /// The folder of its feature.
    pub fn category(&self) -> &str {
        self.feature.rsplit_once('/').map_or("", |(folder, _)| folder)
    }
}

/// All scenarios below a folder, in order of the files' names.
pub fn scenarios(folder: &Path) -> Vec<Scenario> {
    let mut paths = Vec::new();
    collect(folder, &mut paths);
    paths.sort();
    paths.iter().flat_map(|path| of_file(folder, path)).collect()
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, paths);
        } else if path.extension().is_some_and(|ending| ending == "feature") {
            paths.push(path);
        }
    }
}

fn of_file(folder: &Path, path: &Path) -> Vec<Scenario> {
    let text = fs::read_to_string(path).unwrap();
    let parsed = Feature::parse(with_single_backslashes(&text), GherkinEnv::default());
    let parsed = parsed.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let feature = path.strip_prefix(folder).unwrap().with_extension("").to_string_lossy().replace('\\', "/");
    let before = parsed.background.map(|background| background.steps).unwrap_or_default();
    let mut scenarios = Vec::new();
    let ruled = parsed.rules.into_iter().flat_map(|rule| {
        let before = rule.background.map(|background| background.steps).unwrap_or_default();
        rule.scenarios.into_iter().map(move |scenario| (before.clone(), scenario))
    });
    for (more, scenario) in parsed.scenarios.into_iter().map(|scenario| (Vec::new(), scenario)).chain(ruled) {
        let steps: Vec<Step> = before.iter().cloned().chain(more).chain(scenario.steps).collect();
        let of = |row, steps| Scenario { feature: feature.clone(), title: scenario.name.clone(), row, steps };
        if scenario.keyword.contains("Outline") || !scenario.examples.is_empty() {
            let instances = scenario.examples.iter().flat_map(rows);
            scenarios
                .extend(instances.enumerate().map(|(at, row)| of(Some(at + 1), steps.iter().map(|step| filled(step, &row)).collect())));
        } else {
            scenarios.push(of(None, steps));
        }
    }
    scenarios
}

/// The format keeps a backslash in a cell before anything but `|`, `n` and another backslash; the reader wants it doubled.
fn with_single_backslashes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut quoted = false;
    for line in text.split_inclusive('\n') {
        let start = line.trim_start();
        quoted ^= start.starts_with("\"\"\"");
        if quoted || !start.starts_with('|') {
            out.push_str(line);
            continue;
        }
        let mut characters = line.chars().peekable();
        while let Some(character) = characters.next() {
            out.push(character);
            if character == '\\' {
                match characters.next_if(|next| matches!(next, '|' | 'n' | '\\')) {
                    Some(next) => out.push(next),
                    None => out.push('\\'),
                }
            }
        }
    }
    out
}

/// The rows of a table of examples: what stands for each `<name>`.
fn rows(examples: &Examples) -> Vec<Vec<(String, String)>> {
    let Some(table) = &examples.table else { return Vec::new() };
    let (names, rows) = table.rows.split_first().expect("examples have a head");
    rows.iter().map(|row| names.iter().map(|name| format!("<{name}>")).zip(row.iter().cloned()).collect()).collect()
}

/// A step with the values of a row.
fn filled(step: &Step, row: &[(String, String)]) -> Step {
    let fill = |text: &str| substitute(text, row);
    let mut step = step.clone();
    step.value = fill(&step.value);
    step.docstring = step.docstring.as_deref().map(fill);
    if let Some(table) = &mut step.table {
        for cell in table.rows.iter_mut().flatten() {
            *cell = fill(cell);
        }
    }
    step
}

/// Replaces names in one pass, so that what a value says is not replaced again.
fn substitute(text: &str, row: &[(String, String)]) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let found = row.iter().find(|(name, _)| rest.starts_with(name.as_str()));
        let (written, read) = found.map_or(("<", 1), |(name, value)| (value.as_str(), name.len()));
        out.push_str(written);
        rest = &rest[read..];
    }
    out + rest
}
