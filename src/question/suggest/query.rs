//! `SELECT … FROM … WHERE …` as a question: what people of databases type.

use super::super::vocabulary::fold;
use super::Trial;

/// A word of a query, a text in quotes, or a mark.
#[derive(Clone, Debug, PartialEq)]
struct Token {
    text: String,
    quoted: bool,
}

impl Token {
    fn is(&self, word: &str) -> bool {
        !self.quoted && self.text.eq_ignore_ascii_case(word)
    }

    /// The value as a question writes it.
    fn value(&self) -> String {
        let plain = self.text.trim_matches('%').chars().all(|character| character.is_alphanumeric() || " -'/".contains(character));
        if self.quoted && !plain { format!("\"{}\"", self.text) } else { self.text.clone() }
    }
}

/// Sentences that ask for the same, the likeliest first; none for a text that is no query.
pub(super) fn sentences(text: &str, trial: &mut Trial<'_>) -> Vec<String> {
    let tokens = tokens(text);
    let selected = tokens.first().is_some_and(|token| token.is("select"));
    let clauses = clauses(&tokens);
    let clause = |name: &str| clauses.iter().find(|(own, _)| *own == name).map_or(&[][..], |(_, tokens)| *tokens);
    let compares = clause("where").iter().any(|token| OPERATORS.iter().any(|sign| token.is(sign)));
    if clauses.iter().any(|(name, _)| *name == "join") || !(selected && !clause("from").is_empty() || compares) {
        return Vec::new();
    }
    let table = if selected { clause("from") } else { clause("") };
    let columns = if selected { columns(clause("select")) } else { Columns::default() };
    let noun = if selected { table.first().map_or(String::new(), |token| token.text.clone()) } else { joined(table) };
    let base = constrained(&noun, clause("where"), trial);
    laid_out(&base, &columns, &clauses, trial)
}

/// The signs and words that no other text has.
const OPERATORS: &[&str] = &["=", "==", "<>", "!=", "<", ">", "<=", ">=", "like", "ilike", "null"];

/// The words of a text, its texts in quotes and its marks; a word loses the table before its dot.
fn tokens(text: &str) -> Vec<Token> {
    let mut found = Vec::new();
    let mut rest = text.trim_end_matches([';', ' ']);
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '\'' | '"' | '`' => {
                let inner = &rest[first.len_utf8()..];
                let end = inner.find(first).unwrap_or(inner.len());
                found.push(Token { text: inner[..end].to_owned(), quoted: first != '`' });
                (end + 2 * first.len_utf8()).min(rest.len())
            }
            _ if first.is_whitespace() => first.len_utf8(),
            _ if first.is_alphanumeric() || first == '_' => {
                let end = rest.find(|character: char| !character.is_alphanumeric() && !"_.-/".contains(character)).unwrap_or(rest.len());
                let word = rest[..end].rsplit('.').next().unwrap_or_default();
                let number = rest[..end].parse::<f64>().is_ok();
                found.push(Token { text: if number { &rest[..end] } else { word }.replace('_', " "), quoted: false });
                end
            }
            _ => {
                let length = if ["<>", "!=", "<=", ">=", "=="].iter().any(|sign| rest.starts_with(sign)) { 2 } else { first.len_utf8() };
                found.push(Token { text: rest[..length].to_owned(), quoted: false });
                length
            }
        };
        rest = &rest[length..];
    }
    found
}

/// The clauses of a query by the word that opens each; what stands before the first has no name.
fn clauses(tokens: &[Token]) -> Vec<(&'static str, &[Token])> {
    const OPENING: &[&str] = &["select", "from", "where", "group", "order", "limit", "having", "join"];
    let mut found = Vec::new();
    let (mut name, mut from) = ("", 0);
    for (at, token) in tokens.iter().enumerate() {
        if let Some(opening) = OPENING.iter().find(|opening| token.is(opening)) {
            found.push((name, &tokens[from..at]));
            let by = tokens.get(at + 1).is_some_and(|next| next.is("by"));
            (name, from) = (opening, at + 1 + usize::from(by));
        }
    }
    found.push((name, tokens.get(from..).unwrap_or_default()));
    found
}

/// What a query selects.
#[derive(Debug, Default)]
struct Columns {
    counted: bool,
    names: Vec<String>,
}

fn columns(tokens: &[Token]) -> Columns {
    let mut found = Columns::default();
    for token in tokens {
        match token.text.to_ascii_lowercase().as_str() {
            "count" => found.counted = true,
            "*" | "(" | ")" | "," | "distinct" | "name" => {}
            _ => found.names.push(token.text.clone()),
        }
    }
    found
}

fn joined(tokens: &[Token]) -> String {
    tokens.iter().map(|token| token.text.as_str()).collect::<Vec<_>>().join(" ")
}

