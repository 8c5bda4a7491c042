//! A database's schema, and what follows from it.
//!
//! - [`schema`] reads what `fields_get` answers; [`kind`] is the one table of field types;
//! - [`declare`] writes it as TypeScript, [`difference`] tells what has changed since;
//! - [`check`] holds a server's answers against it;
//! - [`domain`] reads, normalises and evaluates domains; [`python`] reads and writes the Python
//!   text that Odoo keeps them in.
//!
//! It is plain Rust without input and output: the boundary to JavaScript is the crate in `wasm/`.

// As the client's own crate has it.
#![cfg_attr(all(clippy, not(test)), deny(unused_crate_dependencies))]

pub mod check;
pub mod declare;
pub mod difference;
pub mod domain;
mod fault;
pub mod kind;
pub mod method;
pub mod pattern;
pub mod python;
pub mod schema;

pub use check::check;
pub use declare::{Manner, declare};
pub use difference::difference;
pub use fault::Fault;
pub use kind::Kind;
pub use schema::{Field, Model, Schema};
