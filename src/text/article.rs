//! Nouns in sentences.

/// A noun with its indefinite article: `a node`, `an integer`; `null` and what begins with a determiner stay as they are.
#[must_use]
pub fn indefinite(noun: &str) -> String {
    let article = match noun.as_bytes().first() {
        None => return String::new(),
        _ if noun == "null" || noun.starts_with("any ") => return noun.to_owned(),
        Some(b'a' | b'e' | b'i' | b'o' | b'u') => "an",
        Some(_) => "a",
    };
    format!("{article} {noun}")
}

#[cfg(test)]
mod tests {
    use super::indefinite;

    #[test]
    fn articles_follow_the_sound() {
        assert_eq!(["node", "integer", "null", "any value"].map(indefinite), ["a node", "an integer", "null", "any value"]);
    }
}
