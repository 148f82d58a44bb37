//! What arithmetic gives.

use super::Analyser;
use super::scope::Kind;
use crate::function::scalar;
use crate::plan::{Arithmetic, Expr, ExprKind};
use crate::text::Place;
use crate::value::{Type, Value};

impl Analyser<'_> {
    /// `a || b`, which is a function.
    pub(super) fn concatenation(&mut self, operands: [(Expr, Kind, Place); 2]) -> (ExprKind, Kind) {
        let kind = sum(operands[0].1, operands[1].1);
        for (_, kind, place) in &operands {
            self.require(*kind, &[Type::String, Type::List], "`||`", *place);
        }
        let arguments = operands.map(|(operand, ..)| operand).to_vec();
        match scalar("concat") {
            Some(function) => (ExprKind::Call { function, arguments }, kind),
            None => (ExprKind::Literal(Value::Null), kind),
        }
    }
}

/// The kind of `a + b`.
pub(super) fn sum(a: Kind, b: Kind) -> Kind {
    match (a.of, b.of) {
        (Type::List, Type::List) if a.item == b.item => a,
        (Type::List, _) | (_, Type::List) => Kind::of(Type::List),
        (Type::String, Type::String) => a,
        _ => number(Arithmetic::Add, a, b),
    }
}

/// The kind of an arithmetic result.
pub(super) fn number(operator: Arithmetic, a: Kind, b: Kind) -> Kind {
    let known = |kind: Type| matches!(kind, Type::Integer | Type::Float | Type::Number);
    Kind::of(match (a.of, b.of) {
        (Type::Integer, Type::Integer) if operator != Arithmetic::Power => Type::Integer,
        (a, b) if known(a) && known(b) && (operator == Arithmetic::Power || a == Type::Float || b == Type::Float) => Type::Float,
        (a, b) if known(a) && known(b) => Type::Number,
        _ => Type::Any,
    })
}
