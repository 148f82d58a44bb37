//! Ctrl-C: it stops the query that runs or the answer that is being written, and ends the program where neither is or does.

use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use signal_hook::consts::SIGINT;
use signal_hook::{SigId, flag, low_level};

/// The exit code of an interrupted program.
pub(super) const INTERRUPTED: u8 = 130;

/// Whether no query runs. A signal belongs to the whole process, so that this does too.
static IDLE: LazyLock<Arc<AtomicBool>> = LazyLock::new(|| Arc::new(AtomicBool::new(true)));

/// Whether the query that runs is to stop, and the writing of its answer.
static CANCEL: LazyLock<Arc<AtomicBool>> = LazyLock::new(Arc::default);

/// What ends the program at a signal.
static ENDINGS: Mutex<Vec<SigId>> = Mutex::new(Vec::new());

/// Takes charge of the signal. Gives the flag that it sets while a query runs.
pub(super) fn register() -> Arc<AtomicBool> {
    let cancel = Arc::clone(&CANCEL);
    let exit = i32::from(INTERRUPTED);
    // Where no handler can be set, the signal ends the process as it does by default. They run in this order: the second
    // signal finds the flag that the first has set.
    let endings = [&*IDLE, &cancel].map(|flag| flag::register_conditional_shutdown(SIGINT, exit, Arc::clone(flag)));
    ENDINGS.lock().unwrap_or_else(PoisonError::into_inner).extend(endings.into_iter().flatten());
    let _ = flag::register(SIGINT, Arc::clone(&cancel));
    cancel
}

/// From now on the signal stops what runs, and never the program: a shell.
pub(super) fn never_end() {
    for ending in ENDINGS.lock().unwrap_or_else(PoisonError::into_inner).drain(..) {
        low_level::unregister(ending);
    }
}

/// The flag that the signal sets.
pub(super) fn flag() -> Arc<AtomicBool> {
    Arc::clone(&CANCEL)
}

/// Whether what is going on was interrupted.
pub(super) fn stopped() -> bool {
    CANCEL.load(Ordering::Relaxed)
}

/// A writer that fails once there was an interruption.
pub(super) struct Stoppable<W>(pub W);

impl<W> Stoppable<W> {
    fn check() -> io::Result<()> {
        if stopped() { Err(io::Error::other("interrupted")) } else { Ok(()) }
    }
}

impl<W: Write> Write for Stoppable<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        Self::check()?;
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Self::check()?;
        self.0.flush()
    }
}

/// Does what looks at the flag by itself.
pub(super) fn working<T>(work: impl FnOnce() -> T) -> T {
    IDLE.store(false, Ordering::SeqCst);
    let done = work();
    IDLE.store(true, Ordering::SeqCst);
    done
}
