//! What the grammar expected, in words for people, and what may have been meant.
//!
//! A long file: one table has a row for each rule of the grammar.

use pest::error::{Error, ErrorVariant, InputLocation};

use super::foreign::foreign;
use super::{Rule, SyntaxError};
use crate::diagnose::did_you_mean;
use crate::text::Span;

/// How many things a message lists as expected.
const LISTED: usize = 6;

/// The words that begin a clause, for texts whose first words fit nothing.
const CLAUSES: [&str; 13] =
    ["MATCH", "OPTIONAL", "UNWIND", "WITH", "RETURN", "CREATE", "MERGE", "SET", "REMOVE", "DELETE", "DETACH", "FOREACH", "CALL"];

/// The words that may go on after a complete expression or pattern.
const CONTINUATIONS: [&str; 29] = [
    "WHERE", "RETURN", "WITH", "MATCH", "OPTIONAL", "UNWIND", "UNION", "ORDER", "SKIP", "LIMIT", "AS", "AND", "OR", "XOR", "IN", "STARTS",
    "ENDS", "CONTAINS", "IS", "DESC", "CREATE", "MERGE", "SET", "REMOVE", "DELETE", "DETACH", "FOREACH", "CALL", "YIELD",
];

/// The error for a text that does not fit the grammar.
pub(super) fn explain(error: &Error<Rule>, text: &str) -> SyntaxError {
    let at = match error.location {
        InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
    };
    let positives: &[Rule] = match &error.variant {
        ErrorVariant::ParsingError { positives, .. } => positives,
        ErrorVariant::CustomError { .. } => &[],
    };
    let (before, rest) = text.split_at_checked(at).unwrap_or((text, ""));
    let Some(first) = rest.chars().next() else {
        return at_end(positives, text);
    };
    let length = word_length(rest);
    let word = &rest[..length];
    let span = Span::new(at, at + length);
    if let Some((message, help)) = foreign(before, rest) {
        return SyntaxError::Foreign { message, help, span };
    }
    if !first.is_ascii() && length == first.len_utf8() && !first.is_alphanumeric() {
        return SyntaxError::InvalidCharacter { help: look_alike(first).map(|ascii| format!("did you mean `{ascii}`?")), span };
    }
    if is_length(positives, rest) {
        return SyntaxError::InvalidLength { span };
    }
    let help = if word.starts_with(|c: char| c.is_alphabetic()) { about_word(word, positives) } else { about_mark(before, rest) };
    SyntaxError::Unexpected { expected: listed(positives), help: help.or_else(|| about_place(positives)), span }
}

/// Whether what stands in the brackets of a relationship is meant to be a length: `..` without a star, or a sign behind one.
fn is_length(positives: &[Rule], rest: &str) -> bool {
    let sign = rest.starts_with(['-', '+', '.']);
    (positives.contains(&Rule::range_literal) && rest.starts_with(".."))
        || (positives.contains(&Rule::x_digits) && positives.contains(&Rule::properties) && sign)
}

/// The error for a text that stops too early. It points at the last character.
fn at_end(positives: &[Rule], text: &str) -> SyntaxError {
    let end = text.trim_end().len();
    let last = text[..end].chars().next_back().map_or(0, char::len_utf8);
    let span = Span::new(end - last, end);
    if super::is_blank(text) {
        return SyntaxError::Empty { span };
    }
    SyntaxError::UnexpectedEnd { expected: listed(positives), help: about_place(positives), span }
}

/// The length of the word, number or mark at the beginning of a text.
fn word_length(text: &str) -> usize {
    let word: usize = text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').map(char::len_utf8).sum();
    word.max(text.chars().next().map_or(0, char::len_utf8))
}

/// The ASCII character that is drawn like this one.
fn look_alike(character: char) -> Option<char> {
    match character {
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => Some('-'),
        '‘' | '’' | '‚' | '′' => Some('\''),
        '“' | '”' | '„' | '″' => Some('"'),
        '×' => Some('*'),
        '÷' => Some('/'),
        '≤' => Some('<'),
        '≥' => Some('>'),
        _ => None,
    }
}

