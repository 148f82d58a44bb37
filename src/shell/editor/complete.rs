//! What can come next, in every position of both languages and of the commands: kind and description with each.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::guide::Guide;
use super::question::{Keywords, Questions};
use crate::cypher;
use crate::function::{aggregates, functions};
use crate::question::{self, drawn};
use crate::session::Session;
use crate::shell::command::COMMANDS;
use crate::shell::setting::SETTINGS;
use crate::text::Standing;

/// How many candidates are listed.
pub(super) const LISTED: usize = 200;

/// Something that can come next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Candidate {
    /// Where it begins.
    pub start: usize,
    /// What is written.
    pub text: String,
    /// Its kind, and what it is.
    pub about: String,
    /// Likelier ones are less.
    pub rank: u8,
    /// How many answers a name gives, where that is known.
    pub answers: u64,
}

/// The rank of what gives no answer.
pub(super) const NO_ANSWER: u8 = 9;

/// What can come next after a text, the likeliest first.
pub(super) fn candidates(text: &str, session: &Session, guide: &Guide) -> Vec<Candidate> {
    all(text, session, guide, Keywords::Tried)
}

/// The same without the words of the language where nothing of a word is typed: each of them costs a reading of the whole text, and
/// words of the data come before them.
pub(super) fn of_the_data(text: &str, session: &Session, guide: &Guide) -> Vec<Candidate> {
    all(text, session, guide, Keywords::IfTyped)
}

fn all(text: &str, session: &Session, guide: &Guide, keywords: Keywords) -> Vec<Candidate> {
    let start = text.len() - text.trim_start().len();
    let mut found = if text[start..].is_empty() {
        let starter =
            |sentence: &String| Candidate { start: text.len(), text: sentence.clone(), about: String::new(), rank: 0, answers: 0 };
        return guide.starters(session).iter().map(starter).collect();
    } else if text[start..].starts_with(':') {
        command(text, start, session)
    } else if cypher::looks_like_cypher(text) {
        query(text, session)
    } else {
        let pictures = picture(text, session);
        if pictures.iter().any(|candidate| candidate.text != "as") {
            pictures
        } else {
            let mut found = Questions { text, session, guide, keywords }.candidates();
            // All replace the text from one place on.
            let start = found.first().map_or(text.len(), |candidate| candidate.start);
            found.extend(pictures.into_iter().filter(|candidate| candidate.start == start || start == text.len()));
            found
        }
    };
    // A stable order: what a kind of thing lists first stays first.
    found.sort_by_key(|candidate| candidate.rank);
    let mut kept: IndexMap<(usize, String), Candidate> = IndexMap::new();
    for candidate in found {
        kept.entry((candidate.start, candidate.text.clone())).or_insert(candidate);
    }
    kept.into_values().take(LISTED).collect()
}

/// Names of commands and settings, and what follows them.
fn command(text: &str, start: usize, session: &Session) -> Vec<Candidate> {
    let typed = &text[start + 1..];
    let one =
        |start: usize, text: &str, about: &str| Candidate { start, text: text.to_owned(), about: about.to_owned(), rank: 0, answers: 0 };
    let Some((name, rest)) = typed.split_once(char::is_whitespace) else {
        let commands = COMMANDS.iter().map(|command| (command.names[0], command.summary));
        let settings = SETTINGS.iter().map(|setting| (setting.name, setting.summary));
        let all = commands.chain(settings).filter(|(name, _)| name.starts_with(typed));
        return all.map(|(name, summary)| one(start + 1, name, summary)).collect();
    };
    let (name, rest, at) = match rest.trim_start().split_once(char::is_whitespace) {
        Some((setting, value)) if name == "set" => (setting, value.trim_start(), text.len() - value.trim_start().len()),
        _ => (name, rest.trim_start(), text.len() - rest.trim_start().len()),
    };
    let schema = session.schema();
    let words: Vec<(String, String)> = match name {
        "set" => SETTINGS.iter().map(|setting| (setting.name.to_owned(), setting.summary.to_owned())).collect(),
        "lang" => {
            let languages = schema.languages().into_iter().map(|language| (language.to_owned(), "language of the data".to_owned()));
            languages.chain([("auto".to_owned(), "that of the data".to_owned())]).collect()
        }
        "last" => crate::export::FORMATS.iter().map(|format| (format.name.to_owned(), format.summary.to_owned())).collect(),
        "schema" => {
            let labels =
                schema.labels.iter().map(|(name, label)| (name.clone(), label.about.clone().unwrap_or_else(|| "label".to_owned())));
            labels.chain(schema.relationships.keys().map(|name| (name.clone(), "relationship type".to_owned()))).collect()
        }
        "load" | "save" | "source" => return paths(rest, at),
        _ => {
            let setting = SETTINGS.iter().find(|setting| setting.name == name);
            let values =
                setting.into_iter().flat_map(|setting| (setting.values)()).filter(|value| value.starts_with(|c: char| c.is_lowercase()));
            values.map(|value| (value.to_owned(), String::new())).collect()
        }
    };
    words
        .into_iter()
        .filter(|(word, _)| word.to_lowercase().starts_with(&rest.to_lowercase()))
        .map(|(word, about)| one(at, &word, &about))
        .collect()
}

