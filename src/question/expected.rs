//! Human words for the rules of the grammar: what was expected.

use super::error::Error;
use super::parse::Rule;
use crate::text::Span;

/// The error for a sentence that cannot go on: what could have stood there.
pub(super) fn unexpected(rules: &[Rule], span: Span) -> Error {
    let mut names: Vec<&str> = Vec::new();
    for name in rules.iter().map(|rule| words(*rule)) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    // What the data names says most; single keywords are help.
    let (classes, keywords): (Vec<&str>, Vec<&str>) = names.into_iter().partition(|name| !name.starts_with('`'));
    let help = (!keywords.is_empty()).then(|| format!("possible keywords here: {}", keywords.join(", ")));
    let expected = if classes.is_empty() { "another word".to_owned() } else { classes.join(" or ") };
    Error::Unexpected { expected, help, span }
}

/// What a rule is called in messages.
#[expect(clippy::too_many_lines, reason = "one flat row for each name")]
fn words(rule: Rule) -> &'static str {
    match rule {
        Rule::EOI => "the end of the sentence",
        Rule::sentence => "a sentence",
        Rule::wrapper | Rule::command_explain => "`explain`",
        Rule::command => "a command",
        Rule::command_rest => "what follows the command",
        Rule::command_translate => "`translate`",
        Rule::command_describe | Rule::describe => "`describe`",
        Rule::command_compare | Rule::compare => "`compare`",
        Rule::command_share | Rule::share => "`share`",
        Rule::command_path | Rule::path => "`path from`",
        Rule::command_connect | Rule::connect => "`connect`",
        Rule::command_matrix | Rule::matrix => "`matrix`",
        Rule::command_path_all => "`all shortest paths from`",
        Rule::path_avoiding | Rule::within_path_avoiding | Rule::within_connect_avoiding => "`avoiding`",
        Rule::path_length | Rule::within_path_steps => "`at most … steps`",
        Rule::within_path_to => "`to`",
        Rule::within_conflicts_about => "`about`",
        Rule::command_schema | Rule::schema => "`schema`",
        Rule::command_saved_questions | Rule::saved_questions => "`saved questions`",
        Rule::command_define | Rule::define => "`define`",
        Rule::command_forget | Rule::forget => "`forget`",
        Rule::new_name => "a new name",
        Rule::command_why_not => "`why not`",
        Rule::command_why | Rule::why => "`why`",
        Rule::command_near_misses | Rule::near_misses => "`near misses`",
        Rule::ought => "`should`",
        Rule::gaps_in | Rule::weak_in => "`in`",
        Rule::gaps_for | Rule::within_gaps_for => "`for`",
        Rule::within_gaps_matrix => "`as a matrix`",
        Rule::command_gaps | Rule::gaps => "`gaps`",
        Rule::command_conflicts | Rule::conflicts => "`conflicts`",
        Rule::command_suppose | Rule::supposition => "`suppose`",
        Rule::supposed | Rule::fact => "a fact",
        Rule::command_draw => "`draw`",
        Rule::command_brief | Rule::brief => "`brief`",
        Rule::question | Rule::ask | Rule::request | Rule::whether | Rule::possessed | Rule::fronted => "a question",
        Rule::how_many => "`how many`",
        Rule::first_few | Rule::top => "`top`",
        Rule::most_central => "`most central`",
        Rule::centrality | Rule::central_measure | Rule::measure_betweenness => "`betweenness`",
        Rule::measure_closeness => "`closeness`",
        Rule::measure_pagerank => "`pagerank`",
        Rule::measure_eigenvector => "`eigenvector centrality`",
        Rule::measure_core_number => "`core number`",
        Rule::measure_degree => "`degree centrality`",
        Rule::measure_community => "`community`",
        Rule::measure_component => "`component`",
        Rule::likeness | Rule::measure_similarity => "`similarity to`",
        Rule::most_similar | Rule::measure_most_similar => "`most similar to`",
        Rule::part_of_graph | Rule::through_nouns | Rule::path_through | Rule::through => "`through`",
        Rule::ignored | Rule::left_out | Rule::leaving_out => "`leaving out`",
        Rule::measured | Rule::attribute | Rule::valued => "an attribute",
        Rule::aggregate | Rule::average | Rule::weak_mean => "`average`",
        Rule::counted | Rule::number_of => "`number of`",
        Rule::subject
        | Rule::inverse
        | Rule::objects
        | Rule::object
        | Rule::implied
        | Rule::named
        | Rule::one_thing
        | Rule::things
        | Rule::asked_about => "a noun or a name",
        Rule::all_of | Rule::all => "`all`",
        Rule::noun_phrase | Rule::quantified | Rule::matrix_side | Rule::noun => "a noun",
        Rule::determiner | Rule::indefinite => "an article",
        Rule::modifier | Rule::adjectives | Rule::adjective | Rule::adjective_word => "an adjective",
        Rule::condition | Rule::test | Rule::related | Rule::predicate => "a condition",
        Rule::connective => "`and`, `or` or `but`",
        Rule::link | Rule::that => "`that`",
        Rule::polarity | Rule::not => "`not`",
        Rule::auxiliary | Rule::is | Rule::elliptic => "`is`",
        Rule::group | Rule::bracket => "`(`",
        Rule::sharing | Rule::shared_verb => "`sharing`",
        Rule::comparisons => "`where`",
        Rule::comparison | Rule::comparator => "a comparison",
        Rule::are_missing => "`is missing`",
        Rule::outnumbering | Rule::more => "`more`",
        Rule::as_many => "`as many`",
        Rule::fewer => "`fewer`",
        Rule::than => "`than`",
        Rule::superlative => "`with the highest`",
        Rule::relation | Rule::inverse_relation | Rule::relation_word => "a relation phrase",
        Rule::list_joint => "`and` or `or`",
        Rule::same => "`the same`",
        Rule::quantity => "a quantity",
        Rule::count | Rule::number => "a number",
        Rule::value => "a value",
        Rule::tail => "`by`, `sorted by` or `show`",
        Rule::grouped | Rule::by => "`by`",
        Rule::sorted => "`sorted by`",
        Rule::shown | Rule::show => "`show`",
        Rule::key | Rule::word => "an attribute or a noun",
        Rule::direction => "`ascending` or `descending`",
        Rule::and => "`and`",
        Rule::any => "`any`",
        Rule::are => "`are`",
        Rule::same_as => "`as`",
        Rule::ascending => "`ascending`",
        Rule::at_least => "`at least`",
        Rule::at_most => "`at most`",
        Rule::after => "`after`",
        Rule::before => "`before`",
        Rule::both => "`both`",
        Rule::bottom => "`bottom`",
        Rule::but => "`but`",
        Rule::contains => "`contains`",
        Rule::descending => "`descending`",
        Rule::each => "`each`",
        Rule::either => "`either`",
        Rule::ends_with => "`ends with`",
        Rule::every | Rule::command_should | Rule::should => "`every`",
        Rule::exactly => "`exactly`",
        Rule::or_fewer => "`or fewer`",
        Rule::fewer_than => "`fewer than`",
        Rule::fewest => "`fewest`",
        Rule::find => "`find`",
        Rule::greatest => "`highest`",
        Rule::has => "`has`",
        Rule::have => "`have`",
        Rule::having => "`having`",
        Rule::lack => "`lack`",
        Rule::in_common => "`in common`",
        Rule::lacking => "`lacking`",
        Rule::lacks => "`lacks`",
        Rule::least => "`lowest`",
        Rule::list => "`list`",
        Rule::maximum => "`maximum`",
        Rule::minimum => "`minimum`",
        Rule::or_more => "`or more`",
        Rule::more_than => "`more than`",
        Rule::most => "`most`",
        Rule::neither => "`neither`",
        Rule::no => "`no`",
        Rule::non => "`non-`",
        Rule::nor => "`nor`",
        Rule::of => "`of`",
        Rule::only => "`only`",
        Rule::or => "`or`",
        Rule::pairs_of => "`pairs of`",
        Rule::per => "`per`",
        Rule::shared_by => "`shared by`",
        Rule::some => "`some`",
        Rule::starts_with => "`starts with`",
        Rule::sum => "`sum`",
        Rule::the => "`the`",
        Rule::those => "`those`",
        Rule::what => "`what`",
        Rule::which => "`which`",
        Rule::who => "`who`",
        Rule::whose => "`whose`",
        Rule::with => "`with`",
        Rule::without => "`without`",
        Rule::name | Rule::thing => "a name",
        Rule::string => "a quoted text",
        Rule::WHITESPACE
        | Rule::anything_but_share
        | Rule::anything_but_should
        | Rule::before_adjective
        | Rule::before_attribute
        | Rule::before_name
        | Rule::before_noun
        | Rule::before_predicate
        | Rule::before_relation
        | Rule::boundary
        | Rule::class
        | Rule::classes
        | Rule::object_start => "a word",
    }
}
