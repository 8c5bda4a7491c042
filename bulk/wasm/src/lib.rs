//! What bulk work decides, as a WebAssembly module: the state machines of `odoo-bulk` with their
//! types for JavaScript.
//!
//! Ids cross as numbers. One that is no id of a record becomes [`odoo_bulk::job::NO_RECORD`]. The
//! module is made small: it does without `js-sys`, and what it decides crosses as members of plain
//! objects, where classes would need an export for each member, and someone to free them.
//!
//! The caller gives the object that is filled in. No function that sets members returns one: where
//! that makes V8 leave optimised code behind, the V8 of Node 20 ends the process, unless the
//! function returns a number or nothing.

// As the client's own crate has it.
#![cfg_attr(all(clippy, not(test)), deny(unused_crate_dependencies))]

#[cfg(target_arch = "wasm32")]
pub mod fault;
#[cfg(target_arch = "wasm32")]
pub mod jobs;
#[cfg(target_arch = "wasm32")]
mod memory;
#[cfg(target_arch = "wasm32")]
pub mod pages;
#[cfg(target_arch = "wasm32")]
pub mod reads;
#[cfg(target_arch = "wasm32")]
mod told;
#[cfg(target_arch = "wasm32")]
pub mod upsert;
#[cfg(target_arch = "wasm32")]
mod value;
