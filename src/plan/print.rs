//! Plans and expressions as text: an indented tree, the last operator first; the same plan is always the same text.

use std::fmt::{self, Display, Formatter, Write};

use super::{
    Aggregate, ApplyKind, Arithmetic, Comparison, Expr, ExprKind, Hop, Item, Labels, Lengths, Plan, Quantifier, SortKey, TextTest,
};
use crate::text::{Name, visible};
use crate::value::{Direction, Value};

/// Items with commas between them.
struct List<'a, T>(&'a [T]);

impl<T: Display> Display for List<'_, T> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        separated(f, self.0, ", ")
    }
}

fn separated<T: Display>(f: &mut Formatter<'_>, all: &[T], by: &str) -> fmt::Result {
    for (index, one) in all.iter().enumerate() {
        if index > 0 {
            f.write_str(by)?;
        }
        write!(f, "{one}")?;
    }
    Ok(())
}

/// A name as the user wrote it, unsafe characters escaped.
struct Shown<'a>(&'a str);

impl Display for Shown<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&visible(self.0))
    }
}

/// An operand: in parentheses unless it is one word or bracketed already.
struct Operand<'a>(&'a Expr);

impl Display for Operand<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let open = matches!(
            self.0.kind,
            ExprKind::And(_)
                | ExprKind::Or(_)
                | ExprKind::Xor(_)
                | ExprKind::Not(_)
                | ExprKind::IsNull(_)
                | ExprKind::Compare { .. }
                | ExprKind::Arithmetic { .. }
                | ExprKind::Negate(_)
                | ExprKind::Text { .. }
                | ExprKind::In { .. }
                | ExprKind::HasLabels { .. }
        );
        if open { write!(f, "({})", self.0) } else { write!(f, "{}", self.0) }
    }
}

fn operands(f: &mut Formatter<'_>, all: &[Expr], by: &str) -> fmt::Result {
    let all: Vec<Operand<'_>> = all.iter().map(Operand).collect();
    separated(f, &all, by)
}

fn literal(f: &mut Formatter<'_>, value: &Value) -> fmt::Result {
    match value {
        Value::Null => f.write_str("null"),
        Value::Boolean(value) => write!(f, "{value}"),
        Value::Integer(value) => write!(f, "{value}"),
        Value::Float(value) => write!(f, "{value:?}"),
        Value::String(text) => {
            f.write_char('\'')?;
            f.write_str(&visible(&text.replace('\\', "\\\\").replace('\'', "\\'").replace('\n', "\\n")))?;
            f.write_char('\'')
        }
        Value::List(items) => {
            f.write_char('[')?;
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    f.write_str(", ")?;
                }
                literal(f, item)?;
            }
            f.write_char(']')
        }
        Value::Map(entries) => {
            f.write_char('{')?;
            for (index, (key, value)) in entries.iter().enumerate() {
                if index > 0 {
                    f.write_str(", ")?;
                }
                write!(f, "{}: ", Shown(key))?;
                literal(f, value)?;
            }
            f.write_char('}')
        }
        other => write!(f, "{other:?}"),
    }
}

