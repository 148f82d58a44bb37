//! What makes a node an answer of a Cypher query: a conjunction of patterns and conditions, taken apart.
//!
//! The query is about the node of its first column. Patterns hang together where they share another variable, or could share a
//! relationship within one `MATCH`; those that hang together are one condition, `EXISTS { … }`, with all predicates that speak of
//! their variables. What speaks of the node alone is a condition of its own. So the conditions hold together exactly where the query
//! has a row with the node.

use super::Error;
use crate::cypher::ast::{
    BinaryOperator, Clause, ComparisonOperator, Expression, ExpressionKind, LabelExpression, Literal, Match, NodePattern, Pattern,
    PatternElement, PatternPart, Projection, ProjectionItem, Query, RelationshipPattern, Return, SingleQuery, Subquery, UnaryOperator,
    Written,
};
use crate::diagnose::Diagnostics;
use crate::function;
use crate::question::{Account, Ground, Sought, rename};
use crate::text::{Name, Place, Span, Spanned};

/// What makes a node an answer.
///
/// # Errors
/// Which part of the query is more than a conjunction.
pub fn account(query: &Query) -> Result<Account, Diagnostics> {
    let (matches, projection) = conjunctive(query)?;
    let variable = first_node(&matches, projection)?;
    let mut parts = Parts { variable, labels: Vec::new(), alone: Vec::new(), clusters: Vec::new() };
    for (number, clause) in matches.iter().enumerate() {
        for part in &clause.pattern.parts {
            parts.pattern(number, part);
        }
    }
    for clause in &matches {
        for condition in conjuncts(clause.condition.as_ref()) {
            parts.condition(condition);
        }
    }
    Ok(parts.account(query))
}

/// The `MATCH` clauses and the last projection.
fn conjunctive(query: &Query) -> Result<(Vec<&Match>, &Projection), Diagnostics> {
    if let Some(union) = query.unions.first() {
        return Err(beyond("`UNION`", union.query.place));
    }
    let (mut matches, mut last) = (Vec::new(), None);
    for clause in &query.first.clauses {
        match clause {
            Clause::Match(clause) if !clause.optional => matches.push(clause),
            Clause::Return(clause) => last = Some(clause),
            Clause::Match(clause) => return Err(beyond("`OPTIONAL MATCH`", clause.place)),
            other => {
                let text = other.to_string();
                let word = text.split([' ', '(']).next().unwrap_or_default();
                return Err(beyond(&format!("`{word}`"), other.place()));
            }
        }
    }
    let Some(Return { projection, place }) = last else { return Err(Error::NoNodes.into()) };
    if projection.skip.is_some() || projection.limit.is_some() {
        return Err(beyond("a cut by `SKIP` or `LIMIT`", *place));
    }
    for item in &projection.items {
        if aggregates(&item.expression) {
            return Err(beyond(&format!("the aggregate `{}`", item.expression), item.expression.place));
        }
    }
    for part in matches.iter().flat_map(|clause| &clause.pattern.parts) {
        if part.selector != crate::cypher::ast::Selector::All {
            return Err(beyond("a shortest path", part.element.place));
        }
    }
    Ok((matches, projection))
}

fn beyond(part: &str, place: Place) -> Diagnostics {
    let Place(span) = place;
    Error::Beyond { part: part.to_owned(), span }.into()
}

/// Whether an aggregate is the outermost call of an expression.
fn aggregates(expression: &Expression) -> bool {
    match &expression.kind {
        ExpressionKind::CountAll => true,
        ExpressionKind::Call { name, arguments, .. } => function::aggregate(&name.node).is_some() || arguments.iter().any(aggregates),
        ExpressionKind::Binary { left, right, .. } => aggregates(left) || aggregates(right),
        _ => false,
    }
}

/// The variable of the first column, which must be a node of the patterns.
fn first_node(matches: &[&Match], projection: &Projection) -> Result<Name, Diagnostics> {
    let nodes = || matches.iter().flat_map(|clause| &clause.pattern.parts).flat_map(nodes_of).filter_map(|node| node.variable.as_ref());
    let found = match projection.items.first() {
        Some(item) => root(&item.expression).filter(|name| nodes().any(|node| node.node == **name)).cloned(),
        None => nodes().next().map(|node| node.node.clone()),
    };
    found.ok_or_else(|| Error::NoNodes.into())
}