/// What may have been meant by a mark that does not fit.
fn about_mark(before: &str, rest: &str) -> Option<String> {
    let help = match rest.as_bytes() {
        [b'!', b'=', ..] => "write `<>` for \"not equal\"",
        [b'=', ..] if before.ends_with('=') => "write `=` for \"equal\"",
        [b'&', b'&', ..] => "write `AND`",
        [b'$', ..] if before.trim_end().ends_with([':', '|', '&', '!']) => {
            "labels and types are not computed in a pattern: write `WHERE $label IN labels(n)` or `WHERE type(r) = $type`; \
             to create or set one, write it out"
        }
        _ => return None,
    };
    Some(help.into())
}

/// What may have been meant by a word that does not fit: a keyword that is spelt like it, a clause at another place, or
/// a name that is a keyword.
fn about_word(word: &str, positives: &[Rule]) -> Option<String> {
    let upper = word.to_uppercase();
    if super::is_plain_variable(word) {
        let wanted = positives.iter().filter_map(|rule| keyword(*rule));
        let clause = positives.iter().all(|rule| words(*rule) == Some(CLAUSE));
        let general = if clause { &CLAUSES[..] } else { &CONTINUATIONS[..] };
        return if word.chars().count() < 3 { None } else { did_you_mean(word, wanted.chain(general.iter().copied())) };
    }
    if positives.iter().any(|rule| matches!(rule, Rule::limit | Rule::kw_limit)) {
        if upper == "WHERE" {
            return Some("a condition stands before RETURN, after MATCH or WITH".into());
        }
        if CLAUSES.contains(&upper.as_str()) {
            return Some("RETURN is the last clause of a query; to go on, write WITH in its place".into());
        }
    }
    let name = positives.iter().any(|rule| matches!(words(*rule), Some(NAME | EXPRESSION)));
    name.then(|| format!("`{upper}` is a keyword; a name that is spelt like it stands in backquotes"))
}

/// How something that is expected is written.
fn about_place(positives: &[Rule]) -> Option<String> {
    let relationship = |rule: &Rule| matches!(rule, Rule::relationship_detail | Rule::dash | Rule::right_arrow_head);
    let inside = positives.iter().any(relationship) && !positives.contains(&Rule::union);
    inside.then(|| "a relationship is written `-->`, `<--`, `--`, or with its details `-[:TYPE]->`".into())
}

/// What was expected, each thing once, in words.
fn listed(positives: &[Rule]) -> String {
    let mut names: Vec<&str> = Vec::new();
    for name in positives.iter().filter_map(|rule| words(*rule)) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    // What is expected wherever something broader is says nothing new.
    if names.contains(&EXPRESSION) {
        names.retain(|name| ![NAME, ITEM, "`*`", "`DISTINCT`"].contains(name));
    }
    if names.contains(&CLAUSE) {
        names.retain(|name| *name != "`WITH`");
    }
    names.sort_by_key(|name| rank(name));
    names.truncate(LISTED);
    match names.split_last() {
        None => "something else".into(),
        Some((only, [])) => (*only).into(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
    }
}

/// Broad things are listed before keywords, and the end of the text last.
fn rank(name: &str) -> usize {
    match name {
        CLAUSE | EXPRESSION | PATTERN | NAME => 0,
        END => 3,
        _ if name.starts_with('`') => 2,
        _ => 1,
    }
}

const CLAUSE: &str = "a clause such as MATCH or RETURN";
const EXPRESSION: &str = "an expression";
const PATTERN: &str = "a pattern such as `(n)-->(m)`";
const NAME: &str = "a name";
const ITEM: &str = "`variable IN`";
const OPERATOR: &str = "an operator";
const END: &str = "the end of the query";

/// Whether a rule is a keyword or mark of another rule, which says nothing that the other rule does not.
pub(super) fn is_keyword(rule: Rule) -> bool {
    matches!(rule, Rule::EOI | Rule::dash | Rule::x_colon | Rule::x_assign | Rule::x_add_assign) || keyword(rule).is_some()
}

/// The keywords that can follow a text, and whether an expression can.
pub fn following(before: &str) -> (Vec<&'static str>, bool) {
    // A character that is nothing makes the grammar say what it would have read in its place.
    let text = format!("{before}\u{1}");
    let Err(error) = <super::Grammar as pest::Parser<Rule>>::parse(Rule::cypher, &text) else { return (Vec::new(), false) };
    let (InputLocation::Pos(at) | InputLocation::Span((at, _))) = error.location;
    let ErrorVariant::ParsingError { positives, .. } = &error.variant else { return (Vec::new(), false) };
    if at < before.trim_end().len() {
        return (Vec::new(), false);
    }
    let mut found: Vec<&'static str> = Vec::new();
    for rule in positives {
        let told = words(*rule);
        let several: &[&'static str] = match told {
            Some(CLAUSE) => &CLAUSES,
            Some(OPERATOR) => &["AND", "OR", "XOR", "IN", "STARTS WITH", "ENDS WITH", "CONTAINS", "IS NULL", "IS NOT NULL"],
            _ => &[],
        };
        let quoted = told
            .and_then(|told| told.strip_prefix('`')?.strip_suffix('`'))
            .filter(|told| told.bytes().all(|b| b.is_ascii_uppercase() || b == b' '));
        for keyword in several.iter().copied().chain(quoted) {
            if !found.contains(&keyword) {
                found.push(keyword);
            }
        }
    }
    (found, positives.iter().any(|rule| words(*rule) == Some(EXPRESSION)))
}

/// All keywords.
pub(super) fn keywords() -> impl Iterator<Item = &'static str> {
    Rule::all_rules().iter().filter_map(|rule| keyword(*rule)).chain(["ASC", "DESC", "TRUE", "FALSE"])
}

