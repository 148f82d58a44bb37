//! `brief`: on which thing.

use super::{Data, Options, Resolved, Resolver, saved};
use crate::question::ast::Thing;
use crate::question::words::Words;
use crate::value::NodeId;

/// A thing, and what it is called in a sentence.
pub(in crate::question) fn spoken(thing: &Thing, text: &str, words: &Words, data: Data<'_>) -> Resolved<(NodeId, String)> {
    let (options, sentences) = (Options::default(), saved::Sentences::new());
    let resolver = Resolver::new(text, words, data, &options, &sentences);
    let node = resolver.named_node(thing.name, thing.noun)?;
    Ok((node, resolver.spoken_name(node)))
}
