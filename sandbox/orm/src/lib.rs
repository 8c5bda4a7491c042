//! The sandbox's records: models, domains, access and methods of an in-memory Odoo.
//!
//! This crate knows nothing of HTTP, sessions or JSON-RPC: it answers `execute_kw` and the few questions a protocol asks
//! about users and signatures. It does no input or output, starts no thread and, unless told the time, asks the clock only
//! where there is one.

mod database;
mod fault;
mod flavour;
mod signature;

pub use database::{Company, Database, LoadError, Snapshot, User};
pub use fault::{Fault, Subject};
pub use flavour::{Flavour, UnknownFlavour};
pub use signature::{Kind, Parameter, Signature};