/// The keyword of a rule that is one.
fn keyword(rule: Rule) -> Option<&'static str> {
    Some(match rule {
        Rule::kw_all => "ALL",
        Rule::kw_and => "AND",
        Rule::kw_as => "AS",
        Rule::kw_by => "BY",
        Rule::kw_call => "CALL",
        Rule::kw_case => "CASE",
        Rule::kw_collect => "COLLECT",
        Rule::kw_contains => "CONTAINS",
        Rule::kw_count => "COUNT",
        Rule::kw_create => "CREATE",
        Rule::kw_delete => "DELETE",
        Rule::kw_detach => "DETACH",
        Rule::kw_distinct => "DISTINCT",
        Rule::kw_else => "ELSE",
        Rule::kw_end => "END",
        Rule::kw_ends => "ENDS",
        Rule::kw_exists => "EXISTS",
        Rule::kw_foreach => "FOREACH",
        Rule::kw_from => "FROM",
        Rule::kw_in => "IN",
        Rule::kw_is | Rule::kw_is_label | Rule::kw_is_type => "IS",
        Rule::kw_labeled => "LABELED",
        Rule::kw_limit => "LIMIT",
        Rule::kw_match => "MATCH",
        Rule::kw_merge => "MERGE",
        Rule::kw_normalized => "NORMALIZED",
        Rule::kw_not => "NOT",
        Rule::kw_null => "NULL",
        Rule::kw_offset => "OFFSET",
        Rule::kw_on => "ON",
        Rule::kw_optional => "OPTIONAL",
        Rule::kw_or => "OR",
        Rule::kw_order => "ORDER",
        Rule::kw_reduce => "REDUCE",
        Rule::kw_remove => "REMOVE",
        Rule::kw_return => "RETURN",
        Rule::kw_set => "SET",
        Rule::kw_skip => "SKIP",
        Rule::kw_starts => "STARTS",
        Rule::kw_then => "THEN",
        Rule::kw_typed => "TYPED",
        Rule::kw_union => "UNION",
        Rule::kw_unwind => "UNWIND",
        Rule::kw_when => "WHEN",
        Rule::kw_where => "WHERE",
        Rule::kw_with => "WITH",
        Rule::kw_xor => "XOR",
        Rule::kw_yield => "YIELD",
        _ => return None,
    })
}

