//! The property columns of a file: what the schema says of each, and the values read so far.

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::Arc;

use indexmap::IndexMap;

use super::super::problem::{Problem, Quoted};
use super::super::report::{Report, spot};
use super::column::{Filling, fits, value};
use super::guess::Guess;
use super::header::{Header, Heading, Role};
use super::record::{Flaw, Kind, Record, Records, Step};
use crate::diagnose::did_you_mean;
use crate::graph::{Catalogue, Full};
use crate::schema::{ObservedProperty, Property, PropertyType, Scalar, Stated};
use crate::value::{KeyId, Value};

/// Properties that every node and relationship may have, whatever the schema lists, with their types where they are fixed.
const ALWAYS: &[(&str, Option<Scalar>)] =
    &[("source", Some(Scalar::String)), ("caveat", Some(Scalar::String)), ("since", None), ("until", None)];

/// Whether every node and relationship may have a property of this name.
pub(crate) fn is_always(name: &str) -> bool {
    ALWAYS.iter().any(|row| row.0 == name)
}

/// The type that a property of this name has where nothing states another, if that is fixed.
pub(crate) fn fixed(name: &str) -> Option<Scalar> {
    ALWAYS.iter().find(|row| row.0 == name).and_then(|row| row.1)
}

/// Distinct values up to which a text column counts as an enumeration.
const FEW: usize = 12;

/// A property column.
pub(in crate::load) struct Cell<'s> {
    field: usize,
    pub(in crate::load) name: String,
    pub(in crate::load) key: KeyId,
    /// The type by which the text is read.
    kind: PropertyType,
    /// The type that the value must have, where its text could be of another.
    required: Option<PropertyType>,
    pub(in crate::load) filling: Filling,
    property: Option<&'s Property>,
    /// Values seen of a unique property.
    seen: Option<HashSet<Box<str>>>,
    /// Distinct values seen, to propose an enumeration.
    sample: Option<Vec<String>>,
}

/// The property columns of a file, or of one type in it.
pub(in crate::load) struct Cells<'s> {
    pub(in crate::load) list: Vec<Cell<'s>>,
    file: Arc<str>,
    owner: String,
    /// Whether the source must be there, and in which field it is.
    source: Option<usize>,
}

/// What cells are made of.
pub(in crate::load) struct Make<'a> {
    pub(in crate::load) header: &'a Header,
    /// Types guessed from the file, by field.
    pub(in crate::load) guessed: &'a [Option<Scalar>],
    pub(in crate::load) file: &'a Arc<str>,
    /// "label `Party`".
    pub(in crate::load) owner: String,
    pub(in crate::load) require_source: bool,
    /// Whether words will be proposed from the values.
    pub(in crate::load) sample: bool,
}

impl<'s> Cells<'s> {
    /// The columns of a header. What the schema does not know, or misses, goes to the report.
    pub(in crate::load) fn make(
        make: Make<'_>,
        stated: impl Fn(&str) -> Stated<'s>,
        catalogue: &Catalogue,
        report: &mut Report,
    ) -> Result<Self, Full> {
        let Make { header, guessed, file, owner, require_source, sample } = make;
        let mut cells = Vec::new();
        let mut source = None;
        for (field, heading) in header.columns.iter().enumerate() {
            let is_id = heading.role == Role::Id;
            if !(heading.role == Role::Property || is_id) {
                continue;
            }
            let name = &heading.name;
            let property = match stated(name) {
                Stated::As(property) => Some(property),
                Stated::Unknown(known) if !is_id && !is_always(name) => {
                    let help = did_you_mean(name, known.iter().copied()).unwrap_or_else(|| format!("it has {}", known.join(", ")));
                    let at = spot(file, 1, field + 1);
                    report.push(Problem::UnknownColumn { at, name: Quoted::new(name), owner: owner.clone(), help });
                    continue;
                }
                Stated::Open | Stated::Unknown(_) => None,
            };
            let guess = guessed.get(field).copied().flatten().unwrap_or(Scalar::String);
            let stated = property.map(|property| property.kind);
            let typed = stated.or(heading.kind).unwrap_or(PropertyType::of(fixed(name).unwrap_or(guess)));
            // Literals say their type themselves; a type stated elsewhere must admit it.
            let (kind, required) = if heading.kind == Some(PropertyType::ANY) { (PropertyType::ANY, stated) } else { (typed, None) };
            if name == "source" && require_source {
                source = Some(field);
            }
            cells.push(Cell {
                field,
                name: name.clone(),
                key: catalogue.intern_key(name)?,
                kind,
                required,
                filling: Filling::new(kind, required),
                property,
                seen: property.is_some_and(|property| property.unique && !is_id).then(HashSet::new),
                sample: (sample && !is_id && kind == PropertyType::STRING).then(Vec::new),
            });
        }
        if require_source && source.is_none() {
            let help = "say in it where each fact stands; the schema requires it (`require_source`)".into();
            report.push(Problem::MissingColumn { file: Arc::clone(file), what: "`source`".into(), help });
        }
        Ok(Self { list: cells, file: Arc::clone(file), owner, source })
    }

