//! The bot, end to end: each module tells one story, played by people in a fake Discord over real sockets.
#![cfg(test)]

mod admin_logos;
mod bad_input;
mod capper_guided;
mod capper_parlay;
mod capper_picks;
mod capper_players;
mod capper_profile;
mod follow_roles;
mod harness;
mod member_choices;
mod member_records;
mod member_tails;
mod members_only;
mod nasty_names;
mod posting;
mod room;
mod running;
mod staff_cappers;
mod staff_grading;
mod staff_ops;
mod staff_outside;
mod staff_reports;
mod staff_seasons;
mod staff_settlement;
mod staff_setup;
mod staff_webhooks;
mod starting;
mod weather_books;
mod weather_gateway;
mod weather_guild;
mod weather_names;
mod weather_requests;
