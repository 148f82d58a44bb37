//! Two pieces of work at once.

use std::panic::resume_unwind;
use std::sync::{Mutex, PoisonError};
use std::thread;

/// Does both, the first on a second thread where one can be had in time. The results do not depend on that.
pub(crate) fn both<A: Default + Send, B>(first: impl FnOnce() -> A + Send, second: impl FnOnce() -> B) -> (A, B) {
    let waiting = Mutex::new(Some(first));
    let take = || waiting.lock().unwrap_or_else(PoisonError::into_inner).take();
    thread::scope(|scope| {
        let helper = thread::Builder::new().spawn_scoped(scope, || take().map(|first| first()));
        let second = second();
        // Nobody began with it: there is no thread, or it is slower to start than the work was.
        if let Some(first) = take() {
            return (first(), second);
        }
        match helper.map(thread::ScopedJoinHandle::join) {
            Ok(Ok(first)) => (first.unwrap_or_default(), second),
            Ok(Err(defect)) => resume_unwind(defect),
            Err(_) => (A::default(), second),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::both;

    #[test]
    fn each_is_done_once() {
        let mut counts = (0, 0);
        let (first, second) = both(
            || {
                counts.0 += 1;
                "first"
            },
            || {
                counts.1 += 1;
                "second"
            },
        );
        assert_eq!((first, second, counts), ("first", "second", (1, 1)));
    }
}