impl Display for Expr {
    #[expect(clippy::too_many_lines, reason = "a flat match over the kinds of expression")]
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match &self.kind {
            ExprKind::Literal(value) => literal(f, value),
            ExprKind::Parameter(name) => write!(f, "${}", Shown(name)),
            ExprKind::Variable(name) => write!(f, "{}", Shown(name)),
            ExprKind::Property { of, key } => write!(f, "{}.{}", Operand(of), Shown(&key.name)),
            ExprKind::HasLabels { of, labels } => write!(f, "{}:{labels}", Operand(of)),
            ExprKind::And(all) => operands(f, all, " AND "),
            ExprKind::Or(all) => operands(f, all, " OR "),
            ExprKind::Xor(all) => operands(f, all, " XOR "),
            ExprKind::Not(of) => match &of.kind {
                ExprKind::IsNull(of) => write!(f, "{} IS NOT NULL", Operand(of)),
                _ => write!(f, "NOT {}", Operand(of)),
            },
            ExprKind::IsNull(of) => write!(f, "{} IS NULL", Operand(of)),
            ExprKind::Compare { operator, left, right } => write!(f, "{} {operator} {}", Operand(left), Operand(right)),
            ExprKind::Arithmetic { operator, left, right } => write!(f, "{} {operator} {}", Operand(left), Operand(right)),
            ExprKind::Negate(of) => write!(f, "-{}", Operand(of)),
            ExprKind::Text { test, left, right } => write!(f, "{} {test} {}", Operand(left), Operand(right)),
            ExprKind::In { item, list } => write!(f, "{} IN {}", Operand(item), Operand(list)),
            ExprKind::List(all) => write!(f, "[{}]", List(all)),
            ExprKind::Map(entries) => {
                f.write_char('{')?;
                for (index, (key, value)) in entries.iter().enumerate() {
                    write!(f, "{}{}: {value}", if index > 0 { ", " } else { "" }, Shown(key))?;
                }
                f.write_char('}')
            }
            ExprKind::Index { of, index } => write!(f, "{}[{index}]", Operand(of)),
            ExprKind::Slice { of, from, to } => {
                write!(f, "{}[", Operand(of))?;
                from.iter().try_for_each(|from| write!(f, "{from}"))?;
                f.write_str("..")?;
                to.iter().try_for_each(|to| write!(f, "{to}"))?;
                f.write_char(']')
            }
            ExprKind::Case { branches, otherwise } => {
                f.write_str("CASE")?;
                for (condition, value) in branches {
                    write!(f, " WHEN {condition} THEN {value}")?;
                }
                otherwise.iter().try_for_each(|value| write!(f, " ELSE {value}"))?;
                f.write_str(" END")
            }
            ExprKind::Call { function, arguments } => write!(f, "{}({})", function.name, List(arguments)),
            ExprKind::ListComprehension { variable, list, filter, map } => {
                write!(f, "[{} IN {list}", Shown(variable))?;
                filter.iter().try_for_each(|filter| write!(f, " WHERE {filter}"))?;
                map.iter().try_for_each(|map| write!(f, " | {map}"))?;
                f.write_char(']')
            }
            ExprKind::Quantifier { quantifier, variable, list, predicate } => {
                write!(f, "{quantifier}({} IN {list} WHERE {predicate})", Shown(variable))
            }
            ExprKind::Reduce { accumulator, initial, variable, list, step } => {
                write!(f, "reduce({} = {initial}, {} IN {list} | {step})", Shown(accumulator), Shown(variable))
            }
            ExprKind::Path(names) => {
                let names: Vec<Shown<'_>> = names.iter().map(|name| Shown(name)).collect();
                write!(f, "path({})", List(&names))
            }
            ExprKind::Distinct(left, right) => write!(f, "distinct({}, {})", Shown(left), Shown(right)),
        }
    }
}

impl Display for Comparison {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Equal => "=",
            Self::NotEqual => "<>",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
        })
    }
}

impl Display for Arithmetic {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Add => "+",
            Self::Subtract => "-",
            Self::Multiply => "*",
            Self::Divide => "/",
            Self::Modulo => "%",
            Self::Power => "^",
        })
    }
}

impl Display for TextTest {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::StartsWith => "STARTS WITH",
            Self::EndsWith => "ENDS WITH",
            Self::Contains => "CONTAINS",
            Self::Matches => "=~",
        })
    }
}

impl Display for Quantifier {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::All => "all",
            Self::Any => "any",
            Self::None => "none",
            Self::Single => "single",
        })
    }
}