/// The variable of which an expression is a property.
fn root(expression: &Expression) -> Option<&Name> {
    match &expression.kind {
        ExpressionKind::Variable(name) => Some(name),
        ExpressionKind::Property { of, .. } => root(of),
        _ => None,
    }
}

fn nodes_of(part: &PatternPart) -> impl Iterator<Item = &NodePattern> {
    std::iter::once(&part.element.start).chain(part.element.chain.iter().map(|(_, node)| node))
}

/// The operands of a conjunction.
fn conjuncts(condition: Option<&Expression>) -> Vec<Expression> {
    match condition {
        None => Vec::new(),
        Some(Expression { kind: ExpressionKind::And(items), .. }) => items.clone(),
        Some(other) => vec![other.clone()],
    }
}

/// A query taken apart.
struct Parts {
    /// The node that is asked about.
    variable: Name,
    /// Its labels where it first has any.
    labels: Vec<LabelExpression>,
    /// What speaks of it alone.
    alone: Vec<Expression>,
    /// What hangs together.
    clusters: Vec<Cluster>,
}

/// Patterns that hang together, each with the number of its `MATCH`, and what speaks of their variables.
#[derive(Default)]
struct Cluster {
    parts: Vec<(usize, PatternPart)>,
    conditions: Vec<Expression>,
}

impl Cluster {
    fn variables(&self) -> Vec<Name> {
        let mut pattern = Pattern { parts: self.parts.iter().map(|(_, part)| part.clone()).collect() };
        let mut found = Vec::new();
        rename::pattern(&mut pattern, &mut |name: &Name| {
            found.push(name.clone());
            name.clone()
        });
        found
    }

    /// Whether two patterns of one `MATCH` could meet in one relationship, which may not be.
    fn may_meet(&self, number: usize, part: &PatternPart) -> bool {
        let steps = |part: &PatternPart| part.element.chain.iter().map(|(step, _)| step.clone()).collect::<Vec<_>>();
        let meet = |a: &RelationshipPattern, b: &RelationshipPattern| {
            a.types.is_empty() || b.types.is_empty() || a.types.iter().any(|kind| b.types.iter().any(|other| other.node == kind.node))
        };
        let own = steps(part);
        let same = self.parts.iter().filter(|(other, _)| *other == number);
        same.flat_map(|(_, part)| steps(part)).any(|step| own.iter().any(|other| meet(&step, other)))
    }
}

impl Parts {
    /// Takes a pattern, without what it says of the node by itself.
    fn pattern(&mut self, number: usize, part: &PatternPart) {
        let mut part = part.clone();
        let element = &mut part.element;
        for node in std::iter::once(&mut element.start).chain(element.chain.iter_mut().map(|(_, node)| node)) {
            if node.variable.as_ref().is_some_and(|name| name.node == self.variable) {
                let bare = NodePattern { variable: node.variable.clone(), ..NodePattern::default() };
                self.node(std::mem::replace(node, bare));
            }
        }
        let bare = part.element.chain.is_empty() && part.variable.is_none();
        if bare && part.element.start.variable.as_ref().is_some_and(|name| name.node == self.variable) {
            return;
        }
        let own = Cluster { parts: vec![(number, part.clone())], conditions: Vec::new() };
        let names: Vec<Name> = own.variables().into_iter().filter(|name| *name != self.variable).collect();
        self.join(own, |cluster| cluster.may_meet(number, &part) || cluster.variables().iter().any(|name| names.contains(name)));
    }

