//! The `dbsbm` program.

fn main() -> std::process::ExitCode {
    dbsbm_cli::main()
}
