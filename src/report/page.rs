//! A report that is filled in.

/// A page, in no format yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// Its title.
    pub title: String,
    /// What stands below it.
    pub about: Option<String>,
    /// The language of its words, as a code.
    pub language: String,
    /// Its sections.
    pub parts: Vec<Part>,
    /// Caveats and what is not recorded, each once.
    pub remarks: Vec<String>,
    /// Where its facts stand, each place once.
    pub sources: Vec<String>,
    /// The state of the facts.
    pub edition: Option<String>,
}

/// A section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its heading.
    pub heading: String,
    /// What it says.
    pub body: Body,
}

/// What a section says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// A text.
    Text(String),
    /// A place for a person to write in.
    Blank,
    /// One value under each name.
    Fields(Vec<(String, String)>),
    /// One thing a line.
    List(Vec<String>),
    /// Things of which some are ticked.
    Ticks(Vec<(bool, String)>),
    /// A picture.
    Picture {
        /// As SVG, in which every text is escaped.
        svg: String,
        /// As text.
        text: String,
    },
    /// A table.
    Table {
        /// Its columns.
        columns: Vec<String>,
        /// Its rows.
        rows: Vec<Vec<String>>,
    },
}
