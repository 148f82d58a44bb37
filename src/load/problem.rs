//! What can be wrong with a data package.
//!
//! A long file: one variant for each kind of problem.

use std::fmt;
use std::sync::Arc;

use miette::Diagnostic;
use thiserror::Error;

use crate::graph;
use crate::schema::{self, PropertyType};
use crate::text::visible;

/// A place in a file: `nodes/Party.csv:3:2` is the second field of the record on line 3.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot {
    /// The file, as found from the package's folder.
    pub file: Arc<str>,
    /// The line on which the record begins, from 1.
    pub line: u64,
    /// The field, from 1; 0 means the whole record.
    pub column: usize,
}

impl fmt::Display for Spot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", visible(&self.file), self.line)?;
        if self.column > 0 { write!(f, ":{}", self.column) } else { Ok(()) }
    }
}

/// A text from a file, as messages show it: without control characters, and not too long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quoted(String);

impl Quoted {
    /// Shortens and cleans `text`.
    pub fn new(text: &str) -> Self {
        const SHOWN: usize = 60;
        let short: String = text.chars().take(SHOWN).collect();
        let cut = if short.len() < text.len() { "…" } else { "" };
        Self(format!("{}{cut}", visible(&short.replace('\n', "⏎"))))
    }
}

impl fmt::Display for Quoted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`", self.0)
    }
}

/// A problem of a data package. The message says where; there is no single text to point into.
#[derive(Debug, Error, Diagnostic)]
pub enum Problem {
    /// A path leads nowhere.
    #[error("{path}: there is no such folder")]
    #[diagnostic(
        code(load::missing),
        help("give the path of a folder with `nodes/` and `relationships/`, or with `nodes_*.csv` and `rels_*.csv`")
    )]
    Missing {
        /// The path.
        path: String,
    },
    /// A path leads to something else than a folder.
    #[error("{path}: not a folder")]
    #[diagnostic(code(load::not_a_folder), help("give the folder that holds the CSV files, not a file in it"))]
    NotAFolder {
        /// The path.
        path: String,
    },
    /// A file or folder cannot be read.
    #[error("{file}: cannot be read: {reason}")]
    #[diagnostic(code(load::unreadable), help("check that the file exists, is a plain file, and may be read"))]
    Unreadable {
        /// The file.
        file: String,
        /// What the system says.
        reason: String,
    },
    /// A folder without data.
    #[error("{path}: holds no nodes")]
    #[diagnostic(code(load::no_nodes), help("put nodes into `nodes/<Label>.csv` or `nodes_<Label>.csv`, with a column `id`"))]
    NoNodes {
        /// The folder.
        path: String,
    },
    /// A CSV file that holds neither nodes nor relationships.
    #[error("{file}: neither nodes nor relationships")]
    #[diagnostic(
        code(load::unrecognized_file),
        help("name it `nodes_<Label>.csv` or `rels_<TYPE>.csv`, give it a header with `:ID` or `:START_ID`, or move it out of the folder")
    )]
    UnrecognizedFile {
        /// The file.
        file: String,
    },
    /// The files are larger than allowed.
    #[error("{path}: the files have {bytes} bytes, more than the limit of {limit}")]
    #[diagnostic(code(load::too_large), help("split the package, or raise the limit"))]
    TooLarge {
        /// The folder.
        path: String,
        /// Bytes found.
        bytes: u64,
        /// Bytes allowed.
        limit: u64,
    },
    /// A file of a whole graph that is none.
    #[error("{at}: not a saved graph: {reason}")]
    #[diagnostic(code(load::not_a_graph), help("save it again, or give a folder of CSV files"))]
    NotAGraph {
        /// Where.
        at: Spot,
        /// Why not.
        reason: String,
    },
    /// A mistake in the schema.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Schema(#[from] SchemaMistake),
    /// A file without a header.
    #[error("{file}:1: the file is empty")]
    #[diagnostic(
        code(load::empty_file),
        help("the first line must name the columns, such as `id,name`; delete the file if it has no rows")
    )]
    EmptyFile {
        /// The file.
        file: Arc<str>,
    },
    /// Bytes that are not UTF-8.
    #[error("{at}: the text is not valid UTF-8")]
    #[diagnostic(code(load::invalid_utf8), help("save the file as UTF-8 (\"CSV UTF-8\" in a spreadsheet)"))]
    InvalidUtf8 {
        /// Where.
        at: Spot,
    },
    /// Quotes that do not pair.
    #[error("{at}: {reason}")]
    #[diagnostic(
        code(load::quoting),
        help("a field with a comma, a quote or a line break stands in double quotes, and a quote in it is doubled: \"a \"\"b\"\" c\"")
    )]
    Quoting {
        /// Where.
        at: Spot,
        /// Which rule is broken.
        reason: &'static str,
    },
    /// A record over the limit.
    #[error("{at}: the record is longer than the limit of {limit} bytes; the rest of the file was not read")]
    #[diagnostic(code(load::long_record), help("look for a quote that is never closed, or raise the limit"))]
    LongRecord {
        /// Where it begins.
        at: Spot,
        /// Bytes allowed.
        limit: usize,
    },
    /// More columns than allowed.
    #[error("{file}:1: {count} columns, more than the limit of {limit}")]
    #[diagnostic(code(load::too_many_columns), help("put what varies into rows, or raise the limit"))]
    TooManyColumns {
        /// The file.
        file: Arc<str>,
        /// Columns found.
        count: usize,
        /// Columns allowed.
        limit: usize,
    },
    /// A record with too few or too many fields.
    #[error("{at}: {found} fields where the header has {expected}")]
    #[diagnostic(code(load::column_count), help("{}", if found > expected { "a field with a comma must stand in double quotes" } else { "write a comma for each empty field, too" }))]
    ColumnCount {
        /// Where.
        at: Spot,
        /// Fields found.
        found: usize,
        /// Columns in the header.
        expected: usize,
    },
    /// Two columns with one name.
    #[error("{at}: a second column {name}")]
    #[diagnostic(code(load::duplicate_column), help("each column needs a name of its own"))]
    DuplicateColumn {
        /// Where.
        at: Spot,
        /// The name.
        name: Quoted,
    },
    /// A column without a name.
    #[error("{at}: the column has no name")]
    #[diagnostic(code(load::unnamed_column), help("name it, or remove the comma that begins it"))]
    UnnamedColumn {
        /// Where.
        at: Spot,
    },
    /// A column that must be there is not.
    #[error("{file}:1: there is no column {what}")]
    #[diagnostic(code(load::missing_column))]
    MissingColumn {
        /// The file.
        file: Arc<str>,
        /// Its names ("`id`").
        what: String,
        /// What to do.
        #[help]
        help: String,
    },
    /// A column that the schema does not know.
    #[error("{at}: the schema knows no property {name} of {owner}")]
    #[diagnostic(code(load::unknown_column))]
    UnknownColumn {
        /// Where.
        at: Spot,
        /// The column.
        name: Quoted,
        /// "label `Party`".
        owner: String,
        /// What to do.
        #[help]
        help: String,
    },
    /// A header names a type that does not exist.
    #[error("{at}: column {name} has the unknown type {kind}")]
    #[diagnostic(
        code(load::unknown_column_type),
        help(
            "types are string, integer, float, boolean, date, localtime, time, localdatetime, datetime, duration, any, and lists as `string[]`"
        )
    )]
    UnknownColumnType {
        /// Where.
        at: Spot,
        /// The column.
        name: Quoted,
        /// The type.
        kind: Quoted,
    },
    /// A label that the schema does not declare.
    #[error("{at}: the schema declares no label {label}")]
    #[diagnostic(code(load::unknown_label))]
    UnknownLabel {
        /// Where.
        at: Spot,
        /// The label.
        label: Quoted,
        /// What to do.
        #[help]
        help: String,
    },
    /// A header names nodes that no file has.
    #[error("{at}: no nodes have the label or the id space {space}")]
    #[diagnostic(
        code(load::unknown_space),
        help("name the label of the nodes, or the space in the header of their ids, as in `id:ID(Space)`")
    )]
    UnknownSpace {
        /// Where.
        at: Spot,
        /// The name.
        space: Quoted,
    },
    /// A relationship type that the schema does not declare.
    #[error("{at}: the schema declares no relationship type {kind}")]
    #[diagnostic(code(load::unknown_type))]
    UnknownType {
        /// Where.
        at: Spot,
        /// The type.
        kind: Quoted,
        /// What to do.
        #[help]
        help: String,
    },
    /// A node or relationship without label, id, end or type.
    #[error("{at}: the {what} is missing")]
    #[diagnostic(code(load::missing_key), help("every node needs an id, every relationship a start, an end and a type"))]
    MissingKey {
        /// Where.
        at: Spot,
        /// "id".
        what: &'static str,
    },
    /// An id twice in one label.
    #[error("{at}: a second node with the id {id} in {space}")]
    #[diagnostic(code(load::duplicate_id), help("ids are unique within their label: change one of them, or join the rows"))]
    DuplicateId {
        /// Where the second stands.
        at: Spot,
        /// The id.
        id: Quoted,
        /// "`Party`".
        space: Quoted,
    },
    /// An end that is no node.
    #[error("{at}: no {owner} has the id {id}")]
    #[diagnostic(code(load::dangling))]
    Dangling {
        /// Where.
        at: Spot,
        /// The id.
        id: Quoted,
        /// "node with the label `Party`".
        owner: String,
        /// What to do.
        #[help]
        help: String,
    },
    /// An end that could be several nodes.
    #[error("{at}: the id {id} belongs to nodes of {spaces}")]
    #[diagnostic(
        code(load::ambiguous_end),
        help(
            "state the labels of the ends in `schema.toml` (`[relationship.TYPE]` with `from` and `to`) or in the header (`:START_ID(Label)`), or make the ids unique"
        )
    )]
    AmbiguousEnd {
        /// Where.
        at: Spot,
        /// The id.
        id: Quoted,
        /// "`Party` and `Forum`".
        spaces: String,
    },
    /// A value of another type.
    #[error("{at}: {name} is {text}, which is not of type {kind}")]
    #[diagnostic(code(load::wrong_type), help("{}", form(*kind)))]
    WrongType {
        /// Where.
        at: Spot,
        /// The column.
        name: Quoted,
        /// The text.
        text: Quoted,
        /// The type.
        kind: PropertyType,
    },
    /// A value that the schema does not list.
    #[error("{at}: {name} is {text}, which is not among its values")]
    #[diagnostic(code(load::outside_values))]
    OutsideValues {
        /// Where.
        at: Spot,
        /// The column.
        name: Quoted,
        /// The text.
        text: Quoted,
        /// What to do.
        #[help]
        help: String,
    },
    /// A required value that is missing.
    #[error("{at}: {name} is missing, which {owner} requires")]
    #[diagnostic(code(load::missing_value), help("fill it in, or take `required` out of the schema"))]
    MissingValue {
        /// Where.
        at: Spot,
        /// The property.
        name: Quoted,
        /// "label `Party`".
        owner: String,
    },
    /// A fact without its source.
    #[error("{at}: the source is missing")]
    #[diagnostic(
        code(load::missing_source),
        help("say in the column `source` where the fact stands; the schema requires it (`require_source`)")
    )]
    MissingSource {
        /// Where.
        at: Spot,
    },
    /// A value of a unique property that occurs twice.
    #[error("{at}: a second {owner} whose {name} is {text}")]
    #[diagnostic(code(load::not_unique), help("the schema says that the property is unique: change one of them"))]
    NotUnique {
        /// Where the second stands.
        at: Spot,
        /// The property.
        name: Quoted,
        /// The value.
        text: Quoted,
        /// "label `Party`".
        owner: String,
    },
    /// Names or counts that a graph cannot hold.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Names(#[from] graph::Full),
    /// What the graph refuses.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Graph(#[from] graph::Error),
    /// Problems beyond those shown.
    #[error("and {count} more problems")]
    #[diagnostic(code(load::more), help("repair the first ones and check again"))]
    More {
        /// How many.
        count: u64,
    },
}

/// A mistake in a schema, with the file that it stands in.
#[derive(Debug, Error)]
#[error("{at}: {error}")]
pub struct SchemaMistake {
    /// Where; the column counts characters.
    pub at: Spot,
    /// What.
    pub error: schema::Error,
}

/// Code and help are the schema's; the place is in the message.
impl Diagnostic for SchemaMistake {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.error.code()
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.error.help()
    }
}

/// How the text of a type looks.
fn form(kind: PropertyType) -> String {
    use schema::Scalar;
    let one = match kind.scalar {
        Scalar::Boolean => "write `true` or `false`",
        Scalar::Integer => "write digits only, within 64 bits, such as `2008`",
        Scalar::Float => "write digits with a point, such as `3.5`",
        Scalar::String => "write any text",
        Scalar::Date => "write `YYYY-MM-DD`, such as `2008-05-01`",
        Scalar::LocalTime => "write `HH:MM:SS`, such as `09:30:00`",
        Scalar::Time => "write `HH:MM:SS` and the offset, such as `09:30:00+01:00`",
        Scalar::LocalDateTime => "write `YYYY-MM-DDTHH:MM:SS`, such as `2008-05-01T09:30:00`",
        Scalar::DateTime => "write date, time and offset, such as `2008-05-01T09:30:00Z`",
        Scalar::Any => "write a literal, such as `'text'`, `1`, `date('2008-05-01')` or `['a', 'b']`",
        Scalar::Duration => "write an ISO duration, such as `P15D` or `PT2H`",
    };
    if kind.list { format!("{one}; items of a list are separated by `;`") } else { one.into() }
}
