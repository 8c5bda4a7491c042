//! A client for Odoo's external API, compiled to WebAssembly for JavaScript programs.
//!
//! The spine, from a program's call to the wire and back:
//!
//! - [`crud`] says which method a call of the client is, with [`arguments`] checked (a [`domain`],
//!   the [`spelling`] of options);
//! - [`client`] asks the [`safety`] guard, bounds the call in time ([`deadline`]), waits for a
//!   permit ([`queue`]) and retries where that is safe ([`retry`]); [`binary`] gives values of
//!   binary fields one form, whatever the version;
//! - [`connection`] holds who is logged in ([`session`]): it logs in, sends, and renews a session
//!   that has expired;
//! - [`protocol`] has one room for each protocol, which logs in, encodes calls and opens answers;
//!   its fault table says which [`error`] class a failure is, [`advice`] what to do next;
//! - [`services`] are made of such calls: messages and modules;
//! - [`transport`] is the port to HTTP and the clock, [`value`] the port to JSON values.
//!
//! All of that is plain Rust that runs on any host. Only `js`, which exists on `wasm32` alone,
//! touches JavaScript: it implements the ports and exports the package's surface. On other targets
//! [`json`] stands in for the values.
//!
//! Imports point one way: a module imports from the lines below its own (`tests/host/imports.rs`
//! reads this list).
//!
//! 1. `js`
//! 2. `services` `json`
//! 3. `client`
//! 4. `connection` `crud` `binary` `safety` `deadline` `queue` `properties` `env`
//! 5. `transport` `domain`
//! 6. `protocol` `arguments`
//! 7. `session` `advice` `retry` `spelling`
//! 8. `error` `operation` `version` `url` `reach`
//! 9. `value`
//! 10. `text`

// Not in the build of the package, which has the crates of the standard library as its own.
#![cfg_attr(all(clippy, not(test)), deny(unused_crate_dependencies))]

pub mod advice;
pub mod arguments;
pub mod binary;
pub mod client;
pub mod connection;
pub mod crud;
pub mod deadline;
pub mod domain;
pub mod env;
pub mod error;
pub mod operation;
pub mod properties;
pub mod protocol;
pub mod queue;
pub mod reach;
pub mod retry;
pub mod safety;
pub mod services;
pub mod session;
pub mod spelling;
pub mod text;
pub mod transport;
pub mod url;
pub mod value;
pub mod version;

#[cfg(target_arch = "wasm32")]
pub mod js;
#[cfg(not(target_arch = "wasm32"))]
pub mod json;
