//! The arguments of the command line.

use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use clap::{Args, Parser, Subcommand};

use super::colour::Choice;
use crate::draw;
use crate::export::{FORMATS, Format, Formulas};
use crate::gap::Severity;
use crate::limit::Limits;
use crate::load;
use crate::save;
use crate::text::Name;
use crate::value::{Unusable, Value, read_json};

/// An embedded relationship explorer: questions in the data's own words, and a language compatible with openCypher.
///
/// Without a command it opens the shell. Without `--data` it answers from the framework that is built in.
#[derive(Debug, Parser)]
#[command(name = "legation", version, about)]
pub(super) struct Arguments {
    /// A data package or a folder of CSV files; several are merged, later ones add to earlier ones
    #[arg(long, global = true, value_name = "PATH")]
    pub data: Vec<PathBuf>,

    /// Seconds that a query may run
    #[arg(long, global = true, value_name = "SECONDS", default_value_t = 300)]
    limit_time: u64,

    /// Mebibytes of memory that a query may use
    #[arg(long, global = true, value_name = "MIB", default_value_t = 4096)]
    limit_memory: u64,

    /// Rows that an answer may have
    #[arg(long, global = true, value_name = "ROWS", default_value_t = 100_000_000)]
    limit_rows: u64,

    /// Bytes that a line of a data file may have
    #[arg(long, global = true, value_name = "BYTES")]
    limit_line: Option<usize>,

    /// The day that `date()` and words such as "overdue" mean (default: today)
    #[arg(long, global = true, value_name = "DATE", value_parser = day)]
    pub as_of: Option<SystemTime>,

    /// When text is coloured
    #[arg(long, global = true, value_name = "WHEN", value_enum, default_value_t)]
    pub color: Choice,

    #[command(subcommand)]
    pub command: Option<Command>,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Answers each question or query
    Query(Query),
    /// Answers the sentences of a script
    Run(Run),
    /// Shows where the data falls short of what its package expects
    Gaps(GapsArguments),
    /// Draws the answer of a sentence, with what it rests on
    Draw(DrawArguments),
    /// Fills in the page on one thing that the data states
    Brief(BriefArguments),
    /// Fills in the worksheet of an event, which a TOML file describes
    Worksheet(WorksheetArguments),
    /// Answers JSON lines from standard input, one response a line
    Batch,
    /// Validates a data package and prints every problem
    Check {
        /// The package's folder
        path: PathBuf,
    },
    /// Saves the data as a package or a file
    Export {
        #[command(flatten)]
        saving: Saving,
    },
    /// Reads packages, folders of CSV, files of graphs and Cypher scripts as one graph, and saves it
    Import {
        /// What is read, in this order
        #[arg(required = true, value_name = "PATH")]
        paths: Vec<PathBuf>,

        #[command(flatten)]
        saving: Saving,
    },
    /// Prints the manual page (troff): `legation man | man -l -`
    Man,
    /// Prints a completion script for a command-line shell
    Completions {
        /// Which shell
        shell: clap_complete::Shell,
    },
}

/// Where and how a graph is saved.
#[derive(Debug, Args)]
pub(super) struct Saving {
    /// Where it is saved
    #[arg(short, long, value_name = "PATH")]
    pub output: PathBuf,

    /// The format (default: by the ending of the path, else a data package)
    #[arg(long, value_name = "FORMAT", value_parser = SAVED)]
    pub format: Option<&'static save::Format>,

    /// Replaces what is there, whatever it is
    #[arg(long)]
    replace: bool,

    /// Writes CSV text that a spreadsheet would take for a formula as it is
    #[arg(long)]
    raw_csv: bool,
}

impl Saving {
    pub fn options(&self) -> save::Options {
        save::Options { formulas: formulas(self.raw_csv), replace: self.replace }
    }
}

fn formulas(raw: bool) -> Formulas {
    if raw { Formulas::Kept } else { Formulas::Disarmed }
}

#[derive(Debug, Args)]
pub(super) struct Query {
    /// Questions or queries, each one argument
    #[arg(required = true, value_name = "TEXT")]
    pub texts: Vec<String>,

