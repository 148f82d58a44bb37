//! Bounds that hold before the grammar sees a text, so that no text can make parsing slow or overflow the stack.

/// How deep brackets, and `CASE … END`, may stand within each other. A debug build on a thread with 2 MiB holds it.
pub const NESTING: usize = 100;

/// How many operators may depend on each other from the root of a tree to a leaf, counting those around the brackets
/// that a part stands in. `AND`, `OR`, `XOR` count one, however many conditions they join.
pub const DEPTH: usize = 300;

/// How many bytes a text may have: so many are read within a second. Data that is longer belongs into parameters or files.
pub const LENGTH: usize = 1 << 20;
