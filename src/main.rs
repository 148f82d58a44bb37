//! The command line of Legation.

use std::process::ExitCode;

use mimalloc::MiMalloc;

/// Most of a short run is making small things; this allocator makes them in half the time.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    legation::shell::main()
}