    /// The required properties that no column holds.
    pub(in crate::load) fn missing(&self, properties: &IndexMap<String, Property>, report: &mut Report) {
        for (name, property) in properties {
            if property.required && !self.list.iter().any(|cell| cell.name == *name) && !(name == "source" && self.source.is_none()) {
                let help = format!("{} requires it", self.owner);
                report.push(Problem::MissingColumn { file: Arc::clone(&self.file), what: format!("`{name}`"), help });
            }
        }
    }

    /// Appends a record's values, checked.
    pub(in crate::load) fn push(&mut self, record: Record<'_>, report: &mut Report) {
        for cell in &mut self.list {
            let text = record.get(cell.field);
            if !cell.filling.push(text) {
                report.push_with(|| cell.wrong_type(&self.file, record.line, text));
            } else if let Some(problem) = cell.check(text, &self.file, record.line, &self.owner) {
                report.push(problem);
            }
        }
        self.check_source(record, report);
    }

    /// A record's values for a node that is there already, checked: those that are not missing.
    pub(in crate::load) fn single(&mut self, record: Record<'_>, report: &mut Report) -> Vec<(KeyId, Value)> {
        let mut values = Vec::new();
        for cell in &mut self.list {
            let text = record.get(cell.field);
            if text.is_empty() {
                continue;
            }
            match value(cell.kind, text).filter(|value| fits(cell.required, value)) {
                Some(value) => values.push((cell.key, value)),
                None => report.push_with(|| cell.wrong_type(&self.file, record.line, text)),
            }
            if let Some(problem) = cell.check(text, &self.file, record.line, &self.owner) {
                report.push(problem);
            }
        }
        values
    }

    /// Whether the column of this name holds integers.
    pub(in crate::load) fn is_integer(&self, name: &str) -> bool {
        self.list.iter().any(|cell| cell.name == name && cell.kind == PropertyType::of(Scalar::Integer))
    }

    fn check_source(&self, record: Record<'_>, report: &mut Report) {
        if let Some(field) = self.source.filter(|&field| record.get(field).trim().is_empty()) {
            report.push_with(|| Problem::MissingSource { at: spot(&self.file, record.line, field + 1) });
        }
    }

    /// What was seen of each property.
    pub(in crate::load) fn observed(&self) -> Vec<(String, ObservedProperty)> {
        let one = |cell: &Cell<'_>| {
            let values = cell.sample.clone().unwrap_or_default();
            (cell.name.clone(), ObservedProperty { kind: cell.required.unwrap_or(cell.kind), values })
        };
        self.list.iter().map(one).collect()
    }
}

