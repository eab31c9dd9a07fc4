#![doc = include_str!("../README.md")]

mod alt;
mod books;
mod canvas;
mod curve;
mod fonts;
mod frame;
mod icon;
mod message;
mod portrait;
mod raster;
mod renderer;
mod slip;
mod text;
mod theme;
mod view;
mod words;

#[cfg(test)]
extern crate self as dbsbm_render;
#[cfg(test)]
mod layout_tests;

pub use books::{Caption, Look};
pub use dbsbm_core::record::BasisCount;
pub use message::{ButtonStyle, ButtonView, MessageView, Part};
pub use portrait::Portrait;
pub use raster::Scale;
pub use renderer::{Picture, RenderError, Renderer};
pub use theme::Theme;
pub use view::{Badge, CurvePoint, CurveView, Fall, LegView, Mark, RecordView, Rgb, SlipView};
