//! Aggregating functions. Nulls are not passed in; DISTINCT is the executor's.

use std::any::Any;
use std::cmp::Ordering;

use super::argument::{at, float};
use super::row::NUMBER;
use super::sum::{Average, Sum};
use super::table::{Accumulator, AggregateFunction, Context, Example, Failure, Parameter};
use crate::value::{Type, Value, bytes_beyond, order};

const VALUE: Parameter = Parameter::any("value");
const SUMMED: Parameter = Parameter::of("number", &[Type::Number, Type::Duration]);
const PERCENTILE: Parameter = Parameter::of("percentile", &[Type::Number]);

/// All of them.
pub(super) static AGGREGATES: &[AggregateFunction] = &[
    AggregateFunction {
        name: "count",
        parameters: &[VALUE],
        result: Type::Integer,
        summary: "How many values are not null; count(*) counts rows.",
        example: Example { expression: "count(x)", result: "3" },
        start: || Box::new(Count(0)),
    },
    AggregateFunction {
        name: "sum",
        parameters: &[SUMMED],
        result: Type::Any,
        summary: "The sum of the numbers, or of the durations; 0 if there are none.",
        example: Example { expression: "sum(x)", result: "6" },
        start: || Box::new(Sum::default()),
    },
    AggregateFunction {
        name: "avg",
        parameters: &[SUMMED],
        result: Type::Any,
        summary: "The mean of the numbers, or of the durations.",
        example: Example { expression: "avg(x)", result: "2.0" },
        start: || Box::new(Average::default()),
    },
    AggregateFunction {
        name: "min",
        parameters: &[VALUE],
        result: Type::Any,
        summary: "The first value in the order of ORDER BY.",
        example: Example { expression: "min(x)", result: "1" },
        start: || Box::new(Extreme { kept: None, replaces: Ordering::Less, bytes: 0 }),
    },
    AggregateFunction {
        name: "max",
        parameters: &[VALUE],
        result: Type::Any,
        summary: "The last value in the order of ORDER BY.",
        example: Example { expression: "max(x)", result: "3" },
        start: || Box::new(Extreme { kept: None, replaces: Ordering::Greater, bytes: 0 }),
    },
    AggregateFunction {
        name: "collect",
        parameters: &[VALUE],
        result: Type::List,
        summary: "A list of the values that are not null.",
        example: Example { expression: "collect(x)", result: "[1, 2, 3]" },
        start: || Box::new(Collect::default()),
    },
    AggregateFunction {
        name: "stDev",
        parameters: &[NUMBER],
        result: Type::Float,
        summary: "The standard deviation of a sample (divided by n - 1); 0.0 for fewer than two numbers.",
        example: Example { expression: "stDev(x)", result: "1.0" },
        start: || Box::new(Deviation { function: "stDev", lost: 1.0, ..Deviation::default() }),
    },
    AggregateFunction {
        name: "stDevP",
        parameters: &[NUMBER],
        result: Type::Float,
        summary: "The standard deviation of a whole population (divided by n); 0.0 without numbers.",
        example: Example { expression: "stDevP(x)", result: "0.816496580927726" },
        start: || Box::new(Deviation { function: "stDevP", ..Deviation::default() }),
    },
    AggregateFunction {
        name: "percentileDisc",
        parameters: &[NUMBER, PERCENTILE],
        result: Type::Number,
        summary: "The number that a part (0.0 to 1.0) of the numbers does not exceed.",
        example: Example { expression: "percentileDisc(x, 0.5)", result: "2" },
        start: || Box::new(Percentile { function: "percentileDisc", continuous: false, share: None, numbers: Vec::new() }),
    },
    AggregateFunction {
        name: "percentileCont",
        parameters: &[NUMBER, PERCENTILE],
        result: Type::Float,
        summary: "As percentileDisc, but between two numbers on the straight line between them.",
        example: Example { expression: "percentileCont(x, 0.25)", result: "1.5" },
        start: || Box::new(Percentile { function: "percentileCont", continuous: true, share: None, numbers: Vec::new() }),
    },
];

