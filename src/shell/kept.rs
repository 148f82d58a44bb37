//! Where the user's own kept questions are.

use super::{folder, output};
use crate::schema::QUESTIONS;
use crate::session::Session;

/// Gives the session the user's own questions; a file that cannot be read is said and left alone.
pub(super) fn open(session: &mut Session) {
    let Some(file) = folder::DATA.file(QUESTIONS) else { return };
    if let Err(problems) = session.keep_questions(file) {
        output::problems(&problems, None);
    }
}
