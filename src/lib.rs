//! A client for Odoo's external API, compiled to WebAssembly for JavaScript programs.
//!
//! The spine, from a program's call to the wire and back:
//!
//! - [`crud`] reads and checks the arguments (a [`domain`], the [`spelling`] of options) and says which method they call;
//! - [`client`] asks the [`safety`] guard, bounds the call in time ([`deadline`]), lets it out in its turn ([`queue`]) and
//!   again where that is safe ([`retry`]);
//! - [`connection`] logs in over one of the protocols, knows who is logged in ([`session`]), serialises and sends;
//! - [`protocol`] shapes requests and opens answers; its fault table says which [`error`] class a failure is, [`advice`] what
//!   is said of it;
//! - [`binary`] gives values of binary fields one form, whatever the version;
//! - [`services`] are made of such calls: messages and modules;
//! - [`transport`] is the port to HTTP and the clock, [`value`] the port to JSON values.
//!
//! All of that is plain Rust that runs on any host. Only `js`, which exists on `wasm32` alone, touches JavaScript: it
//! implements the ports and exports the package's surface. On other targets [`json`] stands in for the values.

pub mod advice;
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
