//! Ctrl-C: it stops the query that runs, and ends the program where none does or where the query does not stop.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock};

use signal_hook::consts::SIGINT;
use signal_hook::flag;

/// The exit code of an interrupted program.
pub(super) const INTERRUPTED: u8 = 130;

/// Whether no query runs. A signal belongs to the whole process, so that this does too.
static IDLE: LazyLock<Arc<AtomicBool>> = LazyLock::new(|| Arc::new(AtomicBool::new(true)));

/// Takes charge of the signal. Gives the flag that it sets while a query runs.
pub(super) fn register() -> Arc<AtomicBool> {
    let cancel = Arc::new(AtomicBool::new(false));
    let exit = i32::from(INTERRUPTED);
    // Where no handler can be set, the signal ends the process as it does by default. They run in this order: the second
    // signal finds the flag that the first has set.
    let _ = flag::register_conditional_shutdown(SIGINT, exit, Arc::clone(&IDLE));
    let _ = flag::register_conditional_shutdown(SIGINT, exit, Arc::clone(&cancel));
    let _ = flag::register(SIGINT, Arc::clone(&cancel));
    cancel
}

/// Does what looks at the flag by itself.
pub(super) fn working<T>(work: impl FnOnce() -> T) -> T {
    IDLE.store(false, Ordering::SeqCst);
    let done = work();
    IDLE.store(true, Ordering::SeqCst);
    done
}
