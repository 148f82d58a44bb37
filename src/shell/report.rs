//! `legation brief` and `legation worksheet`: pages that the data states, filled in.

use std::fs;
use std::path::Path;

use super::arguments::{BriefArguments, WorksheetArguments};
use super::error::Error;
use super::interrupt;
use super::output::{self, Outcome};
use super::whole;
use crate::diagnose::Diagnostics;
use crate::export::PAGES;
use crate::report::Page;
use crate::session::{Request, Session};
use crate::text::{Source, visible};

/// Fills in the brief on a thing.
pub(super) fn brief(session: &mut Session, asked: &BriefArguments) -> Outcome {
    let sentence = Source::new("brief", format!("brief {}", asked.name.join(" ")));
    let request = Request { options: asked.options.clone(), ..Request::default() };
    let page = interrupt::working(|| session.brief_asked(sentence.text(), &request));
    shown(page, &sentence, asked.output.as_deref())
}

/// Fills in the worksheet of an event.
pub(super) fn worksheet(session: &mut Session, asked: &WorksheetArguments) -> Outcome {
    let file = asked.event.display().to_string();
    let text = match fs::read_to_string(&asked.event) {
        Ok(text) => text,
        Err(error) => return output::problems(&Error::Unreadable { file, reason: error.to_string() }.into(), None),
    };
    let event = Source::new(file, text);
    let request = Request { options: asked.options.clone(), ..Request::default() };
    let page = interrupt::working(|| session.worksheet(&event, &request));
    shown(page, &event, asked.output.as_deref())
}

/// Writes a page on standard output as Markdown, or into a file in the format of its ending.
fn shown(page: Result<Page, Diagnostics>, source: &Source, path: Option<&Path>) -> Outcome {
    let page = match page {
        Ok(page) => page,
        Err(problems) => return output::problems(&problems, Some(source)),
    };
    let ending = path.and_then(Path::extension).map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
    let format = PAGES.iter().find(|format| format.endings.contains(&ending.as_str())).unwrap_or(&PAGES[0]);
    let text = (format.write)(&page);
    match path {
        Some(path) => whole::write(path, format.name, |out| out.write_all(text.as_bytes())),
        None => output::plain_text(&visible(&text)),
    }
}
