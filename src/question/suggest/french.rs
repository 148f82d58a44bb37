//! Questions asked in French, in the words of the language. Nouns and names in French are the data's.

use super::super::resolve::Data;
use super::super::vocabulary::split;
use super::super::words::words;
use super::plain::plain;
use crate::text::Span;

/// The small words of French, those of more words first: what stands for each here; nothing where it says no more than the rest.
/// Of the forms of a word the first of [`FORMS`] stands for all.
const FRENCH: &[(&str, &str)] = &[
    ("combien y a t il de", "how many"),
    ("le plus grand nombre de", "the most"),
    ("ne fait pas partie de", "not in"),
    ("a le moins de", "with the fewest"),
    ("a le plus de", "with the most"),
    ("avec le plus de", "with the most"),
    ("ne a pas de", "without"),
    ("ne appartient a aucun", "in no"),
    ("ne appartient pas a", "not in"),
    ("ne ont pas de", "without"),
    ("ont le moins de", "with the fewest"),
    ("ont le plus de", "with the most"),
    ("y a t il", "is there"),
    ("qui a un", "who has a"),
    ("a au moins", "has at least"),
    ("a le fois", "both"),
    ("a signe un", "has a"),
    ("de tout le", "of all the"),
    ("est ce que", ""),
    ("fait partie de", "in"),
    ("il y a", "there are"),
    ("le liste de", "list"),
    ("le moins de", "the fewest"),
    ("le nombre de", "number of"),
    ("le plus de", "the most"),
    ("ne a aucun", "without"),
    ("ne a ni", "with neither"),
    ("ne ont ni", "with neither"),
    ("ne est ni", "neither"),
    ("ne est pas", "are not"),
    ("ne ont aucun", "without"),
    ("ne ont pas", "do not have"),
    ("ont au moins", "with at least"),
    ("ont en commun", "share"),
    ("ont signe un", "with a"),
    ("ou est le", "where are the"),
    ("quel est le", "what are the"),
    ("appartenant a", "in"),
    ("appartient a", "in"),
    ("a le", "of the"),
    ("compte le", "of the"),
    ("avoir", "have"),
    ("comparer", "compare"),
    ("decrire", "describe"),
    ("lister", "list"),
    ("sur", "on"),
    ("au moins", "at least"),
    ("au plus", "at most"),
    ("avons nous", "have we"),
    ("classe par", "sorted by"),
    ("combien de", "how many"),
    ("de apres", "according to"),
    ("donne moi", "list"),
    ("en commun", "in common"),
    ("est il", "is"),
    ("groupe par", "by"),
    ("le canada", "Canada"),
    ("liste de", "list"),
    ("moins de", "fewer than"),
    ("montre moi", "show"),
    ("ne ont", "have"),
    ("nombre de", "number of"),
    ("nous avons", "we have"),
    ("partage il", "share"),
    ("partage par", "shared by"),
    ("plus de", "more than"),
    ("tout le", "all the"),
    ("tout sur", "describe"),
    ("trie par", "sorted by"),
    ("au", "in"),
    ("aucun", "no"),
    ("aussi", "also"),
    ("avec", "with"),
    ("ayant", "with"),
    ("chaque", "each"),
    ("chemin", "path"),
    ("cinq", "five"),
    ("combien", "how many"),
    ("comparez", "compare"),
    ("dans", "in"),
    ("de", "of"),
    ("decris", "describe"),
    ("decrivez", "describe"),
    ("deux", "two"),
    ("dix", "ten"),
    ("dont", "whose"),
    ("douze", "twelve"),
    ("en", "in"),
    ("entre", "between"),
    ("est", "are"),
    ("et", "and"),
    ("exactement", "exactly"),
    ("huit", "eight"),
    ("le", "the"),
    ("liste", "list"),
    ("listez", "list"),
    ("mais", "but"),
    ("montre", "show"),
    ("ne", ""),
    ("neuf", "nine"),
    ("ni", "nor"),
    ("ont", "have"),
    ("onze", "eleven"),
    ("ou", "or"),
    ("par", "per"),
    ("parmi", "of"),
    ("partage", "share"),
    ("pas", "not"),
    ("pour", "for"),
    ("quatre", "four"),
    ("que", "that"),
    ("quel", "which"),
    ("qui", "who"),
    ("quoi", "what"),
    ("sans", "without"),
    ("selon", "according to"),
    ("sept", "seven"),
    ("seulement", "only"),
    ("trois", "three"),
    ("un", "a"),
    ("uniquement", "only"),
];

/// Forms of one word.
const FORMS: &[(&str, &[&str])] = &[
    ("de", &["d", "du", "des"]),
    ("le", &["la", "les", "l"]),
    ("un", &["une"]),
    ("quel", &["quels", "quelle", "quelles"]),
    ("aucun", &["aucune"]),
    ("tout", &["tous", "toutes", "toute"]),
    ("ne", &["n"]),
    ("au", &["aux"]),
    ("que", &["qu"]),
    ("fait", &["font"]),
    ("appartient", &["appartiennent"]),
    ("est", &["sont"]),
    ("partage", &["partagent", "partagees", "partages"]),
    ("classe", &["classes", "classees"]),
    ("trie", &["tries", "triees"]),
    ("groupe", &["groupes", "groupees"]),
    ("donne", &["donnez"]),
    ("montre", &["montrez"]),
    ("il", &["elle", "ils", "elles"]),
];

/// The form that stands for a word.
fn form(word: &str) -> &str {
    FORMS.iter().find(|(_, others)| others.contains(&word)).map_or(word, |(form, _)| form)
}

/// A text with the small words of the language in the place of the French ones; as it is where it has none.
pub(super) fn in_english(text: &str, data: Data<'_>) -> String {
    let Ok(tokens) = words(text, data.vocabulary) else { return text.to_owned() };
    let is_french = |span: &Span| split(span.of(text)).iter().any(|(.., word)| FRENCH.iter().any(|(french, _)| *french == form(word)));
    if !tokens.pieces().any(|(token, span)| token == "\u{E002}" && is_french(&span)) {
        return text.to_owned();
    }
    let words = split(text);
    let mut said = String::with_capacity(text.len());
    let (mut at, mut from) = (0, 0);
    while let Some((start, ..)) = words.get(at) {
        let marks = text[from..*start].chars().filter(|mark| ",()<>=\"".contains(*mark));
        said.extend(marks);
        let known = (1..=words.len().min(at + data.vocabulary.longest(&words[at].2)) - at).rev().find(|count| {
            let run: Vec<&str> = words[at..at + count].iter().map(|(.., word)| word.as_str()).collect();
            data.vocabulary.find(&run.join(" ")).is_some()
        });
        let french = FRENCH.iter().find_map(|(french, english)| {
            let length = french.split(' ').count();
            let run = words.get(at..at + length)?.iter().map(|(.., word)| form(word));
            (run.eq(french.split(' ')) && known.is_none_or(|known| known < length)).then_some((length, *english))
        });
        let taken = french.map_or(known.unwrap_or(1), |(length, _)| length);
        from = words[at + taken - 1].1;
        let written = &text[*start..from];
        let word = match french {
            Some((_, english)) => english.to_owned(),
            None if known.is_some() => plain(written, data),
            None => written.to_owned(),
        };
        if !word.is_empty() && !said.is_empty() && !said.ends_with('(') {
            said.push(' ');
        }
        said.push_str(&word);
        at += taken;
    }
    said + text[from..].trim_start_matches(['\'', '’'])
}