impl Display for Labels {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let inner = |f: &mut Formatter<'_>, all: &[Labels], by: &str| {
            for (index, one) in all.iter().enumerate() {
                let by = if index > 0 { by } else { "" };
                match one {
                    Labels::And(_) | Labels::Or(_) => write!(f, "{by}({one})")?,
                    _ => write!(f, "{by}{one}")?,
                }
            }
            Ok(())
        };
        match self {
            Self::Label(label) => write!(f, "{}", Shown(&label.name)),
            Self::And(all) => inner(f, all, "&"),
            Self::Or(all) => inner(f, all, "|"),
            Self::Not(of) => match &**of {
                Labels::And(_) | Labels::Or(_) => write!(f, "!({of})"),
                _ => write!(f, "!{of}"),
            },
            Self::Any => f.write_char('%'),
        }
    }
}

impl Display for Item {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if self.value.is_variable(&self.variable) {
            return write!(f, "{}", Shown(&self.variable));
        }
        write!(f, "{} AS {}", self.value, Shown(&self.variable))
    }
}

impl Display for SortKey {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.value, if self.descending { " DESC" } else { "" })
    }
}

impl Display for Aggregate {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let distinct = if self.distinct { "DISTINCT " } else { "" };
        match self.function {
            Some(function) => write!(f, "{}({distinct}{})", function.name, List(&self.arguments)),
            None => f.write_str("count(*)"),
        }
    }
}

impl Display for Lengths {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "*{}..", self.min)?;
        self.max.iter().try_for_each(|max| write!(f, "{max}"))
    }
}

/// `(from)-[relationship:TYPE*1..2]->(to)`.
fn hop(f: &mut Formatter<'_>, hop: &Hop, lengths: Option<&Lengths>, each: Option<&(Name, Expr)>) -> fmt::Result {
    let left = if hop.direction == Direction::Incoming { "<-" } else { "-" };
    let right = if hop.direction == Direction::Outgoing { "->" } else { "-" };
    write!(f, "({}){left}[{}", Shown(&hop.from), Shown(&hop.relationship))?;
    for (index, kind) in hop.types.iter().enumerate() {
        write!(f, "{}{}", if index > 0 { '|' } else { ':' }, Shown(&kind.name))?;
    }
    lengths.iter().try_for_each(|lengths| write!(f, "{lengths}"))?;
    each.iter().try_for_each(|(name, condition)| write!(f, " each {}: {condition}", Shown(name)))?;
    write!(f, "]{right}({})", Shown(&hop.to))
}

impl Plan {
    /// The name of the operator.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Argument { .. } => "Argument",
            Self::Empty { .. } => "Empty",
            Self::Scan { .. } => "Scan",
            Self::Seek { .. } => "Seek",
            Self::Expand { into, .. } => {
                if *into {
                    "ExpandInto"
                } else {
                    "Expand"
                }
            }
            Self::ExpandPath { into, .. } => {
                if *into {
                    "ExpandPathInto"
                } else {
                    "ExpandPath"
                }
            }
            Self::ShortestPath { all, .. } => {
                if *all {
                    "AllShortestPaths"
                } else {
                    "ShortestPath"
                }
            }
            Self::Filter { .. } => "Filter",
            Self::Project { .. } => "Project",
            Self::Extend { .. } => "Extend",
            Self::Aggregate { .. } => "Aggregate",
            Self::Distinct { .. } => "Distinct",
            Self::Sort { .. } => "Sort",
            Self::Top { .. } => "Top",
            Self::Skip { .. } => "Skip",
            Self::Limit { .. } => "Limit",
            Self::Unwind { .. } => "Unwind",
            Self::Union { .. } => "Union",
            Self::Product { .. } => "Product",
            Self::Join { .. } => "Join",
            Self::Apply { kind, .. } => match kind {
                ApplyKind::Semi => "SemiApply",
                ApplyKind::Anti => "AntiApply",
                ApplyKind::Mark(_) => "MarkApply",
                ApplyKind::Count(_) => "CountApply",
                ApplyKind::Collect { .. } => "CollectApply",
                ApplyKind::Rows => "Apply",
                ApplyKind::Optional => "OptionalApply",
            },
        }
    }

    /// What the operator does, without its inputs.
    pub fn details(&self) -> impl Display + '_ {
        Details(self)
    }

    /// Whether it is one row without columns.
    pub fn is_unit(&self) -> bool {
        matches!(self, Self::Argument { variables } if variables.is_empty())
    }

    fn write_tree(&self, f: &mut Formatter<'_>, depth: usize) -> fmt::Result {
        if depth > 0 {
            f.write_char('\n')?;
        }
        write!(f, "{:width$}{}", "", self.name(), width = depth * 2)?;
        let details = self.details().to_string();
        if !details.is_empty() {
            write!(f, " {details}")?;
        }
        for child in self.children() {
            if !child.is_unit() || matches!(self, Self::Apply { .. } | Self::Union { .. } | Self::Product { .. } | Self::Join { .. }) {
                child.write_tree(f, depth + 1)?;
            }
        }
        Ok(())
    }
}

