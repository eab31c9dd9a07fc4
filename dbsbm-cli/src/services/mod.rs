//! The services: what runs until it is told to stop.

pub(crate) mod bot;

use crate::{Verdict, args::Global, failure::Failure};

/// Runs what is configured.
pub(crate) fn up(args: bot::RunArgs, global: &Global) -> Result<Verdict, Failure> {
    if !args.is_configured() {
        return Err(Failure::refused("nothing_configured", "no service is configured")
            .hint("set DISCORD_TOKEN for the bot; `dbsbm bot --help` says more"));
    }
    bot::serve_bot(args, global)
}

/// Done when the process is asked to end: by Ctrl-C, or by whoever supervises it.
async fn asked_to_stop() {
    let ctrl_c = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = ctrl_c => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    let _ = ctrl_c.await;
}

/// Runs a service on as many threads as the machine has processors, two at least.
fn serve<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(std::thread::available_parallelism().map_or(2, |n| n.get().clamp(2, 8)))
        .enable_all()
        .build()
        .map_err(|e| Failure::internal("runtime", e))?
        .block_on(work)
}
