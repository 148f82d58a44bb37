//! Sums and means, of numbers or of durations.

use std::any::Any;

use super::aggregate::later;
use super::argument::{at, mismatch};
use super::table::{Accumulator, Context, Failure};
use crate::value::{Duration, Value};

/// Integers are summed exactly, apart from floats; what does not fit in the end is an error. Durations are summed part by
/// part, and not together with numbers.
#[derive(Debug, Default)]
pub(super) struct Sum {
    integers: i128,
    floats: Option<f64>,
    /// Months, days, seconds and nanoseconds.
    durations: Option<[i128; 4]>,
    numbers: bool,
}

impl Sum {
    fn take(&mut self, function: &'static str, value: &Value) -> Result<(), Failure> {
        // 2⁶⁴ additions cannot overflow the wide integers.
        match value {
            Value::Integer(integer) => self.integers += i128::from(*integer),
            Value::Float(float) => *self.floats.get_or_insert(0.0) += float,
            Value::Duration(duration) => {
                let Duration { months, days, seconds, nanoseconds } = **duration;
                let parts = [months.into(), days.into(), seconds.into(), nanoseconds.into()];
                self.durations.get_or_insert_default().iter_mut().zip(parts).for_each(|(sum, part): (&mut i128, i128)| *sum += part);
                return self.unmixed(function, value);
            }
            other => return Err(mismatch(function, "numbers or durations", other)),
        }
        self.numbers = true;
        self.unmixed(function, value)
    }

    fn unmixed(&self, function: &'static str, last: &Value) -> Result<(), Failure> {
        match (self.numbers, &self.durations) {
            (true, Some(_)) => Err(mismatch(function, "numbers or durations, but not both", last)),
            _ => Ok(()),
        }
    }

    /// The sum of durations.
    fn duration(function: &'static str, parts: [i128; 4]) -> Result<Duration, Failure> {
        let [months, days, seconds, nanoseconds] = parts;
        let second = 1_000_000_000;
        let part = |sum: i128| i64::try_from(sum).map_err(|_| Failure::Overflow(function));
        let (months, days, seconds) = (part(months)?, part(days)?, part(seconds + nanoseconds / second)?);
        Ok(Duration { months, days, seconds, nanoseconds: (nanoseconds % second) as u32 })
    }

    fn join(&mut self, later: &Self) {
        self.numbers |= later.numbers;
        if let Some(parts) = later.durations {
            self.durations.get_or_insert_default().iter_mut().zip(parts).for_each(|(sum, part)| *sum += part);
        }
        self.integers += later.integers;
        self.floats = match (self.floats, later.floats) {
            (Some(a), Some(b)) => Some(a + b),
            (a, b) => a.or(b),
        };
    }
}

impl Accumulator for Sum {
    fn add_integers(&mut self, integers: &[i64]) -> bool {
        if self.durations.is_some() {
            return false;
        }
        self.numbers |= !integers.is_empty();
        // Both halves of so many integers fit a narrow sum, which processors add by the handful.
        for part in integers.chunks(1 << 20) {
            let high: i64 = part.iter().map(|integer| integer >> 32).sum();
            let low: i64 = part.iter().map(|integer| integer & i64::from(u32::MAX)).sum();
            self.integers += (i128::from(high) << 32) + i128::from(low);
        }
        true
    }

    fn add(&mut self, _: &Context<'_>, arguments: &[Value]) -> Result<(), Failure> {
        self.take("sum", at(arguments, 0))
    }

    fn merge(&mut self, _: &Context<'_>, other: Box<dyn Accumulator>) -> Result<(), Failure> {
        self.join(&later(other));
        self.unmixed("sum", &Value::Integer(0))
    }

    fn finish(self: Box<Self>, _: &Context<'_>) -> Result<Value, Failure> {
        if let Some(parts) = self.durations {
            return Ok(Value::Duration(Self::duration("sum", parts)?.into()));
        }
        match self.floats {
            Some(floats) => Ok(Value::Float(self.integers as f64 + floats)),
            None => i64::try_from(self.integers).map(Value::Integer).map_err(|_| Failure::Overflow("sum")),
        }
    }

    fn into_any(self: Box<Self>) -> Box<dyn Any> {
        self
    }
}

#[derive(Debug, Default)]
pub(super) struct Average {
    sum: Sum,
    count: u64,
}

impl Accumulator for Average {
    fn add(&mut self, _: &Context<'_>, arguments: &[Value]) -> Result<(), Failure> {
        self.count += 1;
        self.sum.take("avg", at(arguments, 0))
    }

    fn merge(&mut self, _: &Context<'_>, other: Box<dyn Accumulator>) -> Result<(), Failure> {
        let other = later::<Self>(other);
        self.sum.join(&other.sum);
        self.count += other.count;
        self.sum.unmixed("avg", &Value::Integer(0))
    }

    fn finish(self: Box<Self>, _: &Context<'_>) -> Result<Value, Failure> {
        if self.count == 0 {
            return Ok(Value::Null);
        }
        if let Some(parts) = self.sum.durations {
            let sum = Sum::duration("avg", parts)?;
            let mean = i64::try_from(self.count).ok().and_then(|count| sum.over(count));
            return mean.map(|mean| Value::Duration(mean.into())).ok_or(Failure::Overflow("avg"));
        }
        Ok(Value::Float((self.sum.integers as f64 + self.sum.floats.unwrap_or(0.0)) / self.count as f64))
    }

    fn into_any(self: Box<Self>) -> Box<dyn Any> {
        self
    }
}
