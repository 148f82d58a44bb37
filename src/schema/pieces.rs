//! Reading a large schema in pieces: small ones stay near the processor, and two threads share them. A program that starts for
//! one question waits for little else.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::read::{Keys, part};
use super::{Lexicon, Schema, Snippet};
use crate::limit::both;
use crate::text::{Place, Span};

/// Bytes from which on a text is read in pieces.
const LARGE: usize = 16 << 10;

/// Bytes that a piece has at least, but for the last: what is made of so many lies in small blocks of memory, which are used
/// again for the next piece.
const PIECE: usize = 1 << 9;

/// The keys whose tables may stand in several pieces.
const DIVISIBLE: &[&str] = &["label", "relationship", "noun", "adjective", "relation", "predicate", "attribute", "option", "conflict"];

/// A piece: where it begins, and what it states, and its keys.
type Piece = (usize, Box<Schema>, Keys);

/// The schema of a large text. None where the text is small, does not fall into pieces, or has mistakes: then it is read as one.
pub(super) fn pieces(text: &str) -> Option<Schema> {
    let cuts = cuts(text);
    if cuts.len() < 2 {
        return None;
    }
    // Each thread takes the next piece that nobody has, so that both end at once wherever the long ones stand.
    let next = AtomicUsize::new(0);
    let share = || {
        let mut read = Vec::new();
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let Some(&begin) = cuts.get(number) else { return Some(read) };
            let end = cuts.get(number + 1).map_or(text.len(), |&next| next);
            let (schema, keys) = part(&text[begin..end]).ok()?;
            read.push((begin, Box::new(schema), keys));
        }
    };
    let (theirs, ours): (Option<Vec<Piece>>, Option<Vec<Piece>>) = both(share, share);
    let mut pieces = ours?;
    pieces.extend(theirs?);
    pieces.sort_unstable_by_key(|piece| piece.0);
    let mut pieces = pieces.into_iter();
    let (_, mut whole, keys) = pieces.next()?;
    whole.reserve(pieces.as_slice());
    // What is given without a header of its own cannot be added to.
    let header = Span::new(text.find("\n[")?, text.len());
    if keys.iter().any(|(key, span)| span.start < header.start && DIVISIBLE.contains(&key.as_str())) {
        return None;
    }
    for (begin, mut piece, keys) in pieces {
        if keys.iter().any(|(key, _)| !DIVISIBLE.contains(&key.as_str())) {
            return None;
        }
        piece.places().for_each(|place| place.0 = Span::new(place.0.start as usize + begin, place.0.end as usize + begin));
        whole.add(*piece)?;
    }
    Some(*whole)
}

/// Where pieces begin: at entries, and at labels and types but not at their properties. A piece that ends inside of a text or a list
/// is no TOML.
fn cuts(text: &str) -> Vec<usize> {
    let mut cuts = Vec::new();
    if text.len() < LARGE {
        return cuts;
    }
    let mut begin = 0;
    cuts.push(begin);
    for at in text.match_indices("\n[").map(|(at, _)| at + 1) {
        let header = text[at..].split('\n').next().unwrap_or_default();
        let dots = header.matches('.').count();
        if at - begin >= PIECE && dots == usize::from(!header.starts_with("[[")) {
            begin = at;
            cuts.push(begin);
        }
    }
    cuts
}

impl Schema {
    /// Makes room for the words of later pieces.
    fn reserve(&mut self, pieces: &[Piece]) {
        let room = |count: fn(&Lexicon) -> usize| pieces.iter().map(|(_, piece, _)| count(&piece.lexicon)).sum();
        let Lexicon { nouns, adjectives, relations, predicates, attributes, options, conflicts } = &mut self.lexicon;
        nouns.reserve_exact(room(|words| words.nouns.len()));
        adjectives.reserve_exact(room(|words| words.adjectives.len()));
        relations.reserve_exact(room(|words| words.relations.len()));
        predicates.reserve_exact(room(|words| words.predicates.len()));
        attributes.reserve_exact(room(|words| words.attributes.len()));
        options.reserve_exact(room(|words| words.options.len()));
        conflicts.reserve_exact(room(|words| words.conflicts.len()));
    }

