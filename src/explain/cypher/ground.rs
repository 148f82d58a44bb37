//! What hangs together as conditions, each with its query and the facts that it speaks of.

use super::conjuncts;
use super::parts::{Cluster, Parts};
use crate::cypher::ast::{
    BinaryOperator, Clause, Expression, ExpressionKind, LabelExpression, Literal, NodePattern, Pattern, PatternElement, PatternPart,
    Projection, ProjectionItem, Query, RelationshipPattern, Selector, Subquery, UnaryOperator,
};
use crate::cypher::parse_expression;
use crate::question::build::{self, matching, named, query};
use crate::question::{Account, Counted, Found, Ground, Sought, Wanted, properties_of, ways};
use crate::schema::{Lexicon, Noun};
use crate::value::Direction;

impl Parts {
    /// What makes the node an answer.
    pub(super) fn account(&self, query: &Query, lexicon: &Lexicon) -> Account {
        let called = self.labels.first().map_or_else(|| "a node".to_owned(), labels_text);
        let mut grounds: Vec<Ground> = self.alone.iter().map(|condition| self.predicate(condition, lexicon)).collect();
        grounds.extend(self.clusters.iter().map(|cluster| self.related(cluster, lexicon)));
        let members = query.first.clauses.iter().filter(|clause| matches!(clause, Clause::Match(_))).cloned();
        let members = self.returning(std::iter::once(self.domain(Some(self.is_asked()))).chain(members).collect(), true);
        Account { kind: called, candidates: self.candidates(None), members, grounds, in_order: false }
    }

    /// What speaks of the node alone.
    fn predicate(&self, condition: &Expression, lexicon: &Lexicon) -> Ground {
        let (denied, inner) = match &condition.kind {
            ExpressionKind::Unary { operator: UnaryOperator::Not, operand } => (true, &**operand),
            _ => (false, condition),
        };
        let looked_for = match &inner.kind {
            ExpressionKind::Exists(inner) => match &**inner {
                Subquery::Pattern { pattern, condition } => Some((pattern.clone(), condition.clone())),
                Subquery::Query(_) => None,
            },
            ExpressionKind::Pattern(element) => Some((alone(element), None)),
            ExpressionKind::Call { arguments, .. } => match arguments.as_slice() {
                // `exists(pattern)`: no other function takes a pattern.
                [Expression { kind: ExpressionKind::Pattern(element), .. }] => Some((alone(element), None)),
                _ => None,
            },
            _ => None,
        };
        let counted = looked_for.as_ref().and_then(|(pattern, condition)| {
            let [part] = pattern.parts.as_slice() else { return None };
            let wanted = if denied { Wanted::Between(0, 0) } else { Wanted::Between(1, u64::MAX) };
            self.counted(part, condition.clone(), wanted, lexicon)
        });
        let ways = ways::equated(condition).map(|(key, value)| vec![ways::has_value(&key.replace('_', " "), value, false)]);
        let sought = looked_for.map(|(pattern, condition)| self.sought(denied, vec![matching(pattern, condition)]));
        Ground {
            text: condition.to_string(),
            holds: self.candidates(Some(condition.clone())),
            sought: sought.into_iter().collect(),
            properties: properties_of(condition, &self.variable),
            ways: ways.into_iter().collect(),
            counted,
        }
    }

    /// Patterns that hang together.
    fn related(&self, cluster: &Cluster, lexicon: &Lexicon) -> Ground {
        let clauses = Self::clauses(cluster);
        let text = clauses.iter().map(|clause| clause.to_string().trim_start_matches("MATCH ").to_owned()).collect::<Vec<_>>().join(", ");
        let counted = match cluster.parts.as_slice() {
            [(_, part)] => self.counted(part, all(cluster.conditions.clone()), Wanted::Between(1, u64::MAX), lexicon),
            _ => None,
        };
        let exists = match clauses.as_slice() {
            [Clause::Match(only)] => Subquery::Pattern { pattern: only.pattern.clone(), condition: only.condition.clone() },
            several => Subquery::Query(self.returning(several.to_vec(), false)),
        };
        let holds = self.candidates(Some(ExpressionKind::Exists(Box::new(exists)).into()));
        Ground { text, holds, sought: vec![self.sought(false, clauses)], properties: Vec::new(), ways: Vec::new(), counted }
    }