/// The noun with each condition as the first reading that has a meaning; a condition without one is left out.
fn constrained(noun: &str, tokens: &[Token], trial: &mut Trial<'_>) -> String {
    let mut sentence = noun.to_owned();
    let mut or = "";
    for condition in tokens.split(|token| token.is("and") || token.is("or")) {
        let readings = readings(condition, trial).into_iter().map(|reading| format!("{sentence} {or}{reading}"));
        if let Some(longer) = readings.collect::<Vec<_>>().into_iter().find(|reading| trial.works(reading)) {
            sentence = longer;
        }
        let end = condition.as_ptr_range().end;
        let joint = tokens.iter().find(|token| std::ptr::eq(*token, end));
        or = if joint.is_some_and(|joint| joint.is("or")) { "or " } else { "" };
    }
    sentence
}

/// How a condition may be said, the likeliest first.
fn readings(condition: &[Token], trial: &Trial<'_>) -> Vec<String> {
    let [column, operator, rest @ ..] = condition else { return Vec::new() };
    let column = &column.text;
    let negated = operator.is("not") || rest.first().is_some_and(|token| token.is("not"));
    let operator = if operator.is("not") { rest.first().unwrap_or(operator) } else { operator };
    let values: Vec<&Token> =
        rest.iter().filter(|token| token.quoted || !["not", "in", "like", "(", ")", ","].iter().any(|word| token.is(word))).collect();
    let Some(first) = values.first() else { return Vec::new() };
    let list = values.iter().map(|value| value.value()).collect::<Vec<_>>().join(" or ");
    let not = if negated || operator.is("<>") || operator.is("!=") { "not " } else { "" };
    match operator.text.to_ascii_lowercase().as_str() {
        "is" if first.is("null") && negated => vec![format!("with a {column}"), format!("with {column}")],
        "is" if first.is("null") => vec![format!("without a {column}"), format!("without {column}")],
        "like" | "ilike" => vec![format!("where {column} {not}{} \"{}\"", alike(&first.text), first.text.trim_matches('%'))],
        sign @ ("<" | ">" | "<=" | ">=") => {
            let words = match sign {
                "<" => "fewer than",
                ">" => "more than",
                "<=" => "at most",
                _ => "at least",
            };
            vec![format!("where {column} {sign} {list}"), format!("with {words} {list} {column}")]
        }
        _ => {
            let quoted = values.iter().map(|value| format!("\"{}\"", value.text)).collect::<Vec<_>>();
            let known = trial.data.vocabulary.find(&fold(&first.text));
            let adjective = known.is_some_and(|(_, meanings)| !meanings.adjectives.is_empty());
            let mut found = Vec::from_iter(adjective.then(|| format!("that are {not}{list}")));
            found.extend(["of", "in", "with"].map(|word| format!("{not}{word} {list}")));
            found.extend((quoted.len() == 1).then(|| format!("where {column} is {not}{}", quoted.concat())));
            found
        }
    }
}

/// How a pattern compares.
fn alike(pattern: &str) -> &'static str {
    match (pattern.starts_with('%'), pattern.ends_with('%')) {
        (false, true) => "starts with",
        (true, false) => "ends with",
        _ => "contains",
    }
}

/// The sentence with its columns, groups, order and limit.
fn laid_out(base: &str, columns: &Columns, clauses: &[(&'static str, &[Token])], trial: &mut Trial<'_>) -> Vec<String> {
    let clause = |name: &str| clauses.iter().find(|(own, _)| *own == name).map_or(&[][..], |(_, tokens)| *tokens);
    let groups: Vec<&Token> = clause("group").iter().filter(|token| !token.is(",")).collect();
    let mut order: Vec<Token> = clause("order").to_vec();
    let descending = order.pop_if(|last| last.is("desc")).is_some();
    order.pop_if(|last| last.is("asc"));
    let mut sentence = if columns.counted { format!("how many {base}") } else { base.to_owned() };
    if !groups.is_empty() {
        let keys: Vec<&str> = groups.iter().map(|token| token.text.as_str()).collect();
        sentence = format!("{sentence} by {}", keys.join(", "));
    }
    let limit = clause("limit").first().map(|token| token.text.clone()).filter(|limit| limit.parse::<u64>().is_ok());
    if !order.is_empty() && !order.iter().any(|token| token.is("count")) {
        let key = joined(&order);
        sentence = match limit {
            Some(limit) => format!("{} {limit} {sentence} by {key}", if descending { "top" } else { "bottom" }),
            None => format!("{sentence} sorted by {key}{}", if descending { " descending" } else { "" }),
        };
    }
    let named: Vec<&String> = columns.names.iter().filter(|name| !groups.iter().any(|group| group.text == **name)).collect();
    let column = named.first().filter(|name| groups.is_empty() && !columns.counted && fold(name) != fold(base));
    let of = column.map(|column| [format!("{column} of {base}"), format!("{base} show {column}")]);
    let mut found: Vec<String> = of.into_iter().flatten().filter(|sentence| trial.works(sentence)).collect();
    found.push(sentence);
    found
}