    /// Adds what a later piece states; none if both speak of one label or type.
    fn add(&mut self, piece: Self) -> Option<()> {
        let Self { labels, relationships, lexicon, .. } = piece;
        if labels.keys().any(|name| self.labels.contains_key(name))
            || relationships.keys().any(|name| self.relationships.contains_key(name))
        {
            return None;
        }
        self.labels.extend(labels);
        self.relationships.extend(relationships);
        let Lexicon { nouns, adjectives, relations, predicates, attributes, options, conflicts } = lexicon;
        self.lexicon.nouns.extend(nouns);
        self.lexicon.adjectives.extend(adjectives);
        self.lexicon.relations.extend(relations);
        self.lexicon.predicates.extend(predicates);
        self.lexicon.attributes.extend(attributes);
        self.lexicon.options.extend(options);
        self.lexicon.conflicts.extend(conflicts);
        Some(())
    }

    /// All places in it.
    fn places(&mut self) -> impl Iterator<Item = &mut Place> {
        let Lexicon { nouns, adjectives, relations, predicates, attributes, options, conflicts } = &mut self.lexicon;
        let stated = self.labels.values_mut().map(|label| &mut label.place);
        let stated = stated.chain(self.relationships.values_mut().map(|kind| &mut kind.place));
        let words = nouns.iter_mut().flat_map(|noun| [Some(&mut noun.place), of(noun.condition.as_mut())]);
        let words = words.chain(adjectives.iter_mut().flat_map(|entry| [Some(&mut entry.place), Some(&mut entry.condition.place)]));
        let words = words.chain(
            relations.iter_mut().flat_map(|entry| [Some(&mut entry.place), Some(&mut entry.pattern.place), of(entry.recorded.as_mut())]),
        );
        let words = words.chain(predicates.iter_mut().flat_map(|entry| {
            let snippets = [&mut entry.pattern, &mut entry.condition, &mut entry.recorded];
            snippets.map(|snippet| of(snippet.as_mut())).into_iter().chain([Some(&mut entry.place)])
        }));
        let words = words.chain(attributes.iter_mut().flat_map(|entry| [Some(&mut entry.place), Some(&mut entry.value.place)]));
        let words = words.chain(options.iter_mut().flat_map(|entry| [Some(&mut entry.place), Some(&mut entry.also.place)]));
        let words = words.chain(conflicts.iter_mut().flat_map(|entry| {
            let snippets = entry.places.iter_mut().chain(&mut entry.says).chain([&mut entry.matter]).map(Some);
            let stated = snippets.chain([entry.held.as_mut(), entry.concerns.as_mut(), entry.order.as_mut()]).map(of);
            stated.chain([Some(&mut entry.place)]).collect::<Vec<_>>()
        }));
        stated.chain(words.flatten())
    }
}

fn of(snippet: Option<&mut Snippet>) -> Option<&mut Place> {
    snippet.map(|snippet| &mut snippet.place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_schema_is_the_same_in_pieces() {
        let label = |name: &str| format!("[label.{name}]\n[label.{name}.properties]\nid = {{ type = \"string\" }}\n");
        let words = "[[noun]]\nwords = [\"a\"]\nlabel = \"A\"\nwhere = \"it.x\"\n";
        let filler = "# é\n".repeat(2500);
        let text = format!("name = \"x\"\n{}{filler}{}{filler}{words}{filler}{words}", label("A"), label("B"));
        let schema = pieces(&text).expect("a schema");
        assert_eq!(cuts(&text).len(), 4);
        assert_eq!(Ok(&schema), part(&text).map(|(whole, _)| whole).as_ref());
        let place = schema.lexicon.nouns[1].condition.as_ref().map(Snippet::span);
        assert_eq!(place.map(|span| span.of(&text)), Some("\"it.x\""));
        assert_eq!(schema.labels["B"].place.0.of(&text), "B");
        // Not to be taken apart: one label twice, a header inside of a text, a list that is given at once, a mistake.
        for text in [
            format!("{}{filler}{filler}{}", label("A"), label("A")),
            format!("title = \"\"\"{filler}{filler}\n[[noun]]\"\"\"\n"),
            format!("noun = []\n{filler}{filler}{words}"),
            format!("{filler}{filler}{words}[[noun]]\n"),
        ] {
            assert_eq!(pieces(&text), None);
        }
        let framework = include_str!("../../data/framework/schema.toml");
        assert_eq!(pieces(framework).as_ref(), part(framework).ok().map(|(whole, _)| whole).as_ref());
        assert!(cuts(framework).len() > 5);
        assert!(Schema::read(&format!("{}{filler}{filler}{words}{}", label("A"), label("B"))).is_ok());
    }
}
