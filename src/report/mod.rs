//! Reports: pages whose sections a data package states, filled in from the graph.
//!
//! A package states its reports in `reports.toml`: what each is called, what it takes, and its sections, each a heading with a sentence of
//! the question language. So nothing of a package's subject is in the program, and each package has reports of its own.
//!
//! # The file
//!
//! `[[report]]` tables have the fields of [`Report`], `[[report.section]]` those of [`Section`]. In texts and sentences `{field}` stands
//! for a value that the report is given: for `brief X` the only one is `{thing}`, for `worksheet FILE` those of the file. Several
//! packages' files are one, a later report in the place of an earlier one with its name and noun.
//!
//! # From sentences to a page
//!
//! The session answers each sentence as if it was asked with sources; [`Section::body`] turns the rows into what people read: fields, a list
//! or a table. [`Page`] is what comes out, and knows no format.

mod error;
mod form;
mod page;

pub use error::Error;
pub use form::{Report, Section, Values, event, read};
pub use page::{Body, Page, Part};
