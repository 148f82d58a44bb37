//! What a package may cost.

/// Bounds on the files of a package.
#[derive(Clone, Debug)]
pub struct Options {
    /// Bytes that one record (a line, or several where a quoted field holds line breaks) may have.
    pub record_bytes: usize,
    /// Bytes that all files together may have.
    pub total_bytes: u64,
    /// Columns that one file may have.
    pub columns: usize,
    /// Problems that are shown; further ones are counted.
    pub problems: usize,
}

impl Default for Options {
    /// 4 MiB a record, 64 GiB in all, 4,096 columns, 1,000 problems.
    fn default() -> Self {
        Self { record_bytes: 4 << 20, total_bytes: 64 << 30, columns: 4096, problems: 1000 }
    }
}