/// The state of a later part, which is of the same function as this one.
pub(super) fn later<T: Any + Default>(later: Box<dyn Accumulator>) -> T {
    later.into_any().downcast::<T>().map_or_else(|_| T::default(), |state| *state)
}

/// Room for one more in a vector that doubles, asked for before it doubles.
fn grow<T>(context: &Context<'_>, items: &Vec<T>, more: usize) -> Result<(), Failure> {
    if items.capacity() - items.len() < more {
        context.guard.reserve((items.len().max(more).max(4) * size_of::<T>()) as u64)?;
    }
    Ok(())
}

#[derive(Debug, Default)]
struct Count(i64);

impl Accumulator for Count {
    fn add(&mut self, _: &Context<'_>, _: &[Value]) -> Result<(), Failure> {
        self.0 += 1;
        Ok(())
    }

    fn merge(&mut self, _: &Context<'_>, other: Box<dyn Accumulator>) -> Result<(), Failure> {
        self.0 += later::<Self>(other).0;
        Ok(())
    }

    fn finish(self: Box<Self>, _: &Context<'_>) -> Result<Value, Failure> {
        Ok(Value::Integer(self.0))
    }

    fn into_any(self: Box<Self>) -> Box<dyn Any> {
        self
    }
}

/// Of equivalent values the first is kept.
#[derive(Debug)]
struct Extreme {
    kept: Option<Value>,
    replaces: Ordering,
    /// What is reserved for it.
    bytes: u64,
}

impl Default for Extreme {
    fn default() -> Self {
        Self { kept: None, replaces: Ordering::Less, bytes: 0 }
    }
}

impl Extreme {
    fn take(&mut self, context: &Context<'_>, value: &Value) -> Result<(), Failure> {
        if self.kept.as_ref().is_none_or(|kept| order(value, kept) == self.replaces) {
            let bytes = bytes_beyond(value);
            context.guard.reserve(bytes)?;
            context.guard.release(std::mem::replace(&mut self.bytes, bytes));
            self.kept = Some(value.clone());
        }
        Ok(())
    }
}

impl Accumulator for Extreme {
    fn add(&mut self, context: &Context<'_>, arguments: &[Value]) -> Result<(), Failure> {
        self.take(context, at(arguments, 0))
    }

    fn merge(&mut self, context: &Context<'_>, other: Box<dyn Accumulator>) -> Result<(), Failure> {
        later::<Self>(other).kept.map_or(Ok(()), |value| self.take(context, &value))
    }

    fn finish(self: Box<Self>, _: &Context<'_>) -> Result<Value, Failure> {
        Ok(self.kept.unwrap_or(Value::Null))
    }

    fn into_any(self: Box<Self>) -> Box<dyn Any> {
        self
    }
}

#[derive(Debug, Default)]
struct Collect(Vec<Value>);

impl Accumulator for Collect {
    fn add(&mut self, context: &Context<'_>, arguments: &[Value]) -> Result<(), Failure> {
        grow(context, &self.0, 1)?;
        let value = at(arguments, 0);
        context.guard.reserve(bytes_beyond(value))?;
        self.0.push(value.clone());
        Ok(())
    }

    fn merge(&mut self, context: &Context<'_>, other: Box<dyn Accumulator>) -> Result<(), Failure> {
        let other = later::<Self>(other).0;
        grow(context, &self.0, other.len())?;
        self.0.extend(other);
        Ok(())
    }

    fn finish(self: Box<Self>, context: &Context<'_>) -> Result<Value, Failure> {
        // The list is a copy, shared from then on.
        context.guard.fits((self.0.len() * size_of::<Value>()) as u64)?;
        context.bounded(Value::list(self.0))
    }

    fn into_any(self: Box<Self>) -> Box<dyn Any> {
        self
    }
}

/// Welford's running mean and sum of squared differences; parts are joined as by Chan and others (1979).
#[derive(Debug, Default)]
struct Deviation {
    function: &'static str,
    /// Degrees of freedom lost: 1 for a sample, 0 for a population.
    lost: f64,
    count: f64,
    mean: f64,
    squares: f64,
}

