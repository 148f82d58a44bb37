//! Three-valued logic.

use crate::function::Failure;
use crate::value::Value;

/// A truth value, or unknown.
pub(super) type Truth = Option<bool>;

/// A truth value as a value.
pub(super) fn value(truth: Truth) -> Value {
    truth.map_or(Value::Null, Value::Boolean)
}

/// The truth of an operand of a logical operator.
pub(super) fn truth(operator: &'static str, value: &Value) -> Result<Truth, Failure> {
    match value {
        Value::Boolean(truth) => Ok(Some(*truth)),
        Value::Null => Ok(None),
        other => Err(Failure::Type { function: operator, expected: "booleans", found: other.type_of().name() }),
    }
}

/// Exclusive disjunction: unknown if one side is.
pub(super) fn xor(left: Truth, right: Truth) -> Truth {
    Some(left? != right?)
}
