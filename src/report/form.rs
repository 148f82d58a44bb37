//! `reports.toml`, and the files that say what a report is about.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Error;
use super::page::Body;
use crate::diagnose::did_you_mean;
use crate::schema::{Document, REPORTS};
use crate::text::Source;

/// What a report is given: texts by the names of its fields.
pub type Values = BTreeMap<String, Vec<String>>;

/// A report of a package.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Report {
    /// What asks for it: `brief`, `worksheet`.
    pub name: String,
    /// The noun of the things that it is about, where it is about one.
    pub noun: Option<String>,
    /// Its title.
    pub title: String,
    /// What stands below the title.
    pub about: Option<String>,
    /// The fields that its file may have.
    #[serde(default)]
    pub fields: Vec<String>,
    /// Its sections, in order.
    #[serde(default, rename = "section")]
    pub sections: Vec<Section>,
}

/// A section of a report. With neither text nor sentence it is left empty, for a person to fill in.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Its heading.
    pub heading: String,
    /// A text.
    pub text: Option<String>,
    /// A sentence, whose rows are shown.
    pub sentence: Option<String>,
    /// The columns that are shown, in order; all but sources and caveats if it is not said.
    pub columns: Option<Vec<String>>,
    /// A row as one line, in which `{column}` stands for a value.
    pub line: Option<String>,
    /// The field whose things are ticked: those whose name is that in the first column.
    pub ticked: Option<String>,
    /// What is said where there is no row.
    pub none: Option<String>,
}

/// The layout of the file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default, rename = "report")]
    reports: Vec<Report>,
}

/// Reads the reports of packages.
///
/// # Errors
/// The first mistake of form in a file.
pub fn read(documents: &[Document]) -> Result<Vec<Report>, Error> {
    let mut all: Vec<Report> = Vec::new();
    for document in documents.iter().filter(|document| document.name == REPORTS) {
        let file: File = toml::from_str(document.source.text()).map_err(|error| {
            let help = "each `[[report]]` has `name`, `title` and `[[report.section]]`s, each with a `heading`";
            malformed(&document.source, &error, help)
        })?;
        for report in file.reports {
            all.retain(|other| (&other.name, &other.noun) != (&report.name, &report.noun));
            all.push(report);
        }
    }
    Ok(all)
}

/// Reads the file that says what a report is about: texts, dates and lists of texts, each a field that the report has.
///
/// # Errors
/// If it is not TOML, or has another field or another kind of value.
pub fn event(source: &Source, report: &Report) -> Result<Values, Error> {
    let table: toml::Table =
        toml::from_str(source.text()).map_err(|error| malformed(source, &error, "write `field = \"…\"` in each line"))?;
    let mut values: Values = report.fields.iter().map(|field| (field.clone(), Vec::new())).collect();
    for (field, value) in table {
        let form = |message: String, help: Option<String>| Error::Form { file: source.name().to_owned(), message, help };
        let Some(kept) = values.get_mut(&field) else {
            let known = || report.fields.iter().map(String::as_str);
            let help =
                did_you_mean(&field, known()).unwrap_or_else(|| format!("its fields are {}", known().collect::<Vec<_>>().join(", ")));
            return Err(form(format!("`{field}` is no field of this report"), Some(help)));
        };
        let items = if let toml::Value::Array(items) = value { items } else { vec![value] };
        for item in items {
            kept.push(match item {
                toml::Value::String(text) => text,
                toml::Value::Datetime(date) => date.to_string(),
                toml::Value::Integer(number) => number.to_string(),
                _ => return Err(form(format!("`{field}` is neither a text nor a date"), Some("write a text in double quotes".to_owned()))),
            });
        }
    }
    Ok(values)
}

fn malformed(source: &Source, error: &toml::de::Error, help: &str) -> Error {
    let line = error.span().map_or(1, |span| source.position(span.start).line);
    let message = error.message().lines().collect::<Vec<_>>().join("; ");
    Error::Form { file: format!("{}:{line}", source.name()), message, help: Some(help.to_owned()) }
}

impl Section {
    /// The section's text with the values in it.
    ///
    /// # Errors
    /// A field that there is not.
    pub fn text(&self, values: &Values) -> Result<Option<String>, Error> {
        let joined = |values: &[String]| values.join("; ");
        self.text.as_ref().map(|text| self.filled(text, &|field| values.get(field).map(|values| joined(values)))).transpose()
    }

