//! `why X in …`, `why not X in …` and `near misses of …`: what is asked about which answer.

use super::ast::{Body, Command};
use super::resolve::{self, Data, Options};
use super::resolved::{Resolved, resolve_question};
use super::{parse, words};
use crate::diagnose::Diagnostics;
use crate::value::NodeId;

/// What is asked about an answer.
#[derive(Clone, Debug)]
pub struct Why {
    /// Why, why not, or what nearly is.
    pub asked: Asked,
    /// The question; nothing is the last one.
    pub question: Option<Resolved>,
}

/// What is asked about an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// Why a node is in it, or not.
    Why {
        /// Whether it is asked why not.
        denied: bool,
        /// The node.
        node: NodeId,
    },
    /// What fails just one condition.
    NearMisses,
}

/// Reads a sentence that asks about an answer; nothing if it is another.
///
/// # Errors
/// Whatever is wrong with it.
pub fn why(text: &str, data: Data<'_>, options: &Options) -> Result<Option<Why>, Diagnostics> {
    let mut tokens = words(text, data.vocabulary)?;
    let Body::Command(command, _) = parse(&mut tokens, data.vocabulary)?.body else { return Ok(None) };
    let (asked, question) = match command {
        Command::Why(why) => {
            let (node, _) = resolve::spoken(&why.thing, text, &tokens, data)?;
            (Asked::Why { denied: why.denied, node }, why.question)
        }
        Command::NearMisses(question) => (Asked::NearMisses, question.map(|question| *question)),
        _ => return Ok(None),
    };
    let question = question.map(|question| resolve_question(&question, text, &tokens, data, options, &[])).transpose()?;
    Ok(Some(Why { asked, question }))
}