impl Accumulator for Deviation {
    fn add(&mut self, _: &Context<'_>, arguments: &[Value]) -> Result<(), Failure> {
        let number = float(self.function, arguments, 0)?;
        self.count += 1.0;
        let difference = number - self.mean;
        self.mean += difference / self.count;
        self.squares += difference * (number - self.mean);
        Ok(())
    }

    fn merge(&mut self, _: &Context<'_>, other: Box<dyn Accumulator>) -> Result<(), Failure> {
        let other = later::<Self>(other);
        let count = self.count + other.count;
        if count > 0.0 {
            let difference = other.mean - self.mean;
            self.mean += difference * other.count / count;
            self.squares += other.squares + difference * difference * self.count * other.count / count;
            self.count = count;
        }
        Ok(())
    }

    fn finish(self: Box<Self>, _: &Context<'_>) -> Result<Value, Failure> {
        let freedom = self.count - self.lost;
        Ok(Value::Float(if freedom > 0.0 { (self.squares / freedom).sqrt() } else { 0.0 }))
    }

    fn into_any(self: Box<Self>) -> Box<dyn Any> {
        self
    }
}

#[derive(Debug, Default)]
struct Percentile {
    function: &'static str,
    continuous: bool,
    share: Option<f64>,
    numbers: Vec<Value>,
}

impl Accumulator for Percentile {
    fn add(&mut self, context: &Context<'_>, arguments: &[Value]) -> Result<(), Failure> {
        float(self.function, arguments, 0)?;
        if self.share.is_none() {
            let share = float(self.function, arguments, 1)?;
            if !(0.0..=1.0).contains(&share) {
                return Err(Failure::OutOfRange(format!("the percentile of {} is {share}, but must be from 0.0 to 1.0", self.function)));
            }
            self.share = Some(share);
        }
        grow(context, &self.numbers, 1)?;
        self.numbers.push(at(arguments, 0).clone());
        Ok(())
    }

    fn merge(&mut self, context: &Context<'_>, other: Box<dyn Accumulator>) -> Result<(), Failure> {
        let other = later::<Self>(other);
        grow(context, &self.numbers, other.numbers.len())?;
        self.share = self.share.or(other.share);
        self.numbers.extend(other.numbers);
        Ok(())
    }

    fn finish(mut self: Box<Self>, _: &Context<'_>) -> Result<Value, Failure> {
        let (Some(share), Some(last)) = (self.share, self.numbers.len().checked_sub(1)) else { return Ok(Value::Null) };
        self.numbers.sort_by(order);
        if !self.continuous {
            let rank = (share * self.numbers.len() as f64).ceil() as usize;
            return Ok(self.numbers.swap_remove(rank.saturating_sub(1).min(last)));
        }
        let place = share * last as f64;
        let below = place.floor() as usize;
        let (low, high) = (float(self.function, &self.numbers, below)?, float(self.function, &self.numbers, (below + 1).min(last))?);
        // Without a distance to go nothing is added: infinity times zero would not be a number.
        let part = place - place.floor();
        Ok(Value::Float(if part == 0.0 { low } else { low + (high - low) * part }))
    }

