//! "Did you mean": the names that are nearest to a word.

use strsim::damerau_levenshtein;

/// All candidates that are equally near to `word` and near enough to be meant, in the order given, without repeats.
///
/// Distance is Damerau–Levenshtein over lower-cased text, at most a third of the word's length (at least 1, at most 3);
/// a candidate that begins with the word counts as near, too. O(candidates · length²); words of over 64 characters have no neighbours.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let word = word.to_lowercase();
    let length = word.chars().count();
    if length == 0 || length > 64 {
        return Vec::new();
    }
    let limit = (length / 3).clamp(1, 3);
    let mut best = limit + 1;
    let mut found: Vec<&str> = Vec::new();
    for candidate in candidates {
        let lower = candidate.to_lowercase();
        let mut distance = if lower.chars().count().abs_diff(length) > limit { limit + 1 } else { damerau_levenshtein(&word, &lower) };
        if length >= 3 && lower.starts_with(&word) {
            distance = distance.min(limit);
        }
        if distance < best {
            best = distance;
            found.clear();
        }
        if distance == best && distance <= limit && !found.contains(&candidate) {
            found.push(candidate);
        }
    }
    found
}

/// A help sentence that names all nearest candidates, if there are any: "did you mean `WCO` or `WTO`?".
pub fn did_you_mean<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let found = nearest(word, candidates);
    let (last, others) = found.split_last()?;
    let quoted = |name: &&str| format!("`{}`", crate::text::visible(name));
    if others.is_empty() {
        return Some(format!("did you mean {}?", quoted(last)));
    }
    let others: Vec<String> = others.iter().take(8).map(quoted).collect();
    Some(format!("did you mean {} or {}?", others.join(", "), quoted(last)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_tied_names_are_suggested() {
        assert_eq!(nearest("WCX", ["WCO", "WTO", "APEC", "WCA"]), ["WCO", "WCA"]);
        assert_eq!(did_you_mean("brazl", ["Brazil", "India"]).as_deref(), Some("did you mean `Brazil`?"));
        assert_eq!(did_you_mean("zzz", ["Brazil"]), None);
    }
}
