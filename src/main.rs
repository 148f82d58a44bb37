//! The command line of Legation.

use std::process::ExitCode;

fn main() -> ExitCode {
    legation::shell::main()
}