/// An operator without its inputs.
struct Details<'a>(&'a Plan);

impl Display for Details<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.0 {
            Plan::Argument { variables } | Plan::Empty { variables } => {
                let shown: Vec<Shown<'_>> = variables.iter().map(|name| Shown(name)).collect();
                write!(f, "{}", List(&shown))
            }
            Plan::Scan { variable, label, .. } => {
                write!(f, "{}", Shown(variable))?;
                label.iter().try_for_each(|label| write!(f, ":{}", Shown(&label.name)))
            }
            Plan::Seek { variable, label, key, value, .. } => {
                write!(f, "{}:{}.{} = {value}", Shown(variable), Shown(&label.name), Shown(&key.name))
            }
            Plan::Expand { hop: along, .. } => hop(f, along, None, None),
            Plan::ExpandPath { hop: along, lengths, each, .. } | Plan::ShortestPath { hop: along, lengths, each, .. } => {
                hop(f, along, Some(lengths), each.as_ref())
            }
            Plan::Filter { predicate, .. } => write!(f, "{predicate}"),
            Plan::Project { items, .. } | Plan::Extend { items, .. } => write!(f, "{}", List(items)),
            Plan::Aggregate { keys, aggregates, .. } => {
                write!(f, "{}", List(keys))?;
                for (index, (name, aggregate)) in aggregates.iter().enumerate() {
                    let comma = if index > 0 || !keys.is_empty() { ", " } else { "" };
                    write!(f, "{comma}{aggregate} AS {}", Shown(name))?;
                }
                Ok(())
            }
            Plan::Sort { keys, .. } => write!(f, "{}", List(keys)),
            Plan::Top { keys, skip, limit, .. } => {
                write!(f, "{}", List(keys))?;
                skip.iter().try_for_each(|skip| write!(f, " SKIP {skip}"))?;
                write!(f, " LIMIT {limit}")
            }
            Plan::Skip { count, .. } | Plan::Limit { count, .. } => write!(f, "{count}"),
            Plan::Unwind { list, variable, .. } => write!(f, "{list} AS {}", Shown(variable)),
            Plan::Join { on, .. } => {
                for (index, (left, right)) in on.iter().enumerate() {
                    write!(f, "{}{} = {}", if index > 0 { ", " } else { "" }, Operand(left), Operand(right))?;
                }
                Ok(())
            }
            Plan::Apply { kind, .. } => match kind {
                ApplyKind::Mark(name) | ApplyKind::Count(name) => write!(f, "{}", Shown(name)),
                ApplyKind::Collect { variable, item } => write!(f, "{} AS {}", Shown(item), Shown(variable)),
                ApplyKind::Semi | ApplyKind::Anti | ApplyKind::Rows | ApplyKind::Optional => Ok(()),
            },
            Plan::Distinct { .. } | Plan::Union { .. } | Plan::Product { .. } => Ok(()),
        }
    }
}

/// The tree, the last operator first, each input indented below its operator; an input of one row without columns is left out.
impl Display for Plan {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.write_tree(f, 0)
    }
}