    /// What a pattern says of the node by itself.
    fn node(&mut self, node: NodePattern) {
        let own = || Expression::from(ExpressionKind::Variable(self.variable.clone()));
        match node.labels {
            Some(labels) if self.labels.is_empty() => self.labels.push(labels),
            Some(labels) => self.alone.push(ExpressionKind::HasLabels { of: Box::new(own()), labels }.into()),
            None => {}
        }
        match node.properties {
            Some(Expression { kind: ExpressionKind::Map(entries), .. }) => {
                for (key, value) in entries {
                    let first = Box::new(ExpressionKind::Property { of: Box::new(own()), key }.into());
                    self.alone.push(ExpressionKind::Comparison { first, rest: vec![(ComparisonOperator::Equal, value)] }.into());
                }
            }
            Some(other) => {
                let element = PatternElement {
                    start: NodePattern { properties: Some(other), variable: node.variable.clone(), ..NodePattern::default() },
                    chain: Vec::new(),
                    place: Place::default(),
                };
                let part = PatternPart { variable: None, selector: crate::cypher::ast::Selector::All, element };
                let pattern = Pattern { parts: vec![part] };
                self.alone.push(ExpressionKind::Exists(Box::new(Subquery::Pattern { pattern, condition: None })).into());
            }
            None => {}
        }
        for condition in conjuncts(node.condition.as_ref()) {
            self.condition(condition);
        }
    }

    /// Takes a condition.
    fn condition(&mut self, condition: Expression) {
        let names = mentioned(&condition);
        let touches = |cluster: &Cluster| cluster.variables().iter().any(|name| *name != self.variable && names.contains(name));
        if self.clusters.iter().any(touches) {
            let variable = self.variable.clone();
            let own = Cluster { parts: Vec::new(), conditions: vec![condition] };
            self.join(own, |cluster| cluster.variables().iter().any(|name| *name != variable && names.contains(name)));
        } else {
            self.alone.push(condition);
        }
    }

    /// Adds a cluster, joined with those that hang together with it.
    fn join(&mut self, mut own: Cluster, hangs: impl Fn(&Cluster) -> bool) {
        let mut kept = Vec::new();
        let mut joined = Cluster::default();
        for cluster in self.clusters.drain(..) {
            if hangs(&cluster) {
                joined.parts.extend(cluster.parts);
                joined.conditions.extend(cluster.conditions);
            } else {
                kept.push(cluster);
            }
        }
        joined.parts.append(&mut own.parts);
        joined.conditions.append(&mut own.conditions);
        kept.push(joined);
        self.clusters = kept;
    }

    fn account(&self, query: &Query) -> Account {
        let called = self.labels.first().map_or_else(|| "a node".to_owned(), labels_text);
        let mut grounds: Vec<Ground> = self.alone.iter().map(|condition| self.predicate(condition)).collect();
        grounds.extend(self.clusters.iter().map(|cluster| self.related(cluster)));
        let members = query.first.clauses.iter().filter(|clause| matches!(clause, Clause::Match(_))).cloned().collect();
        Account { kind: called, candidates: self.candidates(Vec::new(), None), members: self.returning(members, true), grounds }
    }

