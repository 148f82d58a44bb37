//! Words that people write, and what the language has for them.

/// What those whose data it is call themselves.
pub(super) const OURS: &[&str] = &["we", "us", "our", "ours", "i", "my", "nous", "notre", "nos"];

/// Verbs that say that something stands in the data.
pub(super) const STATED: &[&str] =
    &["listed", "named", "given", "mentioned", "stated", "recorded", "shown", "printed", "described", "there"];

/// Verbs with the pronoun behind them, which ask at the head: `le Brésil est-il membre …`.
pub(super) const INVERTED: &[(&str, &str)] = &[
    ("y a t il", "is there"),
    ("est il", "is"),
    ("est elle", "is"),
    ("sont ils", "are"),
    ("sont elles", "are"),
    ("a t il", "has"),
    ("a t elle", "has"),
    ("ont ils", "have"),
    ("ont elles", "have"),
];

/// Phrases that stand for others of the language.
pub(super) const PHRASES: &[(&str, &str)] = &[
    ("apart from", "but not"),
    ("aside from", "but not"),
    ("outside of", "not in"),
    ("as well as", "and"),
    ("in addition to", "and"),
    ("have in common", "share"),
    ("each of the", "every"),
    ("for the reason of", "because of"),
    ("how far is it from", "path from"),
    ("how far is", "path from"),
    ("w o", "without"),
    ("w", "with"),
    ("on average how many", "average number of"),
    ("most often", "most"),
    ("most frequently", "most"),
    ("most frequent", "most"),
    ("most common", "most"),
    ("in the text", ""),
    ("in the document", ""),
    ("in the framework", ""),
    ("for which there are no", "without"),
    ("for which there is no", "without"),
    ("for which there are", "with"),
    ("for which there is", "with"),
    ("where there are no", "without"),
    ("where there is no", "without"),
    ("where there are", "with"),
    ("where there is", "with"),
    ("versus", "compare"),
    ("vs", "compare"),
    ("how is", "connect"),
    ("how are", "connect"),
];

/// Words of other ways to ask: what stands for them here; nothing where they say no more than the rest.
pub(super) const WORDS: &[(&str, &str)] = &[
    // Leaving out.
    ("however", ""),
    ("besides", "but not"),
    ("outside", "not in"),
    ("nobody", "no"),
    ("nothing", "no"),
    ("within", "in"),
    ("inside", "in"),
    ("anyone", "who"),
    ("anybody", "who"),
    ("everyone", "who"),
    ("everybody", "who"),
    ("biggest", "most"),
    // Verbs of asking and being.
    ("would", ""),
    ("should", ""),
    ("could", ""),
    ("must", ""),
    ("might", ""),
    ("had", "have"),
    ("has", "has"),
    ("got", ""),
    ("where", ""),
    ("why", ""),
    ("how", ""),
    ("when", ""),
    ("about", ""),
    ("abroad", ""),
    ("anything", ""),
    ("something", ""),
    ("someone", ""),
    ("somebody", ""),
    ("itself", ""),
    ("themselves", ""),
    ("given", ""),
    ("connects", "connect"),
    ("connected", "connect"),
    ("links", "connect"),
    ("linked", "connect"),
    ("joins", "connect"),
    ("joined", "connect"),
    ("nombre", "number of"),
    ("y", ""),
    ("il", ""),
    ("t", ""),
];
