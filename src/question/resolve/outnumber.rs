//! `more indicators than objectives`, `in more forums than Brazil`: two numbers that are compared.

use super::super::ast::{Object, ObjectKind, Outnumbering, Quantity};
use super::super::error::Error;
use super::super::meaning::{Fact, Link, Measure, NounId};
use super::{Resolved, Resolver};

impl Resolver<'_> {
    /// The number of a noun's related nodes, against the number of others of its own, or of the same ones of a named node.
    pub(super) fn outnumbers(&mut self, noun: NounId, stated: &Outnumbering) -> Resolved<Fact> {
        let phrase = stated.relation.unwrap_or_else(|| Self::general(stated.more.span));
        let link = self.related_by(noun, phrase, &stated.more)?;
        self.note_recorded(&link);
        let (other, than) = match self.than_name(noun, &stated.than)? {
            Some(other) => {
                let than = self.nouns[other].singular.clone();
                (Link { subject: other, ..self.related_by(other, phrase, &stated.more)? }, than)
            }
            None => match &stated.than.kind {
                ObjectKind::Phrase { quantity: None | Some(Quantity::Any), phrase } => {
                    let other = self.related_by(noun, Self::general(phrase.span), phrase)?;
                    self.note_recorded(&other);
                    let than = self.nouns[other.object].plural.clone();
                    (other, than)
                }
                _ => {
                    return Err(Error::Misplaced {
                        what: "this",
                        help: "compare with a noun or a name, as in `with more … than …`",
                        span: stated.than.span,
                    });
                }
            },
        };
        let more = &self.nouns[link.object].plural;
        let said = match self.phrase_text(phrase).as_str() {
            "with" => format!("with {} {more} {} {than}", stated.words.0, stated.words.1),
            phrase => format!("{phrase} {} {more} {} {than}", stated.words.0, stated.words.1),
        };
        Ok(Fact::Outnumbers { own: Measure::Count(link), operator: stated.operator, other, text: said })
    }

    /// The node that is compared with, if a name of one of the noun's kind is said.
    fn than_name(&mut self, noun: NounId, than: &Object) -> Resolved<Option<NounId>> {
        let (own, name) = match &than.kind {
            ObjectKind::Name { noun, name } => (*noun, *name),
            ObjectKind::Text(name) => (None, *name),
            _ => return Ok(None),
        };
        let labels = self.noun_labels(noun);
        let mut nodes = self.name_candidates(name, own);
        nodes.retain(|node| self.labels.fit(&labels, &self.node_labels(*node)) > 0);
        match self.lowest_rank(nodes).as_slice() {
            [node] => Ok(Some(self.node_noun(*node, self.nouns[noun].depth + 1))),
            [] => Err(self.unknown_name(name)),
            many => Err(self.ambiguous_name(name, many)),
        }
    }
}
