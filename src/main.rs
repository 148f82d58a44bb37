//! The command line of Legation.

use mimalloc::MiMalloc;

/// Most of a short run is making small things; this allocator makes them in half the time.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() {
    legation::shell::main()
}
