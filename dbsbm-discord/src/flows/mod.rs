//! What happens after a click: each flow answers the buttons, selects and forms that bear its name.

pub(crate) mod draft;
mod games;
pub(crate) mod guide;
pub(crate) mod mybets;
pub(crate) mod parlay;
mod slip;

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
];

/// The flow of this name.
pub(crate) fn find(name: &str) -> Option<&'static Flow> {
    ALL.iter().find(|f| f.name == name)
}