    /// What speaks of the node alone.
    fn predicate(&self, condition: &Expression) -> Ground {
        let (denied, inner) = match &condition.kind {
            ExpressionKind::Unary { operator: UnaryOperator::Not, operand } => (true, &**operand),
            _ => (false, condition),
        };
        let looked_for = match &inner.kind {
            ExpressionKind::Exists(inner) => match &**inner {
                Subquery::Pattern { pattern, condition } => Some((pattern.clone(), condition.clone())),
                Subquery::Query(_) => None,
            },
            ExpressionKind::Pattern(element) => {
                let part = PatternPart { variable: None, selector: crate::cypher::ast::Selector::All, element: (**element).clone() };
                Some((Pattern { parts: vec![part] }, None))
            }
            _ => None,
        };
        let sought = looked_for.map(|(pattern, condition)| self.sought(denied, vec![matching(pattern, condition)]));
        let mut properties = Vec::new();
        keys(condition, &self.variable, &mut properties);
        Ground {
            text: condition.to_string(),
            holds: self.candidates(Vec::new(), Some(condition.clone())),
            sought: sought.into_iter().collect(),
            properties,
            ways: Vec::new(),
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
        let holds = self.candidates(Vec::new(), Some(ExpressionKind::Exists(Box::new(exists)).into()));
        Ground { text, holds, sought: vec![self.sought(false, clauses)], properties: Vec::new(), ways: Vec::new() }
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
        let ids = ExpressionKind::Call { name: named("id"), distinct: false, arguments: vec![self.own()] };
        let asked = ExpressionKind::Binary {
            operator: BinaryOperator::In,
            left: Box::new(ids.into()),
            right: Box::new(ExpressionKind::Parameter("nodes".into()).into()),
        };
        let null = || Expression::from(ExpressionKind::Literal(Literal::Null));
        let items = vec![
            item(self.own(), "node"),
            item(null(), "name"),
            item(object.map_or_else(null, |name| ExpressionKind::Variable(name).into()), "object"),
            item(ExpressionKind::List(facts.into_iter().map(|name| ExpressionKind::Variable(name).into()).collect()).into(), "facts"),
        ];
        let mut all = vec![self.domain(Some(asked.into()))];
        all.append(&mut clauses);
        all.push(Clause::Return(Return { projection: Projection { items, ..Projection::default() }, place: Place::default() }));
        Sought { denied, found: vec![query(all)], missing: None, recorded: None, types, values, object: None, source: None }
    }

    fn own(&self) -> Expression {
        ExpressionKind::Variable(self.variable.clone()).into()
    }

    /// `MATCH` of the node by itself.
    fn domain(&self, condition: Option<Expression>) -> Clause {
        let start = NodePattern { variable: Some(named(&self.variable)), labels: self.labels.first().cloned(), ..NodePattern::default() };
        let element = PatternElement { start, chain: Vec::new(), place: Place::default() };
        let part = PatternPart { variable: None, selector: crate::cypher::ast::Selector::All, element };
        matching(Pattern { parts: vec![part] }, condition)
    }

    fn candidates(&self, mut clauses: Vec<Clause>, condition: Option<Expression>) -> Query {
        clauses.insert(0, self.domain(condition));
        self.returning(clauses, true)
    }

    fn returning(&self, mut clauses: Vec<Clause>, distinct: bool) -> Query {
        let projection = Projection { distinct, items: vec![item(self.own(), "node")], ..Projection::default() };
        clauses.push(Clause::Return(Return { projection, place: Place::default() }));
        query(clauses)
    }
}

fn patterns(clause: &mut Clause) -> Option<&mut Vec<PatternPart>> {
    if let Clause::Match(clause) = clause { Some(&mut clause.pattern.parts) } else { None }
}

/// The variables of an expression, those of its subqueries too.
fn mentioned(expression: &Expression) -> Vec<Name> {
    let mut found = Vec::new();
    rename::expression(&mut expression.clone(), &mut |name: &Name| {
        found.push(name.clone());
        name.clone()
    });
    found
}

/// The properties of a variable in an expression, outside of subqueries.
fn keys(expression: &Expression, variable: &Name, found: &mut Vec<String>) {
    match &expression.kind {
        ExpressionKind::Property { of, key }
            if matches!(&of.kind, ExpressionKind::Variable(name) if name == variable)
                && !found.iter().any(|known| **known == *key.node) =>
        {
            found.push(key.node.to_string());
        }
        ExpressionKind::And(items) | ExpressionKind::Or(items) => items.iter().for_each(|item| keys(item, variable, found)),
        ExpressionKind::Unary { operand, .. } => keys(operand, variable, found),
        ExpressionKind::Binary { left, right, .. } => [left, right].into_iter().for_each(|item| keys(item, variable, found)),
        ExpressionKind::Comparison { first, rest } => {
            keys(first, variable, found);
            for (_, item) in rest {
                keys(item, variable, found);
            }
        }
        ExpressionKind::Call { arguments, .. } => arguments.iter().for_each(|item| keys(item, variable, found)),
        _ => {}
    }
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

fn matching(pattern: Pattern, condition: Option<Expression>) -> Clause {
    Clause::Match(Match { optional: false, pattern, condition, place: Place::default() })
}

fn item(expression: Expression, alias: &str) -> ProjectionItem {
    ProjectionItem { expression, alias: Some(named(alias)), text: Written::default() }
}

fn named(name: &str) -> Spanned<Name> {
    Spanned::new(Name::from(name), Span::default())
}

fn query(clauses: Vec<Clause>) -> Query {
    Query { first: SingleQuery { clauses, place: Place::default() }, unions: Vec::new() }
}
