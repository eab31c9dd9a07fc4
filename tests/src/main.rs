//! The `dbsbm` program, for the tests of this package.

fn main() -> std::process::ExitCode {
    dbsbm_cli::main()
}
