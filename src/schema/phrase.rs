//! Words made from the names of labels, properties and relationship types.

use super::plural::{Verb, plural};

/// Words that tie a noun or verb to its object.
const PREPOSITIONS: &[&str] = &[
    "of", "to", "in", "with", "by", "for", "at", "on", "from", "under", "about", "into", "within", "through", "between", "against",
    "after", "before",
];

/// A name in words: `LiaisonOfficer`, `liaison_officer` and `LIAISON_OFFICER` are "liaison officer".
pub(super) fn words(name: &str) -> String {
    let mut words = String::with_capacity(name.len() + 4);
    let characters: Vec<char> = name.chars().collect();
    for (index, &character) in characters.iter().enumerate() {
        let before = index.checked_sub(1).map(|at| characters[at]);
        let after = characters.get(index + 1);
        let begins = character.is_uppercase()
            && before.is_some_and(|before| {
                before.is_lowercase()
                    || before.is_ascii_digit()
                    || (before.is_uppercase() && after.is_some_and(|after| after.is_lowercase()))
            });
        if (matches!(character, '_' | '-' | ' ') || begins) && !words.ends_with(' ') && !words.is_empty() {
            words.push(' ');
        }
        if !matches!(character, '_' | '-' | ' ') {
            words.extend(character.to_lowercase());
        }
    }
    words.trim_end().to_owned()
}

/// The phrases of a relationship type: those that stand before its end, and those that stand before its start.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Phrases {
    pub(super) forward: Vec<String>,
    pub(super) backward: Vec<String>,
}

/// Phrases for a type: `MEMBER_OF` gives "member of", "members of", "in"; `HOSTS` gives "hosts", "host", "hosting" and "hosted by".
pub(super) fn phrases(kind: &str) -> Phrases {
    let whole = words(kind);
    let parts: Vec<&str> = whole.split(' ').filter(|part| !part.is_empty()).collect();
    let mut found = Phrases { forward: vec![whole.clone()], backward: Vec::new() };
    let is_preposition = |word: &str| PREPOSITIONS.contains(&word);
    match parts[..] {
        // "in region": the preposition alone says it where the label decides.
        [first, _, ..] if is_preposition(first) => found.forward.push(first.into()),
        [verb] => verb_phrases(verb, "", &mut found),
        ["has", ..] => found.forward.push(whole.replacen("has", "have", 1)),
        ["is", ref rest @ ..] => found.forward.push(rest.join(" ")),
        [first, .., last] if is_preposition(last) => {
            let middle = &whole[first.len()..];
            if first.ends_with("ed") || first.ends_with("ing") {
                // "located in": a participle needs no other form.
            } else if parts.len() == 2 && first.ends_with('s') && Verb::of(first).is_some() {
                verb_phrases(first, middle, &mut found);
            } else {
                found.forward.push(format!("{}{middle}", plural(first)));
                if matches!(last, "of" | "in") {
                    found.forward.push("in".into());
                }
                if first == "member" {
                    found.forward.extend(["belonging to".into(), "belong to".into(), "belongs to".into()]);
                }
            }
        }
        // "uses currency": the verb alone says it where the label decides.
        [verb, ..] => {
            if let Some(forms) = Verb::of(verb).filter(|_| verb.ends_with('s')) {
                found.forward.extend([forms.third, forms.plain, forms.present]);
                found.backward.push(format!("{} by", forms.past));
            }
        }
        [] => {}
    }
    let mut kept: Vec<String> = Vec::new();
    for phrase in found.forward {
        if !phrase.is_empty() && !kept.contains(&phrase) {
            kept.push(phrase);
        }
    }
    Phrases { forward: kept, backward: found.backward }
}

/// The forms of a verb, each followed by `after` (" with").
fn verb_phrases(verb: &str, after: &str, found: &mut Phrases) {
    if let Some(forms) = Verb::of(verb) {
        found.forward.extend([forms.third, forms.plain, forms.present].map(|form| format!("{form}{after}")));
        if after.is_empty() {
            found.backward.push(format!("{} by", forms.past));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_words() {
        let all: Vec<String> =
            ["LiaisonOfficer", "MEMBER_OF", "name_fr", "ISOCode", "Post", "GDP", "iso2", "_x__y"].iter().map(|name| words(name)).collect();
        assert_eq!(all, ["liaison officer", "member of", "name fr", "iso code", "post", "gdp", "iso2", "x y"]);
    }

    #[test]
    fn types_become_phrases() {
        let of = |kind| {
            let Phrases { forward, backward } = phrases(kind);
            format!("{} / {}", forward.join(", "), backward.join(", "))
        };
        assert_eq!(of("MEMBER_OF"), "member of, members of, in, belonging to, belong to, belongs to / ");
        assert_eq!(of("IN_REGION"), "in region, in / ");
        assert_eq!(of("PARTY_TO"), "party to, parties to / ");
        assert_eq!(of("HOSTS"), "hosts, host, hosting / hosted by");
        assert_eq!(of("TRADES_WITH"), "trades with, trade with, trading with / ");
        assert_eq!(of("USES_CURRENCY"), "uses currency, uses, use, using / used by");
        assert_eq!(of("ACCREDITED_TO"), "accredited to / ");
        assert_eq!(of("HAS_POST"), "has post, have post / ");
        assert_eq!(of("CITY_IN"), "city in, cities in, in / ");
        assert_eq!(of("BORDERS"), "borders, border, bordering / bordered by");
        assert_eq!(of(""), " / ");
    }
}