/// The words for each rule in a message; nothing for rules that are told by their parts.
#[expect(clippy::too_many_lines, reason = "one row for each rule")]
fn words(rule: Rule) -> Option<&'static str> {
    Some(match rule {
        Rule::cypher
        | Rule::regular_query
        | Rule::single_query
        | Rule::x_clause
        | Rule::r#match
        | Rule::unwind
        | Rule::with
        | Rule::r#return
        | Rule::create
        | Rule::merge
        | Rule::set
        | Rule::delete
        | Rule::remove
        | Rule::foreach
        | Rule::call
        | Rule::x_opening
        | Rule::kw_match
        | Rule::kw_unwind
        | Rule::kw_return
        | Rule::kw_create
        | Rule::kw_merge
        | Rule::kw_set
        | Rule::kw_delete
        | Rule::kw_remove
        | Rule::kw_foreach
        | Rule::kw_call
        | Rule::kw_detach
        | Rule::kw_optional => CLAUSE,
        Rule::x_only_expression
        | Rule::x_reference
        | Rule::expression
        | Rule::x_condition
        | Rule::x_operand
        | Rule::x_filter
        | Rule::x_filter_condition
        | Rule::x_filter_operand
        | Rule::x_atom
        | Rule::x_number
        | Rule::x_string
        | Rule::x_least_integer
        | Rule::x_true
        | Rule::x_false
        | Rule::x_null
        | Rule::parameter
        | Rule::parenthesized_expression
        | Rule::x_parenthesis
        | Rule::x_list
        | Rule::map_literal
        | Rule::case_expression
        | Rule::x_exists
        | Rule::x_count
        | Rule::x_collect
        | Rule::quantifier
        | Rule::x_quantifier_name
        | Rule::x_reduce
        | Rule::x_exists_call
        | Rule::x_special
        | Rule::x_name_chain
        | Rule::x_named
        | Rule::x_not
        | Rule::x_sign
        | Rule::x_plus
        | Rule::x_minus
        | Rule::kw_case
        | Rule::kw_exists
        | Rule::kw_count
        | Rule::kw_collect
        | Rule::kw_reduce
        | Rule::x_subquery
        | Rule::projection_body
        | Rule::projection_items
        | Rule::projection_item
        | Rule::sort_item => EXPRESSION,
        Rule::x_only_pattern
        | Rule::pattern
        | Rule::pattern_part
        | Rule::x_anonymous_part
        | Rule::shortest_path_pattern
        | Rule::x_shortest
        | Rule::pattern_element
        | Rule::x_group
        | Rule::node_pattern => PATTERN,
        Rule::pattern_element_chain | Rule::relationship_pattern | Rule::left_arrow_head | Rule::dash | Rule::x_relationship_ahead => {
            "a relationship such as `-[:TYPE]->`"
        }
        Rule::right_arrow_head => "`->` or `-`",
        Rule::relationship_detail => "the details of a relationship such as `[:TYPE]`",
        Rule::relationship_types | Rule::kw_is_type | Rule::x_types_any | Rule::x_types_all | Rule::x_type_term => "a type such as `:TYPE`",
        Rule::x_quantifier | Rule::x_comma => "a quantifier such as `{1,3}`",
        Rule::x_value_types
        | Rule::x_filter_types
        | Rule::x_value_type
        | Rule::x_value_type_name
        | Rule::x_value_type_word
        | Rule::x_items_2
        | Rule::x_item_2
        | Rule::x_items_3
        | Rule::x_item_3
        | Rule::x_items_4
        | Rule::x_item_4 => "a type such as `INTEGER`",
        Rule::kw_typed => "`TYPED`",
        Rule::x_normal_form => "a normal form such as `NFC`",
        Rule::kw_normalized => "`NORMALIZED`",
        Rule::kw_labeled => "`LABELED`",
        Rule::range_literal => "a length such as `*1..3`",
        Rule::x_dots => "`..`",
        Rule::node_labels
        | Rule::x_labels_any
        | Rule::x_labels_all
        | Rule::x_label_term
        | Rule::x_label_not
        | Rule::x_label_any
        | Rule::x_filter_labels
        | Rule::x_filter_any
        | Rule::x_filter_all
        | Rule::x_is_labels
        | Rule::kw_is_label
        | Rule::x_filter_is_labels
        | Rule::x_is_labeled
        | Rule::x_filter_is_labeled => "a label such as `:Label`",
        Rule::properties => "properties such as `{key: value}`",
        Rule::x_boolean
        | Rule::x_operator_start
        | Rule::x_boolean_start
        | Rule::x_arguments
        | Rule::x_lookup
        | Rule::x_operator
        | Rule::x_equal
        | Rule::x_not_equal
        | Rule::x_less
        | Rule::x_less_or_equal
        | Rule::x_greater
        | Rule::x_greater_or_equal
        | Rule::x_add
        | Rule::x_concatenate
        | Rule::x_subtract
        | Rule::x_multiply
        | Rule::x_divide
        | Rule::x_modulo
        | Rule::x_power
        | Rule::x_matches
        | Rule::x_starts_with
        | Rule::x_ends_with
        | Rule::x_null_check
        | Rule::x_is_not_null
        | Rule::x_is_null
        | Rule::x_filter_check
        | Rule::x_is_typed
        | Rule::x_filter_typed
        | Rule::x_is_normalized
        | Rule::property_lookup
        | Rule::x_index
        | Rule::x_map_projection
        | Rule::kw_and
        | Rule::kw_or
        | Rule::kw_xor
        | Rule::kw_in
        | Rule::kw_contains
        | Rule::kw_starts
        | Rule::kw_ends
        | Rule::kw_is => OPERATOR,
        Rule::variable
        | Rule::x_only_variable
        | Rule::x_only_name
        | Rule::schema_name
        | Rule::symbolic_name
        | Rule::x_quoted_name
        | Rule::x_plain_name
        | Rule::yield_item => NAME,
        Rule::x_star => "`*`",
        Rule::order | Rule::kw_order => "`ORDER BY`",
        Rule::skip | Rule::kw_skip | Rule::kw_offset => "`SKIP`",
        Rule::limit | Rule::kw_limit => "`LIMIT`",
        Rule::r#where | Rule::kw_where => "`WHERE`",
        Rule::union | Rule::kw_union => "`UNION`",
        Rule::x_ascending | Rule::x_descending => "`ASC` or `DESC`",
        Rule::x_map => "`|` and a value",
        Rule::x_item_of => ITEM,
        Rule::x_entry => "`key: value`",
        Rule::x_projection_entry => "an entry such as `.key`",
        Rule::case_alternative | Rule::kw_when => "`WHEN`",
        Rule::x_else | Rule::kw_else => "`ELSE`",
        Rule::merge_action | Rule::kw_on => "`ON CREATE` or `ON MATCH`",
        Rule::set_item | Rule::x_target => "what to set",
        Rule::procedure_invocation => "the name of a procedure",
        Rule::x_digits => "a number",
        Rule::EOI => END,
        Rule::kw_all => "`ALL`",
        Rule::kw_as => "`AS`",
        Rule::kw_by => "`BY`",
        Rule::kw_distinct => "`DISTINCT`",
        Rule::kw_end => "`END`",
        Rule::x_trimmed | Rule::x_trim_side | Rule::x_from => "what to trim, such as `BOTH 'x' FROM text`",
        Rule::kw_from => "`FROM`",
        Rule::kw_null => "`NULL`",
        Rule::kw_then => "`THEN`",
        Rule::x_yield | Rule::kw_yield => "`YIELD`",
        Rule::kw_not | Rule::x_not_null => "`NOT`",
        Rule::kw_with => "`WITH`",
        Rule::x_colon => "`:`",
        Rule::x_assign => "`=`",
        Rule::x_add_assign => "`+=`",
        Rule::x_procedure_arguments => "arguments such as `(1, 'a')`",
        Rule::x_imports => "variables such as `(a, b)`",
        Rule::WHITESPACE
        | Rule::COMMENT
        | Rule::x_word_character
        | Rule::x_word_start
        | Rule::x_boundary
        | Rule::x_filtered
        | Rule::x_blank
        | Rule::x_bar_follows
        | Rule::x_type_bar_follows
        | Rule::x_passed
        | Rule::x_stop
        | Rule::x_foreign
        | Rule::x_space
        | Rule::x_schema_word
        | Rule::reserved_word
        | Rule::x_ascii_mark => return None,
    })
}
