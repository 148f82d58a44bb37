//! `why X in …`, `why not X in …` and `near misses of …`: what is asked about which answer.

use super::account::Accounted;
use super::ast::{Answered, Body, Command, Question};
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
    /// About which answer.
    pub about: Explained,
}

/// An answer of which it is asked why.
#[derive(Clone, Debug)]
pub enum Explained {
    /// The last one.
    Last,
    /// That of a question.
    Question(Box<Resolved>),
    /// The things on a path: what makes the one that is asked about stand there.
    Path(Box<Accounted>),
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
    let of = |question: Option<&Question>| {
        let resolved = question.map(|question| resolve_question(question, text, &tokens, data, options, &[])).transpose()?;
        Ok::<_, Diagnostics>(resolved.map_or(Explained::Last, |resolved| Explained::Question(Box::new(resolved))))
    };
    let (asked, about) = match command {
        Command::Why(why) => {
            let (node, _) = resolve::spoken(&why.thing, text, &tokens, data)?;
            let about = match &why.about {
                None => Explained::Last,
                Some(Answered::Question(question)) => of(Some(question))?,
                Some(Answered::Path(way)) => Explained::Path(Box::new(resolve::on_path(way, node, text, &tokens, data)?)),
            };
            (Asked::Why { denied: why.denied, node }, about)
        }
        Command::NearMisses(question) => (Asked::NearMisses, of(question.as_deref())?),
        _ => return Ok(None),
    };
    Ok(Some(Why { asked, about }))
}