    /// The section's sentence with the values in it, in quotes and joined by `and`. Nothing where a value is missing: then there is nothing
    /// to ask.
    ///
    /// # Errors
    /// A field that there is not.
    pub fn sentence(&self, values: &Values) -> Result<Option<String>, Error> {
        let Some(sentence) = &self.sentence else { return Ok(None) };
        let missing = values.iter().any(|(field, values)| values.is_empty() && sentence.contains(&format!("{{{field}}}")));
        if missing {
            return Ok(None);
        }
        let said = |value: &String| if value.contains('"') { value.clone() } else { format!("\"{value}\"") };
        let joined = |values: &Vec<String>| values.iter().map(said).collect::<Vec<_>>().join(" and ");
        self.filled(sentence, &|field| values.get(field).map(joined)).map(Some)
    }

    /// What rows are for people: their columns are those of the answer. Of these the ones with a name among `ticked` are ticked.
    ///
    /// # Errors
    /// Columns that the answer has not.
    pub fn body(&self, columns: &[String], rows: &[Vec<String>], ticked: Option<&[String]>) -> Result<Body, Error> {
        if rows.is_empty() {
            return Ok(Body::Text(self.none.clone().unwrap_or_else(|| "Nothing is on record.".to_owned())));
        }
        let named = |name: &str| columns.iter().position(|column| column == name);
        let lined = |line: &String| {
            let lines = rows.iter().map(|row| self.filled(line, &|field| named(field).and_then(|at| row.get(at)).cloned()));
            lines.collect::<Result<Vec<_>, _>>()
        };
        let lines = self.line.as_ref().map(lined).transpose()?;
        if let Some(ticked) = ticked {
            let name = |row: &Vec<String>| row.first().cloned().unwrap_or_default();
            let texts = lines.unwrap_or_else(|| rows.iter().map(name).collect());
            return Ok(Body::Ticks(rows.iter().map(|row| ticked.contains(&name(row))).zip(texts).collect()));
        }
        if let Some(lines) = lines {
            return Ok(Body::List(lines));
        }
        let shown: Vec<usize> = match &self.columns {
            Some(names) => {
                let at = |name: &String| named(name).ok_or_else(|| self.unknown(name, columns.iter().map(String::as_str)));
                names.iter().map(at).collect::<Result<_, _>>()?
            }
            None => (0..columns.len()).filter(|at| !matches!(columns[*at].as_str(), "sources" | "caveats")).collect(),
        };
        let cells = |row: &Vec<String>| shown.iter().map(|at| row.get(*at).cloned().unwrap_or_default()).collect::<Vec<String>>();
        let names: Vec<String> = shown.iter().map(|at| columns[*at].clone()).collect();
        Ok(match rows {
            _ if shown.len() == 1 => Body::List(rows.iter().flat_map(cells).collect()),
            [only] => Body::Fields(names.into_iter().zip(cells(only)).filter(|(_, value)| !value.is_empty()).collect()),
            _ => Body::Table { columns: names, rows: rows.iter().map(cells).collect() },
        })
    }

    /// A text in which `{field}` stands for a value.
    fn filled(&self, text: &str, value: &dyn Fn(&str) -> Option<String>) -> Result<String, Error> {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let (field, behind) = after.split_once('}').unwrap_or((after, ""));
            out.push_str(before);
            out.push_str(&value(field).ok_or_else(|| self.unknown(field, std::iter::empty()))?);
            rest = behind;
        }
        out.push_str(rest);
        Ok(out)
    }

    /// A field or column that there is not.
    pub fn unknown<'n>(&self, field: &str, known: impl Iterator<Item = &'n str>) -> Error {
        let known: Vec<&str> = known.collect();
        let listed = || (!known.is_empty()).then(|| format!("there are {}", known.join(", ")));
        let help = did_you_mean(field, known.iter().copied()).or_else(listed);
        Error::Section { heading: self.heading.clone(), reason: format!("there is no `{field}` here"), help }
    }
}

impl Report {
    /// Its title, or what stands below it, with the values in it.
    ///
    /// # Errors
    /// A field that there is not.
    pub fn filled(&self, text: &str, values: &Values) -> Result<String, Error> {
        let section = Section { heading: self.name.clone(), text: Some(text.to_owned()), ..Section::default() };
        Ok(section.text(values)?.unwrap_or_default())
    }
}