/// What ends a sentence that asks for a picture: `as FORMAT`.
fn picture(text: &str, session: &Session) -> Vec<Candidate> {
    let start = text.rfind(char::is_whitespace).map_or(0, |at| at + 1);
    let (before, typed) = text.split_at(start);
    let one = |text: &str, about: &str| Candidate { start, text: text.to_owned(), about: about.to_owned(), rank: 0, answers: 0 };
    let Some(drawn) = drawn(before) else { return Vec::new() };
    let asked = |sentence: &str| question::standing(sentence.trim(), session.vocabulary()) == Standing::Complete;
    let said = before.trim_end();
    if let Some(sentence) = said.strip_suffix(" as").and_then(question::drawn).filter(|drawn| asked(&drawn.sentence)) {
        let formats = crate::draw::FORMATS.iter().filter(|format| sentence.format.is_none() && format.name.starts_with(typed));
        return formats.map(|format| one(format.name, format.summary)).collect();
    }
    let format = "as".starts_with(typed) && drawn.format.is_none() && asked(&drawn.sentence);
    if format { vec![Candidate { rank: 4, ..one("as", "keyword: the format of the picture") }] } else { Vec::new() }
}

/// Files and folders.
fn paths(typed: &str, at: usize) -> Vec<Candidate> {
    let (folder, name) = typed.rsplit_once('/').map_or(("", typed), |(folder, name)| (folder, name));
    let listed = match folder {
        "" if typed.starts_with('/') => "/",
        "" => ".",
        folder => folder,
    };
    let entries = std::fs::read_dir(listed).into_iter().flatten().flatten();
    let mut found: Vec<Candidate> = entries
        .filter_map(|entry| {
            let file = entry
                .file_name()
                .into_string()
                .ok()
                .filter(|file| file.starts_with(name) && (!file.starts_with('.') || name.starts_with('.')))?;
            let folder = entry.path().is_dir();
            let text = if folder { format!("{file}/") } else { file };
            Some(Candidate {
                start: at + typed.len() - name.len(),
                text,
                about: if folder { "folder" } else { "file" }.to_owned(),
                rank: 0,
                answers: 0,
            })
        })
        .take(LISTED)
        .collect();
    found.sort_by(|a, b| a.text.cmp(&b.text));
    found
}

/// What can come next in a statement.
fn query(text: &str, session: &Session) -> Vec<Candidate> {
    let word = |c: char| c.is_alphanumeric() || c == '_';
    let start = text.rfind(|c| !word(c)).map_or(0, |at| at + text[at..].chars().next().map_or(0, char::len_utf8));
    let (before, typed) = text.split_at(start);
    let catalogue = session.graph().catalogue();
    let names = |names: Vec<crate::text::Name>, about: &str| -> Vec<(String, String, u8)> {
        names.into_iter().map(|name| (name.to_string(), about.to_owned(), 0)).collect()
    };
    let inside = before.rfind(['(', '[', '{', ')', ']', '}']).and_then(|at| before[at..].chars().next());
    let all = match before.trim_end().chars().next_back() {
        Some(':' | '|' | '&' | '!') if inside == Some('[') => names(catalogue.types(), "relationship type"),
        Some(':' | '|' | '&' | '!') if inside != Some('{') => names(catalogue.labels(), "label"),
        Some('.') => names(catalogue.keys(), "property"),
        Some('$') => return Vec::new(),
        _ => {
            let (keywords, expression) = cypher::following(before);
            let mut all: Vec<(String, String, u8)> = keywords.into_iter().map(|word| (word.to_owned(), "keyword".to_owned(), 1)).collect();
            if expression {
                let variables = cypher::outline(before).into_iter().filter(|token| token.kind == cypher::TokenKind::Other);
                let variables: BTreeSet<&str> =
                    variables.map(|token| token.span.of(before)).filter(|name| name.starts_with(char::is_alphabetic)).collect();
                all.extend(variables.into_iter().map(|name| (name.to_owned(), "variable".to_owned(), 0)));
                all.extend(functions().map(|function| (format!("{}(", function.name), function.summary.to_owned(), 2)));
                all.extend(aggregates().map(|function| (format!("{}(", function.name), function.summary.to_owned(), 2)));
            }
            all
        }
    };
    let begins = |name: &str| name.to_lowercase().starts_with(&typed.to_lowercase());
    all.into_iter()
        .filter(|(name, ..)| begins(name))
        .map(|(text, about, rank)| Candidate { start, text, about, rank, answers: 0 })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limit::Limits;
    use crate::load;
    use crate::question::{LOOKED_AT, outline, standing};
    use crate::session::Request;

    /// How many runs of words are looked at for the key that costs most, among so many more names.
    fn dearest_key(names: usize, text: &str) -> usize {
        let mut session = Session::new(load::embedded().unwrap(), Limits::default(), std::sync::Arc::default());
        let create = format!("UNWIND range(1, {names}) AS i CREATE (:Partner {{name: 'Zorblax ' + toString(i), source: 'a list'}})");
        session.ask(&create, &Request::default()).unwrap();
        let guide = Guide::default();
        let key = |typed: &str| {
            LOOKED_AT.set(0);
            candidates(typed, &session, &guide);
            outline(typed, session.vocabulary());
            if standing(typed, session.vocabulary()) == Standing::Complete {
                session.rows(typed, &Request::default(), std::time::Duration::from_secs(10));
            }
            LOOKED_AT.get()
        };
        (1..=text.len()).map(|end| key(&text[..end])).max().unwrap_or(0)
    }

    #[test]
    fn what_a_key_costs_does_not_grow_with_the_names() {
        for text in ["partners in WCO and xyzzy plugh", "describe z 1", "describe Zorblax 12", "describe Brazil and zorblax"] {
            let (few, many) = (dearest_key(2000, text), dearest_key(3000, text));
            assert_eq!(few, many, "{text}");
        }
    }
}
