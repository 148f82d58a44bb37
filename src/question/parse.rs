//! From tokens to the syntax tree. Only this file sees pest.
//! A long file: one function for each rule of the grammar, in its order.

mod command;
mod fact;

pub(super) use fact::{parse_fact, parse_thing};
use pest::Parser;
use pest::iterators::Pair;
use pest_derive::Parser;

use super::ast::{
    Adjective, Adjectives, Aggregate, Ask, Body, CentralMeasure, Centrality, Command, Comparator, Comparison, Condition, GraphPart, Joint,
    Key, KeyKind, Mode, Modifier, NounPhrase, Object, ObjectKind, Objects, Outnumbering, Phrase, PhraseKind, Quantity, Question, Sentence,
    Subject, Tail, Test, Word, Wrapper,
};
use super::error::Error;
use super::expected;
use super::near::advised;
use super::vocabulary::Vocabulary;
use super::words::{RunKind, Words};
use crate::cypher::ast::ComparisonOperator;
use crate::diagnose::Diagnostics;
use crate::text::Span;

#[derive(Parser)]
#[grammar = "../grammar/command.pest"]
#[grammar = "../grammar/question.pest"]
pub(super) struct Grammar;

type Node<'t> = Pair<'t, Rule>;

/// Reads the shape of a sentence. Linear in its tokens.
///
/// # Errors
/// Unknown words, and sentences of another shape. A name that is given or taken may have any words.
pub fn parse(words: &mut Words, vocabulary: &Vocabulary) -> Result<Sentence, Diagnostics> {
    let text = words.text().to_owned();
    let unknown = words.take_unknown();
    let parsed = Grammar::parse(Rule::sentence, &text);
    let sentence = parsed.ok().and_then(|mut pairs| pairs.next()).map(|pair| Reader { words }.sentence(pair));
    match sentence {
        Some(sentence) if unknown.is_empty() || has_any_words(&sentence.body) => Ok(sentence),
        _ if !unknown.is_empty() => Err(advised(unknown, vocabulary)),
        _ => Err(failure_of(Rule::sentence, words, &text).into()),
    }
}

/// Whether the words of a sentence need not be known.
fn has_any_words(body: &Body) -> bool {
    matches!(body, Body::Command(Command::Define { .. } | Command::Forget(_), _))
}

/// Where reading tokens failed: an offset in the text for the grammar; none if they are a sentence.
pub(super) fn furthest(text: &str) -> Option<usize> {
    match Grammar::parse(Rule::sentence, text).err()?.location {
        pest::error::InputLocation::Pos(at) | pest::error::InputLocation::Span((at, _)) => Some(at),
    }
}

/// Why a text is none of a rule: what the grammar expected at the furthest place.
fn failure_of(rule: Rule, words: &Words, text: &str) -> Error {
    let Err(error) = Grammar::parse(rule, text) else {
        return Error::Unexpected { expected: "a sentence".to_owned(), help: None, span: words.place(0, text.len()) };
    };
    let at = match error.location {
        pest::error::InputLocation::Pos(at) | pest::error::InputLocation::Span((at, _)) => at,
    };
    let span = words.place(at, at);
    let rules = match &error.variant {
        pest::error::ErrorVariant::ParsingError { positives, .. } => positives.as_slice(),
        pest::error::ErrorVariant::CustomError { .. } => &[],
    };
    if text.trim().is_empty() {
        return Error::Empty { example: words.example().to_owned(), span };
    }
    expected::unexpected(rules, span)
}

struct Reader<'w> {
    words: &'w Words,
}