    /// A pattern of one step from the node to another one: what would have to be related, or no more.
    fn counted(&self, part: &PatternPart, condition: Option<Expression>, wanted: Wanted, lexicon: &Lexicon) -> Option<Counted> {
        let [(step, end)] = part.element.chain.as_slice() else { return None };
        let is_own = |node: &NodePattern| node.variable.as_ref().is_some_and(|name| name.node == self.variable);
        let (object, goes_out) = match (is_own(&part.element.start), is_own(end), step.direction) {
            (true, false, Direction::Outgoing) => (end, true),
            (true, false, Direction::Incoming) => (end, false),
            (false, true, Direction::Outgoing) => (&part.element.start, false),
            (false, true, Direction::Incoming) => (&part.element.start, true),
            _ => return None,
        };
        let [kind] = step.types.as_slice() else { return None };
        if step.variable.is_some() || step.properties.is_some() || step.length.is_some() || step.condition.is_some() {
            return None;
        }
        let pattern = Pattern { parts: vec![part.clone()] };
        let related = vec![self.sought(false, vec![matching(pattern, condition.clone())]).found.remove(0)];
        let name = object.variable.clone().unwrap_or_else(|| named("fact node"));
        let object = NodePattern { variable: Some(name.clone()), ..object.clone() };
        let bare = |name: &str| build::node(Some(name), None, None);
        let direction = if goes_out { Direction::Outgoing } else { Direction::Incoming };
        let chain = vec![(RelationshipPattern { direction, ..step.clone() }, bare(&name.node))];
        let tied = build::exists(alone(&PatternElement { start: bare(&self.variable), chain, place: part.element.place }), None);
        let noun = noun_of(&object, condition.as_ref(), lexicon);
        let conditions = condition.into_iter().chain([build::not(tied)]).collect();
        let items = vec![
            item(self.own(), "node"),
            item(ExpressionKind::Literal(Literal::Null).into(), "name"),
            item(build::variable(&name.node), "object"),
        ];
        let others = query(vec![
            self.domain(Some(self.is_asked())),
            matching(build::nodes(vec![object]), all(conditions)),
            build::returning(Projection { items, ..Projection::default() }),
        ]);
        let (types, tie) = (vec![kind.node.to_string()], ways::tie_of(lexicon, &kind.node, goes_out)?);
        Some(Counted { wanted, related, others, noun, types, tie })
    }

    /// A clause for each `MATCH`, in which relationships differ; the last has the conditions.
    fn clauses(cluster: &Cluster) -> Vec<Clause> {
        let mut numbers: Vec<usize> = cluster.parts.iter().map(|(number, _)| *number).collect();
        numbers.sort_unstable();
        numbers.dedup();
        let last = numbers.last().copied();
        let clause = |number: usize| {
            let parts = cluster.parts.iter().filter(|(own, _)| *own == number).map(|(_, part)| part.clone()).collect();
            let condition = (Some(number) == last).then(|| all(cluster.conditions.clone())).flatten();
            matching(Pattern { parts }, condition)
        };
        numbers.into_iter().map(clause).collect()
    }

    /// The relationships of patterns, for the nodes that are asked about.
    fn sought(&self, denied: bool, mut clauses: Vec<Clause>) -> Sought {
        let (mut facts, mut types, mut values, mut object) = (Vec::new(), Vec::new(), Vec::new(), None);
        let mut labels = Vec::new();
        for part in clauses.iter_mut().filter_map(patterns).flatten() {
            for (step, node) in &mut part.element.chain {
                let name = format!("fact {}", facts.len() + 1);
                facts.push(step.variable.get_or_insert_with(|| named(&name)).node.clone());
                types.extend(step.types.iter().map(|kind| kind.node.to_string()));
                texts(node.properties.as_ref(), &mut values);
            }
            texts(part.element.start.properties.as_ref(), &mut values);
            let nodes = part.element.chain.iter_mut().rev().map(|(_, node)| node).chain([&mut part.element.start]);
            let mut others = nodes.filter(|node| node.variable.as_ref().is_none_or(|name| name.node != self.variable));
            if let (None, Some(node)) = (&object, others.next()) {
                labels.extend(node.labels.iter().flat_map(LabelExpression::names).map(|name| name.node.to_string()));
                object = Some(node.variable.get_or_insert_with(|| named("fact node")).node.clone());
            }
        }
        let null = || Expression::from(ExpressionKind::Literal(Literal::Null));
        let items = vec![
            item(self.own(), "node"),
            item(null(), "name"),
            item(object.map_or_else(null, |name| build::variable(&name)), "object"),
            item(build::list(facts.iter().map(|name| build::variable(name)).collect()), "facts"),
        ];
        let mut all = vec![self.domain(Some(self.is_asked()))];
        all.append(&mut clauses);
        all.push(build::returning(Projection { items, ..Projection::default() }));
        // What it leads to is told apart by its values, or else by its labels.
        let wanted = if values.is_empty() { labels.join(" or ") } else { values.join(", ") };
        let phrase = types.join(" or ");
        Sought { denied, wanted, phrase, found: vec![query(all)], missing: None, recorded: None, types, values, object: None, source: None }
    }

