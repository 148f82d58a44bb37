//! What one request computes once and may need again.

use std::any::Any;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

/// Values that live as long as the request, at most one of each type, each known only to the module whose type it is.
#[derive(Default)]
pub struct Kept(Mutex<Vec<Arc<dyn Any + Send + Sync>>>);

impl Kept {
    /// The value of a type, made empty where it is not there yet.
    pub fn of<T: Any + Send + Sync + Default>(&self) -> Arc<T> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = all.iter().find_map(|one| Arc::clone(one).downcast::<T>().ok()) {
            return found;
        }
        let new = Arc::new(T::default());
        all.push(Arc::clone(&new) as Arc<dyn Any + Send + Sync>);
        new
    }
}

impl fmt::Debug for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Kept")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU8, Ordering};

    #[test]
    fn a_value_of_each_type_is_kept() {
        let kept = Kept::default();
        kept.of::<AtomicU8>().store(3, Ordering::Relaxed);
        assert!(kept.of::<Mutex<String>>().lock().unwrap().is_empty());
        assert_eq!(kept.of::<AtomicU8>().load(Ordering::Relaxed), 3);
    }
}