impl Reader<'_> {
    fn span(&self, node: &Node<'_>) -> Span {
        let span = node.as_span();
        self.words.place(span.start(), span.end())
    }

    /// The number of a token of the data's words.
    fn word(&self, node: &Node<'_>) -> Word {
        let digits: String = node.as_str().chars().filter(char::is_ascii_digit).collect();
        Word { index: digits.parse().unwrap_or(usize::MAX), span: self.span(node) }
    }

    fn number(&self, node: &Node<'_>) -> u64 {
        let Some(token) = find(node.clone(), Rule::number) else { return 0 };
        match self.words.runs().get(self.word(&token).index).map(|run| &run.kind) {
            Some(RunKind::Integer(value)) => u64::try_from(*value).unwrap_or(0),
            Some(RunKind::Float(value)) => value.ceil() as u64,
            _ => 0,
        }
    }

    fn sentence(&self, node: Node<'_>) -> Sentence {
        let mut wrapper = None;
        let mut body = None;
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::wrapper => {
                    wrapper = part.into_inner().next().map(|word| match word.as_rule() {
                        Rule::command_explain => Wrapper::Explain,
                        Rule::command_draw => Wrapper::Draw,
                        _ => Wrapper::Translate,
                    });
                }
                Rule::supposition | Rule::ignored => wrapper = Some(Wrapper::Premises),
                Rule::command => body = Some(self.command(part)),
                Rule::question => body = Some(Body::Question(self.question(part))),
                _ => {}
            }
        }
        // The grammar has one of the two in each sentence.
        Sentence { wrapper, body: body.unwrap_or(Body::Command(Command::Nothing, Span::default())) }
    }

    fn question(&self, node: Node<'_>) -> Question {
        let span = self.span(&node);
        let mut who = false;
        let mut question = Question {
            ask: Ask::List,
            subject: Subject::Those(span),
            conditions: Vec::new(),
            tails: Vec::new(),
            expected: Vec::new(),
            span,
        };
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::asked_about => {
                    question.ask = Ask::Whether { every: Self::is_every(&part) };
                    question.subject = self.subject(part, false);
                }
                Rule::possessed => self.possessed(part, &mut question),
                Rule::ask => {
                    who = find(part.clone(), Rule::who).is_some();
                    question.ask = self.ask(part);
                }
                Rule::subject => question.subject = self.subject(part, who),
                Rule::condition => match self.each(&part).filter(|_| question.ask == Ask::HowMany) {
                    Some(tail) => question.tails.push(tail),
                    None => question.conditions.push(self.condition(part)),
                },
                Rule::tail => question.tails.push(self.tail(part)),
                _ => {}
            }
        }
        question
    }

    /// Whether a noun phrase speaks of all nodes of its kind.
    fn is_every(node: &Node<'_>) -> bool {
        node.clone().into_inner().any(|part| matches!(part.as_rule(), Rule::every | Rule::each | Rule::all))
    }

    /// `(how many partners) in each category`: groups.
    fn each(&self, node: &Node<'_>) -> Option<Tail> {
        let test = node.clone().into_inner().find(|part| part.as_rule() == Rule::test)?;
        let related = test.into_inner().next().filter(|part| part.as_rule() == Rule::related)?;
        let mut objects = related.into_inner().find(|part| part.as_rule() == Rule::objects)?.into_inner();
        let (object, None) = (objects.next()?, objects.next()) else { return None };
        let quantified = object.into_inner().next().filter(|part| part.as_rule() == Rule::quantified)?;
        find(quantified.clone(), Rule::quantity)?.into_inner().find(|part| part.as_rule() == Rule::each)?;
        let (_, phrase) = self.quantified(quantified);
        let key = Key { aggregate: None, kind: KeyKind::Word(phrase.noun), span: phrase.span };
        phrase.modifiers.is_empty().then(|| Tail::Grouped { keys: vec![key], having: None })
    }

    /// `what region is Brazil in`: a value of the subject.
    fn possessed(&self, node: Node<'_>, question: &mut Question) {
        question.subject = self.subject(node.clone(), false);
        if let Some(attribute) = node.into_inner().find(|part| part.as_rule() == Rule::attribute) {
            let key = Key { aggregate: None, kind: KeyKind::Word(self.word(&attribute)), span: self.span(&attribute) };
            question.ask = Ask::Values { keys: vec![key], of: true };
        }
    }

    fn ask(&self, node: Node<'_>) -> Ask {
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::how_many => return Ask::HowMany,
                Rule::first_few => {
                    return Ask::Few { count: self.number(&part), bottom: find(part, Rule::bottom).is_some() };
                }
                Rule::most_central => return self.most_central(&part),
                Rule::measured => return self.measured(part),
                _ => {}
            }
        }
        Ask::List
    }

    fn most_central(&self, node: &Node<'_>) -> Ask {
        let count = find(node.clone(), Rule::count).map_or(1, |count| self.number(&count));
        Ask::Central { count, span: self.span(node) }
    }

    fn measured(&self, node: Node<'_>) -> Ask {
        let mut keys: Vec<Key> = Vec::new();
        let mut aggregate = None;
        let mut of = false;
        for part in node.into_inner() {
            let span = self.span(&part);
            of = matches!(part.as_rule(), Rule::of | Rule::relation_word);
            match part.as_rule() {
                Rule::aggregate => aggregate = Some(Self::aggregate(part)),
                Rule::counted => keys.push(Key { aggregate, kind: self.counted(part), span }),
                Rule::attribute | Rule::word => keys.push(Key { aggregate, kind: KeyKind::Word(self.word(&part)), span }),
                _ => {}
            }
        }
        Ask::Values { keys, of }
    }

    fn aggregate(node: Node<'_>) -> Aggregate {
        match node.into_inner().next().map(|inner| inner.as_rule()) {
            Some(Rule::sum) => Aggregate::Sum,
            Some(Rule::minimum) => Aggregate::Minimum,
            Some(Rule::maximum) => Aggregate::Maximum,
            _ => Aggregate::Average,
        }
    }

    fn counted(&self, node: Node<'_>) -> KeyKind {
        let phrase = node.into_inner().find(|inner| inner.as_rule() == Rule::noun_phrase);
        KeyKind::Count(phrase.map_or_else(Self::no_phrase, |phrase| self.noun_phrase(phrase)))
    }

    /// Stands where the grammar always has a noun phrase.
    fn no_phrase() -> NounPhrase {
        let word = Word { index: usize::MAX, span: Span::default() };
        NounPhrase { indefinite: false, modifiers: Vec::new(), noun: word, span: Span::default() }
    }

    fn subject(&self, node: Node<'_>, who: bool) -> Subject {
        let span = self.span(&node);
        let mut pairs = false;
        let mut count = None;
        let mut noun = Self::no_phrase();
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::those => return Subject::Those(span),
                Rule::implied => return Subject::Implied { span, who },
                Rule::pairs_of => pairs = true,
                Rule::all_of => count = find(part.clone(), Rule::count).map(|count| self.number(&count)),
                Rule::noun_phrase if pairs => return Subject::Pairs(self.noun_phrase(part)),
                Rule::noun_phrase => return Subject::Phrase { phrase: self.noun_phrase(part), count },
                Rule::name | Rule::string => return Subject::Name(self.word(&part)),
                Rule::noun => noun.noun = self.word(&part),
                Rule::modifier => noun.modifiers.extend(self.modifier(part)),
                _ => {}
            }
        }
        if noun.noun.index != usize::MAX {
            return Subject::Phrase { phrase: NounPhrase { span, indefinite: true, ..noun }, count };
        }
        Subject::Those(span)
    }

    fn noun_phrase(&self, node: Node<'_>) -> NounPhrase {
        let mut phrase = NounPhrase { span: self.span(&node), ..Self::no_phrase() };
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::determiner => phrase.indefinite = find(part, Rule::the).is_none(),
                Rule::modifier => phrase.modifiers.extend(self.modifier(part)),
                Rule::noun => phrase.noun = self.word(&part),
                _ => {}
            }
        }
        phrase
    }

    fn modifier(&self, node: Node<'_>) -> Option<Modifier> {
        let inner = node.into_inner().next()?;
        Some(match inner.as_rule() {
            Rule::name => Modifier::Name(self.word(&inner)),
            _ => Modifier::Adjectives(self.adjectives(inner)),
        })
    }

    fn adjectives(&self, node: Node<'_>) -> Adjectives {
        let span = self.span(&node);
        let mut items = Vec::new();
        let mut joint = None;
        for part in node.into_inner() {
            if part.as_rule() == Rule::list_joint {
                joint = Some(Self::list_joint(part));
            } else {
                let negated = find(part.clone(), Rule::non).is_some();
                if let Some(word) = find(part, Rule::adjective_word) {
                    items.push((joint.take(), Adjective { negated, word: self.word(&word) }));
                }
            }
        }
        Adjectives { items, span }
    }

    fn list_joint(node: Node<'_>) -> Joint {
        match node.into_inner().next().map(|inner| inner.as_rule()) {
            Some(Rule::and) => Joint::And,
            Some(Rule::or) => Joint::Or,
            Some(Rule::nor) => Joint::Nor,
            _ => Joint::Comma,
        }
    }

    fn condition(&self, node: Node<'_>) -> Condition {
        let mut condition = Condition { joint: None, negated: false, test: Test::Group(Vec::new()), span: self.span(&node) };
        let mut span: Option<Span> = None;
        for part in node.into_inner() {
            let rule = part.as_rule();
            // An empty polarity has no place of its own.
            if rule != Rule::connective && !part.as_str().trim().is_empty() {
                span = Some(span.map_or_else(|| self.span(&part), |span| span.join(self.span(&part))));
            }
            match rule {
                Rule::connective => condition.joint = Some(Self::connective(part)),
                Rule::polarity => {
                    let denials: Vec<Rule> = part.into_inner().map(|inner| inner.as_rule()).collect();
                    if denials.contains(&Rule::nor) && condition.joint.is_none() {
                        condition.joint = Some(Joint::And);
                    }
                    let count = denials.iter().filter(|rule| matches!(rule, Rule::not | Rule::neither | Rule::nor)).count();
                    condition.negated = count % 2 == 1;
                }
                Rule::test => condition.test = self.test(part),
                _ => {}
            }
        }
        condition.span = span.unwrap_or(condition.span);
        condition
    }

    fn connective(node: Node<'_>) -> Joint {
        if find(node, Rule::or).is_some() { Joint::Or } else { Joint::And }
    }

    fn test(&self, node: Node<'_>) -> Test {
        let Some(inner) = node.into_inner().next() else { return Test::Group(Vec::new()) };
        match inner.as_rule() {
            Rule::group => Test::Group(inner.into_inner().map(|condition| self.condition(condition)).collect()),
            Rule::sharing => {
                let mut lists = inner.into_inner().filter(|part| part.as_rule() == Rule::objects).map(|part| self.objects(part));
                let what = lists.next().unwrap_or(Objects { mode: None, items: Vec::new(), span: Span::default() });
                Test::Sharing { what, with: lists.next() }
            }
            Rule::comparisons => Test::Comparisons(self.comparisons(inner)),
            Rule::outnumbering => self.outnumbering(inner),
            Rule::superlative => {
                let greatest = find(inner.clone(), Rule::greatest).is_some()
                    || find(inner.clone(), Rule::most_central).is_some()
                    || find(inner.clone(), Rule::most_similar).is_some();
                Test::Superlative { greatest, key: self.key(inner) }
            }
            Rule::related => {
                let relation = find(inner.clone(), Rule::relation).map_or_else(Self::no_relation, |relation| self.relation(relation));
                let only = inner.clone().into_inner().any(|part| part.as_rule() == Rule::only);
                let mut objects = self.objects_within(inner);
                if only {
                    objects.mode = Some(Mode::Only);
                }
                Test::Related { relation, objects }
            }
            Rule::predicate => Test::Predicate(self.word(&inner)),
            Rule::inverse => self.inverse(inner),
            _ => Test::Adjectives(self.adjectives(inner)),
        }
    }

    fn outnumbering(&self, node: Node<'_>) -> Test {
        let mut relation = None;
        let (mut operator, mut words) = (ComparisonOperator::Greater, ("more", "than"));
        let mut more = Self::no_phrase();
        let mut than = None;
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::relation => relation = Some(self.relation(part)),
                Rule::fewer => (operator, words) = (ComparisonOperator::Less, ("fewer", "than")),
                Rule::as_many => (operator, words) = (ComparisonOperator::Equal, ("as many", "as")),
                Rule::noun_phrase => more = self.noun_phrase(part),
                Rule::object => than = Some(self.object(part)),
                _ => {}
            }
        }
        let span = more.span;
        let than = than.unwrap_or(Object { kind: ObjectKind::Text(more.noun), span });
        Test::Outnumbers(Box::new(Outnumbering { relation, operator, words, more, than }))
    }

    fn no_relation() -> Phrase {
        Phrase { kind: PhraseKind::General, span: Span::default() }
    }

    fn relation(&self, node: Node<'_>) -> Phrase {
        let span = self.span(&node);
        let inner = node.into_inner().find(|part| !matches!(part.as_rule(), Rule::object_start));
        let kind = match inner.as_ref().map(Pair::as_rule) {
            Some(Rule::relation_word) => inner.map_or(PhraseKind::General, |word| PhraseKind::Word(self.word(&word))),
            Some(Rule::without | Rule::lacking | Rule::lacks | Rule::lack) => PhraseKind::Without,
            _ => PhraseKind::General,
        };
        Phrase { kind, span }
    }

    fn inverse(&self, node: Node<'_>) -> Test {
        let mut objects = Objects { mode: None, items: Vec::new(), span: Span::default() };
        let mut relation = None;
        let mut negated = false;
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::objects => objects = self.objects(part),
                Rule::not => negated = true,
                Rule::inverse_relation => relation = Some(self.relation(part)),
                Rule::elliptic => {
                    negated = part.clone().into_inner().any(|inner| inner.as_rule() == Rule::not);
                    relation = Some(Phrase { kind: PhraseKind::Before, span: self.span(&part) });
                }
                _ => {}
            }
        }
        Test::Inverse { objects, relation, negated }
    }

    fn comparisons(&self, node: Node<'_>) -> Vec<(Option<Joint>, Comparison)> {
        let mut found = Vec::new();
        let mut joint = None;
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::list_joint => joint = Some(Self::list_joint(part)),
                Rule::comparison => found.push((joint.take(), self.comparison(part))),
                _ => {}
            }
        }
        found
    }

    fn comparison(&self, node: Node<'_>) -> Comparison {
        let span = self.span(&node);
        let mut negated = false;
        let mut comparator = Comparator::Equal;
        let mut value = None;
        let key = self.key(node.clone());
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::not => negated = true,
                Rule::are_missing => {
                    negated = find(part, Rule::not).is_some();
                    comparator = Comparator::Missing;
                }
                Rule::comparator => comparator = Self::comparator(&part),
                Rule::value => value = part.into_inner().next().map(|token| self.word(&token)),
                Rule::number => value = Some(self.word(&part)),
                _ => {}
            }
        }
        Comparison { key, negated, comparator, value, span }
    }

    fn comparator(node: &Node<'_>) -> Comparator {
        match node.clone().into_inner().next().map(|inner| inner.as_rule()) {
            Some(Rule::contains) => Comparator::Contains,
            Some(Rule::starts_with) => Comparator::StartsWith,
            Some(Rule::ends_with) => Comparator::EndsWith,
            Some(Rule::before | Rule::fewer_than) => Comparator::Less,
            Some(Rule::after | Rule::more_than) => Comparator::Greater,
            Some(Rule::at_least) => Comparator::GreaterOrEqual,
            Some(Rule::at_most) => Comparator::LessOrEqual,
            _ => match node.as_str().trim() {
                "<>" => Comparator::NotEqual,
                "<=" => Comparator::LessOrEqual,
                ">=" => Comparator::GreaterOrEqual,
                "<" => Comparator::Less,
                ">" => Comparator::Greater,
                _ => Comparator::Equal,
            },
        }
    }

    fn objects_within(&self, node: Node<'_>) -> Objects {
        let empty = Objects { mode: None, items: Vec::new(), span: Span::default() };
        node.into_inner().find(|part| part.as_rule() == Rule::objects).map_or(empty, |part| self.objects(part))
    }

    fn objects(&self, node: Node<'_>) -> Objects {
        let span = self.span(&node);
        let mut objects = Objects { mode: None, items: Vec::new(), span };
        let mut joint = None;
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::both => objects.mode = Some(Mode::Both),
                Rule::either => objects.mode = Some(Mode::Either),
                Rule::neither => objects.mode = Some(Mode::Neither),
                Rule::only => objects.mode = Some(Mode::Only),
                Rule::list_joint => joint = Some(Self::list_joint(part)),
                Rule::object => {
                    let plain = find(part.clone(), Rule::quantity).is_some_and(|quantity| find(quantity, Rule::exactly).is_none());
                    let mut object = self.object(part);
                    // `at least one core partner and one emerging partner`
                    if let (ObjectKind::Phrase { quantity: Some(quantity @ Quantity::Exactly(_)), .. }, Some((_, before)), true) =
                        (&mut object.kind, objects.items.last(), plain)
                    {
                        *quantity = Self::carried(*quantity, before);
                    }
                    objects.items.push((joint.take(), object));
                }
                _ => {}
            }
        }
        objects
    }

    /// A number in a list, counted as the one before it is.
    fn carried(quantity: Quantity, before: &Object) -> Quantity {
        match (quantity, &before.kind) {
            (Quantity::Exactly(count), ObjectKind::Phrase { quantity: Some(Quantity::AtLeast(_)), .. }) => Quantity::AtLeast(count),
            (Quantity::Exactly(count), ObjectKind::Phrase { quantity: Some(Quantity::AtMost(_)), .. }) => Quantity::AtMost(count),
            (quantity, _) => quantity,
        }
    }

    fn object(&self, node: Node<'_>) -> Object {
        let span = self.span(&node);
        let mut kind = ObjectKind::Text(Word { index: usize::MAX, span });
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::bracket => kind = self.bracket(part),
                Rule::same => {
                    let word = part.clone().into_inner().find(|inner| inner.as_rule() == Rule::word);
                    let other = part.into_inner().find(|inner| inner.as_rule() == Rule::object).map(|inner| Box::new(self.object(inner)));
                    kind = ObjectKind::Same { word: word.map_or(Self::no_phrase().noun, |word| self.word(&word)), other };
                }
                Rule::named => {
                    let noun = part.clone().into_inner().find(|inner| inner.as_rule() == Rule::noun).map(|noun| self.word(&noun));
                    let name = part.into_inner().find(|inner| matches!(inner.as_rule(), Rule::name | Rule::string));
                    kind = ObjectKind::Name { noun, name: name.map_or(Self::no_phrase().noun, |name| self.word(&name)) };
                }
                Rule::quantified => {
                    let (quantity, phrase) = self.quantified(part);
                    kind = ObjectKind::Phrase { quantity, phrase };
                }
                Rule::name => kind = ObjectKind::Name { noun: None, name: self.word(&part) },
                Rule::valued => {
                    let no = part.clone().into_inner().any(|inner| inner.as_rule() == Rule::no);
                    let word = part.into_inner().find(|inner| inner.as_rule() == Rule::attribute);
                    kind = ObjectKind::Valued { no, word: word.map_or(Self::no_phrase().noun, |word| self.word(&word)) };
                }
                Rule::string => kind = ObjectKind::Text(self.word(&part)),
                _ => {}
            }
        }
        Object { kind, span }
    }

    fn bracket(&self, node: Node<'_>) -> ObjectKind {
        let mut quantity = None;
        let mut conditions = Vec::new();
        for part in node.clone().into_inner() {
            match part.as_rule() {
                Rule::quantity => quantity = Some(self.quantity(&part)),
                Rule::condition => conditions.push(self.condition(part)),
                _ => {}
            }
        }
        ObjectKind::Bracket { quantity, objects: Box::new(self.objects_within(node)), conditions }
    }

    fn quantified(&self, node: Node<'_>) -> (Option<Quantity>, NounPhrase) {
        let mut quantity = None;
        let mut phrase = Self::no_phrase();
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::quantity => quantity = Some(self.quantity(&part)),
                Rule::noun_phrase => phrase = self.noun_phrase(part),
                _ => {}
            }
        }
        (quantity, phrase)
    }

    fn quantity(&self, node: &Node<'_>) -> Quantity {
        let count = self.number(node);
        let has = |rule| node.clone().into_inner().any(|inner| inner.as_rule() == rule);
        match () {
            () if has(Rule::no) => Quantity::No,
            () if has(Rule::greatest) => Quantity::Most,
            () if has(Rule::least) => Quantity::Fewest,
            () if has(Rule::every) || has(Rule::each) || has(Rule::all) => Quantity::Every,
            () if has(Rule::any) || has(Rule::some) => Quantity::Any,
            () if has(Rule::most) => Quantity::Most,
            () if has(Rule::fewest) => Quantity::Fewest,
            () if has(Rule::at_least) || has(Rule::or_more) => Quantity::AtLeast(count),
            () if has(Rule::at_most) || has(Rule::or_fewer) => Quantity::AtMost(count),
            () if has(Rule::more_than) => Quantity::AtLeast(count.saturating_add(1)),
            () if has(Rule::fewer_than) && count == 0 => Quantity::No,
            () if has(Rule::fewer_than) => Quantity::AtMost(count - 1),
            () => Quantity::Exactly(count),
        }
    }

    fn tail(&self, node: Node<'_>) -> Tail {
        let Some(inner) = node.into_inner().find(|part| part.as_rule() != Rule::connective) else { return Tail::Shown(Vec::new()) };
        let rule = inner.as_rule();
        if rule == Rule::part_of_graph {
            return Tail::Part(self.part_of_graph(inner));
        }
        let mut keys: Vec<(Key, bool)> = Vec::new();
        let mut having = None;
        for part in inner.into_inner() {
            match part.as_rule() {
                Rule::key => keys.push((self.key(part), false)),
                Rule::direction => {
                    if let Some(last) = keys.last_mut() {
                        last.1 = find(part, Rule::descending).is_some();
                    }
                }
                Rule::quantified => having = Some(self.quantified(part)),
                _ => {}
            }
        }
        match rule {
            Rule::sorted => Tail::Sorted(keys),
            Rule::grouped => Tail::Grouped { keys: keys.into_iter().map(|(key, _)| key).collect(), having },
            _ => Tail::Shown(keys.into_iter().map(|(key, _)| key).collect()),
        }
    }

    /// The attribute, noun or count directly within a node.
    fn key(&self, node: Node<'_>) -> Key {
        let mut key = Key { aggregate: None, kind: KeyKind::Word(Self::no_phrase().noun), span: self.span(&node) };
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::aggregate => key.aggregate = Some(Self::aggregate(part)),
                Rule::counted => key = Key { span: self.span(&part), kind: self.counted(part), ..key },
                Rule::centrality => key = Key { span: self.span(&part), kind: KeyKind::Centrality(self.centrality(part)), ..key },
                Rule::most_central | Rule::most_similar => key.kind = KeyKind::Centrality(self.centrality(part)),
                Rule::part_of_graph => {
                    if let KeyKind::Centrality(centrality) = &mut key.kind {
                        centrality.part = self.part_of_graph(part);
                    }
                }
                Rule::attribute | Rule::word => key = Key { span: self.span(&part), kind: KeyKind::Word(self.word(&part)), ..key },
                _ => {}
            }
        }
        key
    }
}