    fn own(&self) -> Expression {
        build::variable(&self.variable)
    }

    /// `MATCH` of the node by itself.
    fn domain(&self, condition: Option<Expression>) -> Clause {
        let node = NodePattern { labels: self.labels.first().cloned(), ..build::node(Some(&self.variable), None, None) };
        matching(build::nodes(vec![node]), condition)
    }

    fn candidates(&self, condition: Option<Expression>) -> Found {
        let among = [Some(self.is_asked()), condition.clone()].into_iter().flatten().collect();
        let of = |condition| self.returning(vec![self.domain(condition)], true);
        Found { all: of(condition), among: of(all(among)) }
    }

    /// Whether the node is one that is asked about.
    fn is_asked(&self) -> Expression {
        build::binary(build::call("id", vec![self.own()]), BinaryOperator::In, ExpressionKind::Parameter("nodes".into()).into())
    }

    fn returning(&self, mut clauses: Vec<Clause>, distinct: bool) -> Query {
        let projection = Projection { distinct, items: vec![item(self.own(), "node")], ..Projection::default() };
        clauses.push(build::returning(projection));
        query(clauses)
    }
}

fn patterns(clause: &mut Clause) -> Option<&mut Vec<PatternPart>> {
    if let Clause::Match(clause) = clause { Some(&mut clause.pattern.parts) } else { None }
}

/// The texts among the values of a map.
fn texts(map: Option<&Expression>, found: &mut Vec<String>) {
    let Some(Expression { kind: ExpressionKind::Map(entries), .. }) = map else { return };
    for (_, value) in entries {
        if let ExpressionKind::Literal(Literal::String(text)) = &value.kind {
            found.push(text.to_string());
        }
    }
}

/// The noun that says of a node what a pattern says: its label, and the same values.
fn noun_of(object: &NodePattern, condition: Option<&Expression>, lexicon: &Lexicon) -> Option<String> {
    let Some(LabelExpression::Label(label)) = object.labels.as_ref().filter(|_| condition.is_none()) else { return None };
    let wanted: Vec<(String, Literal)> = match object.properties.as_ref().map(|map| &map.kind) {
        None => Vec::new(),
        Some(ExpressionKind::Map(entries)) => entries
            .iter()
            .map(
                |(key, value)| {
                    if let ExpressionKind::Literal(value) = &value.kind { Some((key.node.to_string(), value.clone())) } else { None }
                },
            )
            .collect::<Option<_>>()?,
        Some(_) => return None,
    };
    let said = |noun: &&Noun| {
        let Some(condition) = &noun.condition else { return wanted.is_empty() };
        let Ok(condition) = parse_expression(&condition.text) else { return false };
        let values = conjuncts(Some(&condition));
        values.len() == wanted.len()
            && values.iter().all(|value| {
                ways::equated(value).is_some_and(|(key, value)| wanted.iter().any(|(other, stated)| other == key && stated == value))
            })
    };
    let mut nouns = lexicon.nouns.iter().filter(|noun| noun.label == *label.node);
    nouns.find(said).map(|noun| noun.singular().to_owned())
}

fn labels_text(labels: &LabelExpression) -> String {
    format!("a node with {}", labels.names().into_iter().map(|name| format!("`{}`", name.node)).collect::<Vec<_>>().join(" or "))
}

fn all(mut conditions: Vec<Expression>) -> Option<Expression> {
    if conditions.len() > 1 { Some(ExpressionKind::And(conditions).into()) } else { conditions.pop() }
}

/// A pattern of one part.
fn alone(element: &PatternElement) -> Pattern {
    Pattern { parts: vec![PatternPart { variable: None, selector: Selector::All, element: element.clone() }] }
}

fn item(expression: Expression, alias: &str) -> ProjectionItem {
    build::item(expression, Some(alias))
}