    #[command(flatten)]
    pub answer: AnswerArguments,
}

#[derive(Debug, Args)]
pub(super) struct Run {
    /// The script, or `-` for standard input; sentences end with `;` or a blank line
    #[arg(value_name = "FILE")]
    pub file: PathBuf,

    #[command(flatten)]
    pub answer: AnswerArguments,
}

#[derive(Debug, Args)]
pub(super) struct GapsArguments {
    /// Whose gaps, and in what: `for Brazil`, `in agreements for emerging partners`
    #[arg(value_name = "WORDS")]
    pub scope: Vec<String>,

    /// Shows who by expectation
    #[arg(long)]
    pub matrix: bool,

    /// Ends with exit code 1 where a gap of this severity, or a greater one, is open
    #[arg(long, value_name = "SEVERITY", value_parser = severity)]
    pub fail_on: Option<Severity>,

    /// Writes into a file, in the format of its ending
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,

    #[command(flatten)]
    pub answer: AnswerArguments,
}

#[derive(Debug, Args)]
pub(super) struct DrawArguments {
    /// What is drawn: a question, a query, a name, `path from … to …`, `compare …`, `schema`
    #[arg(required = true, value_name = "SENTENCE")]
    pub sentence: Vec<String>,

    /// Writes into a file, in the format of its ending
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,

    /// The format (default: by the ending of the file, else a drawing of characters)
    #[arg(long, value_name = "FORMAT", value_parser = DRAWN)]
    pub format: Option<&'static draw::Format>,

    /// A file of looks, which win over those of the data: `[style.label.Forum]` as in a schema
    #[arg(long, value_name = "FILE")]
    pub style: Option<PathBuf>,

    /// A parameter of a query, as `name=JSON`
    #[arg(long = "param", value_name = "NAME=JSON", value_parser = parameter)]
    pub parameters: Vec<(Name, Value)>,

    /// An option of the data package to switch on
    #[arg(long = "option", value_name = "NAME")]
    pub options: Vec<String>,

    /// The language in which names and nouns are shown where the data has them, such as `fr`
    #[arg(long = "lang", value_name = "LANGUAGE")]
    pub language: Option<String>,
}

impl DrawArguments {
    /// How the sentence is answered.
    pub fn answer(&self) -> AnswerArguments {
        AnswerArguments {
            format: None,
            parameters: self.parameters.clone(),
            sources: false,
            options: self.options.clone(),
            language: self.language.clone(),
            raw_csv: false,
        }
    }
}

#[derive(Debug, Args)]
pub(super) struct BriefArguments {
    /// On what: a name
    #[arg(required = true, value_name = "NAME")]
    pub name: Vec<String>,

    /// Writes into a file: Markdown, or HTML by its ending
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,

    /// An option of the data package to switch on
    #[arg(long = "option", value_name = "NAME")]
    pub options: Vec<String>,
}

#[derive(Debug, Args)]
pub(super) struct WorksheetArguments {
    /// The file that describes the event
    #[arg(value_name = "EVENT-FILE")]
    pub event: PathBuf,

    /// Writes into a file: Markdown, or HTML by its ending
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,

    /// An option of the data package to switch on
    #[arg(long = "option", value_name = "NAME")]
    pub options: Vec<String>,
}

/// How answers are asked for and written.
#[derive(Clone, Debug, Args)]
pub(super) struct AnswerArguments {
    /// How answers are written (default: table on a terminal, else csv)
    #[arg(long, value_name = "FORMAT", value_parser = ANSWERS)]
    pub format: Option<&'static Format>,

    /// A parameter of the queries, as `name=JSON`
    #[arg(long = "param", value_name = "NAME=JSON", value_parser = parameter)]
    pub parameters: Vec<(Name, Value)>,

    /// Adds to each row where its facts stand
    #[arg(long)]
    pub sources: bool,

    /// An option of the data package to switch on
    #[arg(long = "option", value_name = "NAME")]
    pub options: Vec<String>,

    /// The language in which names and nouns are shown where the data has them, such as `fr`
    #[arg(long = "lang", value_name = "LANGUAGE")]
    pub language: Option<String>,

