//! What happens after a click: each flow answers the buttons, selects and forms that bear its name.

pub(crate) mod age;
pub(crate) mod calendar;
pub(crate) mod draft;
mod games;
pub(crate) mod guide;
pub(crate) mod mybets;
pub(crate) mod mytails;
pub(crate) mod notify;
pub(crate) mod parlay;
pub(crate) mod pause;
mod players;
pub(crate) mod privacy;
pub(crate) mod queue;
pub(crate) mod setup;
mod slip;
pub(crate) mod stats;

use crate::router::{Handler, Later, handler};

/// A flow.
pub(crate) struct Flow {
    /// The name in the addresses.
    pub(crate) name: &'static str,
    /// Answers a click.
    pub(crate) run: Handler,
    /// How the answer comes when it takes longer.
    pub(crate) later: Later,
}

static ALL: &[Flow] = &[
    Flow {
        name: age::NAME,
        run: handler!(age::run),
        later: Later::Replace,
    },
    Flow {
        name: draft::NAME,
        run: handler!(draft::run),
        later: Later::Replace,
    },
    Flow {
        name: guide::NAME,
        run: handler!(guide::run),
        later: Later::Replace,
    },
    Flow {
        name: parlay::NAME,
        run: handler!(parlay::run),
        later: Later::Replace,
    },
    Flow {
        name: mybets::NAME,
        run: handler!(mybets::run),
        later: Later::Replace,
    },
    Flow {
        name: crate::slip::FLOW,
        run: handler!(slip::run),
        later: Later::Private,
    },
    Flow {
        name: stats::NAME,
        run: handler!(stats::run),
        later: Later::Private,
    },
    Flow {
        name: calendar::NAME,
        run: handler!(calendar::run),
        later: Later::Replace,
    },
    Flow {
        name: mytails::NAME,
        run: handler!(mytails::run),
        later: Later::Replace,
    },
    Flow {
        name: notify::NAME,
        run: handler!(notify::run),
        later: Later::Replace,
    },
    Flow {
        name: pause::NAME,
        run: handler!(pause::run),
        later: Later::Replace,
    },
    Flow {
        name: privacy::NAME,
        run: handler!(privacy::run),
        later: Later::Replace,
    },
    Flow {
        name: queue::NAME,
        run: handler!(queue::run),
        later: Later::Replace,
    },
    Flow {
        name: setup::NAME,
        run: handler!(setup::run),
        later: Later::Replace,
    },
];

/// The flow of this name.
pub(crate) fn find(name: &str) -> Option<&'static Flow> {
    ALL.iter().find(|f| f.name == name)
}
