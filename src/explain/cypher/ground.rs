//! What hangs together as conditions, each with its query and the facts that it speaks of.

use super::parts::{Cluster, Parts};
use crate::cypher::ast::{
    BinaryOperator, Clause, Expression, ExpressionKind, LabelExpression, Literal, NodePattern, Pattern, PatternElement, PatternPart,
    Projection, ProjectionItem, Query, Selector, Subquery, UnaryOperator,
};
use crate::question::build::{self, matching, named, query};
use crate::question::{Account, Found, Ground, Sought, properties_of};

impl Parts {
    /// What makes the node an answer.
    pub(super) fn account(&self, query: &Query) -> Account {
        let called = self.labels.first().map_or_else(|| "a node".to_owned(), labels_text);
        let mut grounds: Vec<Ground> = self.alone.iter().map(|condition| self.predicate(condition)).collect();
        grounds.extend(self.clusters.iter().map(|cluster| self.related(cluster)));
        let members = query.first.clauses.iter().filter(|clause| matches!(clause, Clause::Match(_))).cloned();
        let members = self.returning(std::iter::once(self.domain(Some(self.is_asked()))).chain(members).collect(), true);
        Account { kind: called, candidates: self.candidates(None), members, grounds }
    }

    /// What speaks of the node alone.
    fn predicate(&self, condition: &Expression) -> Ground {
        let inner = match &condition.kind {
            ExpressionKind::Unary { operator: UnaryOperator::Not, operand } => &**operand,
            _ => condition,
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
        let sought = looked_for.map(|(pattern, condition)| self.sought(vec![matching(pattern, condition)]));
        Ground {
            text: condition.to_string(),
            holds: self.candidates(Some(condition.clone())),
            sought: sought.into_iter().collect(),
            properties: properties_of(condition, &self.variable),
            ways: Vec::new(),
            counted: None,
        }
    }

    /// Patterns that hang together.
    fn related(&self, cluster: &Cluster) -> Ground {
        let clauses = Self::clauses(cluster);
        let text = clauses.iter().map(|clause| clause.to_string().trim_start_matches("MATCH ").to_owned()).collect::<Vec<_>>().join(", ");
        let exists = match clauses.as_slice() {
            [Clause::Match(only)] => Subquery::Pattern { pattern: only.pattern.clone(), condition: only.condition.clone() },
            several => Subquery::Query(self.returning(several.to_vec(), false)),
        };
        let holds = self.candidates(Some(ExpressionKind::Exists(Box::new(exists)).into()));
        Ground { text, holds, sought: vec![self.sought(clauses)], properties: Vec::new(), ways: Vec::new(), counted: None }
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
    fn sought(&self, mut clauses: Vec<Clause>) -> Sought {
        let (mut facts, mut types, mut values, mut object) = (Vec::new(), Vec::new(), Vec::new(), None);
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
        Sought { found: vec![query(all)], missing: None, recorded: None, types, values, object: None, source: None }
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
