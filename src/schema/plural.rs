//! English plurals and verb forms, as far as labels and types need them.

/// Nouns whose plural follows no rule.
const IRREGULAR: &[(&str, &str)] = &[
    ("person", "people"),
    ("child", "children"),
    ("man", "men"),
    ("woman", "women"),
    ("foot", "feet"),
    ("tooth", "teeth"),
    ("mouse", "mice"),
    ("datum", "data"),
    ("medium", "media"),
    ("criterion", "criteria"),
    ("analysis", "analyses"),
    ("basis", "bases"),
    ("crisis", "crises"),
    ("index", "indexes"),
    ("leaf", "leaves"),
    ("half", "halves"),
    ("life", "lives"),
    ("wife", "wives"),
    ("series", "series"),
    ("species", "species"),
    ("staff", "staff"),
    ("personnel", "personnel"),
    ("equipment", "equipment"),
    ("information", "information"),
];

/// The plural of a noun or of a phrase that ends in one: "country" → "countries".
pub fn plural(noun: &str) -> String {
    let (before, last) = noun.rsplit_once(' ').map_or(("", noun), |(_, last)| (&noun[..noun.len() - last.len()], last));
    if let Some((_, irregular)) = IRREGULAR.iter().find(|(singular, _)| *singular == last) {
        return format!("{before}{irregular}");
    }
    let sibilant = ["s", "x", "z", "ch", "sh"].iter().any(|ending| last.ends_with(ending));
    match last.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'i', 'o', 'u']) && !stem.is_empty() => format!("{before}{stem}ies"),
        _ if sibilant => format!("{before}{last}es"),
        _ => format!("{before}{last}s"),
    }
}

/// The forms of a verb given in the third person ("hosts"): "hosts", "host", "hosting", and the participle "hosted".
pub(super) struct Verb {
    /// Third person.
    pub(super) third: String,
    /// Infinitive.
    pub(super) plain: String,
    /// Present participle.
    pub(super) present: String,
    /// Past participle.
    pub(super) past: String,
}

impl Verb {
    /// The verb of a word in the third person or the past; none if it looks like neither.
    pub(super) fn of(word: &str) -> Option<Self> {
        let plain = infinitive(word)?;
        let third = plural(&plain);
        let silent = plain.ends_with('e') && !plain.ends_with("ee");
        let stem = if silent { &plain[..plain.len() - 1] } else { plain.as_str() };
        let past = match plain.strip_suffix('y') {
            Some(stem) if !stem.ends_with(['a', 'e', 'i', 'o', 'u']) => format!("{stem}ied"),
            _ => format!("{stem}ed"),
        };
        Some(Self { third, present: format!("{stem}ing"), past, plain })
    }
}

fn infinitive(word: &str) -> Option<String> {
    if word.len() < 4 || !word.is_ascii() {
        return None;
    }
    if let Some(stem) = word.strip_suffix("ies") {
        return Some(format!("{stem}y"));
    }
    if let Some(stem) = word.strip_suffix("es") {
        let keeps = ["s", "x", "z", "ch", "sh"].iter().any(|ending| stem.ends_with(ending)) && !stem.ends_with("us");
        return Some(if keeps { stem.into() } else { format!("{stem}e") });
    }
    if let Some(stem) = word.strip_suffix('s') {
        return (!stem.ends_with(['s', 'u', 'i'])).then(|| stem.into());
    }
    if let Some(stem) = word.strip_suffix("ied") {
        return Some(format!("{stem}y"));
    }
    let stem = word.strip_suffix("ed")?;
    let silent = ["at", "iz", "is", "v", "ir", "ag", "c", "u", "ur"].iter().any(|ending| stem.ends_with(ending)) && !stem.ends_with("eat");
    Some(if silent { format!("{stem}e") } else { stem.into() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plurals() {
        let all: Vec<String> = ["country", "post", "box", "day", "status", "liaison officer", "person", "branch", "agency"]
            .iter()
            .map(|word| plural(word))
            .collect();
        assert_eq!(all, ["countries", "posts", "boxes", "days", "statuses", "liaison officers", "people", "branches", "agencies"]);
    }

    #[test]
    fn verbs() {
        let forms = |word| Verb::of(word).map(|verb| [verb.third, verb.plain, verb.present, verb.past].join(" "));
        assert_eq!(forms("hosts").as_deref(), Some("hosts host hosting hosted"));
        assert_eq!(forms("uses").as_deref(), Some("uses use using used"));
        assert_eq!(forms("operates").as_deref(), Some("operates operate operating operated"));
        assert_eq!(forms("attended").as_deref(), Some("attends attend attending attended"));
        assert_eq!(forms("carries").as_deref(), Some("carries carry carrying carried"));
        assert_eq!(forms("city"), None);
    }
}
