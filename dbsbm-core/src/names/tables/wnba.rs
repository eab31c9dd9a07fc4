//! WNBA teams.

use super::{Team, team};

pub(super) static TEAMS: &[Team] = &[
    team("Dream", "ATL", 0xE31837, 0x5091CD, "Atlanta", ""),
    team("Sky", "CHI", 0x5091CD, 0xFFD520, "Chicago", ""),
    team(
        "Sun",
        "CON|CONN",
        0x0A2240,
        0xF05023,
        "Connecticut",
        "Orlando Miracle",
    ),
    team(
        "Wings",
        "DAL",
        0x002B5C,
        0xC4D600,
        "Dallas|Tulsa|Detroit",
        "Tulsa Shock|Detroit Shock|Shock",
    ),
    team("Valkyries", "GSV|GS", 0xB38FCF, 0x000000, "Golden State", "Valks"),
    team("Fever", "IND", 0x002D62, 0xE03A3E, "Indiana", ""),
    team(
        "Aces",
        "LVA|LV",
        0xA7A8AA,
        0x000000,
        "Las Vegas|Vegas|San Antonio",
        "San Antonio Stars|San Antonio Silver Stars|Utah Starzz",
    ),
    team("Sparks", "LAS|LA", 0x552583, 0xFDB927, "Los Angeles", ""),
    team("Lynx", "MIN", 0x266092, 0x79BC43, "Minnesota", ""),
    team("Liberty", "NYL|NY", 0x6ECEB2, 0x000000, "New York", "Libs"),
    team("Mercury", "PHX|PHO", 0xCB6015, 0x201747, "Phoenix", "Merc"),
    team("Tempo", "TOR", 0x612C51, 0xB9D9EB, "Toronto", ""),
    team("Fire", "POR", 0xE03A3E, 0x5B3A29, "Portland", ""),
    team("Storm", "SEA", 0x2C5234, 0xFEE11A, "Seattle", ""),
    team("Mystics", "WAS|WSH", 0xE03A3E, 0x002B5C, "Washington", ""),
];
