//! The sandbox's records: models, domains, access and methods of an in-memory Odoo.
//!
//! This crate knows nothing of HTTP, sessions or JSON-RPC: it answers `execute_kw` and the few
//! questions a protocol asks about users and signatures. It does no input or output, starts no
//! thread and, unless told the time, asks the clock only where there is one.
//!
//! From the outside in: [`Database`] takes calls; `methods` holds what models can do; `records`,
//! `search` and `group` do it, within an `env` (who asks, in what context) and the bounds of
//! `access`; `domain` and `order` say which records and in what order; `schema` says what fields
//! there are, read from the files in `models/`; `store` holds the cells.

// As the client's own crate has it.
#![cfg_attr(all(clippy, not(test)), deny(unused_crate_dependencies))]

mod access;
mod activities;
mod attachment;
pub mod beyond;
mod binary;
mod compute;
mod content;
mod database;
mod domain;
mod env;
mod fault;
mod flavour;
mod group;
mod html;
mod load;
mod methods;
mod moment;
mod names;
mod order;
mod partners;
mod python;
mod reading;
mod records;
mod reflect;
mod sales;
mod schema;
mod search;
mod shipped;
mod signature;
mod store;
mod users;
mod zone;

pub use content::Content;
pub use database::{Company, Database, LoadError, Snapshot, User};
pub use fault::{Fault, Subject};
pub use flavour::{Flavour, UnknownFlavour};
pub use signature::{Kind, Parameter, Signature};
