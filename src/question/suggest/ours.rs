//! A text without those whose data it is: `agreements (we have) with Chile`, `which countries (has Canada) signed a CMAA (with)`.

use super::super::resolve::Data;
use super::super::vocabulary::split;
use super::super::words::words;
use super::known::OURS;
use crate::text::Span;

const AUXILIARIES: &[&str] = &["do", "does", "did", "have", "has", "had", "is", "are", "can", "could", "may", "should", "a", "avons"];
const PREPOSITIONS: &[&str] = &["with", "by", "of", "for", "from", "to", "in", "on"];

/// A piece of the text: its words, where it stands, and whether nobody knows it.
struct Piece<'t> {
    word: String,
    /// A word of the language, which is written otherwise in `don't`.
    written: Option<&'t str>,
    start: usize,
    end: usize,
    /// The letters of its classes; none for words of the language, nothing for a word that nobody knows.
    classes: Option<String>,
}

/// The text without those whose data it is, and the small words that go with them.
pub(super) fn without_ours(text: &str, data: Data<'_>) -> String {
    let Ok(tokens) = words(text, data.vocabulary) else { return text.to_owned() };
    let ours: Vec<String> = data.schema.ours.iter().map(|name| folded(name)).collect();
    let pieces: Vec<Piece<'_>> = tokens.pieces().map(|(token, span)| piece(token, span, text)).collect();
    let mut said: Vec<Option<&str>> = pieces.iter().map(|piece| Some(piece.written.unwrap_or(&text[piece.start..piece.end]))).collect();
    let mut subject = false;
    for (at, piece) in pieces.iter().enumerate() {
        // `US` is no `us`.
        let us = OURS.contains(&piece.word.as_str()) && &text[piece.start..piece.end] != "US";
        if (us || ours.contains(&piece.word)) && !is_owner(&pieces, at, text) && !is_listed(&pieces, at) {
            let owner = text[piece.end..].starts_with(['\'', '’']);
            subject |= left_out(at, &pieces, &mut said, owner);
        }
    }
    if subject {
        stranded(&pieces, &mut said);
    }
    together(text, &pieces, &said)
}

fn folded(text: &str) -> String {
    split(text).into_iter().map(|(_, _, word)| word).collect::<Vec<_>>().join(" ")
}

fn piece<'t>(token: &'t str, span: Span, text: &str) -> Piece<'t> {
    let written = token.strip_suffix('\u{E001}').filter(|keyword| !keyword.starts_with('\u{E000}') && span.of(text).contains(['\'', '’']));
    let classes = match token.strip_prefix('\u{E000}') {
        Some(rest) => Some(rest.chars().take_while(char::is_ascii_uppercase).collect()),
        None if token == "\u{E002}" => None,
        None => Some(String::new()),
    };
    Piece {
        word: written.map_or_else(|| folded(span.of(text)), str::to_owned),
        written,
        start: span.start as usize,
        end: span.end as usize,
        classes,
    }
}

/// `Canada's aid policy` is a thing of its own.
fn is_owner(pieces: &[Piece<'_>], at: usize, text: &str) -> bool {
    let unknown = pieces.get(at + 1).is_some_and(|next| next.classes.is_none());
    unknown && text[pieces[at].end..].starts_with(['\'', '’'])
}

/// `Canada and Japan` are two things.
fn is_listed(pieces: &[Piece<'_>], at: usize) -> bool {
    let joint = |piece: Option<&Piece<'_>>| piece.is_some_and(|piece| matches!(piece.word.as_str(), "and" | "or"));
    joint(pieces.get(at + 1)) || at.checked_sub(1).is_some_and(|before| joint(pieces.get(before)))
}

/// Leaves one of them out; whether a verb was said of it.
fn left_out(at: usize, pieces: &[Piece<'_>], said: &mut [Option<&str>], owner: bool) -> bool {
    let is = |at: usize, words: &[&str]| pieces.get(at).is_some_and(|piece| words.contains(&piece.word.as_str()));
    let article = at.checked_sub(1).filter(|before| is(*before, &["the"]));
    let before = article.unwrap_or(at).checked_sub(1);
    said[at] = None;
    if let Some(article) = article {
        said[article] = None;
    }
    // At the head, an auxiliary asks whether something holds.
    let auxiliary = before.filter(|before| *before > 0 && is(*before, AUXILIARIES));
    if let Some(auxiliary) = auxiliary {
        said[auxiliary] = None;
    }
    let denial = ["not", "never"];
    let end = (at + 1..pieces.len()).find(|after| !is(*after, AUXILIARIES) && !is(*after, &denial)).unwrap_or(pieces.len());
    for place in (at + 1..end).filter(|place| !is(*place, &denial)) {
        said[place] = None;
    }
    let had = auxiliary.into_iter().chain(at + 1..end).rfind(|at| is(*at, &["have", "has", "had"]));
    let next = pieces.get(end).filter(|next| next.classes.is_some());
    let is_class = |piece: &Piece, letters: [char; 3]| piece.classes.as_ref().is_some_and(|classes| classes.contains(letters));
    match (had, next) {
        // `countries has Canada a CMAA with`, but not `countries has Canada signed a CMAA with`.
        (Some(had), Some(next))
            if is_class(next, ['N', 'A', 'M']) && !is_class(next, ['R', 'P', 'R'])
                || matches!(
                    next.word.as_str(),
                    "no" | "any" | "at least" | "at most" | "more than" | "both" | "neither" | "either" | "the"
                ) =>
        {
            said[had] = Some("with");
        }
        // `CMAAs has Canada signed`
        (_, Some(next)) if is_class(next, ['R', 'P', 'R']) && end + 1 >= pieces.iter().filter(|piece| !is_mark(piece)).count() => {
            said[end] = None;
        }
        _ => {}
    }
    let subject = auxiliary.is_some() || end > at + 1;
    // `with the CBSA's core partners` keeps it.
    if let Some(before) = before.filter(|before| !subject && !owner && is(*before, PREPOSITIONS)) {
        said[before] = None;
    }
    subject
}

fn is_mark(piece: &Piece<'_>) -> bool {
    piece.word.is_empty()
}

/// `with which countries`, `signed a CMAA with`: the preposition that was said of them.
fn stranded(pieces: &[Piece<'_>], said: &mut [Option<&str>]) {
    let is = |at: usize, words: &[&str]| pieces.get(at).is_some_and(|piece| words.contains(&piece.word.as_str()));
    let last = pieces.iter().rposition(|piece| !is_mark(piece));
    if let Some(last) = last.filter(|last| is(*last, &["with"])) {
        said[last] = None;
    }
    if is(0, PREPOSITIONS) && is(1, &["which", "what", "whom", "how many"]) {
        said[0] = None;
    }
}

/// The text of what is still said.
fn together(text: &str, pieces: &[Piece<'_>], said: &[Option<&str>]) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut from = 0;
    for (piece, said) in pieces.iter().zip(said) {
        let between = &text[from.min(piece.start)..piece.start];
        if said.is_some() || !between.trim().is_empty() {
            kept.push_str(between);
        }
        if between.is_empty() && kept.ends_with(char::is_alphanumeric) {
            kept.push(' ');
        }
        kept.push_str(said.unwrap_or_default());
        from = piece.end.max(from);
        // `the CBSA's counterparts`
        if said.is_none() {
            from += ["'s", "’s"].iter().find(|mark| text[from..].starts_with(**mark)).map_or(0, |mark| mark.len());
        }
    }
    kept.push_str(&text[from..]);
    kept.trim_start().to_owned()
}