impl Cell<'_> {
    fn wrong_type(&self, file: &Arc<str>, line: u64, text: &str) -> Problem {
        Problem::WrongType {
            at: spot(file, line, self.field + 1),
            name: Quoted::new(&self.name),
            text: Quoted::new(text),
            kind: self.required.unwrap_or(self.kind),
        }
    }

    /// Keeps a distinct value, until there are too many for an enumeration.
    fn note(&mut self, text: &str) {
        let Some(sample) = &mut self.sample else { return };
        if text.is_empty() || sample.iter().any(|known| known == text) {
            return;
        }
        if sample.len() == FEW {
            self.sample = None;
        } else {
            sample.push(text.into());
        }
    }

    /// The first item of a value that is not among the values stated.
    fn outside<'t>(&self, property: &Property, text: &'t str) -> Option<Cow<'t, str>> {
        if property.values.is_empty() || self.kind != PropertyType::ANY {
            return outside(property, text).map(Cow::Borrowed);
        }
        property.outside(&value(self.kind, text)?).map(Cow::Owned)
    }

    /// What else is wrong with a value.
    fn check(&mut self, text: &str, file: &Arc<str>, line: u64, owner: &str) -> Option<Problem> {
        self.note(text);
        let property = self.property?;
        let at = || spot(file, line, self.field + 1);
        let name = || Quoted::new(&self.name);
        if text.is_empty() {
            // A missing source has an error of its own where it is required throughout.
            return property.required.then(|| Problem::MissingValue { at: at(), name: name(), owner: owner.into() });
        }
        if let Some(odd) = self.outside(property, text) {
            let help = property.instead_of(&odd);
            return Some(Problem::OutsideValues { at: at(), name: name(), text: Quoted::new(&odd), help });
        }
        if self.seen.as_mut().is_some_and(|seen| !seen.insert(text.into())) {
            let owner = owner.strip_prefix("label ").map_or_else(|| owner.to_owned(), |label| format!("{label} node"));
            return Some(Problem::NotUnique { at: at(), name: name(), text: Quoted::new(text), owner });
        }
        None
    }
}

/// The first item of a value that is not among the values stated.
fn outside<'t>(property: &Property, text: &'t str) -> Option<&'t str> {
    let known = |item: &str| property.values.is_empty() || property.values.iter().any(|value| value == item);
    if property.kind.list {
        return text.split(';').map(str::trim).find(|item| !item.is_empty() && !known(item));
    }
    (!known(text)).then_some(text)
}

/// The columns whose type must be guessed, by field.
pub(in crate::load) fn untyped<'s>(header: &Header, stated: impl Fn(&str) -> Stated<'s>) -> Vec<bool> {
    let open = |heading: &Heading| {
        let is_fixed = heading.kind.is_some() || fixed(&heading.name).is_some();
        let counts = matches!(heading.role, Role::Property | Role::Id);
        counts
            && !is_fixed
            && match stated(&heading.name) {
                Stated::As(_) => false,
                Stated::Open => true,
                Stated::Unknown(_) => is_always(&heading.name) || heading.role == Role::Id,
            }
    };
    header.columns.iter().map(open).collect()
}

/// The types of the columns by all of their values, by field; nothing for columns that are not asked for.
pub(in crate::load) fn guess(mut records: Records<'_>, wanted: &[bool]) -> Vec<Option<Scalar>> {
    let mut guesses: Vec<Option<Guess>> = wanted.iter().map(|&wanted| wanted.then_some(Guess::new())).collect();
    let mut header = true;
    loop {
        match records.step() {
            Step::Record(_) | Step::Flaw(_) if std::mem::take(&mut header) => {}
            Step::Record(record) if record.len() == wanted.len() => {
                for (guess, text) in guesses.iter_mut().zip(record.iter()) {
                    if let Some(guess) = guess {
                        guess.see(text);
                    }
                }
                if guesses.iter().flatten().all(|guess| guess.is_settled()) {
                    break;
                }
            }
            Step::Record(_) | Step::Flaw(_) => {}
            Step::End => break,
        }
    }
    guesses.into_iter().map(|guess| guess.and_then(Guess::scalar)).collect()
}

/// The problem that a flaw of the file is.
pub(in crate::load) fn flaw(flaw: Flaw, file: &Arc<str>, limit: usize) -> Problem {
    let at = spot(file, flaw.line, flaw.column);
    let reason = match flaw.kind {
        Kind::QuoteInside => "a quote stands inside a field that does not begin with one",
        Kind::AfterQuote => "text stands after a closing quote",
        Kind::Unclosed => "a quote is never closed",
        Kind::Utf8 => return Problem::InvalidUtf8 { at },
        Kind::Long => return Problem::LongRecord { at, limit },
        Kind::Read(reason) => return Problem::Unreadable { file: at.to_string(), reason },
    };
    Problem::Quoting { at, reason }
}

/// The problem of a record with too few or too many fields.
pub(in crate::load) fn column_count(file: &Arc<str>, record: Record<'_>, expected: usize) -> Problem {
    Problem::ColumnCount { at: spot(file, record.line, 0), found: record.len(), expected }
}