    /// Writes CSV text that a spreadsheet would take for a formula as it is
    #[arg(long)]
    raw_csv: bool,
}

impl Arguments {
    pub fn limits(&self) -> Limits {
        Limits {
            time: Some(Duration::from_secs(self.limit_time)),
            memory: self.limit_memory.saturating_mul(1 << 20),
            rows: self.limit_rows,
        }
    }

    pub fn load_options(&self) -> load::Options {
        let mut options = load::Options::default();
        if let Some(bytes) = self.limit_line {
            options.record_bytes = bytes;
        }
        options
    }
}

impl AnswerArguments {
    /// What happens to CSV text that a spreadsheet would run as a formula.
    pub fn formulas(&self) -> Formulas {
        formulas(self.raw_csv)
    }
}

/// Reads the name of a row of a table: of the formats of answers, or of those in which graphs are saved.
struct Named<T: 'static> {
    table: &'static [T],
    /// Name and summary of a row.
    told: fn(&T) -> (&'static str, &'static str),
}

impl<T> Clone for Named<T> {
    fn clone(&self) -> Self {
        Self { table: self.table, told: self.told }
    }
}

/// The formats of answers.
const ANSWERS: Named<Format> = Named { table: FORMATS, told: |format| (format.name, format.summary) };

/// The formats of pictures.
const DRAWN: Named<draw::Format> = Named { table: draw::FORMATS, told: |format| (format.name, format.summary) };

/// The formats in which graphs are saved.
const SAVED: Named<save::Format> = Named { table: save::FORMATS, told: |format| (format.name, format.summary) };

impl<T: Sync> clap::builder::TypedValueParser for Named<T> {
    type Value = &'static T;

    fn parse_ref(
        &self,
        command: &clap::Command,
        argument: Option<&clap::Arg>,
        value: &std::ffi::OsStr,
    ) -> Result<Self::Value, clap::Error> {
        let names = clap::builder::PossibleValuesParser::new(self.table.iter().map(|row| (self.told)(row).0));
        let name = names.parse_ref(command, argument, value)?;
        let found = self.table.iter().find(|row| (self.told)(row).0 == name);
        found.ok_or_else(|| clap::Error::new(clap::error::ErrorKind::InvalidValue))
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = clap::builder::PossibleValue> + '_>> {
        let value = |row| {
            let (name, summary) = (self.told)(row);
            clap::builder::PossibleValue::new(name).help(summary)
        };
        Some(Box::new(self.table.iter().map(value)))
    }
}

/// Reads a day: its first moment, in UTC.
fn day(text: &str) -> Result<SystemTime, String> {
    let date: jiff::civil::Date = text.parse().map_err(|_| "expected a date such as `2008-12-31`".to_owned())?;
    let moment = jiff::tz::Offset::UTC.to_timestamp(date.at(0, 0, 0, 0)).map_err(|error| error.to_string())?;
    let away = Duration::from_secs(moment.as_second().unsigned_abs());
    let day = if moment.as_second() < 0 { SystemTime::UNIX_EPOCH.checked_sub(away) } else { SystemTime::UNIX_EPOCH.checked_add(away) };
    day.ok_or_else(|| format!("`{text}` is beyond the clock of this machine"))
}

/// Reads a severity.
fn severity(text: &str) -> Result<Severity, String> {
    let found = Severity::ALL.into_iter().find(|severity| severity.name() == text);
    found.ok_or_else(|| format!("severities are {}", Severity::ALL.map(Severity::name).join(", ")))
}

/// Reads `name=JSON`.
fn parameter(text: &str) -> Result<(Name, Value), String> {
    let (name, json) = text.split_once('=').ok_or("expected `name=JSON`, such as `year=2008` or `name=\"Brazil\"`")?;
    let value = read_json(json).map_err(|problem| match problem {
        Unusable::Syntax(error) => format!("the value is not JSON ({error}); text needs double quotes: `{name}=\"…\"`"),
        Unusable::Range(_) => problem.to_string(),
    })?;
    Ok((name.into(), value))
}
