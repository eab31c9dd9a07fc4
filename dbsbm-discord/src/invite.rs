//! What the bot asks of a server: the permissions, each with its reason, and the link that invites it with exactly these.
//!
//! ```
//! let link = dbsbm_discord::invite_link("1234567890".parse().unwrap());
//! assert!(link.starts_with("https://discord.com/oauth2/authorize?client_id=1234567890&"));
//! assert!(dbsbm_discord::PERMISSIONS.iter().all(|p| !p.why.is_empty()));
//! ```

use dbsbm_core::id::UserId;

/// Discord's permissions, as far as the bot knows them.
pub(crate) mod permission {
    pub(crate) const ADMINISTRATOR: u64 = 1 << 3;
    pub(crate) const MANAGE_CHANNELS: u64 = 1 << 4;
    pub(crate) const MANAGE_GUILD: u64 = 1 << 5;
    pub(crate) const VIEW_CHANNEL: u64 = 1 << 10;
    pub(crate) const SEND_MESSAGES: u64 = 1 << 11;
    pub(crate) const EMBED_LINKS: u64 = 1 << 14;
    pub(crate) const ATTACH_FILES: u64 = 1 << 15;
    pub(crate) const READ_MESSAGE_HISTORY: u64 = 1 << 16;
    pub(crate) const CONNECT: u64 = 1 << 20;
    pub(crate) const MANAGE_ROLES: u64 = 1 << 28;
    pub(crate) const MANAGE_WEBHOOKS: u64 = 1 << 29;
}

/// A permission, and what it is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Permission {
    /// Discord's bit.
    pub bit: u64,
    /// Its name in Discord's settings.
    pub name: &'static str,
    /// What the bot does with it.
    pub why: &'static str,
}

const fn p(bit: u64, name: &'static str, why: &'static str) -> Permission {
    Permission { bit, name, why }
}

/// All that the bot asks for. None of them lets it read what people write or manage members.
pub const PERMISSIONS: &[Permission] = &[
    p(
        permission::VIEW_CHANNEL,
        "View Channels",
        "sees the channels it posts to",
    ),
    p(
        permission::SEND_MESSAGES,
        "Send Messages",
        "posts reports, and slips where it may not make webhooks",
    ),
    p(permission::EMBED_LINKS, "Embed Links", "shows tables in frames"),
    p(
        permission::ATTACH_FILES,
        "Attach Files",
        "posts slips and charts as pictures",
    ),
    p(
        permission::READ_MESSAGE_HISTORY,
        "Read Message History",
        "finds a slip again before it posts it twice",
    ),
    p(
        permission::MANAGE_WEBHOOKS,
        "Manage Webhooks",
        "posts slips under the capper's name",
    ),
    p(
        permission::MANAGE_CHANNELS,
        "Manage Channels",
        "writes totals into the names of the voice channels chosen for it",
    ),
    p(
        permission::CONNECT,
        "Connect",
        "Discord asks for it before a voice channel is renamed",
    ),
    p(
        permission::MANAGE_ROLES,
        "Manage Roles",
        "gives followers the role of a capper",
    ),
];

/// The link that invites the bot of this application with exactly these permissions.
pub fn invite_link(application: UserId) -> String {
    let bits = PERMISSIONS.iter().fold(0, |bits, p| bits | p.bit);
    format!(
        "https://discord.com/oauth2/authorize?client_id={application}&scope=bot+applications.commands&permissions={bits}"
    )
}
