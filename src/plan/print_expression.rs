//! Expressions as text, close to how they are written in a query.

use std::fmt::{self, Display, Formatter, Write};

use super::{Arithmetic, Comparison, Expr, ExprKind, Labels, Quantifier, TextTest};
use crate::text::visible;
use crate::value::Value;

/// Items with commas between them.
pub(super) struct List<'a, T>(pub(super) &'a [T]);

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
pub(super) struct Shown<'a>(pub(super) &'a str);

impl Display for Shown<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&visible(self.0))
    }
}

/// An operand: in parentheses unless it is one word or bracketed already.
pub(super) struct Operand<'a>(pub(super) &'a Expr);

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
                | ExprKind::IsTyped { .. }
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
            ExprKind::IsTyped { of, kind } => write!(f, "{} IS :: {kind}", Operand(of)),
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
