//! Pages as files: one file per format, one row per format in [`PAGES`].

mod html;
mod markdown;

pub use html::html;
pub use markdown::markdown;

use crate::report::Page;

/// A format of pages.
#[derive(Debug)]
pub struct PageFormat {
    /// Its name.
    pub name: &'static str,
    /// The endings of its files.
    pub endings: &'static [&'static str],
    /// The text of a page, with a line feed at the end.
    pub write: fn(&Page) -> String,
}

/// All formats of pages; the first is that of a file with another ending.
pub const PAGES: &[PageFormat] = &[
    PageFormat { name: "markdown", endings: &["md", "markdown", "txt"], write: markdown },
    PageFormat { name: "html", endings: &["html", "htm"], write: html },
];
