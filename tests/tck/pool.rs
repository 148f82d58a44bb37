//! Scenarios on all threads; one that panics or hangs fails alone.

use std::collections::{BTreeMap, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use crate::feature::Scenario;
use crate::named_graph::NamedGraphs;
use crate::scenario;

/// A scenario that takes longer than this hangs: its thread is left behind, and another takes its place.
const HANGS: Duration = Duration::from_secs(90);

/// The stack of a thread, as the program's own.
const STACK: usize = 8 << 20;

/// How a scenario went.
#[derive(Debug)]
pub struct Outcome {
    pub scenario: Scenario,
    /// Why it failed.
    pub failure: Option<String>,
    pub time: Duration,
}

struct Shared {
    scenarios: Vec<Scenario>,
    graphs: NamedGraphs,
    waiting: Mutex<VecDeque<usize>>,
    running: Mutex<BTreeMap<usize, Instant>>,
}

type Message = (usize, Option<String>, Duration);

/// Runs all scenarios; outcomes in the order of the scenarios.
pub fn run(scenarios: Vec<Scenario>, graphs: NamedGraphs) -> Vec<Outcome> {
    let waiting = Mutex::new((0..scenarios.len()).collect());
    let shared = Arc::new(Shared { scenarios, graphs, waiting, running: Mutex::default() });
    let (sender, receiver) = channel();
    for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
        work(Arc::clone(&shared), sender.clone());
    }
    let mut found = gather(&shared, &sender, &receiver);
    let outcome = |(at, scenario): (usize, &Scenario)| {
        let (failure, time) = found.remove(&at).unwrap();
        Outcome { scenario: scenario.clone(), failure, time }
    };
    shared.scenarios.iter().enumerate().map(outcome).collect()
}

fn gather(shared: &Arc<Shared>, sender: &Sender<Message>, receiver: &Receiver<Message>) -> BTreeMap<usize, (Option<String>, Duration)> {
    let mut found = BTreeMap::new();
    while found.len() < shared.scenarios.len() {
        match receiver.recv_timeout(Duration::from_secs(1)) {
            Ok((at, failure, time)) => drop(found.entry(at).or_insert((failure, time))),
            Err(RecvTimeoutError::Timeout) => {
                for (&at, started) in &*shared.running.lock().unwrap() {
                    if started.elapsed() > HANGS && !found.contains_key(&at) {
                        found.insert(at, (Some("it hangs".to_owned()), HANGS));
                        work(Arc::clone(shared), sender.clone());
                    }
                }
            }
            Err(RecvTimeoutError::Disconnected) => unreachable!("a sender is here"),
        }
    }
    found
}

fn work(shared: Arc<Shared>, sender: Sender<Message>) {
    let work = move || {
        loop {
            let Some(at) = shared.waiting.lock().unwrap().pop_front() else { return };
            let started = Instant::now();
            shared.running.lock().unwrap().insert(at, started);
            let result = catch_unwind(AssertUnwindSafe(|| scenario::run(&shared.scenarios[at], &shared.graphs)));
            let failure = result.unwrap_or_else(|panic| Err(format!("panicked: {}", message(&*panic)))).err();
            shared.running.lock().unwrap().remove(&at);
            if sender.send((at, failure, started.elapsed())).is_err() {
                return;
            }
        }
    };
    thread::Builder::new().stack_size(STACK).spawn(work).unwrap();
}

fn message(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    text.unwrap_or("no message").to_owned()
}
