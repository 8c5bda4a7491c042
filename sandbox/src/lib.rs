//! The sandbox: an in-memory Odoo that speaks its wire protocols, as a pure function from request
//! to response.
//!
//! [`Sandbox::handle`] takes a complete HTTP request and returns a complete answer. It does no
//! input or output, starts no thread and has no clock: the time comes with the request, what looks
//! random comes from a seed. So it runs behind a socket, inside a test or inside a browser alike.
//! The records live in `odoo-sandbox-orm`.
//!
//! A request goes this way: `exchange` takes it apart and finds its `route`; `faults` may strike
//! it; `dispatch` settles database, session and credentials and hands it to the controllers
//! (`services`, `web`, `json2`, `doc`, `browser`, `report`); `envelope` and `page` write the
//! answer. What real servers answered is in `tests/exchanges`; a test replays it.

// As the client's own crate has it.
#![cfg_attr(all(clippy, not(test)), deny(unused_crate_dependencies))]

mod arguments;
mod backend;
mod browser;
mod control;
mod dispatch;
mod doc;
mod envelope;
mod exchange;
mod faults;
mod files;
mod http;
mod journal;
mod json;
mod json2;
mod page;
mod pdf;
mod python;
mod python_json;
mod random;
mod report;
mod route;
mod sandbox;
mod services;
mod session;
mod session_info;
mod strike;
mod web;
mod xml_rpc;

pub use arguments::Arguments;
pub use faults::{Effect, Fault, FaultRule, RetryAfter};
pub use http::{HttpRequest, HttpResponse};
pub use journal::{Call, Entry, Protocol};
pub use odoo_sandbox_orm::{Database, Flavour, LoadError, UnknownFlavour};
pub use sandbox::{Sandbox, Settings, Snapshot};
pub use session::SessionSettings;