impl Reader<'_> {
    /// Betweenness where no measure is said.
    fn centrality(&self, node: Node<'_>) -> Centrality {
        let mut centrality = Centrality { measure: CentralMeasure::Betweenness, to: None, part: GraphPart::default() };
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::central_measure => {
                    centrality.measure = match part.into_inner().next().map(|inner| inner.as_rule()) {
                        Some(Rule::measure_closeness) => CentralMeasure::Closeness,
                        Some(Rule::measure_pagerank) => CentralMeasure::PageRank,
                        Some(Rule::measure_eigenvector) => CentralMeasure::Eigenvector,
                        Some(Rule::measure_core_number) => CentralMeasure::Core,
                        Some(Rule::measure_degree) => CentralMeasure::Degree,
                        Some(Rule::measure_community) => CentralMeasure::Community,
                        Some(Rule::measure_component) => CentralMeasure::Component,
                        _ => CentralMeasure::Betweenness,
                    };
                }
                Rule::likeness => centrality = self.centrality(part),
                Rule::name => (centrality.measure, centrality.to) = (CentralMeasure::Similarity, Some(self.word(&part))),
                Rule::part_of_graph => centrality.part = self.part_of_graph(part),
                _ => {}
            }
        }
        centrality
    }

    fn part_of_graph(&self, node: Node<'_>) -> GraphPart {
        let mut part = GraphPart { span: self.span(&node), ..GraphPart::default() };
        for inner in node.into_inner().flat_map(Node::into_inner) {
            match inner.as_rule() {
                Rule::noun_phrase => part.through.push(self.noun_phrase(inner)),
                Rule::name => part.without.push(self.word(&inner)),
                _ => {}
            }
        }
        part
    }
}

/// The first node of a rule within a node, itself included.
fn find(node: Node<'_>, rule: Rule) -> Option<Node<'_>> {
    if node.as_rule() == rule { Some(node) } else { node.into_inner().flatten().find(|inner| inner.as_rule() == rule) }
}