    fn into_any(self: Box<Self>) -> Box<dyn Any> {
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::function::aggregate;
    use crate::graph::Graph;
    use crate::limit::{Guard, Limits};

    /// The aggregate over two parts, as two threads would.
    fn run(name: &str, parts: [&[Value]; 2], share: Option<f64>) -> Result<Value, String> {
        let (graph, guard) = (Graph::default(), Guard::default());
        let context = Context { graph: &graph, guard: &guard };
        let start = aggregate(name).unwrap().start;
        let fill = |part: &[Value]| {
            let mut state = start();
            for value in part {
                let arguments: Vec<_> = std::iter::once(value.clone()).chain(share.map(Value::Float)).collect();
                state.add(&context, &arguments).map_err(|failure| failure.to_string())?;
            }
            Ok::<_, String>(state)
        };
        let mut first = fill(parts[0])?;
        first.merge(&context, fill(parts[1])?).unwrap();
        first.finish(&context).map_err(|failure| failure.to_string())
    }

    fn integers(values: &[i64]) -> Vec<Value> {
        values.iter().copied().map(Value::Integer).collect()
    }

    fn text(name: &str, values: &[Value], share: Option<f64>) -> String {
        let whole = run(name, [values, &[]], share).map_or_else(|error| error, |value| value.to_string());
        for at in 0..values.len() {
            let (first, second) = values.split_at(at);
            assert_eq!(run(name, [first, second], share).map_or_else(|error| error, |value| value.to_string()), whole);
        }
        whole
    }

    #[test]
    fn parts_join_to_the_same_as_the_whole() {
        let values = integers(&[3, 1, 2, 4]);
        assert_eq!(text("count", &values, None), "4");
        assert_eq!(text("sum", &values, None), "10");
        assert_eq!(text("avg", &values, None), "2.5");
        assert_eq!(text("min", &values, None), "1");
        assert_eq!(text("max", &values, None), "4");
        assert_eq!(text("collect", &values, None), "[3, 1, 2, 4]");
        assert_eq!(text("stDev", &integers(&[1, 2, 3]), None), "1.0");
        assert_eq!(text("percentileDisc", &values, Some(0.5)), "2");
        assert_eq!(text("percentileCont", &values, Some(0.5)), "2.5");
        assert_eq!(text("percentileDisc", &values, Some(0.0)), "1");
    }

    #[test]
    fn durations_are_summed_by_their_parts() {
        let durations = |texts: &[&str]| {
            texts.iter().map(|text| Value::Duration(text.parse::<crate::value::Duration>().unwrap().into())).collect::<Vec<_>>()
        };
        let values = durations(&["P1M2DT0.6S", "P1M-1DT0.7S", "PT1H"]);
        assert_eq!(text("sum", &values, None), "duration('P2M1DT1H1.3S')");
        assert_eq!(text("avg", &durations(&["P2D", "PT12H"]), None), "duration('P1DT6H')");
        assert_eq!(text("min", &durations(&["P1M", "P29D"]), None), "duration('P29D')");
        assert_eq!(
            text("sum", &durations(&["P9223372036854775807D", "P1D"]), None),
            "the result of sum does not fit into a 64-bit integer"
        );
        let mixed = [Value::Integer(1), values[0].clone()];
        assert_eq!(run("sum", [&mixed, &[]], None), Err("sum takes numbers or durations, but not both, not a duration".to_owned()));
    }

    #[test]
    fn edges() {
        assert_eq!(text("sum", &[], None), "0");
        assert_eq!(text("avg", &[], None), "null");
        assert_eq!(text("stDev", &[], None), "0.0");
        assert_eq!(text("max", &[Value::Integer(1), Value::Float(f64::NAN)], None), "NaN");
        assert_eq!(text("min", &[Value::Integer(1), Value::string("a"), Value::list([Value::Null])], None), "[null]");
        assert_eq!(
            run("sum", [&integers(&[i64::MAX, 1]), &[]], None),
            Err("the result of sum does not fit into a 64-bit integer".to_owned())
        );
        assert_eq!(text("sum", &integers(&[i64::MAX, 1, -1]), None), i64::MAX.to_string());
        assert!(run("percentileDisc", [&integers(&[1]), &[]], Some(1.5)).is_err());
        assert!(run("sum", [&[Value::string("1")], &[]], None).is_err());
    }

    #[test]
    fn collecting_asks_for_memory() {
        let graph = Graph::default();
        let guard = Guard::new(Limits { memory: 1000, ..Limits::default() }, std::sync::Arc::default());
        let context = Context { graph: &graph, guard: &guard };
        let mut state = (aggregate("collect").unwrap().start)();
        assert!((0..100).any(|item| state.add(&context, &[Value::Integer(item)]).is_err()));
    }
}
