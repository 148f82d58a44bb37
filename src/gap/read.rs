//! `expectations.toml` to [`Expectations`]: every mistake at once, each with its place.

use std::sync::Arc;

use serde::de::DeserializeOwned;
use toml::de::{DeTable, DeValue, ValueDeserializer};

use super::expectation::{Absence, Places};
use super::{Error, Exemption, Expectation, Expectations, Judged};
use crate::diagnose::{Diagnostics, did_you_mean};
use crate::schema::Document;
use crate::text::Source;

/// The name of the file.
const FILE: &str = "expectations.toml";

/// Reads the expectations of packages, a later entry in the place of an earlier one with its id.
///
/// # Errors
/// All mistakes of form, and exemptions that there are not. Phrases are looked at by [`super::Assessor::new`].
pub fn read(documents: &[Document]) -> Result<Expectations, Diagnostics> {
    let mut reader = Reader { problems: Diagnostics::new(), all: Expectations::default() };
    for document in documents.iter().filter(|document| document.name == FILE) {
        reader.file(&document.source);
    }
    for expectation in reader.all.expectations.values() {
        for name in expectation.exempt.iter().filter(|name| !reader.all.exemptions.contains_key(*name)) {
            let known = || reader.all.exemptions.keys().map(String::as_str);
            let help = did_you_mean(name, known()).or_else(|| Some("state it as `[[exemption]]` with this id".to_owned()));
            let message = format!("there is no exemption `{name}`");
            if let Some(places) = &expectation.place {
                let start = expectation.sentence.as_ref().or(expectation.whom.as_ref()).map_or(0, |phrase| phrase.start);
                reader.problems.push(Error::Form { at: places.spot(start), what: named("expectation", &expectation.id), message, help });
            }
        }
    }
    let Reader { problems, all } = reader;
    problems.into_result(all)
}

struct Reader {
    problems: Diagnostics,
    all: Expectations,
}

type Item<'i> = toml::Spanned<DeValue<'i>>;

impl Reader {
    fn file(&mut self, source: &Source) {
        let places = Arc::new(Places(source.clone()));
        let (root, syntax) = DeTable::parse_recoverable(source.text());
        if !syntax.is_empty() {
            for error in &syntax {
                let help = Some("tables are `[[expectation]]` and `[[exemption]]`, texts stand in double quotes".to_owned());
                self.flaw(&places, error.span().map_or(0, |span| span.start), "TOML", &one_line(error.message()), help);
            }
            return;
        }
        let mut seen: Vec<String> = Vec::new();
        for (key, value) in root.into_inner() {
            match &**key.get_ref() {
                "expectation" => {
                    for (start, entry) in self.entries::<Expectation>("expectation", value, &places) {
                        let entry = Expectation { place: Some(Arc::clone(&places)), ..entry };
                        self.once(&mut seen, "expectation", &entry.id, start, &places);
                        self.whole(&entry, start, &places);
                        self.all.expectations.insert(entry.id.clone(), entry);
                    }
                }
                "exemption" => {
                    for (start, entry) in self.entries::<Exemption>("exemption", value, &places) {
                        let entry = Exemption { place: Some(Arc::clone(&places)), ..entry };
                        self.once(&mut seen, "exemption", &entry.id, start, &places);
                        self.all.exemptions.insert(entry.id.clone(), entry);
                    }
                }
                other => {
                    let help = did_you_mean(other, ["expectation", "exemption"]);
                    let help = help.or_else(|| Some("tables are `[[expectation]]` and `[[exemption]]`".to_owned()));
                    self.flaw(&places, key.span().start, &format!("`{other}`"), "this is no part of it", help);
                }
            }
        }
    }

    fn flaw(&mut self, places: &Places, start: usize, what: &str, message: &str, help: Option<String>) {
        self.problems.push(Error::Form { at: places.spot(start), what: what.to_owned(), message: message.to_owned(), help });
    }

    /// Two entries of one file with one id are a mistake.
    fn once(&mut self, seen: &mut Vec<String>, kind: &str, id: &str, start: usize, places: &Places) {
        let what = named(kind, id);
        if seen.contains(&what) {
            self.flaw(places, start, &what, "it is stated twice", Some("give each its own id".to_owned()));
        }
        seen.push(what);
    }

    /// Reads `[[kind]]` tables, each with the byte at which it stands.
    fn entries<T: DeserializeOwned>(&mut self, kind: &str, value: Item<'_>, places: &Places) -> Vec<(usize, T)> {
        let start = value.span().start;
        let DeValue::Array(items) = value.into_inner() else {
            self.flaw(places, start, &format!("`{kind}`"), "expected a list of tables", Some(format!("write `[[{kind}]]`")));
            return Vec::new();
        };
        let mut read = Vec::new();
        for (index, item) in items.into_iter().enumerate() {
            let start = item.span().start;
            match T::deserialize(ValueDeserializer::from(item)) {
                Ok(entry) => read.push((start, entry)),
                Err(error) => {
                    let place = error.span().map_or(start, |span| span.start);
                    let (message, help) = explain(error.message());
                    self.flaw(places, place, &format!("{kind} {}", index + 1), &message, help);
                }
            }
        }
        read
    }

    /// What must be there together.
    fn whole(&mut self, entry: &Expectation, start: usize, places: &Places) {
        let what = named("expectation", &entry.id);
        let (message, help) = match (entry.judged, &entry.sentence, &entry.whom) {
            (Judged::Not, None, Some(_)) | (Judged::Fully | Judged::Partly, Some(_), None) => match (entry.judged, &entry.limits) {
                (Judged::Fully, None) if entry.absence == Absence::Gap => return,
                (Judged::Partly | Judged::Not, Some(_)) => return,
                (Judged::Fully, _) => ("it is judged fully, and yet has limits", "say `judged = \"partly\"`"),
                (_, None) => ("it does not say what cannot be judged", "say it as `limits`"),
            },
            (Judged::Not, ..) => {
                ("what cannot be judged has a noun phrase for whom it concerns, and no sentence", "say `whom = \"core partners\"`")
            }
            _ => ("it needs a sentence, and no `whom`", "say `sentence = \"every … should …\"`"),
        };
        self.flaw(places, start, &what, message, Some(help.to_owned()));
    }
}

fn named(kind: &str, id: &str) -> String {
    format!("{kind} `{id}`")
}

fn one_line(message: &str) -> String {
    message.lines().collect::<Vec<_>>().join("; ")
}

/// A decoder's message, and what to do: the nearest of the fields that it expected.
fn explain(message: &str) -> (String, Option<String>) {
    let message = one_line(message);
    let mut quoted = message.split('`').skip(1).step_by(2);
    match quoted.next() {
        Some(field) if message.starts_with("unknown field") => {
            let known: Vec<&str> = quoted.collect();
            let help = did_you_mean(field, known.iter().copied()).unwrap_or_else(|| format!("it may have {}", known.join(", ")));
            (format!("unknown field `{field}`"), Some(help))
        }
        Some(field) if message.starts_with("missing field") => (message.clone(), Some(format!("add `{field} = …`"))),
        _ => (message, None),
    }
}
